// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/l3/optional_ies.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gsm::l3 {
namespace {

const std::vector<OptionalIe> kKnown{
    {0x19, IeFormat::tv, 3}, {0x90, IeFormat::tv_half_octet, 0}, {0x18, IeFormat::tlv, 0}, {0x8c, IeFormat::t, 0}};

std::vector<std::string> split(const std::string& hex) {
  static Bytes part;  // FoundIe views it
  part = *from_hex(hex);
  const auto found = split_optional_ies(part, 10, kKnown);
  if (!found) return {"error " + std::to_string(found.error().answer) + " at " + std::to_string(found.error().offset)};
  std::vector<std::string> out;
  for (const auto& ie : *found) {
    out.push_back(to_hex(Bytes{ie.iei}) + ":" + to_hex(ie.value) + "/" + std::to_string(ie.half_octet));
  }
  return out;
}

using Found = std::vector<std::string>;

TEST(OptionalIes, SplitsEveryFormat) {
  EXPECT_EQ(split("19a1a2a3 95 1802b1b2 8c"), (Found{"19:a1a2a3/9", "90:/5", "18:b1b2/8", "8c:/12"}));
  EXPECT_EQ(split(""), Found{});
}

TEST(OptionalIes, SkipsUnknownElementsByTheirForm) {
  EXPECT_EQ(split("a3 1801b1"), (Found{"18:b1/8"}));           // one octet: bit 8 is set
  EXPECT_EQ(split("770301020 3 1801b1"), (Found{"18:b1/8"}));  // with a length
}

TEST(OptionalIes, RefusesUnknownElementThatMustBeUnderstood) {
  EXPECT_EQ(split("1801b1 050101"), (Found{"error 96 at 13"}));
}

TEST(OptionalIes, IgnoresRepeatedAndMisplacedElements) {
  EXPECT_EQ(split("1801b1 1801b2"), (Found{"18:b1/8"}));
  EXPECT_EQ(split("1801b1 19a1a2a3 8c"), (Found{"18:b1/8", "8c:/12"}));
}

TEST(OptionalIes, DropsElementThatReachesPastTheEnd) {
  EXPECT_EQ(split("95 1803b1b2"), (Found{"90:/5"}));
  EXPECT_EQ(split("95 18"), (Found{"90:/5"}));
  EXPECT_EQ(split("19a1a2"), Found{});
  EXPECT_EQ(split("77"), Found{});
}

}  // namespace
}  // namespace foothold::gsm::l3
