// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The messages of the P-TMSI reallocation procedure (TS 24.008 4.7.6, 9.4.7 and 9.4.8).
#pragma once

#include "gsm/gmm/messages/attach.h"

namespace foothold::gsm::gmm {

struct PtmsiReallocationCommand {  // 9.4.7
  static constexpr MessageType kType = MessageType::ptmsi_reallocation_command;
  Ptmsi allocated_ptmsi;
  RoutingArea routing_area;
  std::uint8_t force_to_standby = 0;
  std::optional<PtmsiSignature> ptmsi_signature;

  static void ies(auto& self, auto& v) {
    v.lv("allocated P-TMSI", self.allocated_ptmsi);
    v.v("routing area identification", self.routing_area);
    v.half_octet("force to standby", self.force_to_standby);
    v.tv(0x19, "P-TMSI signature", self.ptmsi_signature);
  }
};

struct PtmsiReallocationComplete {  // 9.4.8
  static constexpr MessageType kType = MessageType::ptmsi_reallocation_complete;
  static void ies(auto&, auto&) {}
};

}  // namespace foothold::gsm::gmm
