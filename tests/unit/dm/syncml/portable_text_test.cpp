// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/syncml/portable_text.h"

#include <gtest/gtest.h>

namespace foothold::dm {
namespace {

TEST(PortableText, AcceptsUtf8) {
  EXPECT_TRUE(is_portable_text(""));
  EXPECT_TRUE(is_portable_text("a\tb\nc ]] > ]]"));
  EXPECT_TRUE(is_portable_text("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x93\xb6"));
}

// RFC 3629 3 and 4: what is not UTF-8.
TEST(PortableText, RefusesWhatIsNotUtf8) {
  for (const char* bad : {"\x80", "\xc0\xaf", "\xc1\xbf", "\xc3", "\xc3(", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xe2\x82",
                          "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xef\xbf\xbe"}) {
    EXPECT_FALSE(is_portable_text(bad));
  }
}

TEST(PortableText, RefusesControlsAndTheEndOfCdata) {
  EXPECT_FALSE(is_portable_text(std::string_view("\0", 1)));
  for (const char* bad : {"\r", "\x01", "\x1f", "\x7f", "a]]>b", "]]]>"}) EXPECT_FALSE(is_portable_text(bad));
}

TEST(PortableText, MakesAnythingPortable) {
  EXPECT_EQ(make_portable("caf\xc3\xa9\r\x01\xff", 100), "caf\xc3\xa9???");
  EXPECT_EQ(make_portable("a]]>b", 100), "a]]?b");
  EXPECT_EQ(make_portable("ab\xc3\xa9", 3), "ab");
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  EXPECT_TRUE(is_portable_text(make_portable(all, 1000)));
}

}  // namespace
}  // namespace foothold::dm
