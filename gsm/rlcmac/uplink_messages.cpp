// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rlcmac/uplink_messages.h"

#include <utility>

namespace foothold::gsm::rlcmac {

namespace {

using rr::BitReader;
using rr::BitWriter;

constexpr std::size_t kBlock = 23;
constexpr unsigned kMacHeader = 0x40;  // payload type 01: control without optional octets; R 0

// Of the block's 184 bits the rest of the message takes up to 103.
constexpr std::size_t kMostCapabilityBits = 80;

template <class Csn>
void describe(Csn& csn, PacketControlAcknowledgement& m) {
  csn.bits("TLLI", m.tlli, 32);
  csn.bits("CTRL_ACK", m.control_ack, 2);
}

template <class Csn>
void describe_interference(Csn& csn, std::array<std::optional<std::uint8_t>, 8>& levels) {
  for (auto& level : levels) csn.optional("I_LEVEL", level, [&](std::uint8_t& v) { csn.bits("I_LEVEL", v, 4); });
}

template <class Csn>
void describe(Csn& csn, PacketDownlinkAckNack& m) {
  csn.bits("TFI", m.tfi, 5);
  describe(csn, m.ack);
  csn.optional("channel request description", m.channel_request,
               [&](ChannelRequestDescription& v) { describe(csn, v); });
  csn.bits("C_VALUE", m.quality.c_value, 6);
  csn.bits("RXQUAL", m.quality.rxqual, 3);
  csn.bits("SIGN_VAR", m.quality.variance, 6);
  describe_interference(csn, m.quality.interference);
}

template <class Csn>
void describe(Csn& csn, PacketUplinkDummy& m) {
  csn.bits("TLLI", m.tlli, 32);
}

// The element has no length of its own here: it ends where its list of access technologies does (12.30).
void write_capability(BitWriter& bits, const Bytes& value) {
  const std::size_t used = used_bits_of_capability(value);
  bits.flag("MS radio access capability", used != 0);
  bits.append(value, used);
}

void read_capability(BitReader& bits, Bytes& value) {
  bool more = false;
  bits.flag("MS radio access capability", more);
  if (!more) return;
  BitWriter copy;
  const auto pass = [&](unsigned count) {
    unsigned field = 0;
    bits.bits("MS radio access capability", field, count);
    copy.bits("", field, count);
    return field;
  };
  do {
    pass(4);
    for (unsigned left = pass(7); left > 0 && bits.ok(); --left) pass(1);
  } while (pass(1) != 0 && bits.ok());
  value = copy.padded((copy.size() + 7) / 8);
  // Spare bits of the element are 0 where it stands by itself.
  if (copy.size() % 8 != 0) value.back() = static_cast<std::uint8_t>(value.back() & ~(0xffU >> copy.size() % 8));
}

template <class Csn>
void describe(Csn& csn, PacketResourceRequest& m) {
  csn.optional("access type", m.access_type, [&](std::uint8_t& v) { csn.bits("access type", v, 2); });
  bool by_tlli = std::holds_alternative<TlliAddress>(m.address);
  csn.flag("address", by_tlli);
  if (by_tlli) {
    if constexpr (Csn::kDecodes) m.address = TlliAddress{};
    csn.bits("TLLI", std::get<TlliAddress>(m.address).value, 32);
  } else {
    describe_global_tfi(csn, m.address);
  }
  if constexpr (Csn::kDecodes) {
    read_capability(csn, m.ms_ra_capability);
  } else {
    write_capability(csn, m.ms_ra_capability);
  }
  describe(csn, m.channel_request);
  std::optional<unsigned> ignored;
  csn.optional("change mark", ignored, [&](unsigned& v) { csn.bits("change mark", v, 2); });
  csn.bits("C_VALUE", m.c_value, 6);
  ignored.reset();
  csn.optional("SIGN_VAR", ignored, [&](unsigned& v) { csn.bits("SIGN_VAR", v, 6); });
  std::array<std::optional<std::uint8_t>, 8> interference;
  describe_interference(csn, interference);
}

template <class Message>
Result<UplinkMessage> decode(BitReader& bits) {
  Message message;
  describe(bits, message);
  return bits.result(UplinkMessage(std::move(message)));
}

UplinkType type_of(const PacketControlAcknowledgement&) {
  return UplinkType::packet_control_acknowledgement;
}
UplinkType type_of(const PacketDownlinkAckNack&) {
  return UplinkType::packet_downlink_ack_nack;
}
UplinkType type_of(const PacketUplinkDummy&) {
  return UplinkType::packet_uplink_dummy;
}
UplinkType type_of(const PacketResourceRequest&) {
  return UplinkType::packet_resource_request;
}

}  // namespace

Bytes encode(const UplinkMessage& message) {
  BitWriter bits;
  bits.bits("", kMacHeader, 8);
  std::visit(
      [&](auto m) {
        bits.bits("", static_cast<unsigned>(type_of(m)), 6);
        describe(bits, m);
      },
      message);
  bits.flag("padding", false);  // and no additions of a later release (TS 44.060 11, padding bits)
  return bits.padded(kBlock);
}

Result<UplinkMessage> decode_uplink_message(ByteView block) {
  BitReader bits(block);
  unsigned header = 0;
  bits.bits("MAC header", header, 8);
  if ((header & 0xc0) != kMacHeader) return fail("is not that of a control block", "payload type", 0);
  UplinkType type{};
  bits.bits("message type", type, 6);
  switch (type) {
    case UplinkType::packet_control_acknowledgement:
      return decode<PacketControlAcknowledgement>(bits);
    case UplinkType::packet_downlink_ack_nack:
      return decode<PacketDownlinkAckNack>(bits);
    case UplinkType::packet_uplink_dummy:
      return decode<PacketUplinkDummy>(bits);
    case UplinkType::packet_resource_request:
      return decode<PacketResourceRequest>(bits);
  }
  return fail("is not known", "message type", 1);
}

std::size_t used_bits_of_capability(ByteView value) {
  BitReader bits(value);
  std::size_t used = 0;
  for (bool more = true; more;) {
    unsigned technology = 0;
    unsigned length = 0;
    bits.bits("access technology", technology, 4);
    bits.bits("length", length, 7);
    for (unsigned ignored = 0; length > 0 && bits.ok(); --length) bits.bits("", ignored, 1);
    bits.flag("more", more);
    if (!bits.ok() || bits.position() > kMostCapabilityBits) return 0;
    used = bits.position();
  }
  return used;
}

}  // namespace foothold::gsm::rlcmac
