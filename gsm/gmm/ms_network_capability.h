// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/byte_writer.h"
#include "base/result.h"

namespace foothold::gsm::gmm {

// MS network capability (TS 24.008 10.5.5.12): what the mobile tells the SGSN of itself.
struct MsNetworkCapability {
  std::uint8_t gea = 0;  // bit n-1 stands for GEA/n, n = 1..7; GEA/0 is always there
  bool sms_via_dedicated_channels = false;
  bool sms_via_gprs = false;
  bool ucs2_preferred = false;
  std::uint8_t ss_screening = 1;  // two bits; 01: ellipsis notation and phase 2 error handling
  bool solsa = false;
  // R99 or later: without it osmo-sgsn sends no AUTN, and there is no UMTS AKA (TS 33.102 6.8.1.1).
  bool release_99 = true;
  bool packet_flow = false;
  bool lcs_va = false;
  Bytes later;  // octets of releases beyond the two above, as they came

  bool supports_gea(unsigned n) const { return n == 0 || (n <= 7 && ((gea >> (n - 1)) & 1) != 0); }
  void set_gea(unsigned n) {  // n = 1..7
    if (n >= 1 && n <= 7) gea = static_cast<std::uint8_t>(gea | 1U << (n - 1));
  }

  static Result<MsNetworkCapability> decode(ByteView value);
  void encode(ByteWriter& writer) const;
  friend bool operator==(const MsNetworkCapability&, const MsNetworkCapability&) = default;
};

}  // namespace foothold::gsm::gmm
