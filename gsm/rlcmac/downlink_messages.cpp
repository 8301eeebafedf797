// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rlcmac/downlink_messages.h"

#include <utility>

namespace foothold::gsm::rlcmac {

namespace {

using rr::BitReader;
using rr::BitWriter;

constexpr std::size_t kMessageOctets = 22;

template <class Csn>
void describe_persistence(Csn& csn) {
  std::optional<unsigned> levels;  // of a PRACH
  csn.optional("persistence level", levels, [&](unsigned& v) { csn.bits("persistence level", v, 16); });
}

template <class Csn>
void describe(Csn& csn, DynamicAllocation& a) {
  csn.flag("extended dynamic allocation", a.extended);
  std::optional<unsigned> p0;
  csn.optional("P0", p0, [&](unsigned& v) { csn.bits("P0 and PR_MODE", v, 5); });
  csn.flag("USF granularity", a.usf_grants_four_blocks);
  csn.optional("TFI", a.tfi, [&](std::uint8_t& v) { csn.bits("TFI", v, 5); });
  csn.optional("RLC data blocks granted", a.blocks_granted,
               [&](std::uint8_t& v) { csn.bits("RLC data blocks granted", v, 8); });
  csn.optional("TBF starting time", a.start, [&](StartingFrame& v) { describe(csn, v); });
  bool with_power = false;
  csn.flag("timeslot allocation", with_power);
  unsigned ignored = 0;
  if (with_power) csn.bits("ALPHA", ignored, 4);
  for (auto& usf : a.usf) {
    csn.optional("USF", usf, [&](std::uint8_t& v) {
      csn.bits("USF", v, 3);
      if (with_power) csn.bits("GAMMA", ignored, 5);
    });
  }
}

template <class Csn>
void describe(Csn& csn, SingleBlockAllocation& a) {
  csn.bits("timeslot", a.timeslot, 3);
  std::optional<unsigned> ignored;
  csn.optional("ALPHA and GAMMA", ignored, [&](unsigned& v) { csn.bits("ALPHA and GAMMA", v, 9); });
  ignored.reset();
  csn.optional("P0", ignored, [&](unsigned& v) { csn.bits("P0, BTS_PWR_CTRL_MODE and PR_MODE", v, 6); });
  describe(csn, a.start);
}

template <class Csn>
void describe(Csn& csn, PacketUplinkAssignment& m) {
  describe_persistence(csn);
  describe_address(csn, m.address);
  csn.constant("EGPRS", 0, 1);
  csn.bits("channel coding command", m.coding_command, 2);
  csn.flag("TLLI block channel coding", m.tlli_blocks_as_commanded);
  describe(csn, m.timing_advance);
  csn.optional("frequency parameters", m.frequency, [&](FrequencyParameters& v) { describe(csn, v); });
  unsigned kind = std::holds_alternative<SingleBlockAllocation>(m.allocation) ? 2 : 1;
  csn.bits("allocation", kind, 2);
  if constexpr (Csn::kDecodes) {
    if (kind == 1) {
      m.allocation = DynamicAllocation{};
    } else if (kind == 2) {
      m.allocation = SingleBlockAllocation{};
    } else {
      return csn.refuse("allocation", "has a form that is not supported");
    }
  }
  std::visit([&](auto& allocation) { describe(csn, allocation); }, m.allocation);
}

template <class Csn>
void describe(Csn& csn, PacketDownlinkAssignment& m) {
  describe_persistence(csn);
  describe_address(csn, m.address);
  csn.constant("EGPRS", 0, 1);
  csn.bits("MAC mode", m.mac_mode, 2);
  csn.flag("RLC mode", m.unacknowledged);
  csn.flag("control ack", m.control_ack);
  csn.bits("timeslot allocation", m.timeslots, 8);
  describe(csn, m.timing_advance);
  std::optional<unsigned> ignored;
  csn.optional("P0", ignored, [&](unsigned& v) { csn.bits("P0, BTS_PWR_CTRL_MODE and PR_MODE", v, 6); });
  csn.optional("frequency parameters", m.frequency, [&](FrequencyParameters& v) { describe(csn, v); });
  csn.optional("TFI", m.tfi, [&](std::uint8_t& v) { csn.bits("TFI", v, 5); });
  ignored.reset();
  csn.optional("power control", ignored, [&](unsigned&) { describe_power_control(csn); });
  csn.optional("TBF starting time", m.start, [&](StartingFrame& v) { describe(csn, v); });
}

template <class Csn>
void describe(Csn& csn, PacketUplinkAckNack& m) {
  csn.constant("TFI", 0, 2);
  csn.bits("TFI", m.tfi, 5);
  csn.constant("EGPRS", 0, 1);
  csn.bits("channel coding command", m.coding_command, 2);
  describe(csn, m.ack);
  csn.optional("contention resolution TLLI", m.contention_resolution_tlli,
               [&](std::uint32_t& v) { csn.bits("contention resolution TLLI", v, 32); });
  csn.optional("packet timing advance", m.timing_advance, [&](PacketTimingAdvance& v) { describe(csn, v); });
}

template <class Csn>
void describe(Csn& csn, PacketAccessReject::Refusal& r) {
  bool by_other = !std::holds_alternative<TlliAddress>(r.address);
  csn.flag("address", by_other);
  if (by_other) {
    csn.constant("address", 1, 1);  // 0: a packet request reference, the answer to a PRACH
    describe_global_tfi(csn, r.address);
  } else {
    if constexpr (Csn::kDecodes) r.address = TlliAddress{};
    csn.bits("TLLI", std::get<TlliAddress>(r.address).value, 32);
  }
  csn.optional("wait indication", r.wait_milliseconds_20, [&](std::uint16_t& wait) {
    bool in_20_ms = wait <= 0xff;
    unsigned value = in_20_ms ? wait : wait / 50U;
    csn.bits("wait indication", value, 8);
    csn.flag("wait indication size", in_20_ms);
    if constexpr (Csn::kDecodes) wait = static_cast<std::uint16_t>(in_20_ms ? value : value * 50);
  });
}

template <class Csn>
void describe(Csn& csn, PacketAccessReject& m) {
  if (m.refusals.empty()) m.refusals.emplace_back();
  describe(csn, m.refusals.front());
  for (std::size_t next = 1;; ++next) {
    bool more = next < m.refusals.size();
    csn.flag("further reject", more);
    if (!more || !csn.ok()) return;
    if constexpr (Csn::kDecodes) m.refusals.emplace_back();
    describe(csn, m.refusals[next]);
  }
}

template <class Csn>
void describe(Csn& csn, PacketTbfRelease& m) {
  csn.constant("address", 0, 1);
  describe_global_tfi(csn, m.address);
  csn.flag("uplink release", m.uplink);
  csn.flag("downlink release", m.downlink);
  csn.bits("TBF release cause", m.cause, 4);
}

template <class Csn>
void describe(Csn& csn, PacketPollingRequest& m) {
  describe_address(csn, m.address);
  csn.flag("type of ack", m.as_block);
}

template <class Csn>
void describe(Csn& csn, PacketPdchRelease& m) {
  csn.constant("timeslots available", 1, 1);
  csn.bits("timeslots available", m.available, 8);
}

void read_paged(BitReader& bits, PacketPagingRequest& m) {
  bool for_rr_connection = false;
  bits.flag("page for", for_rr_connection);
  bool with_length = false;
  bits.flag("identity form", with_length);
  MobileIdentity identity;
  if (with_length) {
    unsigned length = 0;
    bits.bits("mobile identity length", length, 4);
    Bytes value(length);
    for (auto& octet : value) bits.bits("mobile identity", octet, 8);
    auto decoded = decode_mobile_identity(value);
    if (!decoded) return bits.refuse("mobile identity", decoded.error().what);
    identity = *decoded;
  } else {
    Ptmsi ptmsi;
    bits.bits("P-TMSI", ptmsi.value, 32);
    identity = ptmsi;
  }
  if (for_rr_connection) {
    unsigned ignored = 0;
    bits.bits("channel needed", ignored, 2);
    std::optional<unsigned> priority;
    bits.optional("eMLPP priority", priority, [&](unsigned& v) { bits.bits("eMLPP priority", v, 3); });
  } else if (bits.ok()) {
    m.identities.push_back(identity);
  }
}

void describe(BitReader& bits, PacketPagingRequest& m) {
  describe_persistence(bits);
  std::optional<unsigned> nln;
  bits.optional("NLN", nln, [&](unsigned& v) { bits.bits("NLN", v, 2); });
  bool more = false;
  for (bits.flag("page", more); more && bits.ok(); bits.flag("page", more)) read_paged(bits, m);
}

template <class Message>
Result<DownlinkMessage> decode(BitReader& bits) {
  Message message;
  describe(bits, message);
  return bits.result(DownlinkMessage(std::move(message)));
}

template <class Message>
Bytes encode_message(DownlinkType type, Message message) {
  BitWriter bits;
  bits.bits("", static_cast<unsigned>(type), 6);
  bits.bits("", 0U, 2);  // page mode: normal
  describe(bits, message);
  bits.flag("padding", false);  // and no additions of a later release (TS 44.060 11, padding bits)
  return bits.padded(kMessageOctets);
}

}  // namespace

DownlinkType type_of(const DownlinkMessage& message) {
  static constexpr DownlinkType kTypes[] = {
      DownlinkType{},
      DownlinkType::packet_uplink_assignment,
      DownlinkType::packet_downlink_assignment,
      DownlinkType::packet_uplink_ack_nack,
      DownlinkType::packet_access_reject,
      DownlinkType::packet_tbf_release,
      DownlinkType::packet_polling_request,
      DownlinkType::packet_pdch_release,
      DownlinkType::packet_paging_request,
  };
  static_assert(std::size(kTypes) == std::variant_size_v<DownlinkMessage>);
  if (const auto* other = std::get_if<OtherDownlinkMessage>(&message)) return other->type;
  return kTypes[message.index()];
}

Result<DownlinkMessage> decode_downlink_message(ByteView octets) {
  BitReader bits(octets);
  DownlinkType type{};
  unsigned page_mode = 0;
  bits.bits("message type", type, 6);
  bits.bits("page mode", page_mode, 2);
  switch (type) {
    case DownlinkType::packet_uplink_assignment:
      return decode<PacketUplinkAssignment>(bits);
    case DownlinkType::packet_downlink_assignment:
      return decode<PacketDownlinkAssignment>(bits);
    case DownlinkType::packet_uplink_ack_nack:
      return decode<PacketUplinkAckNack>(bits);
    case DownlinkType::packet_access_reject:
      return decode<PacketAccessReject>(bits);
    case DownlinkType::packet_tbf_release:
      return decode<PacketTbfRelease>(bits);
    case DownlinkType::packet_polling_request:
      return decode<PacketPollingRequest>(bits);
    case DownlinkType::packet_pdch_release:
      return decode<PacketPdchRelease>(bits);
    case DownlinkType::packet_paging_request:
      return decode<PacketPagingRequest>(bits);
    default:
      return bits.result(DownlinkMessage(OtherDownlinkMessage{type}));
  }
}

Bytes encode(const PacketUplinkAssignment& m) {
  return encode_message(DownlinkType::packet_uplink_assignment, m);
}
Bytes encode(const PacketDownlinkAssignment& m) {
  return encode_message(DownlinkType::packet_downlink_assignment, m);
}
Bytes encode(const PacketUplinkAckNack& m) {
  return encode_message(DownlinkType::packet_uplink_ack_nack, m);
}
Bytes encode(const PacketAccessReject& m) {
  return encode_message(DownlinkType::packet_access_reject, m);
}
Bytes encode(const PacketTbfRelease& m) {
  return encode_message(DownlinkType::packet_tbf_release, m);
}
Bytes encode(const PacketPollingRequest& m) {
  return encode_message(DownlinkType::packet_polling_request, m);
}
Bytes encode(const PacketPdchRelease& m) {
  return encode_message(DownlinkType::packet_pdch_release, m);
}

}  // namespace foothold::gsm::rlcmac
