// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/syncml/wbxml_guard.h"

#include <gtest/gtest.h>

#include <string>

#include "base/hex.h"
#include "dm/syncml/message.h"

namespace foothold::dm {
namespace {

const std::string kStart = "02a4016a00";

Result<void> check(const std::string& hex) {
  return check_wbxml(*from_hex(hex));
}

TEST(WbxmlGuard, AcceptsTextInEachForm) {
  EXPECT_TRUE(check(kStart + "2d"));  // <SyncML/>
  EXPECT_TRUE(check(kStart + "6d"
                             "03616200"
                             "01"));  // inline
  EXPECT_TRUE(check(kStart + "6d"
                             "c3026162"
                             "01"));  // opaque
  EXPECT_TRUE(
      check("02a4016a03"
            "616200"
            "6d"
            "8300"
            "01"));  // table
  EXPECT_TRUE(check(kStart + "6d"
                             "c303610d0a"
                             "01"));  // CR LF
}

TEST(WbxmlGuard, RefusesWhatNoDmMessageHas) {
  const struct {
    const char* hex;
    const char* why;
  } cases[] = {
      {"", "nothing"},
      {"04a4016a002d", "version"},
      {"02a3016a002d", "another language"},
      {"02a401046a002d", "charset"},
      {"02000003616200"
       "2d",
       "unknown name"},
      {"02a4016a8820"
       "2d",
       "string table past the end"},
      {"02a4016affffffff7f"
       "2d",
       "number too large"},
      {"02a4016a00"
       "ad",
       "attribute"},
      {"02a4016a00"
       "6d4301",
       "processing instruction"},
      {"02a4016a00"
       "6d024101",
       "entity"},
      {"02a4016a00"
       "6d040001",
       "literal"},
      {"02a4016a00"
       "6dc001",
       "extension"},
      {"02a4016a00"
       "6d3d01",
       "unknown tag"},
      {"02a4016a00"
       "6d0001"
       "1701",
       "unknown tag of page 1"},
      {"02a4016a00"
       "6d0002"
       "0501",
       "unknown page"},
      {"02a4016a00"
       "01",
       "end at the beginning"},
      {"02a4016a00"
       "03610001",
       "text at the root"},
      {"02a4016a00"
       "2d2d",
       "two roots"},
      {"02a4016a00"
       "6d",
       "no end"},
      {"02a4016a00"
       "6d036162",
       "string without end"},
      {"02a4016a00"
       "6d830001",
       "string table is empty"},
      {"02a4016a02"
       "6161"
       "6d830001",
       "string without end in the table"},
      {"02a4016a00"
       "6dc30561"
       "01",
       "opaque past the end"},
      {"02a4016a00"
       "6dc301ff01",
       "opaque is not UTF-8"},
      {"02a4016a00"
       "6dc3010001",
       "opaque has a control character"},
      {"02a4016a00"
       "00012d",
       "no tag of page 1"},
      {"02a4016a00"
       "6dc3035d5d3e01",
       "end of CDATA"},
      {"02a4016a00"
       "6d035d5d00"
       "033e00"
       "01",
       "end of CDATA over two strings"},
      {"02a4016a00"
       "6d035d00"
       "035d00"
       "c3013e"
       "01",
       "end of CDATA over three strings"},
  };
  for (const auto& each : cases) {
    const auto checked = check(each.hex);
    EXPECT_FALSE(checked) << each.why;
  }
}

TEST(WbxmlGuard, BracketsInDifferentElementsAreHarmless) {
  EXPECT_TRUE(check(kStart + "6d"
                             "4b035d5d0001"
                             "4b033e0001"
                             "01"));
}

TEST(WbxmlGuard, BoundsDepth) {
  std::string deep = kStart;
  for (int i = 0; i < 1000; ++i) deep += "6d";
  EXPECT_FALSE(check(deep));
}

TEST(WbxmlGuard, BoundsElements) {
  std::string many = kStart + "6d";
  for (int i = 0; i < 30000; ++i) many += "12";
  EXPECT_FALSE(check(many + "01"));
}

// Two octets that name a long string of the table, over and over.
TEST(WbxmlGuard, BoundsExpansion) {
  std::string bomb = "02a4016a9f7f";  // 4095 octets of table
  for (int i = 0; i < 4094; ++i) bomb += "61";
  bomb += "006d";
  for (int i = 0; i < 1000; ++i) bomb += "8300";
  const auto checked = check(bomb + "01");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().what, "the text is too long");
}

TEST(WbxmlGuard, BoundsTheDocument) {
  const auto checked = check_wbxml(Bytes(kMaxDocumentOctets + 1, 0));
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().answer, 413);
}

}  // namespace
}  // namespace foothold::dm
