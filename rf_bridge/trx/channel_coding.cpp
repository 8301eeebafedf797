// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/channel_coding.h"

extern "C" {
#include <osmocom/coding/gsm0503_coding.h>
}

#include <algorithm>

#include "gsm/rlcmac/coding_scheme.h"

namespace foothold::rf_bridge::trx {
namespace {

using gsm::l1::FrameNumber;
namespace rlcmac = gsm::rlcmac;

constexpr std::size_t kLargestPacketBlock = rlcmac::block_size(rlcmac::CodingScheme::cs4);
constexpr unsigned kSuperframe = 26 * 51;

std::uint16_t errors_of(int count) {
  return static_cast<std::uint16_t>(std::clamp(count, 0, static_cast<int>(kBlockBits)));
}

}  // namespace

HardBlock encode_control_block(std::span<const std::uint8_t, kControlBlockOctets> block) {
  HardBlock bits{};
  gsm0503_xcch_encode(bits.data(), block.data());
  return bits;
}

std::optional<DecodedBlock> decode_control_block(const SoftBlock& bits) {
  DecodedBlock decoded{Bytes(kControlBlockOctets), 0};
  int errors = 0, total = 0;
  if (gsm0503_xcch_decode(decoded.octets.data(), bits.data(), &errors, &total) != 0) return std::nullopt;
  decoded.bit_errors = errors_of(errors);
  return decoded;
}

std::optional<HardBlock> encode_packet_block(ByteView block) {
  HardBlock bits{};
  if (!rlcmac::coding_scheme_of(block.size())) return std::nullopt;  // other sizes are EGPRS to the library
  if (gsm0503_pdtch_encode(bits.data(), block.data(), static_cast<std::uint8_t>(block.size())) !=
      static_cast<int>(kBlockBits)) {
    return std::nullopt;
  }
  return bits;
}

std::optional<DecodedBlock> decode_packet_block(const SoftBlock& bits) {
  DecodedBlock decoded{Bytes(kLargestPacketBlock), 0};
  std::uint8_t usf = 0;
  int errors = 0, total = 0;
  const int size = gsm0503_pdtch_decode(decoded.octets.data(), bits.data(), &usf, &errors, &total);
  if (size <= 0) return std::nullopt;
  decoded.octets.resize(static_cast<std::size_t>(size));
  decoded.bit_errors = errors_of(errors);
  return decoded;
}

std::array<std::uint8_t, kAccessPayloadBits> encode_access(std::uint8_t random_access, std::uint8_t bsic) {
  std::array<std::uint8_t, kAccessPayloadBits> bits{};
  gsm0503_rach_ext_encode(bits.data(), random_access, bsic, false);
  return bits;
}

std::optional<std::uint8_t> decode_access(const AccessPayload& bits, std::uint8_t bsic) {
  std::uint8_t random_access = 0;
  int errors = 0, total = 0;
  if (gsm0503_rach_decode_ber(&random_access, bits.data(), bsic, &errors, &total) != 0) return std::nullopt;
  return random_access;
}

// TS 44.018 figure 9.1.30.1: BSIC 6 bits, T1 11, T2 5, T3' 3; the library takes the 25 bits low bit first.
std::array<std::uint8_t, kSynchronisationPayloadBits> encode_synchronisation(const Synchronisation& synchronisation) {
  const unsigned t1 = synchronisation.frame_number.t1(), t2 = synchronisation.frame_number.t2();
  const unsigned t3_prime = (synchronisation.frame_number.t3() + 50) % 51 / 10;
  const std::array<std::uint8_t, 4> packed = {
      static_cast<std::uint8_t>((synchronisation.bsic & 0x3f) << 2 | t1 >> 9),
      static_cast<std::uint8_t>(t1 >> 1),
      static_cast<std::uint8_t>((t1 & 1) << 7 | t2 << 2 | t3_prime >> 1),
      static_cast<std::uint8_t>(t3_prime & 1),
  };
  std::array<std::uint8_t, kSynchronisationPayloadBits> bits{};
  gsm0503_sch_encode(bits.data(), packed.data());
  return bits;
}

std::optional<Synchronisation> decode_synchronisation(const SynchronisationPayload& bits) {
  std::array<std::uint8_t, 4> packed{};
  if (gsm0503_sch_decode(packed.data(), bits.data()) != 0) return std::nullopt;
  const unsigned t1 = (packed[0] & 3u) << 9 | static_cast<unsigned>(packed[1]) << 1 | packed[2] >> 7;
  const unsigned t2 = packed[2] >> 2 & 0x1f;
  const unsigned t3_prime = (packed[2] & 3u) << 1 | (packed[3] & 1u);
  if (t2 >= 26 || t3_prime > 4) return std::nullopt;
  const unsigned t3 = 10 * t3_prime + 1;
  // TS 45.002 4.3.3: FN = 51 ((T3 - T2) mod 26) + T3 + 51 * 26 * T1.
  const unsigned frame = 51 * ((t3 + 26 * 2 - t2) % 26) + t3 + kSuperframe * t1;
  return Synchronisation{static_cast<std::uint8_t>(packed[0] >> 2), FrameNumber(frame)};
}

}  // namespace foothold::rf_bridge::trx
