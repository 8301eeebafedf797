// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <optional>

#include "gsm/gmm/message.h"

namespace foothold::gsm::gmm {

struct GmmStatus {  // TS 24.008 9.4.18
  static constexpr MessageType kType = MessageType::gmm_status;
  GmmCause cause = GmmCause::protocol_error_unspecified;
  static void ies(auto& self, auto& v) { v.v("GMM cause", self.cause); }
};

struct GmmInformation {  // TS 24.008 9.4.19
  static constexpr MessageType kType = MessageType::gmm_information;
  std::optional<Bytes> full_name;   // network name, 10.5.3.5a
  std::optional<Bytes> short_name;  // the same
  std::optional<std::uint8_t> local_time_zone;
  std::optional<std::array<std::uint8_t, 7>> universal_time;  // and time zone, 10.5.3.9
  std::optional<Bytes> lsa_identity;
  std::optional<Bytes> daylight_saving_time;

  static void ies(auto& self, auto& v) {
    v.tlv(0x43, "full name for network", self.full_name);
    v.tlv(0x45, "short name for network", self.short_name);
    v.tv(0x46, "local time zone", self.local_time_zone);
    v.tv(0x47, "universal time and local time zone", self.universal_time);
    v.tlv(0x48, "LSA identity", self.lsa_identity);
    v.tlv(0x49, "network daylight saving time", self.daylight_saving_time);
  }
};

}  // namespace foothold::gsm::gmm
