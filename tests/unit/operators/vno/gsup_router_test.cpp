// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/vno/gsup_router.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::operators::vno {
namespace {

using namespace std::chrono_literals;
using gsm::gsup::encode_ipa_gsup;
using gsm::gsup::Message;
using gsm::gsup::MessageType;
using gsm::gsup::TimePoint;

const TimePoint kStart{1000s};
const Bytes kIdGet = from_hex("0011fe0401080107010201030104010501010100").value();
constexpr UpstreamIndex kRo = 0;
constexpr UpstreamIndex kSho = 1;
constexpr auto kPcid = "001020000000001";
constexpr auto kImsi = "001030000000001";

Bytes message(MessageType type, const char* imsi) {
  return Message(type, gsm::Imsi::parse(imsi).value()).encode().value();
}

class GsupRouterTest : public testing::Test {
 protected:
  GsupRouterTest()
      : router(GsupRouter::create("VNO-00101", {{gsm::Plmn::parse("001-02").value(), "ro", trace::Actor::icf},
                                                {gsm::Plmn::parse("001-03").value(), "sho", trace::Actor::hlr}})
                   .value()) {}

  void bring_up(UpstreamIndex upstream) {
    router.on_time(kStart);
    router.on_upstream_connected(upstream, kStart);
    router.on_upstream_received(upstream, kIdGet, kStart);
  }
  RouterEffects from_sgsn(SgsnId sgsn, const Bytes& gsup, TimePoint now = kStart) {
    return router.on_sgsn_received(sgsn, encode_ipa_gsup(gsup), now);
  }
  RouterEffects from_upstream(UpstreamIndex upstream, const Bytes& gsup) {
    return router.on_upstream_received(upstream, encode_ipa_gsup(gsup), kStart);
  }

  template <class Wanted>
  static std::vector<Wanted> all(const RouterEffects& effects) {
    std::vector<Wanted> wanted;
    for (const auto& effect : effects)
      if (const auto* found = std::get_if<Wanted>(&effect)) wanted.push_back(*found);
    return wanted;
  }
  static const trace::Event* event(const RouterEffects& effects, std::string_view name, trace::Kind kind) {
    for (const auto& effect : effects)
      if (const auto* found = std::get_if<WriteEvent>(&effect))
        if (found->event.name == name && found->event.kind == kind) return &found->event;
    return nullptr;
  }
  // The cause of the one error that an SGSN is sent.
  static int cause_to_sgsn(const RouterEffects& effects, MessageType type) {
    const auto sent = all<SendToSgsn>(effects);
    if (sent.size() != 1) return -1;
    const auto answer = Message::decode(ByteView(sent[0].bytes).subspan(4));
    return answer && answer->type == type ? answer->cause.value_or(-1) : -1;
  }

  GsupRouter router;
};

TEST_F(GsupRouterTest, AsksForItsConnectionsAtTheStart) {
  EXPECT_LE(router.next_deadline(), kStart);
  const auto wanted = all<ConnectUpstream>(router.on_time(kStart));
  ASSERT_EQ(wanted.size(), 2U);
  EXPECT_TRUE(all<ConnectUpstream>(router.on_time(kStart)).empty()) << "each once";
}

TEST_F(GsupRouterTest, AsksAnSgsnForItsName) {
  const auto sent = all<SendToSgsn>(router.on_sgsn_connected(5));
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].sgsn, 5U);
  EXPECT_EQ(sent[0].bytes, kIdGet);
}

TEST_F(GsupRouterTest, TakesRequestsByPlmnAndAnswersBackUnchanged) {
  bring_up(kRo);
  bring_up(kSho);
  router.on_sgsn_connected(1);
  // An element of a later GSUP (0x7e) must survive.
  auto request = message(MessageType::send_auth_info_request, kPcid);
  request.insert(request.end(), {0x7e, 0x01, 0x55});
  const auto forwarded = all<SendToUpstream>(from_sgsn(1, request));
  ASSERT_EQ(forwarded.size(), 1U);
  EXPECT_EQ(forwarded[0].upstream, kRo);
  EXPECT_EQ(forwarded[0].bytes, encode_ipa_gsup(request));

  auto result = message(MessageType::send_auth_info_result, kPcid);
  result.insert(result.end(), {0x7e, 0x00});
  const auto effects = from_upstream(kRo, result);
  const auto back = all<SendToSgsn>(effects);
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back[0].sgsn, 1U);
  EXPECT_EQ(back[0].bytes, encode_ipa_gsup(result));
  const auto* step4 = event(effects, "gsup.send_auth_info_result", trace::Kind::received);
  ASSERT_TRUE(step4);
  EXPECT_EQ(step4->from, trace::Actor::icf);
  EXPECT_EQ(step4->to, trace::Actor::vno);
  EXPECT_EQ(step4->device, kPcid);
  EXPECT_EQ(step4->field("imsi"), kPcid);

  EXPECT_EQ(all<SendToUpstream>(from_sgsn(1, message(MessageType::update_location_request, kImsi))).at(0).upstream,
            kSho);
}

