// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/host/card_reader_check.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/temporary_folder.h"

namespace foothold::lab {
namespace {

constexpr const char* kVpcd = "LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so\nCHANNELID 0x8C7B\n";

class CardReaderCheck : public testing::Test {
 protected:
  MachineCheck with(const std::string& configuration) {
    std::ofstream(folder_.path() / "reader") << configuration;
    return check_card_reader(folder_.path());
  }
  test::TemporaryFolder folder_;
};

TEST_F(CardReaderCheck, FindsAReaderThatListens) {
  const auto check = with(std::string("FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME   /dev/null:0x8C7B\n") + kVpcd);
  EXPECT_TRUE(check.present);
  EXPECT_FALSE(check.required);
  EXPECT_NE(check.found.find("listens"), std::string::npos);
}

TEST_F(CardReaderCheck, SaysThatAReaderConnectsTheWrongWay) {
  const auto check = with(std::string("DEVICENAME card.example:0x8C7B\n") + kVpcd);
  EXPECT_FALSE(check.present);
  EXPECT_NE(check.found.find("connects to card.example:0x8C7B"), std::string::npos) << check.found;
  EXPECT_NE(check.advice.find("/dev/null:0x8C7B"), std::string::npos);
}

TEST_F(CardReaderCheck, FindsNoReader) {
  EXPECT_EQ(check_card_reader(folder_.path() / "nothing").found, "not found");
  EXPECT_EQ(with("DEVICENAME /dev/ttyS0\nLIBPATH /usr/lib/pcsc/drivers/serial/libccidtwin.so\n").found, "not found");
  EXPECT_EQ(with("").found, "not found");
}

}  // namespace
}  // namespace foothold::lab
