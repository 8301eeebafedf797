// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "gsm/gmm/messages/routing_area_update.h"

namespace foothold::gsm::gmm {

// SERVICE REQUEST (TS 24.008 9.4.20). It is for Iu mode: our mobile never sends one over Gb, and only reads it.
struct ServiceRequest {
  static constexpr MessageType kType = MessageType::service_request;
  std::uint8_t cksn = kNoCksn;
  std::uint8_t service_type = 0;  // 10.5.5.20
  Ptmsi ptmsi;
  std::optional<PdpContextStatus> pdp_context_status;

  static void ies(auto& self, auto& v) {
    v.half_octets("GPRS ciphering key sequence number", self.cksn, "service type", self.service_type);
    v.lv("P-TMSI", self.ptmsi);
    v.tlv(0x32, "PDP context status", self.pdp_context_status);
  }
};

}  // namespace foothold::gsm::gmm