TEST_F(GsupRouterTest, NeverPutsOctetsOfAMessageIntoTheTrace) {
  bring_up(kRo);
  router.on_sgsn_connected(1);
  from_sgsn(1, message(MessageType::send_auth_info_request, kPcid));
  Message result(MessageType::send_auth_info_result, gsm::Imsi::parse(kPcid).value());
  result.auth_tuples.push_back(gsm::gsup::to_tuple(gsm::auth::make_quintet({}, {}, gsm::auth::Sqn(1), {})));
  const auto effects = from_upstream(kRo, result.encode().value());
  for (const auto& written : all<WriteEvent>(effects)) EXPECT_TRUE(written.event.bytes.empty());
  EXPECT_EQ(event(effects, "gsup.send_auth_info_result", trace::Kind::received)->field("count"), "1");
}

TEST_F(GsupRouterTest, RefusesAForeignPlmnWithCause11) {
  bring_up(kRo);
  router.on_sgsn_connected(1);
  for (const auto type : {MessageType::send_auth_info_request, MessageType::update_location_request}) {
    const auto effects = from_sgsn(1, message(type, "001990000000001"));
    EXPECT_EQ(cause_to_sgsn(effects, error_of(type)), 11);
    EXPECT_TRUE(all<SendToUpstream>(effects).empty());
    const auto* failure = event(effects, "gsup." + to_string(error_of(type)), trace::Kind::failure);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->field("cause"), "11");
    EXPECT_FALSE(failure->field("reason").empty());
  }
}

TEST_F(GsupRouterTest, TellsAnOperatorsErrorAsOneFailure) {
  bring_up(kRo);
  router.on_sgsn_connected(1);
  from_sgsn(1, message(MessageType::send_auth_info_request, kPcid));
  Message error(MessageType::send_auth_info_error, gsm::Imsi::parse(kPcid).value());
  error.cause = 2;
  const auto effects = from_upstream(kRo, error.encode().value());
  EXPECT_EQ(cause_to_sgsn(effects, MessageType::send_auth_info_error), 2);
  const auto* failure = event(effects, "gsup.send_auth_info_error", trace::Kind::failure);
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->from, trace::Actor::icf);
  EXPECT_EQ(failure->field("cause"), "2");
  EXPECT_EQ(failure->field("reason"), "IMSI unknown in HLR");
  EXPECT_TRUE(event(effects, "gsup.send_auth_info_error", trace::Kind::sent));
}

TEST_F(GsupRouterTest, AnswersCause17WhileTheOperatorIsDown) {
  router.on_time(kStart);
  router.on_sgsn_connected(1);
  EXPECT_EQ(cause_to_sgsn(from_sgsn(1, message(MessageType::send_auth_info_request, kPcid)),
                          MessageType::send_auth_info_error),
            17);
  router.on_upstream_connected(kRo, kStart);  // TCP alone is not enough
  EXPECT_EQ(cause_to_sgsn(from_sgsn(1, message(MessageType::send_auth_info_request, kPcid)),
                          MessageType::send_auth_info_error),
            17);
}

TEST_F(GsupRouterTest, AnswersCause17WhenTheOperatorGoesAwayOrIsSilent) {
  bring_up(kRo);
  router.on_sgsn_connected(1);
  from_sgsn(1, message(MessageType::send_auth_info_request, kPcid));
  const auto lost = router.on_upstream_closed(kRo, "reset", kStart);
  EXPECT_EQ(cause_to_sgsn(lost, MessageType::send_auth_info_error), 17);
  EXPECT_TRUE(event(lost, "gsup.upstream_lost", trace::Kind::state));

  router.on_time(kStart + 1s);
  router.on_upstream_connected(kRo, kStart + 1s);
  router.on_upstream_received(kRo, kIdGet, kStart + 1s);
  from_sgsn(1, message(MessageType::update_location_request, kPcid), kStart + 2s);
  EXPECT_EQ(router.next_deadline(), kStart + 5s) << "the other operator's set-up comes first";
  EXPECT_TRUE(all<SendToSgsn>(router.on_time(kStart + 6s)).empty());
  EXPECT_EQ(cause_to_sgsn(router.on_time(kStart + 7s), MessageType::update_location_error), 17);
  EXPECT_TRUE(all<SendToSgsn>(from_upstream(kRo, message(MessageType::update_location_result, kPcid))).empty())
      << "too late: nobody waits";
}

