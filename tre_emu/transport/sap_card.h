// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "tre_emu/transport/sap_message.h"
#include "tre_emu/transport/served_tre.h"

namespace foothold::tre_emu::transport {

// The server of the SIM Access Profile for one client: the TRE as the card in a phone elsewhere (SAP 1.1 4). Power and
// reset are a terminal session's beginning and end, as in a card reader (VpcdCard).
class SapCard {
 public:
  // A message has to hold an answer of 256 octets and its status word.
  static constexpr std::uint16_t kMinMaxMsgSize = 276;

  explicit SapCard(ServedTre tre) : tre_(tre) {}
  SapCard(const SapCard&) = delete;
  SapCard& operator=(const SapCard&) = delete;
  ~SapCard() { power_off(); }

  // What to send, in order. To a message that does not belong here the answer is ERROR_RESP.
  std::vector<SapMessage> on_message(const SapMessage& message);

 private:
  std::vector<SapMessage> connect(const SapMessage& request);
  SapMessage transfer_apdu(const SapMessage& request);
  SapMessage power(SapId request);
  SapMessage set_transport_protocol(const SapMessage& request) const;
  void power_on();
  void power_off();

  ServedTre tre_;
  bool connected_ = false;
  std::uint16_t max_msg_size_ = 0;
  std::optional<Tre::Connection> session_;  // while the card has power
};

}  // namespace foothold::tre_emu::transport
