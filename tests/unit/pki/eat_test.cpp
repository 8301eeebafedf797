// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/eat.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/base64.h"
#include "base/hex.h"
#include "pki/jws.h"
#include "tests/unit/pki/test_pki.h"

namespace foothold::pki {
namespace {

using nlohmann::json;
using test::octets;

EatClaims sample() {
  EatClaims claims;
  claims.nonce = Bytes(32, 0xA5);
  claims.tre_identity = "TRE-000001";
  claims.pcid = "001020000000001";
  claims.hardware_model = {'t', 'r', 'e'};
  claims.hardware_version = "1.0";
  claims.software_name = "foothold-tre";
  claims.software_version = "0.1.0";
  claims.oem_number = 32473;  // RFC 5612: for documentation
  claims.debug_status = DebugStatus::disabled_permanently;
  claims.components = {{"boot", sha256(octets("boot"))}, {"agent", sha256(octets("agent"))}};
  return claims;
}

json payload_of(const std::string& token) {
  const auto start = token.find('.') + 1;
  const auto octets_there = from_base64url(token.substr(start, token.rfind('.') - start)).value();
  return json::parse(octets_there);
}

TEST(Eat, ComesBackAsItWasSigned) {
  const auto key = PrivateKey::generate().value();
  const auto token = sign_eat(sample(), key.signer());
  ASSERT_TRUE(token);
  const auto claims = verify_eat(*token, key.public_key());
  ASSERT_TRUE(claims) << to_string(claims.error());
  EXPECT_EQ(*claims, sample());
}

TEST(Eat, HasTheClaimsOfRfc9711) {
  const auto payload = payload_of(sign_eat(sample(), PrivateKey::generate()->signer()).value());
  EXPECT_EQ(payload.at("eat_profile"), "urn:x-m2msim:eat:1");
  EXPECT_EQ(payload.at("eat_nonce"), to_base64url(Bytes(32, 0xA5)));
  const auto ueid = from_base64url(payload.at("ueid").get<std::string>()).value();
  EXPECT_EQ(ueid.size(), 33U);  // 4.2.1.1: RAND with 256 bits
  EXPECT_EQ(ueid[0], 0x01);
  EXPECT_EQ(payload.at("oemid"), 32473);
  EXPECT_EQ(payload.at("hwmodel"), to_base64url(octets("tre")));
  EXPECT_EQ(payload.at("hwversion"), json::array({"1.0"}));
  EXPECT_EQ(payload.at("swname"), "foothold-tre");
  EXPECT_EQ(payload.at("swversion"), json::array({"0.1.0"}));
  EXPECT_EQ(payload.at("dbgstat"), "disabled-permanently");
  const auto& measured = payload.at("measurements").at(0);
  EXPECT_EQ(measured.at(0), 296);  // application/measured-component+json
  const auto component = json::parse(measured.at(1).get<std::string>());
  EXPECT_EQ(component.at("id"), json::array({"boot"}));
  EXPECT_EQ(component.at("digested-measurement"), json::array({"sha-256", to_base64url(sha256(octets("boot")))}));
}

TEST(Eat, WillNotSignClaimsOutOfRange) {
  const auto key = PrivateKey::generate().value();
  const auto refused = [&](auto change) {
    auto claims = sample();
    change(claims);
    return !sign_eat(claims, key.signer());
  };
  EXPECT_TRUE(refused([](EatClaims& c) { c.nonce.resize(7); }));
  EXPECT_TRUE(refused([](EatClaims& c) { c.nonce.resize(65); }));
  EXPECT_TRUE(refused([](EatClaims& c) { c.tre_identity.clear(); }));
  EXPECT_TRUE(refused([](EatClaims& c) { c.pcid = "00102x"; }));
  EXPECT_TRUE(refused([](EatClaims& c) { c.components[1].name = "boot"; }));
  EXPECT_TRUE(refused([](EatClaims& c) { c.components.resize(33); }));
}

// Well signed, but a claim is missing or of the wrong kind.
TEST(Eat, RefusesEachMissingOrWrongClaim) {
  const auto key = PrivateKey::generate().value();
  const auto whole = payload_of(sign_eat(sample(), key.signer()).value());
  const auto verdict = [&](const json& payload) {
    return verify_eat(sign_jws(octets(payload.dump()), kEatType, key.signer()).value(), key.public_key());
  };
  ASSERT_TRUE(verdict(whole));
  for (const auto& [name, value] : whole.items()) {
    auto payload = whole;
    payload.erase(name);
    EXPECT_FALSE(verdict(payload)) << name;
    payload[name] = json::object();
    EXPECT_FALSE(verdict(payload)) << name;
  }
  auto payload = whole;
  payload["ueid"] = to_base64url(ueid_of("TRE-000002"));
  EXPECT_FALSE(verdict(payload));
  payload = whole;
  payload["eat_profile"] = "urn:other";
  EXPECT_FALSE(verdict(payload));
  payload = whole;
  payload["measurements"][0][0] = 258;
  EXPECT_FALSE(verdict(payload));
  payload = whole;
  payload["measurements"][0][1] = R"({"id":["boot"],"digested-measurement":["sha-384","AAAA"]})";
  EXPECT_FALSE(verdict(payload));
}

TEST(Eat, PassesOverUnknownClaims) {
  const auto key = PrivateKey::generate().value();
  auto payload = payload_of(sign_eat(sample(), key.signer()).value());
  payload["location"] = {{"lat", 1}};
  EXPECT_TRUE(verify_eat(sign_jws(octets(payload.dump()), kEatType, key.signer()).value(), key.public_key()));
}

TEST(Eat, IsNotAnyJwt) {
  const auto key = PrivateKey::generate().value();
  const auto payload = payload_of(sign_eat(sample(), key.signer()).value());
  EXPECT_FALSE(verify_eat(sign_jws(octets(payload.dump()), "JWT", key.signer()).value(), key.public_key()));
}

}  // namespace
}  // namespace foothold::pki
