// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/digest_aka.h"

#include <gtest/gtest.h>

#include "pki/http_parameters.h"
#include "tests/unit/pki/test_pki.h"

namespace foothold::pki {
namespace {

using test::octets;

// RFC 2617 3.5.
DigestCredentials example() {
  DigestCredentials c;
  c.username = "Mufasa";
  c.realm = "testrealm@host.com";
  c.nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
  c.uri = "/dir/index.html";
  c.qop = "auth";
  c.nc = "00000001";
  c.cnonce = "0a4f113b";
  c.opaque = "5ccc069c403ebaf9f0171e9517f40e41";
  return c;
}

TEST(Digest, AnswersAsTheExampleOfRfc2617) {
  EXPECT_EQ(digest_response(example(), octets("Circle Of Life"), "GET", ""), "6629fae49393a05397450978507c4ef1");
}

TEST(Digest, DependsOnEverythingItCovers) {
  const auto base = digest_response(example(), octets("Circle Of Life"), "GET", "").value();
  EXPECT_NE(digest_response(example(), octets("Circle of Life"), "GET", "").value(), base);
  EXPECT_NE(digest_response(example(), octets("Circle Of Life"), "POST", "").value(), base);
  EXPECT_EQ(digest_response(example(), octets("Circle Of Life"), "GET", "body").value(), base);  // auth: no body
  auto integrity = example();
  integrity.qop = "auth-int";
  const auto with_body = digest_response(integrity, octets("Circle Of Life"), "GET", "").value();
  EXPECT_NE(with_body, base);
  EXPECT_NE(digest_response(integrity, octets("Circle Of Life"), "GET", "body").value(), with_body);
  EXPECT_NE(digest_rspauth(example(), octets("Circle Of Life"), "").value(), base);
}

TEST(Digest, TakesRfc2069CredentialsWithoutQop) {
  auto c = example();
  c.qop.clear();
  EXPECT_EQ(digest_response(c, octets("Circle Of Life"), "GET", ""), "670fd8c2df070c60b045671b8b24ff02");
}

TEST(Digest, RefusesUnknownAlgorithmsAndQops) {
  auto c = example();
  c.algorithm = "MD5-sess";
  EXPECT_FALSE(digest_response(c, {}, "GET", ""));
  c = example();
  c.qop = "auth-conf";
  EXPECT_FALSE(digest_response(c, {}, "GET", ""));
  c = example();
  c.cnonce.clear();
  EXPECT_FALSE(digest_response(c, {}, "GET", ""));
}

TEST(Digest, CredentialsComeBackFromTheirHeader) {
  auto c = example();
  c.response = "6629fae49393a05397450978507c4ef1";
  c.algorithm = "AKAv1-MD5";
  c.auts = "AAAAAAAAAAAAAAAAAAA=";
  c.username = "a\"b\\c";
  const auto parsed = DigestCredentials::parse(c.to_header());
  ASSERT_TRUE(parsed) << to_string(parsed.error());
  EXPECT_EQ(parsed->to_header(), c.to_header());
  EXPECT_EQ(parsed->username, c.username);
  EXPECT_EQ(parsed->auts, c.auts);
}

TEST(Digest, ChallengeAndInfoComeBackFromTheirHeaders) {
  DigestChallenge challenge;
  challenge.realm = "10.23.1.1";
  challenge.nonce = AkaNonce{}.to_text();
  EXPECT_EQ(challenge.to_header(),
            "Digest realm=\"10.23.1.1\", nonce=\"" + challenge.nonce + "\", algorithm=AKAv1-MD5, qop=\"auth-int\"");
  EXPECT_EQ(DigestChallenge::parse(challenge.to_header())->nonce, challenge.nonce);
  const DigestAuthenticationInfo info{"6629fae49393a05397450978507c4ef1", "0a4f113b", "00000001", "auth-int"};
  EXPECT_EQ(DigestAuthenticationInfo::parse(info.to_header())->cnonce, "0a4f113b");
}

TEST(Digest, FirstRequestNeedsAUsernameOnly) {
  const auto c = DigestCredentials::parse("digest  Username = \"x@y\" , uri=\"/\"");
  ASSERT_TRUE(c) << to_string(c.error());
  EXPECT_EQ(c->username, "x@y");
  EXPECT_FALSE(DigestCredentials::parse("Digest uri=\"/\""));
}

TEST(Digest, RefusesMalformedHeaders) {
  for (const char* header :
       {"", "Basic abc", "Digest", "Digest ", "Digest username", "Digest username=", "Digest username=\"x",
        "Digest username=\"x\\", "Digest username=\"x\" uri=\"/\"", "Digest username=\"x\",", "Digest ,username=\"x\"",
        "Digest username=\"x\", username=\"y\"", "Digest username=\"x\", USERNAME=\"y\"", "Digest username=\"x\ny\"",
        "Digest username=\"x\", response=\"12\"", "Digest username=\"x\", nc=1"})
    EXPECT_FALSE(DigestCredentials::parse(header)) << header;
  EXPECT_FALSE(DigestCredentials::parse("Digest username=\"" + std::string(513, 'x') + "\""));
  std::string many = "Digest username=\"x\"";
  for (int i = 0; i < 32; ++i) many += ", p" + std::to_string(i) + "=1";
  EXPECT_FALSE(DigestCredentials::parse(many));
}

TEST(AkaNonce, ComesBackFromItsText) {
  AkaNonce nonce;
  nonce.rand.fill(1);
  nonce.autn.fill(2);
  const auto parsed = AkaNonce::parse(nonce.to_text());
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->rand, nonce.rand);
  EXPECT_EQ(parsed->autn, nonce.autn);
  for (std::size_t size = 0; size < nonce.to_text().size(); ++size)
    EXPECT_FALSE(AkaNonce::parse(nonce.to_text().substr(0, size)));
}

}  // namespace
}  // namespace foothold::pki
