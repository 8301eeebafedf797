// SPDX-License-Identifier: AGPL-3.0-or-later
#include "base/base64.h"

#include <gtest/gtest.h>

namespace foothold {
namespace {

Bytes text(std::string_view s) {
  return Bytes(s.begin(), s.end());
}

// RFC 4648 10, the test vectors.
TEST(Base64, Rfc4648Vectors) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) {
    EXPECT_EQ(to_base64(text(plain)), coded);
    ASSERT_TRUE(from_base64(coded)) << coded;
    EXPECT_EQ(*from_base64(coded), text(plain));
  }
}

TEST(Base64, UrlAlphabetHasNoPadding) {
  const Bytes bytes = {0xfb, 0xff, 0xfe};
  EXPECT_EQ(to_base64url(bytes), "-__-");
  EXPECT_EQ(*from_base64url("-__-"), bytes);
  EXPECT_EQ(to_base64url(text("f")), "Zg");
  EXPECT_EQ(*from_base64url("Zg"), text("f"));
}

TEST(Base64, RefusesWhatIsNotCanonical) {
  for (const char* bad : {"Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9v\n", "Zm 9", "Z===", "===="}) {
    EXPECT_FALSE(from_base64(bad)) << bad;
  }
  for (const char* bad : {"Z", "Zg==", "Zh", "Zm9+"}) EXPECT_FALSE(from_base64url(bad)) << bad;
}

}  // namespace
}  // namespace foothold
