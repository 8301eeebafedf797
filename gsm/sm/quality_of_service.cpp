// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sm/quality_of_service.h"

namespace foothold::gsm::sm {

namespace {

constexpr std::size_t kRelease97Size = 3;
constexpr std::size_t kRelease99Size = 11;

std::uint8_t bits(std::uint8_t octet, unsigned shift, unsigned count) {
  return static_cast<std::uint8_t>((octet >> shift) & ((1U << count) - 1));
}

std::uint8_t pack(unsigned high, unsigned shift, unsigned low) {
  return static_cast<std::uint8_t>(high << shift | low);
}

}  // namespace

Result<QualityOfService> QualityOfService::decode(ByteView value) {
  if (value.size() < kRelease97Size) return fail("is too short");
  QualityOfService q;
  q.delay_class = bits(value[0], 3, 3);
  q.reliability_class = bits(value[0], 0, 3);
  q.peak_throughput = bits(value[1], 4, 4);
  q.precedence_class = bits(value[1], 0, 3);
  q.mean_throughput = bits(value[2], 0, 5);
  if (value.size() < kRelease99Size) return q;
  QosRelease99 r;
  r.traffic_class = bits(value[3], 5, 3);
  r.delivery_order = bits(value[3], 3, 2);
  r.delivery_of_erroneous_sdus = bits(value[3], 0, 3);
  r.maximum_sdu_size = value[4];
  r.maximum_bit_rate_uplink = value[5];
  r.maximum_bit_rate_downlink = value[6];
  r.residual_ber = bits(value[7], 4, 4);
  r.sdu_error_ratio = bits(value[7], 0, 4);
  r.transfer_delay = bits(value[8], 2, 6);
  r.traffic_handling_priority = bits(value[8], 0, 2);
  r.guaranteed_bit_rate_uplink = value[9];
  r.guaranteed_bit_rate_downlink = value[10];
  q.release_99 = r;
  q.later.assign(value.begin() + kRelease99Size, value.end());
  return q;
}

void QualityOfService::encode(ByteWriter& writer) const {
  writer.u8(pack(delay_class & 7U, 3, reliability_class & 7U));
  writer.u8(pack(peak_throughput & 15U, 4, precedence_class & 7U));
  writer.u8(mean_throughput & 31U);
  if (!release_99) return;
  const QosRelease99& r = *release_99;
  writer.u8(static_cast<std::uint8_t>((r.traffic_class & 7U) << 5 | (r.delivery_order & 3U) << 3 |
                                      (r.delivery_of_erroneous_sdus & 7U)));
  writer.u8(r.maximum_sdu_size);
  writer.u8(r.maximum_bit_rate_uplink);
  writer.u8(r.maximum_bit_rate_downlink);
  writer.u8(pack(r.residual_ber & 15U, 4, r.sdu_error_ratio & 15U));
  writer.u8(pack(r.transfer_delay & 63U, 2, r.traffic_handling_priority & 3U));
  writer.u8(r.guaranteed_bit_rate_uplink);
  writer.u8(r.guaranteed_bit_rate_downlink);
  writer.bytes(later);
}

std::optional<unsigned> bit_rate_kbps(std::uint8_t coded) {
  if (coded == 0) return std::nullopt;
  if (coded < 64) return coded;
  if (coded < 128) return 64 + (coded - 64U) * 8;
  if (coded < 255) return 576 + (coded - 128U) * 64;
  return 0;
}

}  // namespace foothold::gsm::sm
