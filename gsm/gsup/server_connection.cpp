// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gsup/server_connection.h"

#include "gsm/gsup/ccm.h"

namespace foothold::gsm::gsup {

ConnectionEffects ServerConnection::start() {
  return {SendBytes{encode_ipa(
      IpaProtocol::ccm,
      encode_id_get({IdTag::unit_id, IdTag::mac_address, IdTag::location_1, IdTag::location_2, IdTag::equipment_version,
                     IdTag::software_version, IdTag::unit_name, IdTag::serial_number}))}};
}

ConnectionEffects ServerConnection::receive(ByteView bytes) {
  ConnectionEffects effects;
  if (closed_) return effects;
  const auto done = input_.receive(bytes, effects, [&](const Bytes& payload) { receive_ccm(payload, effects); });
  if (!done) {
    closed_ = true;
    effects.emplace_back(CloseLink{to_string(done.error())});
  }
  return effects;
}

void ServerConnection::receive_ccm(const Bytes& payload, ConnectionEffects& effects) {
  switch (static_cast<CcmType>(payload[0])) {
    case CcmType::ping:
      effects.emplace_back(SendBytes{encode_ccm(CcmType::pong)});
      return;
    case CcmType::pong:
    case CcmType::id_ack:
      return;
    case CcmType::id_resp: {
      auto identity = decode_id_resp(payload);
      if (!identity) {
        effects.emplace_back(InputDiscarded{identity.error()});
        return;
      }
      auto& name = (*identity)[IdTag::serial_number];
      if (name.empty()) name = (*identity)[IdTag::unit_name];
      effects.emplace_back(SendBytes{encode_ccm(CcmType::id_ack)});
      effects.emplace_back(ClientIdentified{name});
      return;
    }
    case CcmType::id_get:
      break;
  }
  effects.emplace_back(InputDiscarded{Error{"not for a server", "CCM type"}});
}

}  // namespace foothold::gsm::gsup
