// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/jws.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "pki/strict_json.h"
#include "tests/unit/pki/test_pki.h"

namespace foothold::pki {
namespace {

using test::octets;

// RFC 7515 appendix A.3.
const PublicKey kKey =
    PublicKey::from_coordinates(from_base64url("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU").value(),
                                from_base64url("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0").value())
        .value();
const std::string kToken =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

TEST(Jws, VerifiesTheExampleOfRfc7515) {
  const auto payload = verify_jws(kToken, "", kKey);
  ASSERT_TRUE(payload) << to_string(payload.error());
  EXPECT_EQ(std::string(payload->begin(), payload->end()),
            "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}");
}

TEST(Jws, RefusesEveryTruncationAndEveryChange) {
  for (std::size_t size = 0; size < kToken.size(); ++size) EXPECT_FALSE(verify_jws(kToken.substr(0, size), "", kKey));
  for (std::size_t i = 0; i < kToken.size(); ++i) {
    auto changed = kToken;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verify_jws(changed, "", kKey)) << i;
  }
}

TEST(Jws, VerifiesWhatItSigned) {
  const auto key = PrivateKey::generate().value();
  const auto token = sign_jws(octets("payload"), "eat+jwt", key.signer()).value();
  EXPECT_EQ(verify_jws(token, "eat+jwt", key.public_key()).value(), Bytes({'p', 'a', 'y', 'l', 'o', 'a', 'd'}));
  EXPECT_FALSE(verify_jws(token, "", key.public_key()));
  EXPECT_FALSE(verify_jws(token, "JWT", key.public_key()));
  EXPECT_FALSE(verify_jws(token, "eat+jwt", kKey));
}

// The signature is right each time; only the header is not what we take.
TEST(Jws, RefusesEveryOtherHeader) {
  const auto key = PrivateKey::generate().value();
  for (const char* header :
       {R"({"alg":"none"})", R"({"alg":"HS256"})", R"({"alg":"ES384"})", R"({})", R"([])", R"({"alg":["ES256"]})",
        R"({"alg":"ES256","jwk":{}})", R"({"alg":"ES256","kid":"1"})", R"({"alg":"ES256","crit":["x"],"x":1})",
        R"({"alg":"ES256","alg":"ES256"})", R"({"alg":"none","alg":"ES256"})", R"({"alg":"ES256","typ":"JWT"})",
        R"({"alg":"es256"})", R"({"alg":"ES256"} x)"}) {
    const std::string input = to_base64url(octets(header)) + "." + to_base64url(octets("{}"));
    const auto raw = raw_signature(key.sign(octets(input)).value()).value();
    EXPECT_FALSE(verify_jws(input + "." + to_base64url(raw), "", key.public_key())) << header;
  }
}

TEST(Jws, PassesOnTheSignersError) {
  const auto token = sign_jws(octets("x"), "", [](ByteView) -> Result<Bytes> { return fail("locked", "tre"); });
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().field, "tre");
}

TEST(StrictJson, RefusesWhatTwoReadersCouldReadDifferently) {
  EXPECT_TRUE(parse_json(R"({"a":{"a":1},"b":[{"a":1},{"a":2}]})", 100));
  EXPECT_FALSE(parse_json(R"({"a":1,"a":2})", 100));
  EXPECT_FALSE(parse_json(R"({"b":{"a":1,"a":2}})", 100));
  EXPECT_FALSE(parse_json(R"({"a":1}{"a":1})", 100));
  EXPECT_FALSE(parse_json("", 100));
  EXPECT_FALSE(parse_json("{\"a\":\"\xff\"}", 100));
}

TEST(StrictJson, BoundsSizeAndDepth) {
  EXPECT_TRUE(parse_json(std::string(16, '[') + std::string(16, ']'), 100));
  EXPECT_FALSE(parse_json(std::string(17, '[') + std::string(17, ']'), 100));
  EXPECT_FALSE(parse_json(std::string(100000, '['), 1000000));
  EXPECT_FALSE(parse_json("[1,2]", 4));
}

}  // namespace
}  // namespace foothold::pki
