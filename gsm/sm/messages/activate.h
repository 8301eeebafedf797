// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The messages of PDP context activation (TS 24.008 6.1.3.1, 9.5.1 to 9.5.3, 9.5.7 and 9.5.8).
#pragma once

#include <optional>

#include "gsm/sm/access_point_name.h"
#include "gsm/sm/message.h"
#include "gsm/sm/pdp_address.h"
#include "gsm/sm/protocol_configuration_options.h"
#include "gsm/sm/quality_of_service.h"

namespace foothold::gsm::sm {

// The LLC SAPIs that carry user data (10.5.6.9).
constexpr bool is_user_data_sapi(std::uint8_t sapi) {
  return sapi == 3 || sapi == 5 || sapi == 9 || sapi == 11;
}

struct ActivatePdpContextRequest {  // 9.5.1
  static constexpr MessageType kType = MessageType::activate_pdp_context_request;
  std::uint8_t nsapi = 5;     // 5..15 (10.5.6.2)
  std::uint8_t llc_sapi = 3;  // 3, 5, 9 or 11 (10.5.6.9)
  QualityOfService requested_qos;
  PdpAddress requested_address;
  std::optional<AccessPointName> apn;
  std::optional<ProtocolConfigurationOptions> pco;

  static void ies(auto& self, auto& v) {
    v.v("requested NSAPI", self.nsapi);
    v.v("requested LLC SAPI", self.llc_sapi);
    v.lv("requested QoS", self.requested_qos);
    v.lv("requested PDP address", self.requested_address);
    v.tlv(0x28, "access point name", self.apn);
    v.tlv(0x27, "protocol configuration options", self.pco);
  }
};

struct ActivatePdpContextAccept {  // 9.5.2
  static constexpr MessageType kType = MessageType::activate_pdp_context_accept;
  std::uint8_t llc_sapi = 3;
  QualityOfService negotiated_qos;
  std::uint8_t radio_priority = 4;
  std::optional<PdpAddress> address;
  std::optional<ProtocolConfigurationOptions> pco;
  std::optional<std::uint8_t> packet_flow_identifier;
  std::optional<SmCause> cause;

  static void ies(auto& self, auto& v) {
    v.v("negotiated LLC SAPI", self.llc_sapi);
    v.lv("negotiated QoS", self.negotiated_qos);
    v.half_octet("radio priority", self.radio_priority);
    v.tlv(0x2b, "PDP address", self.address);
    v.tlv(0x27, "protocol configuration options", self.pco);
    v.tlv(0x34, "packet flow identifier", self.packet_flow_identifier);
    v.tlv(0x39, "SM cause", self.cause);
  }
};

struct ActivatePdpContextReject {  // 9.5.3
  static constexpr MessageType kType = MessageType::activate_pdp_context_reject;
  SmCause cause = SmCause::protocol_error_unspecified;
  std::optional<ProtocolConfigurationOptions> pco;
  static void ies(auto& self, auto& v) {
    v.v("SM cause", self.cause);
    v.tlv(0x27, "protocol configuration options", self.pco);
  }
};

struct RequestPdpContextActivation {  // 9.5.7, network to MS
  static constexpr MessageType kType = MessageType::request_pdp_context_activation;
  PdpAddress offered_address;
  std::optional<AccessPointName> apn;
  std::optional<ProtocolConfigurationOptions> pco;
  static void ies(auto& self, auto& v) {
    v.lv("offered PDP address", self.offered_address);
    v.tlv(0x28, "access point name", self.apn);
    v.tlv(0x27, "protocol configuration options", self.pco);
  }
};

struct RequestPdpContextActivationReject {  // 9.5.8
  static constexpr MessageType kType = MessageType::request_pdp_context_activation_reject;
  SmCause cause = SmCause::protocol_error_unspecified;
  std::optional<ProtocolConfigurationOptions> pco;
  static void ies(auto& self, auto& v) {
    v.v("SM cause", self.cause);
    v.tlv(0x27, "protocol configuration options", self.pco);
  }
};

}  // namespace foothold::gsm::sm
