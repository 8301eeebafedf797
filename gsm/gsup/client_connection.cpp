// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gsup/client_connection.h"

namespace foothold::gsm::gsup {

ConnectionEffects ClientConnection::start(TimePoint now) {
  deadline_ = now + kPingInterval;
  return {};
}

ConnectionEffects ClientConnection::receive(ByteView bytes, TimePoint now) {
  ConnectionEffects effects;
  if (!deadline_) return effects;  // not started, or closed
  ping_sent_ = false;              // whatever arrives shows that the server lives
  deadline_ = now + kPingInterval;
  const auto done = input_.receive(bytes, effects, [&](const Bytes& payload) { receive_ccm(payload, effects); });
  if (!done) close(to_string(done.error()), effects);
  return effects;
}

ConnectionEffects ClientConnection::on_time(TimePoint now) {
  ConnectionEffects effects;
  if (!deadline_ || now < *deadline_) return effects;
  if (ping_sent_) {
    close("the server does not answer pings", effects);
    return effects;
  }
  ping_sent_ = true;
  deadline_ = now + kPongTimeout;
  effects.emplace_back(SendBytes{encode_ccm(CcmType::ping)});
  return effects;
}

void ClientConnection::receive_ccm(const Bytes& payload, ConnectionEffects& effects) {
  switch (static_cast<CcmType>(payload[0])) {
    case CcmType::ping:
      effects.emplace_back(SendBytes{encode_ccm(CcmType::pong)});
      return;
    case CcmType::pong:
    case CcmType::id_ack:  // OsmoHLR never sends one
      return;
    case CcmType::id_get: {
      const auto tags = decode_id_get(payload);
      if (!tags) {
        effects.emplace_back(InputDiscarded{tags.error()});
        return;
      }
      Identity identity;
      for (const auto tag : *tags) identity[tag] = answer_to(tag);
      effects.emplace_back(SendBytes{encode_ipa(IpaProtocol::ccm, encode_id_resp(identity))});
      effects.emplace_back(LinkReady{});
      return;
    }
    case CcmType::id_resp:
      break;
  }
  effects.emplace_back(InputDiscarded{Error{"not for a client", "CCM type"}});
}

// The forms are OsmoSGSN's. OsmoHLR closes the link on an identity without a unit id of three numbers.
std::string ClientConnection::answer_to(IdTag tag) const {
  switch (tag) {
    case IdTag::serial_number:
    case IdTag::unit_name:
      return name_;
    case IdTag::unit_id:
      return "0/0/0";
    case IdTag::mac_address:
      return "00:00:00:00:00:00";
    default:
      return "foothold";
  }
}

void ClientConnection::close(std::string reason, ConnectionEffects& effects) {
  deadline_.reset();
  effects.emplace_back(CloseLink{std::move(reason)});
}

}  // namespace foothold::gsm::gsup
