// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Information elements of RLC/MAC control messages (TS 44.060 12), each described once for both directions.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <variant>

#include "gsm/rr/csn1.h"

namespace foothold::gsm::rlcmac {

// A TBF by its Temporary Flow Identity, 0..31 (12.10, Global TFI).
struct UplinkTfi {
  std::uint8_t value = 0;
  friend bool operator==(const UplinkTfi&, const UplinkTfi&) = default;
};
struct DownlinkTfi {
  std::uint8_t value = 0;
  friend bool operator==(const DownlinkTfi&, const DownlinkTfi&) = default;
};
struct TlliAddress {
  std::uint32_t value = 0;
  friend bool operator==(const TlliAddress&, const TlliAddress&) = default;
};
// Whom a message is for. Other forms (TQI, packet request reference: answers to a PRACH) are refused.
using Address = std::variant<UplinkTfi, DownlinkTfi, TlliAddress>;

// Packet Timing Advance (12.12). The index is for continuous timing advance, which we leave to the physical layer.
struct PacketTimingAdvance {
  std::optional<std::uint8_t> value;  // 0..63
  std::optional<std::uint8_t> index;  // with the timeslot in the three low bits
  friend bool operator==(const PacketTimingAdvance&, const PacketTimingAdvance&) = default;
};

// Ack/Nack Description (12.3).
struct AckNackDescription {
  bool final_ack = false;
  std::uint8_t starting_sequence_number = 0;  // 0..127: V(Q) of the receiver + window, as written
  std::bitset<64> received;                   // bit i: block SSN - 1 - i

  friend bool operator==(const AckNackDescription&, const AckNackDescription&) = default;
};

// Packet Starting Frame Number (12.21): written modulo 42432, or in blocks counted from the block that carries it.
struct StartingFrame {
  std::optional<std::uint16_t> absolute;
  std::uint16_t relative = 0;  // where there is no absolute one: N - k, 0..8191
  friend bool operator==(const StartingFrame&, const StartingFrame&) = default;
};

// Channel Request Description (12.7).
struct ChannelRequestDescription {
  std::uint8_t peak_throughput_class = 1;
  std::uint8_t radio_priority = 0;  // 0: the highest
  bool unacknowledged = false;
  bool no_llc_ack = false;            // LLC_PDU_TYPE: the PDU is no acknowledgement of LLC (SACK or ACK frame)
  std::uint16_t rlc_octet_count = 0;  // 0: not known, or much
  friend bool operator==(const ChannelRequestDescription&, const ChannelRequestDescription&) = default;
};

// Frequency Parameters (12.8) of a channel that does not hop; others are refused.
struct FrequencyParameters {
  std::uint8_t training_sequence = 0;
  std::uint16_t arfcn = 0;
  friend bool operator==(const FrequencyParameters&, const FrequencyParameters&) = default;
};

template <class Csn>
void describe_global_tfi(Csn& csn, Address& address) {
  bool downlink = std::holds_alternative<DownlinkTfi>(address);
  csn.flag("global TFI", downlink);
  std::uint8_t tfi = 0;
  if constexpr (!Csn::kDecodes) {
    if (const auto* d = std::get_if<DownlinkTfi>(&address)) tfi = d->value;
    if (const auto* u = std::get_if<UplinkTfi>(&address)) tfi = u->value;
  }
  csn.bits("TFI", tfi, 5);
  if constexpr (Csn::kDecodes) {
    if (downlink) {
      address = DownlinkTfi{tfi};
    } else {
      address = UplinkTfi{tfi};
    }
  }
}

// { 0 < Global TFI > | 10 < TLLI > | 11 ... }
template <class Csn>
void describe_address(Csn& csn, Address& address) {
  bool by_tlli = std::holds_alternative<TlliAddress>(address);
  csn.flag("address", by_tlli);
  if (!by_tlli) return describe_global_tfi(csn, address);
  csn.constant("address", 0, 1);
  if constexpr (Csn::kDecodes) address = TlliAddress{};
  if (auto* tlli = std::get_if<TlliAddress>(&address)) csn.bits("TLLI", tlli->value, 32);
}

template <class Csn>
void describe(Csn& csn, PacketTimingAdvance& e) {
  csn.optional("timing advance", e.value, [&](std::uint8_t& v) { csn.bits("timing advance", v, 6); });
  csn.optional("timing advance index", e.index, [&](std::uint8_t& v) { csn.bits("timing advance index", v, 7); });
}

template <class Csn>
void describe(Csn& csn, AckNackDescription& e) {
  csn.flag("final ack indication", e.final_ack);
  csn.bits("starting sequence number", e.starting_sequence_number, 7);
  std::uint64_t bitmap = e.received.to_ullong();
  csn.bits("received block bitmap", bitmap, 64);
  if constexpr (Csn::kDecodes) e.received = std::bitset<64>(bitmap);
}

template <class Csn>
void describe(Csn& csn, StartingFrame& e) {
  bool relative = !e.absolute;
  csn.flag("starting frame", relative);
  if (relative) {
    csn.bits("starting frame", e.relative, 13);
  } else {
    if constexpr (Csn::kDecodes) e.absolute.emplace();
    csn.bits("starting frame", *e.absolute, 16);
  }
}

template <class Csn>
void describe(Csn& csn, ChannelRequestDescription& e) {
  csn.bits("peak throughput class", e.peak_throughput_class, 4);
  csn.bits("radio priority", e.radio_priority, 2);
  csn.flag("RLC mode", e.unacknowledged);
  csn.flag("LLC PDU type", e.no_llc_ack);
  csn.bits("RLC octet count", e.rlc_octet_count, 16);
}

template <class Csn>
void describe(Csn& csn, FrequencyParameters& e) {
  csn.bits("TSC", e.training_sequence, 3);
  csn.constant("frequency hopping", 0, 2);
  csn.bits("ARFCN", e.arfcn, 10);
}

// Power control (12.13) is the physical layer's own affair; the fields are passed over.
template <class Csn>
void describe_power_control(Csn& csn) {
  unsigned ignored = 0;
  csn.bits("ALPHA", ignored, 4);
  for (int slot = 0; slot < 8; ++slot) {
    std::optional<unsigned> gamma;
    csn.optional("GAMMA", gamma, [&](unsigned& v) { csn.bits("GAMMA", v, 5); });
  }
}

}  // namespace foothold::gsm::rlcmac
