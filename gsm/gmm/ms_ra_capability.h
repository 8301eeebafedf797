// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/byte_writer.h"
#include "base/result.h"

namespace foothold::gsm::gmm {

// "Access Technology Type" (TS 24.008 10.5.5.12a).
enum class AccessTechnology : std::uint8_t { gsm_p = 0, gsm_e = 1, gsm_r = 2, gsm_1800 = 3, gsm_1900 = 4, gsm_850 = 7 };

// What the mobile can do in one band.
struct AccessCapability {
  AccessTechnology technology = AccessTechnology::gsm_e;
  std::uint8_t rf_power_class = 4;  // GMSK power class, TS 45.005 4.1.1
  bool controlled_early_classmark = true;
  bool pseudo_synchronisation = false;
  std::optional<std::uint8_t> gprs_multislot_class;  // 1..29, TS 45.002 annex B
  bool extended_dynamic_allocation = false;          // only with a multislot class
  bool release_99 = true;
  friend bool operator==(const AccessCapability&, const AccessCapability&) = default;
};

// MS Radio Access capability (TS 24.008 10.5.5.12a): tells the radio network, through the SGSN, what it may allot.
// The element is CSN.1; what it can say beyond the fields here is skipped when decoded.
struct MsRaCapability {
  std::vector<AccessCapability> bands;  // at most kMaxBands

  static constexpr std::size_t kMaxBands = 8;

  // A mobile for one band, of this GPRS multislot class.
  static MsRaCapability one_band(AccessTechnology technology, std::uint8_t gprs_multislot_class);

  static Result<MsRaCapability> decode(ByteView value);
  void encode(ByteWriter& writer) const;
  friend bool operator==(const MsRaCapability&, const MsRaCapability&) = default;
};

}  // namespace foothold::gsm::gmm
