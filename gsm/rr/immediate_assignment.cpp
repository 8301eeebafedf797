// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rr/immediate_assignment.h"

#include "base/byte_writer.h"
#include "gsm/rr/csn1.h"
#include "gsm/rr/rr_header.h"

namespace foothold::gsm::rr {

namespace {

constexpr std::size_t kBlock = 23;
constexpr std::size_t kFixedPart = 12;  // up to and with the length of the Mobile Allocation

template <class Csn>
void describe_power(Csn& csn) {
  std::optional<unsigned> alpha;  // power control: the physical layer decides for itself
  unsigned gamma = 0;
  csn.optional("ALPHA", alpha, [&](unsigned& v) { csn.bits("ALPHA", v, 4); });
  csn.bits("GAMMA", gamma, 5);
}

template <class Csn>
void describe_starting_time(Csn& csn, std::optional<std::uint16_t>& frame) {
  csn.optional("TBF starting time", frame, [&](std::uint16_t& v) { csn.bits("TBF starting time", v, 16); });
}

template <class Csn>
void describe(Csn& csn, UplinkTbfAssignment& a) {
  csn.bits("TFI", a.tfi, 5);
  csn.flag("POLLING", a.poll);
  csn.constant("dynamic allocation", 0, 1);
  csn.bits("USF", a.usf, 3);
  csn.flag("USF granularity", a.usf_grants_four_blocks);
  std::optional<unsigned> p0;
  csn.optional("P0", p0, [&](unsigned& v) { csn.bits("P0 and PR_MODE", v, 5); });
  csn.bits("channel coding command", a.coding_command, 2);
  csn.flag("TLLI block channel coding", a.tlli_blocks_as_commanded);
  describe_power(csn);
  std::optional<unsigned> index;
  csn.optional("timing advance index", index, [&](unsigned& v) { csn.bits("timing advance index", v, 4); });
  describe_starting_time(csn, a.starting_frame);
}

template <class Csn>
void describe(Csn& csn, SingleBlockAssignment& a) {
  describe_power(csn);
  csn.constant("TBF starting time", 1, 2);
  csn.bits("TBF starting time", a.starting_frame, 16);
}

template <class Csn>
void describe(Csn& csn, DownlinkTbfAssignment& a) {
  csn.bits("TLLI", a.tlli, 32);
  csn.constant("TFI assignment", 1,
               1);  // without: a mobile of an early release, or the second half of a longer message
  csn.bits("TFI", a.tfi, 5);
  csn.flag("RLC mode", a.unacknowledged);
  describe_power(csn);
  csn.flag("POLLING", a.poll);
  csn.flag("TA valid", a.timing_advance_valid);
  std::optional<unsigned> index;
  csn.optional("timing advance index", index, [&](unsigned& v) { csn.bits("timing advance index", v, 4); });
  describe_starting_time(csn, a.starting_frame);
}

template <class Assignment>
void read(BitReader& bits, PacketAssignment& out) {
  Assignment assignment;
  describe(bits, assignment);
  out = assignment;
}

Result<PacketAssignment> decode_rest_octets(ByteView block, std::size_t at) {
  BitReader bits(block, at * 8);
  PacketAssignment out;
  bool first = false;
  bool second = false;
  bits.low_high("IA rest octets", first);
  bits.low_high("IA rest octets", second);
  if (!first || !second) return bits.result(out);  // EGPRS, frequency parameters before starting time, or nothing
  unsigned kind = 0;
  bits.bits("IA rest octets", kind, 2);
  if (kind == 0) {
    bool normal = false;
    bits.flag("packet uplink assignment", normal);
    normal ? read<UplinkTbfAssignment>(bits, out) : read<SingleBlockAssignment>(bits, out);
  } else if (kind == 1) {
    read<DownlinkTbfAssignment>(bits, out);
  }
  return bits.result(out);
}

}  // namespace

Result<ImmediateAssignment> ImmediateAssignment::decode(ByteView block) {
  const auto header = RrHeader::decode(block);
  if (!header) return tl::unexpected<Error>(header.error());
  if (block.size() < kFixedPart) return fail("is cut off", "immediate assignment", block.size());
  ImmediateAssignment out;
  const bool for_packets = (block[3] & 0x10) != 0;  // Dedicated mode or TBF, 10.5.2.25b
  if (for_packets && (block[5] & 0x10) == 0) {
    out.channel = PacketChannel{static_cast<std::uint8_t>(block[4] & 0x07), static_cast<std::uint8_t>(block[5] >> 5),
                                static_cast<std::uint16_t>((block[5] & 0x03) << 8 | block[6])};
  }
  out.reference = RequestReference::decode(block.subspan(7, 3));
  out.timing_advance = block[10] & 0x3f;
  const std::size_t mobile_allocation = block[11];
  if (!for_packets) return out;
  if (header->rest_octets < kFixedPart + mobile_allocation) {
    return fail("is longer than the message", "mobile allocation", kFixedPart - 1);
  }
  const auto assignment = decode_rest_octets(block, header->rest_octets);
  if (!assignment) return tl::unexpected<Error>(assignment.error());
  out.assignment = *assignment;
  return out;
}

Bytes ImmediateAssignment::encode() const {
  Bytes out;
  ByteWriter writer(out);
  const bool downlink = std::holds_alternative<DownlinkTbfAssignment>(assignment);
  const PacketChannel on = channel.value_or(PacketChannel{});
  writer.u8((kFixedPart - 1) << 2 | 0x01);
  writer.u8(0x06);
  writer.u8(static_cast<std::uint8_t>(MessageType::immediate_assignment));
  writer.u8(downlink ? 0x30 : 0x10);
  writer.u8(static_cast<std::uint8_t>(0x08 | on.timeslot));
  writer.u8(static_cast<std::uint8_t>(on.training_sequence << 5 | on.arfcn >> 8));
  writer.u8(static_cast<std::uint8_t>(on.arfcn));
  writer.u8(reference.random_access);
  writer.u16(reference.frame);
  writer.u8(timing_advance);
  writer.u8(0);

  BitWriter bits;
  bits.low_high("", true);
  bits.low_high("", true);
  bits.bits("", downlink ? 1 : 0, 2);
  if (!downlink) bits.flag("", std::holds_alternative<UplinkTbfAssignment>(assignment));
  std::visit(
      [&](auto assigned) {
        if constexpr (!std::is_same_v<decltype(assigned), std::monostate>) describe(bits, assigned);
      },
      assignment);
  writer.bytes(bits.padded(kBlock - kFixedPart));
  return out;
}

Result<ImmediateAssignmentReject> ImmediateAssignmentReject::decode(ByteView block) {
  constexpr std::size_t kFirst = 4;
  ImmediateAssignmentReject out;
  if (block.size() < kFirst + 4 * out.refusals.size()) {
    return fail("is cut off", "immediate assignment reject", block.size());
  }
  for (std::size_t i = 0; i < out.refusals.size(); ++i) {
    const ByteView refusal = block.subspan(kFirst + 4 * i, 4);
    out.refusals[i] = {RequestReference::decode(refusal), refusal[3]};
  }
  return out;
}

}  // namespace foothold::gsm::rr
