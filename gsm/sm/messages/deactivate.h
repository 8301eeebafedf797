// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The messages of PDP context deactivation (TS 24.008 6.1.3.4, 9.5.14 and 9.5.15) and SM STATUS (9.5.21).
#pragma once

#include <optional>

#include "gsm/sm/message.h"
#include "gsm/sm/protocol_configuration_options.h"

namespace foothold::gsm::sm {

struct DeactivatePdpContextRequest {  // 9.5.14
  static constexpr MessageType kType = MessageType::deactivate_pdp_context_request;
  SmCause cause = SmCause::regular_deactivation;
  std::optional<std::uint8_t> tear_down_indicator;  // bit 1: all contexts of this address (10.5.6.10)
  std::optional<ProtocolConfigurationOptions> pco;
  static void ies(auto& self, auto& v) {
    v.v("SM cause", self.cause);
    v.tv_half_octet(0x90, "tear down indicator", self.tear_down_indicator);
    v.tlv(0x27, "protocol configuration options", self.pco);
  }
};

struct DeactivatePdpContextAccept {  // 9.5.15
  static constexpr MessageType kType = MessageType::deactivate_pdp_context_accept;
  std::optional<ProtocolConfigurationOptions> pco;
  static void ies(auto& self, auto& v) { v.tlv(0x27, "protocol configuration options", self.pco); }
};

struct SmStatus {  // 9.5.21
  static constexpr MessageType kType = MessageType::sm_status;
  SmCause cause = SmCause::protocol_error_unspecified;
  static void ies(auto& self, auto& v) { v.v("SM cause", self.cause); }
};

}  // namespace foothold::gsm::sm
