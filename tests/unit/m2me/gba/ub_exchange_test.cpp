// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/gba/ub_exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bsf.h"

namespace foothold::m2me {
namespace {

using ::testing::HasSubstr;

const std::string kImpi = "001020000000001@ims.mnc002.mcc001.3gppnetwork.org";

class UbExchangeTest : public ::testing::Test {
 protected:
  static std::string authorization(const HttpRequest& request) { return request.headers.at(0).second; }
  // The exchange up to where the USIM is asked.
  Result<UbExchange::Next> challenged() { return exchange.on_response(bsf.answer(authorization(exchange.start()))); }
  // And from there on to the BSF's last word.
  Result<UbExchange::Next> answered(const GbaAuthentication& usim) {
    if (auto asked = challenged(); !asked) return asked;
    auto next = exchange.on_usim(usim);
    if (!next) return next;
    return exchange.on_response(bsf.answer(authorization(std::get<HttpRequest>(*next))));
  }
  std::string failure(const Result<UbExchange::Next>& next) { return next ? "" : next.error().what; }

  Bsf bsf;
  UbExchange exchange{kImpi, "bsf.mnc002.mcc001.pub.3gppnetwork.org", "/", "0a4f113b"};
  GbaResponse right{{1, 2, 3, 4, 5, 6, 7, 8}};
};

TEST_F(UbExchangeTest, Bootstraps) {
  const auto done = answered(right);
  ASSERT_TRUE(done) << to_string(done.error());
  const auto& bootstrapping = std::get<Bootstrapping>(*done);
  EXPECT_EQ(bootstrapping.btid, "AAAA@bsf.example");
  EXPECT_EQ(bootstrapping.lifetime, "2026-11-24T13:20:00Z");
  ASSERT_EQ(bsf.requests.size(), 2U);
  EXPECT_EQ(bsf.requests[0].username, kImpi);
  EXPECT_EQ(bsf.requests[0].response, "");
  EXPECT_EQ(bsf.requests[1].qop, "auth-int");
  EXPECT_EQ(bsf.requests[1].opaque, "5ccc");
  EXPECT_EQ(bsf.requests[1].uri, "/");
}

TEST_F(UbExchangeTest, AsksTheUsimWithRandAndAutn) {
  const auto next = challenged().value();
  const auto& ask = std::get<UbExchange::AskUsim>(next);
  EXPECT_EQ(ask.rand[0], 0x10);
  EXPECT_EQ(ask.autn[0], 0x20);
}

TEST_F(UbExchangeTest, ResynchronisesOnce) {
  SynchronisationFailure out_of_step{};
  out_of_step.auts.fill(0x33);
  auto asked_again = answered(out_of_step);
  ASSERT_TRUE(asked_again) << to_string(asked_again.error());
  EXPECT_EQ(std::get<UbExchange::AskUsim>(*asked_again).rand[0], 0x11);
  EXPECT_EQ(bsf.requests.back().auts, "MzMzMzMzMzMzMzMzMzM=");
  auto answer = exchange.on_usim(right);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(exchange.on_response(bsf.answer(authorization(std::get<HttpRequest>(*answer)))));
}

TEST_F(UbExchangeTest, EndsOnASecondSynchronisationFailure) {
  ASSERT_TRUE(answered(SynchronisationFailure{}));
  EXPECT_THAT(failure(exchange.on_usim(SynchronisationFailure{})), HasSubstr("twice"));
}

TEST_F(UbExchangeTest, EndsWhenTheUsimRefusesTheBsf) {
  EXPECT_THAT(failure(answered(MacFailure{})), HasSubstr("wrong MAC"));
}

TEST_F(UbExchangeTest, EndsWhenTheBsfRefusesRes) {
  EXPECT_THAT(failure(answered(GbaResponse{{9, 9, 9, 9}})), HasSubstr("refuses our RES"));
}

TEST_F(UbExchangeTest, TakesNoWordOfABsfThatDoesNotKnowRes) {
  bsf.proof = {9, 9, 9, 9};
  EXPECT_THAT(failure(answered(right)), HasSubstr("rspauth"));
}

TEST_F(UbExchangeTest, NeedsTheProof) {
  challenged();
  exchange.on_usim(right);
  EXPECT_THAT(failure(exchange.on_response({200, {}, Bytes(bsf.body.begin(), bsf.body.end())})),
              HasSubstr("does not prove itself"));
}

TEST_F(UbExchangeTest, RefusesChallengesThatAreNone) {
  const auto refuses = [&](const std::string& header) {
    UbExchange fresh(kImpi, "", "/", "1");
    fresh.start();
    return !fresh.on_response({401, {{"WWW-Authenticate", header}}, {}});
  };
  EXPECT_TRUE(refuses(""));
  EXPECT_TRUE(refuses("Basic realm=\"x\""));
  EXPECT_TRUE(refuses("Digest realm=\"x\", nonce=\"AAAA\", algorithm=AKAv1-MD5, qop=\"auth-int\""));
  EXPECT_TRUE(refuses("Digest realm=\"x\", nonce=\"" + Bsf::nonce(1) + "\", algorithm=MD5, qop=\"auth-int\""));
  EXPECT_TRUE(refuses("Digest realm=\"x\", nonce=\"" + Bsf::nonce(1) + "\", algorithm=AKAv1-MD5, qop=\"auth\""));
  EXPECT_FALSE(
      refuses("Digest realm=\"x\", nonce=\"" + Bsf::nonce(1) + "\", algorithm=AKAv1-MD5, qop=\"auth, auth-int\""));
}

TEST_F(UbExchangeTest, SaysThatTheIdentityIsUnknown) {
  exchange.start();
  EXPECT_THAT(failure(exchange.on_response({403, {}, {}})), HasSubstr("does not know this identity"));
}

TEST_F(UbExchangeTest, RefusesWhatComesOutOfTurn) {
  EXPECT_FALSE(exchange.on_response({200, {}, {}}));
  UbExchange early(kImpi, "", "/", "1");
  EXPECT_FALSE(early.on_usim(right));
  UbExchange surprised(kImpi, "", "/", "1");
  surprised.start();
  EXPECT_FALSE(surprised.on_response({200, {}, Bytes(bsf.body.begin(), bsf.body.end())}));
  UbExchange broken(kImpi, "", "/", "1");
  broken.start();
  EXPECT_THAT(failure(broken.on_response({500, {}, {}})), HasSubstr("500"));
  ASSERT_TRUE(answered(right));
  EXPECT_FALSE(exchange.on_usim(right));  // it has ended
}

TEST(BootstrappingInfo, IsReadWithAnyPrefix) {
  const std::string xml =
      "<g:BootstrappingInfo "
      "xmlns:g=\"uri:3gpp-gba\"><g:btid>a@b</g:btid><g:lifetime>2026</g:lifetime></g:BootstrappingInfo>";
  const auto info = parse_bootstrapping_info(Bytes(xml.begin(), xml.end()));
  ASSERT_TRUE(info) << to_string(info.error());
  EXPECT_EQ(info->btid, "a@b");
}

TEST(BootstrappingInfo, IsRefusedWhenIncomplete) {
  for (const std::string xml :
       {"", "<", "x", "<BootstrappingInfo/>", "<BootstrappingInfo><btid>a@b</btid></BootstrappingInfo>",
        "<BootstrappingInfo><btid></btid><lifetime>1</lifetime></BootstrappingInfo>",
        "<BootstrappingInfo><btid>a b</btid><lifetime>1</lifetime></BootstrappingInfo>",
        "<Other><btid>a@b</btid><lifetime>1</lifetime></Other>"}) {
    EXPECT_FALSE(parse_bootstrapping_info(Bytes(xml.begin(), xml.end()))) << xml;
  }
  EXPECT_FALSE(parse_bootstrapping_info(Bytes(20000, ' ')));
}

}  // namespace
}  // namespace foothold::m2me
