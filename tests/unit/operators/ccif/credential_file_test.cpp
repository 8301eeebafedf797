// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/ccif/credential_file.h"

#include <gtest/gtest.h>

namespace foothold::operators::ccif {
namespace {

std::string entry(const std::string& pcid, const std::string& amf = "8000") {
  return R"({"pcid":")" + pcid +
         R"(","k":"00112233445566778899aabbccddeeff","opc":"ffeeddccbbaa99887766554433221100","amf":")" + amf +
         R"(","sqn":"000000000000","algorithm":"milenage"})";
}

TEST(CredentialFile, HoldsOneCredentialOrAList) {
  EXPECT_EQ(read_credentials(entry("001020000000001"))->size(), 1U);
  const auto two = read_credentials("[" + entry("001020000000001") + "," + entry("001020000000002") + "]");
  ASSERT_TRUE(two);
  EXPECT_EQ(two->at(1).pcid.digits(), "001020000000002");
  EXPECT_TRUE(read_credentials("[]")->empty());
}

TEST(CredentialFile, SaysWhichEntryIsWrong) {
  const auto bad = read_credentials("[" + entry("001020000000001") + "," + entry("001020000000002", "80") + "]");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().field, "entry 2, amf");
}

TEST(CredentialFile, RefusesWhatIsNoListOfCredentials) {
  for (const auto* text : {"", "7", "\"text\"", "{", "[7]", "[[]]", "{\"pcid\":\"1\",\"pcid\":\"2\"}"})
    EXPECT_FALSE(read_credentials(text)) << text;
  EXPECT_FALSE(read_credential_file("/nonexistent/file"));
}

}  // namespace
}  // namespace foothold::operators::ccif
