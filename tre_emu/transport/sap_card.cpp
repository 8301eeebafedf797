// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/sap_card.h"

#include "tre_emu/transport/answer_to_reset.h"

namespace foothold::tre_emu::transport {

namespace {

enum ConnectionStatus : std::uint8_t { status_ok = 0x00, status_max_msg_size_too_small = 0x03 };  // 5.2.2
enum ResultCode : std::uint8_t {                                                                  // 5.2.4
  result_ok = 0x00,
  result_no_reason = 0x01,
  result_powered_off = 0x03,
  result_powered_on = 0x05,
  result_not_supported = 0x07,
};
constexpr std::uint8_t kCardReset = 0x01;  // StatusChange (5.2.8)

// CardReaderStatus (5.2.7, GSM 11.14 12.33): reader 0, attached, a card in it; and whether it has power.
constexpr std::uint8_t kReaderWithCard = 0x50;
constexpr std::uint8_t kPowered = 0x80;

SapMessage result(SapId id, ResultCode code) {
  return {id, {{SapParameterId::result_code, {code}}}};
}

// With what the card said last, since its length may be a multiple of four (encode_sap()).
SapMessage result(SapId id, SapParameterId parameter, Bytes value) {
  return {id, {{SapParameterId::result_code, {result_ok}}, {parameter, std::move(value)}}};
}

}  // namespace

std::vector<SapMessage> SapCard::on_message(const SapMessage& message) {
  if (message.id == SapId::connect_req) return connect(message);
  if (!connected_) return {{SapId::error_resp, {}}};
  switch (message.id) {
    case SapId::disconnect_req:
      power_off();
      connected_ = false;
      return {{SapId::disconnect_resp, {}}};
    case SapId::transfer_apdu_req:
      return {transfer_apdu(message)};
    case SapId::transfer_atr_req: {
      if (!session_) return {result(SapId::transfer_atr_resp, result_powered_off)};
      const auto atr = answer_to_reset();
      return {result(SapId::transfer_atr_resp, SapParameterId::atr, Bytes(atr.begin(), atr.end()))};
    }
    case SapId::power_sim_off_req:
    case SapId::power_sim_on_req:
    case SapId::reset_sim_req:
      return {power(message.id)};
    case SapId::card_reader_status_req: {
      const auto status = static_cast<std::uint8_t>(kReaderWithCard | (session_ ? kPowered : 0));
      return {result(SapId::card_reader_status_resp, SapParameterId::card_reader_status, {status})};
    }
    case SapId::set_transport_protocol_req:
      return {set_transport_protocol(message)};
    default:
      return {{SapId::error_resp, {}}};
  }
}

// 4.1: a card that is ready is told of at once.
std::vector<SapMessage> SapCard::connect(const SapMessage& request) {
  const auto* const size = request.find(SapParameterId::max_msg_size);
  if (!size || size->size() != 2 || connected_) return {{SapId::error_resp, {}}};
  max_msg_size_ = static_cast<std::uint16_t>((*size)[0] << 8 | (*size)[1]);
  const bool fits = max_msg_size_ >= kMinMaxMsgSize;
  const auto status = fits ? status_ok : status_max_msg_size_too_small;
  std::vector<SapMessage> answers = {{SapId::connect_resp, {{SapParameterId::connection_status, {status}}}}};
  if (!fits) return answers;
  connected_ = true;
  power_on();
  answers.push_back({SapId::status_ind, {{SapParameterId::status_change, {kCardReset}}}});
  return answers;
}

SapMessage SapCard::transfer_apdu(const SapMessage& request) {
  const auto* command = request.find(SapParameterId::command_apdu);
  if (!command) command = request.find(SapParameterId::command_apdu_7816);
  if (!command) return {SapId::error_resp, {}};
  if (!session_) return result(SapId::transfer_apdu_resp, result_powered_off);
  auto answer = result(SapId::transfer_apdu_resp, SapParameterId::response_apdu, tre_.answer(*session_, *command));
  if (encode_sap(answer).size() > max_msg_size_) return result(SapId::transfer_apdu_resp, result_no_reason);
  return answer;
}

SapMessage SapCard::power(SapId request) {
  const auto response = static_cast<SapId>(static_cast<std::uint8_t>(request) + 1);
  if (request == SapId::power_sim_on_req && session_) return result(response, result_powered_on);
  if (request != SapId::power_sim_on_req && !session_) return result(response, result_powered_off);
  power_off();
  if (request != SapId::power_sim_off_req) power_on();
  return result(response, result_ok);
}

SapMessage SapCard::set_transport_protocol(const SapMessage& request) const {
  const auto* const protocol = request.find(SapParameterId::transport_protocol);
  const bool t0 = protocol && *protocol == Bytes{0};
  return result(SapId::set_transport_protocol_resp, t0 ? result_ok : result_not_supported);
}

void SapCard::power_on() {
  session_ = tre_.connect();
  tre_.report("card.powered", {{"power", "on"}});
}

void SapCard::power_off() {
  if (!session_) return;
  tre_.disconnect(*session_);
  session_.reset();
  tre_.report("card.powered", {{"power", "off"}});
}

}  // namespace foothold::tre_emu::transport
