// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/bootstrap/content_type.h"

#include <gtest/gtest.h>

namespace foothold::dm {
namespace {

const std::string kMac = "000102030405060708090a0b0c0d0e0f10111213";

BootstrapContentType sample() {
  BootstrapContentType type;
  for (std::size_t i = 0; i < type.mac.size(); ++i) type.mac[i] = static_cast<std::uint8_t>(i);
  return type;
}

TEST(BootstrapContentType, IsWrittenAsTheContractSays) {
  EXPECT_EQ(to_string(sample()), "application/vnd.syncml.dm+wbxml;SEC=1;MAC=" + kMac);
}

TEST(BootstrapContentType, IsReadInEachSpelling) {
  for (const std::string& header :
       {to_string(sample()),
        std::string("Application/VND.syncml.dm+WBXML ; sec=1;\tmac=\"000102030405060708090A0B0C0D0E0F10111213\""),
        "application/vnd.syncml.dm+wbxml;MAC=" + kMac + ";charset=x;SEC=1;"}) {
    const auto type = parse_bootstrap_content_type(header);
    ASSERT_TRUE(type) << header << ": " << to_string(type.error());
    EXPECT_EQ(*type, sample());
  }
}

TEST(BootstrapContentType, RefusesTheRest) {
  const std::string start = "application/vnd.syncml.dm+wbxml";
  for (const std::string& header :
       {std::string(), start, start + ";SEC=1", start + ";MAC=" + kMac, start + ";SEC=4;MAC=" + kMac,
        start + ";SEC=1;SEC=1;MAC=" + kMac, start + ";SEC=1;MAC=" + kMac + ";MAC=" + kMac,
        start + ";SEC=1;MAC=" + kMac.substr(1), start + ";SEC=1;MAC=" + kMac + "0",
        start + ";SEC=1;MAC=zz" + kMac.substr(2), start + ";SEC=1;MAC=00:02030405060708090a0b0c0d0e0f1011121 ",
        start + ";SEC=;MAC=" + kMac, "text/plain;SEC=1;MAC=" + kMac,
        start + ";SEC=1;MAC=" + kMac + ";x=" + std::string(2000, 'x')}) {
    EXPECT_FALSE(parse_bootstrap_content_type(header)) << header;
  }
}

TEST(BootstrapContentType, EveryTruncationIsRefused) {
  const std::string whole = to_string(sample());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(parse_bootstrap_content_type(whole.substr(0, size))) << size;
  }
}

}  // namespace
}  // namespace foothold::dm
