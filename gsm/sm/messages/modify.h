// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The messages of PDP context modification (TS 24.008 6.1.3.3, 9.5.9 to 9.5.13).
#pragma once

#include <optional>

#include "gsm/sm/message.h"
#include "gsm/sm/pdp_address.h"
#include "gsm/sm/protocol_configuration_options.h"
#include "gsm/sm/quality_of_service.h"

namespace foothold::gsm::sm {

struct ModifyPdpContextRequest {  // 9.5.9, network to MS
  static constexpr MessageType kType = MessageType::modify_pdp_context_request;
  std::uint8_t radio_priority = 4;
  std::uint8_t llc_sapi = 3;
  QualityOfService new_qos;
  std::optional<PdpAddress> address;
  std::optional<std::uint8_t> packet_flow_identifier;
  std::optional<ProtocolConfigurationOptions> pco;
  static void ies(auto& self, auto& v) {
    v.half_octet("radio priority", self.radio_priority);
    v.v("requested LLC SAPI", self.llc_sapi);
    v.lv("new QoS", self.new_qos);
    v.tlv(0x2b, "PDP address", self.address);
    v.tlv(0x34, "packet flow identifier", self.packet_flow_identifier);
    v.tlv(0x27, "protocol configuration options", self.pco);
  }
};

struct ModifyPdpContextAccept {  // 9.5.10, MS to network
  static constexpr MessageType kType = MessageType::modify_pdp_context_accept;
  std::optional<ProtocolConfigurationOptions> pco;
  static void ies(auto& self, auto& v) { v.tlv(0x27, "protocol configuration options", self.pco); }
};

struct ModifyPdpContextReject {  // 9.5.13
  static constexpr MessageType kType = MessageType::modify_pdp_context_reject;
  SmCause cause = SmCause::protocol_error_unspecified;
  std::optional<ProtocolConfigurationOptions> pco;
  static void ies(auto& self, auto& v) {
    v.v("SM cause", self.cause);
    v.tlv(0x27, "protocol configuration options", self.pco);
  }
};

}  // namespace foothold::gsm::sm