TEST_F(GsupRouterTest, ConnectsAnewAfterABackOff) {
  bring_up(kRo);
  router.on_upstream_closed(kRo, "reset", kStart);
  EXPECT_TRUE(all<ConnectUpstream>(router.on_time(kStart + 199ms)).empty());
  ASSERT_EQ(all<ConnectUpstream>(router.on_time(kStart + 200ms)).size(), 1U);
}

TEST_F(GsupRouterTest, TakesUnaskedRequestsToTheSubscribersSgsnAndTheAnswerBack) {
  bring_up(kRo);
  router.on_sgsn_connected(1);
  router.on_sgsn_connected(2);
  from_sgsn(1, message(MessageType::send_auth_info_request, kPcid));
  from_sgsn(2, message(MessageType::send_auth_info_request, kPcid));  // it moved
  const auto insert = all<SendToSgsn>(from_upstream(kRo, message(MessageType::insert_data_request, kPcid)));
  ASSERT_EQ(insert.size(), 1U);
  EXPECT_EQ(insert[0].sgsn, 2U);
  const auto answer = all<SendToUpstream>(from_sgsn(2, message(MessageType::insert_data_result, kPcid)));
  ASSERT_EQ(answer.size(), 1U);
  EXPECT_EQ(answer[0].upstream, kRo);
}

TEST_F(GsupRouterTest, TellsTheOperatorOfAnUnknownSubscriber) {
  bring_up(kRo);
  const auto sent = all<SendToUpstream>(from_upstream(kRo, message(MessageType::location_cancel_request, kPcid)));
  ASSERT_EQ(sent.size(), 1U);
  const auto error = Message::decode(ByteView(sent[0].bytes).subspan(4));
  EXPECT_EQ(error->type, MessageType::location_cancel_error);
  EXPECT_EQ(error->cause, 2);
}

TEST_F(GsupRouterTest, HearsAnOperatorOnlyAboutItsOwnSubscribers) {
  bring_up(kRo);
  bring_up(kSho);
  router.on_sgsn_connected(1);
  from_sgsn(1, message(MessageType::send_auth_info_request, kImsi));
  for (const auto type : {MessageType::send_auth_info_result, MessageType::insert_data_request}) {
    const auto effects = from_upstream(kRo, message(type, kImsi));
    EXPECT_TRUE(all<SendToSgsn>(effects).empty());
    EXPECT_TRUE(event(effects, "gsup.discarded", trace::Kind::discarded));
  }
  EXPECT_EQ(all<SendToSgsn>(from_upstream(kSho, message(MessageType::send_auth_info_result, kImsi))).size(), 1U);
}

TEST_F(GsupRouterTest, ForgetsAnSgsnThatLeft) {
  bring_up(kRo);
  router.on_sgsn_connected(1);
  from_sgsn(1, message(MessageType::send_auth_info_request, kPcid));
  router.on_sgsn_closed(1, "gone");
  EXPECT_TRUE(all<SendToSgsn>(from_upstream(kRo, message(MessageType::send_auth_info_result, kPcid))).empty());
  EXPECT_TRUE(from_sgsn(1, message(MessageType::send_auth_info_request, kPcid)).empty());
}

TEST_F(GsupRouterTest, ClosesAnSgsnWhoseFramingIsLost) {
  router.on_sgsn_connected(1);
  EXPECT_EQ(all<CloseSgsn>(router.on_sgsn_received(1, Bytes{0xff, 0xff, 0xee}, kStart)).size(), 1U);
}

TEST_F(GsupRouterTest, ClosesAnOperatorThatIsSilentAndConnectsAnew) {
  bring_up(kRo);
  router.on_time(kStart + 20s);
  EXPECT_EQ(all<CloseUpstream>(router.on_time(kStart + 30s)).at(0).upstream, kRo);
  EXPECT_FALSE(all<ConnectUpstream>(router.on_time(kStart + 31s)).empty());
}

TEST_F(GsupRouterTest, DiscardsGarbageAndStaysUp) {
  bring_up(kRo);
  router.on_sgsn_connected(1);
  EXPECT_TRUE(event(from_sgsn(1, {0x08, 0xff}), "gsup.discarded", trace::Kind::discarded));
  EXPECT_TRUE(event(from_upstream(kRo, {0x08, 0xff}), "gsup.discarded", trace::Kind::discarded));
  EXPECT_EQ(all<SendToUpstream>(from_sgsn(1, message(MessageType::send_auth_info_request, kPcid))).size(), 1U);
}

TEST(GsupRouterTable, RefusesTwoOperatorsForOnePlmn) {
  const auto plmn = gsm::Plmn::parse("001-02").value();
  EXPECT_FALSE(GsupRouter::create("VNO", {{plmn, "a", trace::Actor::icf}, {plmn, "b", trace::Actor::hlr}}));
}

}  // namespace
}  // namespace foothold::operators::vno
