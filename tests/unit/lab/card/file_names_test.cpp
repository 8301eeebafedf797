// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/file_names.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "lab/card/card_files.h"
#include "tests/unit/tre_emu/test_device.h"

namespace foothold::lab {
namespace {

class FileNamesAndTheCard : public testing::Test {
 protected:
  CardExchange exchange_ = [this](ByteView apdu) -> Result<Bytes> {
    return *from_hex(device_.send(Bytes(apdu.begin(), apdu.end())));
  };
  tre_emu::TestDevice device_;
};

TEST_F(FileNamesAndTheCard, EachNameIsAFileThere) {
  for (const auto name : known_files()) EXPECT_TRUE(select_file(exchange_, name)) << name;
}

TEST_F(FileNamesAndTheCard, EachFileThereHasAName) {
  const std::set<std::string_view> names(known_files().begin(), known_files().end());
  std::size_t found = 0;
  for (const std::string folder : {"MF", "MF/ADF.USIM", "MF/ADF.USIM/DF.GSM-ACCESS", "MF/DF.TELECOM", "MF/DF.GSM"}) {
    for (const unsigned page : {0x2fU, 0x4fU, 0x6fU}) {
      for (unsigned low = 0; low <= 0xff; ++low) {
        const auto identifier = static_cast<std::uint16_t>(page << 8U | low);
        const auto hex = to_hex(Bytes{static_cast<std::uint8_t>(page), static_cast<std::uint8_t>(low)});
        ASSERT_TRUE(select_file(exchange_, folder));
        // By path from the current folder (TS 102 221 11.1.1), so that one of another folder is not meant.
        if (device_.send("00A4090C02" + hex) == "6a82") continue;
        ++found;
        const auto is_it = [&](std::string_view name) {
          const auto steps = steps_to(name);
          return name.substr(0, name.find_last_of('/')) == folder && to_hex(steps->back().selector) == hex;
        };
        EXPECT_TRUE(std::ranges::any_of(names, is_it)) << folder << " " << hex;
        EXPECT_FALSE(name_of_identifier(identifier).empty()) << hex;
      }
    }
  }
  EXPECT_GT(found, 80U);
}

TEST(FileNames, StandForIdentifiers) {
  EXPECT_EQ(name_of_identifier(0x3f00), "MF");
  EXPECT_EQ(name_of_identifier(0x7f20), "DF.GSM");
  EXPECT_EQ(name_of_identifier(0x6f38), "EF.UST");
  EXPECT_EQ(name_of_identifier(0x6f30), "EF.PLMNsel");
  EXPECT_EQ(name_of_identifier(0x6fff), "");
}

}  // namespace
}  // namespace foothold::lab
