// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>

#include "gsm/gsup/ccm.h"
#include "gsm/gsup/connection_effects.h"
#include "gsm/gsup/ipa_stream.h"
#include "gsm/gsup/link_input.h"

namespace foothold::gsm::gsup {

// The client's end of one GSUP link (an SGSN's): tells the server its name when asked, and pings it, so that a link
// that died silently is noticed.
//
//   start ---> link up, PING due in kPingInterval
//   PING sent, nothing heard for kPongTimeout ---> CloseLink; the adapter connects anew with a new object
class ClientConnection {
 public:
  static constexpr std::chrono::seconds kPingInterval{20};  // as OsmoSGSN does
  static constexpr std::chrono::seconds kPongTimeout{10};

  // `name`: how the server shall know this end, at most 64 characters.
  explicit ClientConnection(std::string name) : name_(std::move(name)) {}

  ConnectionEffects start(TimePoint now);  // TCP has connected
  ConnectionEffects receive(ByteView bytes, TimePoint now);
  ConnectionEffects on_time(TimePoint now);
  std::optional<TimePoint> next_deadline() const { return deadline_; }
  static Bytes frame(ByteView gsup) { return encode_ipa_gsup(gsup); }

 private:
  void receive_ccm(const Bytes& payload, ConnectionEffects& effects);
  std::string answer_to(IdTag tag) const;
  void close(std::string reason, ConnectionEffects& effects);

  std::string name_;
  LinkInput input_;
  std::optional<TimePoint> deadline_;
  bool ping_sent_ = false;
};

}  // namespace foothold::gsm::gsup
