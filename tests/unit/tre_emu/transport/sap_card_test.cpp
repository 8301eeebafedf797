// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/sap_card.h"

#include <gtest/gtest.h>

#include "tests/unit/tre_emu/test_device.h"
#include "trace/memory_sink.h"
#include "tre_emu/transport/answer_to_reset.h"

namespace foothold::tre_emu::transport {
namespace {

class SapCardTest : public testing::Test {
 protected:
  SapMessage ask(SapId id, std::vector<SapParameter> parameters = {}) {
    const auto answers = card_.on_message({id, std::move(parameters)});
    EXPECT_EQ(answers.size(), 1U);
    return answers.front();
  }
  void connect() { EXPECT_EQ(card_.on_message(connect_request(0x012C)).size(), 2U); }
  static SapMessage connect_request(std::uint16_t size) {
    return {SapId::connect_req,
            {{SapParameterId::max_msg_size, {static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)}}}};
  }
  SapMessage apdu(std::string_view command) {
    return ask(SapId::transfer_apdu_req, {{SapParameterId::command_apdu, hex(command)}});
  }
  static int result(const SapMessage& message) {
    const auto* const code = message.find(SapParameterId::result_code);
    return code && code->size() == 1 ? code->front() : -1;
  }
  static std::string response(const SapMessage& message) {
    const auto* const octets = message.find(SapParameterId::response_apdu);
    return octets ? to_hex(*octets) : "none";
  }

  TestDevice device_;
  trace::MemorySink events_;
  SapCard card_{ServedTre(*device_.tre, events_, false)};
};

TEST_F(SapCardTest, TellsOfTheCardAsSoonAsTheClientIsConnected) {
  const auto answers = card_.on_message(connect_request(0x012C));
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0], (SapMessage{SapId::connect_resp, {{SapParameterId::connection_status, {0}}}}));
  EXPECT_EQ(answers[1], (SapMessage{SapId::status_ind, {{SapParameterId::status_change, {1}}}}));
}

TEST_F(SapCardTest, RefusesAClientWithoutRoomForAnAnswer) {
  EXPECT_EQ(card_.on_message(connect_request(SapCard::kMinMaxMsgSize - 1)).front(),
            (SapMessage{SapId::connect_resp, {{SapParameterId::connection_status, {3}}}}));
  EXPECT_EQ(ask(SapId::transfer_atr_req).id, SapId::error_resp);
  EXPECT_EQ(ask(SapId::connect_req).id, SapId::error_resp) << "without MaxMsgSize";
}

TEST_F(SapCardTest, GivesTheAnswerToReset) {
  connect();
  const auto answer = ask(SapId::transfer_atr_req);
  EXPECT_EQ(answer.id, SapId::transfer_atr_resp);
  EXPECT_EQ(to_hex(*answer.find(SapParameterId::atr)), to_hex(answer_to_reset()));
}

TEST_F(SapCardTest, CarriesApdusAndTracesThem) {
  connect();
  EXPECT_EQ(response(apdu("00A4040C07A0000000871002")), "9000");
  EXPECT_EQ(response(apdu("00A4000C026F07")), "9000");
  EXPECT_EQ(response(apdu("00B0000009")), "0809102000000000109000");
  EXPECT_EQ(result(ask(SapId::transfer_apdu_req, {{SapParameterId::command_apdu_7816, hex("00B0000009")}})), 0);
  EXPECT_EQ(ask(SapId::transfer_apdu_req).id, SapId::error_resp);
  std::size_t traced = 0;
  for (const auto& event : events_.events())
    traced += event.layer == trace::Layer::apdu && !event.bytes.empty() ? 1 : 0;
  EXPECT_EQ(traced, 4U);
}

TEST_F(SapCardTest, MasksTheKeysOfAuthenticateInTheTrace) {
  connect();
  apdu("00A4040C07A0000000871002");
  const auto answer =
      response(apdu("008800812210"
                    "23553cbe9637a89d218ae64dae47bf35"
                    "10"
                    "55f328b43577b9b94a9ffac354dfafb3"
                    "00"));
  ASSERT_EQ(answer.substr(0, 4), "db08") << answer;
  for (const auto& event : events_.events()) {
    EXPECT_EQ(to_hex(event.bytes).find("b40ba9a3c58b2a05bbf0d987b21bf8cb"), std::string::npos) << "CK";
  }
}

TEST_F(SapCardTest, KnowsWhetherTheCardHasPower) {
  connect();
  EXPECT_EQ(result(ask(SapId::power_sim_on_req)), 5);
  EXPECT_EQ(to_hex(*ask(SapId::card_reader_status_req).find(SapParameterId::card_reader_status)), "d0");
  EXPECT_EQ(result(ask(SapId::power_sim_off_req)), 0);
  EXPECT_EQ(to_hex(*ask(SapId::card_reader_status_req).find(SapParameterId::card_reader_status)), "50");
  for (const auto id : {SapId::power_sim_off_req, SapId::reset_sim_req, SapId::transfer_atr_req})
    EXPECT_EQ(result(ask(id)), 3);
  EXPECT_EQ(result(apdu("00B0000009")), 3);
  EXPECT_EQ(result(ask(SapId::power_sim_on_req)), 0);
  EXPECT_EQ(response(apdu("00A4000C023F00")), "9000");
}

TEST_F(SapCardTest, ForgetsSelectionsOnReset) {
  connect();
  apdu("00A4040C07A0000000871002");
  EXPECT_EQ(result(ask(SapId::reset_sim_req)), 0);
  EXPECT_EQ(response(apdu("00A4000C026F07")), "6a82");
}

TEST_F(SapCardTest, TakesTheTransportProtocolItHas) {
  connect();
  EXPECT_EQ(result(ask(SapId::set_transport_protocol_req, {{SapParameterId::transport_protocol, {0}}})), 0);
  EXPECT_EQ(result(ask(SapId::set_transport_protocol_req, {{SapParameterId::transport_protocol, {1}}})), 7);
  EXPECT_EQ(result(ask(SapId::set_transport_protocol_req)), 7);
}

TEST_F(SapCardTest, AnswersWhatDoesNotBelongHereWithAnError) {
  for (const auto id : {SapId::transfer_apdu_req, SapId::disconnect_req, SapId::status_ind})
    EXPECT_EQ(ask(id).id, SapId::error_resp) << "before the connection";
  connect();
  EXPECT_EQ(card_.on_message(connect_request(0x012C)).front().id, SapId::error_resp) << "a second time";
  for (const auto id : {SapId::status_ind, SapId::connect_resp, static_cast<SapId>(0x77)})
    EXPECT_EQ(ask(id).id, SapId::error_resp);
  EXPECT_EQ(ask(SapId::disconnect_req).id, SapId::disconnect_resp);
  EXPECT_EQ(ask(SapId::transfer_atr_req).id, SapId::error_resp);
}

}  // namespace
}  // namespace foothold::tre_emu::transport
