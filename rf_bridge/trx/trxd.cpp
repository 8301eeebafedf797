// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/trxd.h"

#include <algorithm>

#include "base/byte_reader.h"
#include "base/byte_writer.h"

namespace foothold::rf_bridge::trx {
namespace {

using gsm::l1::FrameNumber;

constexpr std::uint8_t kTimeslot = 0x07;
constexpr std::uint8_t kMoreFollow = 0x80;  // BATCH
constexpr std::uint8_t kCarrier = 0x3f;     // TRX number
constexpr std::uint8_t kNope = 0x80;        // of MTS: modulation and training sequence
constexpr std::uint8_t kModulation = 0x60;  // of MTS: 0 is GMSK
constexpr std::uint8_t kTrainingSequence = 0x07;
constexpr std::size_t kMostBursts = 8;
constexpr std::size_t kSpareOfTransmit = 3;
// Versions 0 and, with some senders, 1 pad a received burst of 148 bits as OpenBTS did.
constexpr std::size_t kLegacyPadding = 2;
// Soft bits count from 0, a sure 0, to 254, a sure 1.
constexpr int kSoftMiddle = 127;

struct Prefix {
  std::uint8_t timeslot = 0;
  bool more = false;
  std::uint8_t mts = 0;
};

// The octets that name burst and frame, as far as the header's fields come in this order.
Result<Prefix> read_batch_prefix(ByteReader& in, std::uint8_t first) {
  const auto batch = in.u8("batch");
  const auto mts = in.u8("mts");
  if (!mts) return tl::unexpected(mts.error());
  if ((*batch & kCarrier) != 0) return fail("a carrier other than the first", "batch", in.offset() - 2);
  if ((*mts & kNope) == 0 && (*mts & kModulation) != 0) {
    return fail("a modulation other than GMSK", "mts", in.offset() - 1);
  }
  return Prefix{static_cast<std::uint8_t>(first & kTimeslot), (*batch & kMoreFollow) != 0, *mts};
}

Result<FrameNumber> read_frame_number(ByteReader& in) {
  const auto frame = in.u32("frame_number");
  if (!frame) return tl::unexpected(frame.error());
  if (*frame >= FrameNumber::kHyperframe) return fail("beyond the hyperframe", "frame_number", in.offset() - 4);
  return FrameNumber(*frame);
}

Result<HardBurst> read_hard_bits(ByteReader& in) {
  const auto octets = in.take(kBurstBits, "bits");
  if (!octets) return tl::unexpected(octets.error());
  HardBurst bits;
  std::transform(octets->begin(), octets->end(), bits.begin(),
                 [](std::uint8_t bit) { return static_cast<std::uint8_t>(bit != 0); });
  return bits;
}

Result<SoftBurst> read_soft_bits(ByteReader& in) {
  const auto octets = in.take(kBurstBits, "bits");
  if (!octets) return tl::unexpected(octets.error());
  SoftBurst bits;
  std::transform(octets->begin(), octets->end(), bits.begin(),
                 [](std::uint8_t bit) { return static_cast<std::int8_t>(std::max(kSoftMiddle - bit, -kSoftMiddle)); });
  return bits;
}

void write_soft_bits(ByteWriter& out, const SoftBurst& bits) {
  for (const std::int8_t bit : bits) out.u8(static_cast<std::uint8_t>(kSoftMiddle - std::max<int>(bit, -kSoftMiddle)));
}

Result<std::uint8_t> read_version(ByteReader& in, std::uint8_t& first) {
  const auto octet = in.u8("version");
  if (!octet) return tl::unexpected(octet.error());
  first = *octet;
  const auto version = static_cast<std::uint8_t>(first >> 4);
  if (version > kNewestTrxdVersion) return fail("version " + std::to_string(version) + " is not known", "version", 0);
  return version;
}

std::uint8_t level_octet(std::int16_t dbm) {
  return static_cast<std::uint8_t>(std::clamp<int>(-dbm, 0, 255));
}

std::uint8_t first_octet(std::uint8_t version, std::uint8_t timeslot) {
  return static_cast<std::uint8_t>(version << 4 | (timeslot & kTimeslot));
}

std::uint8_t mts_of(const ReceivedBurst& burst) {
  return burst.bits ? static_cast<std::uint8_t>(burst.training_sequence & kTrainingSequence) : kNope;
}

Result<void> read_levels(ByteReader& in, ReceivedBurst& burst) {
  const auto level = in.u8("rssi");
  const auto offset = in.u16("toa256");
  if (!offset) return tl::unexpected(offset.error());
  burst.level_dbm = static_cast<std::int16_t>(-*level);
  burst.timing_offset = static_cast<std::int16_t>(*offset);
  return {};
}

// What is the same in versions 1 and 2: C/I, and bits unless there are none.
Result<void> read_carrier_to_noise(ByteReader& in, ReceivedBurst& burst) {
  const auto ratio = in.u16("ci");
  if (!ratio) return tl::unexpected(ratio.error());
  burst.carrier_to_noise = static_cast<std::int16_t>(*ratio);
  return {};
}

Result<void> read_bits(ByteReader& in, std::uint8_t mts, ReceivedBurst& burst) {
  if ((mts & kNope) != 0) return {};
  const auto bits = read_soft_bits(in);
  if (!bits) return tl::unexpected(bits.error());
  burst.training_sequence = mts & kTrainingSequence;
  burst.bits = *bits;
  return {};
}

Result<ReceivedFrame> read_single_received(ByteReader& in, std::uint8_t version, std::uint8_t first) {
  ReceivedFrame frame{version, {}, {}};
  ReceivedBurst burst;
  burst.timeslot = first & kTimeslot;
  const auto number = read_frame_number(in);
  if (!number) return tl::unexpected(number.error());
  frame.frame_number = *number;
  if (auto good = read_levels(in, burst); !good) return tl::unexpected(good.error());
  std::uint8_t mts = 0;
  if (version > 0) {
    const auto octet = in.u8("mts");
    if (!octet) return tl::unexpected(octet.error());
    mts = *octet;
    if ((mts & kNope) == 0 && (mts & kModulation) != 0) return fail("a modulation other than GMSK", "mts", 8);
    if (auto good = read_carrier_to_noise(in, burst); !good) return tl::unexpected(good.error());
  }
  if (auto good = read_bits(in, mts, burst); !good) return tl::unexpected(good.error());
  if (!in.empty() && (in.remaining() != kLegacyPadding || !burst.bits)) {
    return fail("octets after the burst", "bits", in.offset());
  }
  frame.bursts.push_back(burst);
  return frame;
}

}  // namespace

std::vector<Bytes> encode(const TransmitFrame& frame) {
  std::vector<Bytes> datagrams;
  const bool batch = frame.version >= 2;
  for (std::size_t i = 0; i < frame.bursts.size(); ++i) {
    const auto& burst = frame.bursts[i];
    if (!batch || i == 0) datagrams.emplace_back();
    ByteWriter out(datagrams.back());
    out.u8(first_octet(frame.version, burst.timeslot));
    if (batch) {
      out.u8(i + 1 < frame.bursts.size() ? kMoreFollow : 0);
      out.u8(0);  // GMSK; the training sequence is in the bits
      out.u8(burst.attenuation);
      out.u32(0);  // SCPIR and spare
      if (i == 0) out.u32(frame.frame_number.value());
    } else {
      out.u32(frame.frame_number.value());
      out.u8(burst.attenuation);
    }
    out.bytes(burst.bits);
  }
  return datagrams;
}

std::vector<Bytes> encode(const ReceivedFrame& frame) {
  std::vector<Bytes> datagrams;
  const bool batch = frame.version >= 2;
  for (std::size_t i = 0; i < frame.bursts.size(); ++i) {
    const auto& burst = frame.bursts[i];
    if (frame.version == 0 && !burst.bits) continue;
    if (!batch || i == 0) datagrams.emplace_back();
    ByteWriter out(datagrams.back());
    out.u8(first_octet(frame.version, burst.timeslot));
    if (batch) {
      out.u8(i + 1 < frame.bursts.size() ? kMoreFollow : 0);
      out.u8(mts_of(burst));
    } else {
      out.u32(frame.frame_number.value());
    }
    out.u8(level_octet(burst.level_dbm));
    out.u16(static_cast<std::uint16_t>(burst.timing_offset));
    if (frame.version == 1) out.u8(mts_of(burst));
    if (frame.version >= 1) out.u16(static_cast<std::uint16_t>(burst.carrier_to_noise));
    if (batch && i == 0) out.u32(frame.frame_number.value());
    if (burst.bits) write_soft_bits(out, *burst.bits);
  }
  return datagrams;
}

Result<TransmitFrame> decode_transmit(ByteView datagram) {
  ByteReader in(datagram);
  std::uint8_t first = 0;
  const auto version = read_version(in, first);
  if (!version) return tl::unexpected(version.error());
  TransmitFrame frame{*version, {}, {}};
  for (bool more = true; more;) {
    TransmitBurst burst;
    bool sends = true;
    if (*version >= 2) {
      const auto prefix = read_batch_prefix(in, first);
      if (!prefix) return tl::unexpected(prefix.error());
      const auto attenuation = in.u8("attenuation");
      const auto spare = in.take(1 + kSpareOfTransmit, "spare");
      if (!spare) return tl::unexpected(spare.error());
      burst.timeslot = prefix->timeslot;
      burst.attenuation = *attenuation;
      more = prefix->more;
      sends = (prefix->mts & kNope) == 0;
    } else {
      burst.timeslot = first & kTimeslot;
      more = false;
    }
    // A batch names its frame once, in its first part.
    if (in.offset() <= 8) {
      const auto number = read_frame_number(in);
      if (!number) return tl::unexpected(number.error());
      frame.frame_number = *number;
    }
    if (*version < 2) {
      const auto attenuation = in.u8("attenuation");
      if (!attenuation) return tl::unexpected(attenuation.error());
      burst.attenuation = *attenuation;
    }
    if (sends) {
      const auto bits = read_hard_bits(in);
      if (!bits) return tl::unexpected(bits.error());
      if (frame.bursts.size() == kMostBursts) return fail("more bursts than timeslots", "batch", in.offset());
      burst.bits = *bits;
      frame.bursts.push_back(burst);
    }
    if (more) {
      const auto next = in.u8("timeslot");
      if (!next) return tl::unexpected(next.error());
      first = *next;
    }
  }
  if (!in.empty()) return fail("octets after the burst, of a modulation other than GMSK perhaps", "bits", in.offset());
  return frame;
}

Result<ReceivedFrame> decode_received(ByteView datagram) {
  ByteReader in(datagram);
  std::uint8_t first = 0;
  const auto version = read_version(in, first);
  if (!version) return tl::unexpected(version.error());
  if (*version < 2) return read_single_received(in, *version, first);
  ReceivedFrame frame{*version, {}, {}};
  for (bool more = true; more;) {
    ReceivedBurst burst;
    const auto prefix = read_batch_prefix(in, first);
    if (!prefix) return tl::unexpected(prefix.error());
    burst.timeslot = prefix->timeslot;
    more = prefix->more;
    if (auto good = read_levels(in, burst); !good) return tl::unexpected(good.error());
    if (auto good = read_carrier_to_noise(in, burst); !good) return tl::unexpected(good.error());
    if (frame.bursts.empty()) {
      const auto number = read_frame_number(in);
      if (!number) return tl::unexpected(number.error());
      frame.frame_number = *number;
    }
    if (auto good = read_bits(in, prefix->mts, burst); !good) return tl::unexpected(good.error());
    if (frame.bursts.size() == kMostBursts) return fail("more bursts than timeslots", "batch", in.offset());
    frame.bursts.push_back(burst);
    if (more) {
      const auto next = in.u8("timeslot");
      if (!next) return tl::unexpected(next.error());
      first = *next;
    }
  }
  if (!in.empty()) return fail("octets after the last burst", "bits", in.offset());
  return frame;
}

}  // namespace foothold::rf_bridge::trx
