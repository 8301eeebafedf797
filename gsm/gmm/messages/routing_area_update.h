// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The messages of the routing area updating procedure (TS 24.008 4.7.5, 9.4.14 to 9.4.17).
#pragma once

#include <array>
#include <optional>

#include "gsm/gmm/messages/attach.h"

namespace foothold::gsm::gmm {

enum class UpdateType : std::uint8_t {
  ra = 0,
  combined = 1,
  combined_with_imsi_attach = 2,
  periodic = 3
};                                                                // 10.5.5.18
enum class UpdateResult : std::uint8_t { ra = 0, combined = 1 };  // 10.5.5.17

// PDP context status (10.5.7.1): bit n says that NSAPI n is in use; NSAPI 0..7 in the first octet.
using PdpContextStatus = std::array<std::uint8_t, 2>;

struct RoutingAreaUpdateRequest {  // 9.4.14
  static constexpr MessageType kType = MessageType::routing_area_update_request;
  UpdateType update_type = UpdateType::ra;
  std::uint8_t cksn = kNoCksn;
  RoutingArea old_routing_area;
  MsRaCapability ms_ra_capability;
  std::optional<PtmsiSignature> old_ptmsi_signature;
  std::optional<l3::GprsTimer> requested_ready_timer;
  std::optional<DrxParameter> drx_parameter;
  std::optional<std::uint8_t> tmsi_status;
  std::optional<Ptmsi> ptmsi;
  std::optional<MsNetworkCapability> ms_network_capability;
  std::optional<PdpContextStatus> pdp_context_status;

  static void ies(auto& self, auto& v) {
    v.half_octets("update type", self.update_type, "GPRS ciphering key sequence number", self.cksn);
    v.v("old routing area identification", self.old_routing_area);
    v.lv("MS radio access capability", self.ms_ra_capability);
    v.tv(0x19, "old P-TMSI signature", self.old_ptmsi_signature);
    v.tv(0x17, "requested READY timer value", self.requested_ready_timer);
    v.tv(0x27, "DRX parameter", self.drx_parameter);
    v.tv_half_octet(0x90, "TMSI status", self.tmsi_status);
    v.tlv(0x18, "P-TMSI", self.ptmsi);
    v.tlv(0x31, "MS network capability", self.ms_network_capability);
    v.tlv(0x32, "PDP context status", self.pdp_context_status);
  }
};

struct RoutingAreaUpdateAccept {  // 9.4.15
  static constexpr MessageType kType = MessageType::routing_area_update_accept;
  std::uint8_t force_to_standby = 0;
  UpdateResult result = UpdateResult::ra;
  l3::GprsTimer periodic_ra_update_timer;
  RoutingArea routing_area;
  std::optional<PtmsiSignature> ptmsi_signature;
  std::optional<Ptmsi> allocated_ptmsi;
  std::optional<MobileIdentity> ms_identity;
  std::optional<Bytes> receive_npdu_numbers;
  std::optional<l3::GprsTimer> negotiated_ready_timer;
  std::optional<GmmCause> cause;
  std::optional<l3::GprsTimer> t3302;
  bool cell_notification = false;
  std::optional<Bytes> equivalent_plmns;
  std::optional<PdpContextStatus> pdp_context_status;

  static void ies(auto& self, auto& v) {
    v.half_octets("force to standby", self.force_to_standby, "update result", self.result);
    v.v("periodic RA update timer", self.periodic_ra_update_timer);
    v.v("routing area identification", self.routing_area);
    v.tv(0x19, "P-TMSI signature", self.ptmsi_signature);
    v.tlv(0x18, "allocated P-TMSI", self.allocated_ptmsi);
    v.tlv(0x23, "MS identity", self.ms_identity);
    v.tlv(0x26, "list of receive N-PDU numbers", self.receive_npdu_numbers);
    v.tv(0x17, "negotiated READY timer value", self.negotiated_ready_timer);
    v.tv(0x25, "GMM cause", self.cause);
    v.tlv(0x2a, "T3302 value", self.t3302);
    v.t(0x8c, "cell notification", self.cell_notification);
    v.tlv(0x4a, "equivalent PLMNs", self.equivalent_plmns);
    v.tlv(0x32, "PDP context status", self.pdp_context_status);
  }
};

struct RoutingAreaUpdateComplete {  // 9.4.16
  static constexpr MessageType kType = MessageType::routing_area_update_complete;
  std::optional<Bytes> receive_npdu_numbers;
  static void ies(auto& self, auto& v) { v.tlv(0x26, "list of receive N-PDU numbers", self.receive_npdu_numbers); }
};

struct RoutingAreaUpdateReject {  // 9.4.17
  static constexpr MessageType kType = MessageType::routing_area_update_reject;
  GmmCause cause = GmmCause::protocol_error_unspecified;
  std::uint8_t force_to_standby = 0;
  std::optional<l3::GprsTimer> t3302;

  static void ies(auto& self, auto& v) {
    v.v("GMM cause", self.cause);
    v.half_octet("force to standby", self.force_to_standby);
    v.tlv(0x2a, "T3302 value", self.t3302);
  }
};

}  // namespace foothold::gsm::gmm
