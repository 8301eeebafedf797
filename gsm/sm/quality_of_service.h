// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "base/byte_writer.h"
#include "base/result.h"

namespace foothold::gsm::sm {

// What R99 adds to the quality of service (TS 24.008 10.5.6.5, octets 6 to 13). Values are as coded there.
struct QosRelease99 {
  std::uint8_t traffic_class = 0;               // three bits: 0 subscribed, 3 interactive, 4 background
  std::uint8_t delivery_order = 0;              // two bits
  std::uint8_t delivery_of_erroneous_sdus = 0;  // three bits
  std::uint8_t maximum_sdu_size = 0;
  std::uint8_t maximum_bit_rate_uplink = 0;
  std::uint8_t maximum_bit_rate_downlink = 0;
  std::uint8_t residual_ber = 0;               // four bits
  std::uint8_t sdu_error_ratio = 0;            // four bits
  std::uint8_t transfer_delay = 0;             // six bits
  std::uint8_t traffic_handling_priority = 0;  // two bits
  std::uint8_t guaranteed_bit_rate_uplink = 0;
  std::uint8_t guaranteed_bit_rate_downlink = 0;
  friend bool operator==(const QosRelease99&, const QosRelease99&) = default;
};

// Quality of service (TS 24.008 10.5.6.5), without IEI and length. All zero: as subscribed.
struct QualityOfService {
  std::uint8_t delay_class = 0;        // three bits
  std::uint8_t reliability_class = 0;  // three bits; 3: unacknowledged GTP and LLC, acknowledged RLC, protected data
  std::uint8_t peak_throughput = 0;    // four bits
  std::uint8_t precedence_class = 0;   // three bits
  std::uint8_t mean_throughput = 0;    // five bits
  std::optional<QosRelease99> release_99;
  Bytes later;  // octets 14 and up, as they came; empty without release_99

  static Result<QualityOfService> decode(ByteView value);
  void encode(ByteWriter& writer) const;
  friend bool operator==(const QualityOfService&, const QualityOfService&) = default;
};

// A coded bit rate in kbit/s; nothing for 0, which is "subscribed".
std::optional<unsigned> bit_rate_kbps(std::uint8_t coded);

}  // namespace foothold::gsm::sm
