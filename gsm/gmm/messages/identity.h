// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The messages of the identification procedure (TS 24.008 4.7.8, 9.4.12 and 9.4.13).
#pragma once

#include "gsm/gmm/message.h"

namespace foothold::gsm::gmm {

struct IdentityRequest {  // 9.4.12
  static constexpr MessageType kType = MessageType::identity_request;
  IdentityType type = IdentityType::imsi;
  std::uint8_t force_to_standby = 0;
  static void ies(auto& self, auto& v) {
    v.half_octets("identity type 2", self.type, "force to standby", self.force_to_standby);
  }
};

struct IdentityResponse {  // 9.4.13
  static constexpr MessageType kType = MessageType::identity_response;
  MobileIdentity identity;
  static void ies(auto& self, auto& v) { v.lv("mobile identity", self.identity); }
};

}  // namespace foothold::gsm::gmm
