// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The messages of the GPRS detach procedure (TS 24.008 4.7.4, 9.4.5 and 9.4.6). Both directions use the same two
// message types with other elements, so who receives one must know from whom.
#pragma once

#include <optional>

#include "gsm/gmm/messages/attach.h"

namespace foothold::gsm::gmm {

enum class MoDetachType : std::uint8_t { gprs = 1, imsi = 2, combined = 3 };  // 10.5.5.5
enum class MtDetachType : std::uint8_t { reattach_required = 1, reattach_not_required = 2, imsi_detach = 3 };  // same

struct MoDetachRequest {  // 9.4.5.2, sent by the mobile
  static constexpr MessageType kType = MessageType::detach_request;
  static constexpr std::uint8_t kPowerOff = 0x08;
  std::uint8_t type = static_cast<std::uint8_t>(MoDetachType::gprs);  // MoDetachType, and kPowerOff
  std::optional<Ptmsi> ptmsi;
  std::optional<PtmsiSignature> ptmsi_signature;  // here with a length, in contrast to the other messages

  static void ies(auto& self, auto& v) {
    v.half_octet("detach type", self.type);
    v.tlv(0x18, "P-TMSI", self.ptmsi);
    v.tlv(0x19, "P-TMSI signature", self.ptmsi_signature);
  }
};

struct MtDetachRequest {  // 9.4.5.1, sent by the network
  static constexpr MessageType kType = MessageType::detach_request;
  MtDetachType type = MtDetachType::reattach_not_required;
  std::uint8_t force_to_standby = 0;
  std::optional<GmmCause> cause;

  static void ies(auto& self, auto& v) {
    v.half_octets("detach type", self.type, "force to standby", self.force_to_standby);
    v.tv(0x25, "GMM cause", self.cause);
  }
};

struct MtDetachAccept {  // 9.4.6.2, sent by the mobile in answer to the network's request
  static constexpr MessageType kType = MessageType::detach_accept;
  static void ies(auto&, auto&) {}
};

struct MoDetachAccept {  // 9.4.6.1, sent by the network in answer to the mobile's request
  static constexpr MessageType kType = MessageType::detach_accept;
  std::uint8_t force_to_standby = 0;
  static void ies(auto& self, auto& v) { v.half_octet("force to standby", self.force_to_standby); }
};

}  // namespace foothold::gsm::gmm
