// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The messages of the GPRS attach procedure (TS 24.008 4.7.3, 9.4.1 to 9.4.4).
#pragma once

#include <array>
#include <optional>

#include "gsm/gmm/drx_parameter.h"
#include "gsm/gmm/message.h"
#include "gsm/gmm/ms_network_capability.h"
#include "gsm/gmm/ms_ra_capability.h"
#include "gsm/l3/gprs_timer.h"

namespace foothold::gsm::gmm {

using PtmsiSignature = std::array<std::uint8_t, 3>;  // TS 24.008 10.5.5.8

inline constexpr std::uint8_t kNoCksn = 7;  // "no key is available" (TS 24.008 10.5.1.2)

// Attach type (10.5.5.2) and attach result (10.5.5.1); bit 4 is "follow-on".
enum class AttachType : std::uint8_t { gprs = 1, combined = 3 };
enum class AttachResult : std::uint8_t { gprs = 1, combined = 3 };

struct AttachRequest {  // 9.4.1
  static constexpr MessageType kType = MessageType::attach_request;
  MsNetworkCapability ms_network_capability;
  AttachType attach_type = AttachType::gprs;
  std::uint8_t cksn = kNoCksn;
  DrxParameter drx_parameter;
  MobileIdentity identity;  // P-TMSI or IMSI
  RoutingArea old_routing_area;
  MsRaCapability ms_ra_capability;
  std::optional<PtmsiSignature> old_ptmsi_signature;
  std::optional<l3::GprsTimer> requested_ready_timer;
  std::optional<std::uint8_t> tmsi_status;

  static void ies(auto& self, auto& v) {
    v.lv("MS network capability", self.ms_network_capability);
    v.half_octets("attach type", self.attach_type, "GPRS ciphering key sequence number", self.cksn);
    v.v("DRX parameter", self.drx_parameter);
    v.lv("P-TMSI or IMSI", self.identity);
    v.v("old routing area identification", self.old_routing_area);
    v.lv("MS radio access capability", self.ms_ra_capability);
    v.tv(0x19, "old P-TMSI signature", self.old_ptmsi_signature);
    v.tv(0x17, "requested READY timer value", self.requested_ready_timer);
    v.tv_half_octet(0x90, "TMSI status", self.tmsi_status);
  }
};

struct AttachAccept {  // 9.4.2
  static constexpr MessageType kType = MessageType::attach_accept;
  AttachResult result = AttachResult::gprs;
  std::uint8_t force_to_standby = 0;
  l3::GprsTimer periodic_ra_update_timer;
  std::uint8_t radio_priority_for_sms = 4;
  std::uint8_t radio_priority_2 = 0;
  RoutingArea routing_area;
  std::optional<PtmsiSignature> ptmsi_signature;
  std::optional<l3::GprsTimer> negotiated_ready_timer;
  std::optional<Ptmsi> allocated_ptmsi;
  std::optional<MobileIdentity> ms_identity;
  std::optional<GmmCause> cause;
  std::optional<l3::GprsTimer> t3302;
  bool cell_notification = false;
  std::optional<Bytes> equivalent_plmns;

  static void ies(auto& self, auto& v) {
    v.half_octets("attach result", self.result, "force to standby", self.force_to_standby);
    v.v("periodic RA update timer", self.periodic_ra_update_timer);
    v.half_octets("radio priority for SMS", self.radio_priority_for_sms, "radio priority 2", self.radio_priority_2);
    v.v("routing area identification", self.routing_area);
    v.tv(0x19, "P-TMSI signature", self.ptmsi_signature);
    v.tv(0x17, "negotiated READY timer value", self.negotiated_ready_timer);
    v.tlv(0x18, "allocated P-TMSI", self.allocated_ptmsi);
    v.tlv(0x23, "MS identity", self.ms_identity);
    v.tv(0x25, "GMM cause", self.cause);
    v.tlv(0x2a, "T3302 value", self.t3302);
    v.t(0x8c, "cell notification", self.cell_notification);
    v.tlv(0x4a, "equivalent PLMNs", self.equivalent_plmns);
  }
};

struct AttachComplete {  // 9.4.3
  static constexpr MessageType kType = MessageType::attach_complete;
  static void ies(auto&, auto&) {}
};

struct AttachReject {  // 9.4.4
  static constexpr MessageType kType = MessageType::attach_reject;
  GmmCause cause = GmmCause::protocol_error_unspecified;
  std::optional<l3::GprsTimer> t3302;

  static void ies(auto& self, auto& v) {
    v.v("GMM cause", self.cause);
    v.tlv(0x2a, "T3302 value", self.t3302);
  }
};

}  // namespace foothold::gsm::gmm
