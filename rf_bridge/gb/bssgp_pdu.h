// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string>
#include <tuple>
#include <variant>

#include "gsm/identity/routing_area.h"
#include "rf_bridge/gb/message.h"

namespace foothold::rf_bridge::gb {

constexpr std::uint16_t kSignallingBvci = 0;  // TS 48.018 5.4.1

// TS 48.018 11.3.8
enum class BssgpCause : std::uint8_t {
  processor_overload = 0x00,
  equipment_failure = 0x01,
  transit_network_failure = 0x02,
  unknown_ms = 0x04,
  bvci_unknown = 0x05,
  cell_traffic_congestion = 0x06,
  sgsn_congestion = 0x07,
  om_intervention = 0x08,
  bvci_blocked = 0x09,
  semantically_incorrect_pdu = 0x20,
  invalid_mandatory_information = 0x21,
  missing_mandatory_element = 0x22,
  missing_conditional_element = 0x23,
  pdu_not_compatible_with_state = 0x26,
  protocol_error = 0x27,
};
const char* to_string(BssgpCause cause);

using QosProfile = std::array<std::uint8_t, 3>;  // TS 48.018 11.3.28

struct DlUnitdata {  // 10.2.1
  static constexpr std::uint8_t kType = 0x00;
  std::uint32_t tlli = 0;
  QosProfile qos{};
  std::uint16_t lifetime = 0xffff;  // centiseconds; ffff: no limit
  std::optional<Bytes> ms_radio_access_capability;
  std::optional<std::uint16_t> drx;
  std::optional<Bytes> imsi;  // mobile identity, TS 24.008 10.5.1.4
  std::optional<std::uint32_t> old_tlli;
  Bytes llc_pdu;
  static constexpr auto elements() {
    return std::tuple(value("TLLI", &DlUnitdata::tlli), value("QoS profile", &DlUnitdata::qos),
                      tlv(0x16, "PDU lifetime", &DlUnitdata::lifetime),
                      tlv(0x13, "MS radio access capability", &DlUnitdata::ms_radio_access_capability),
                      tlv(0x0a, "DRX parameters", &DlUnitdata::drx), tlv(0x0d, "IMSI", &DlUnitdata::imsi),
                      tlv(0x1f, "old TLLI", &DlUnitdata::old_tlli), tlv(0x0e, "LLC-PDU", &DlUnitdata::llc_pdu));
  }
  friend bool operator==(const DlUnitdata&, const DlUnitdata&) = default;
};

struct UlUnitdata {  // 10.2.2
  static constexpr std::uint8_t kType = 0x01;
  std::uint32_t tlli = 0;
  QosProfile qos{};
  gsm::CellIdentity cell;
  std::optional<Bytes> alignment;  // makes the LLC-PDU start on a 32-bit boundary
  Bytes llc_pdu;
  static constexpr auto elements() {
    return std::tuple(value("TLLI", &UlUnitdata::tlli), value("QoS profile", &UlUnitdata::qos),
                      tlv(0x08, "cell identifier", &UlUnitdata::cell),
                      tlv(0x00, "alignment octets", &UlUnitdata::alignment),
                      tlv(0x0e, "LLC-PDU", &UlUnitdata::llc_pdu));
  }
  friend bool operator==(const UlUnitdata&, const UlUnitdata&) = default;
};

struct PagingPs {  // 10.3.1
  static constexpr std::uint8_t kType = 0x06;
  Bytes imsi;  // mobile identity, TS 24.008 10.5.1.4
  std::optional<std::uint16_t> drx;
  std::optional<std::uint16_t> bvci;  // one of this and the next three says where to page
  std::optional<Bytes> location_area;
  std::optional<Bytes> routing_area;
  std::optional<Bytes> bss_area;
  QosProfile qos{};
  std::optional<std::uint32_t> ptmsi;
  static constexpr auto elements() {
    return std::tuple(tlv(0x0d, "IMSI", &PagingPs::imsi), tlv(0x0a, "DRX parameters", &PagingPs::drx),
                      tlv(0x04, "BVCI", &PagingPs::bvci), tlv(0x10, "location area", &PagingPs::location_area),
                      tlv(0x1b, "routeing area", &PagingPs::routing_area),
                      tlv(0x02, "BSS area indication", &PagingPs::bss_area), tlv(0x18, "QoS profile", &PagingPs::qos),
                      tlv(0x20, "P-TMSI", &PagingPs::ptmsi));
  }
  friend bool operator==(const PagingPs&, const PagingPs&) = default;
};

struct RadioStatus {  // 10.3.5
  static constexpr std::uint8_t kType = 0x0a;
  std::optional<std::uint32_t> tlli;
  std::optional<std::uint32_t> tmsi;
  std::optional<Bytes> imsi;
  std::uint8_t cause = 0;  // 11.3.29: 0 radio contact lost, 1 link quality insufficient, 2 cell reselection ordered
  static constexpr auto elements() {
    return std::tuple(tlv(0x1f, "TLLI", &RadioStatus::tlli), tlv(0x20, "TMSI", &RadioStatus::tmsi),
                      tlv(0x0d, "IMSI", &RadioStatus::imsi), tlv(0x19, "radio cause", &RadioStatus::cause));
  }
  friend bool operator==(const RadioStatus&, const RadioStatus&) = default;
};

struct BvcBlock {  // 10.4.8
  static constexpr std::uint8_t kType = 0x20;
  std::uint16_t bvci = 0;
  BssgpCause cause = BssgpCause::om_intervention;
  static constexpr auto elements() {
    return std::tuple(tlv(0x04, "BVCI", &BvcBlock::bvci), tlv(0x07, "cause", &BvcBlock::cause));
  }
  friend bool operator==(const BvcBlock&, const BvcBlock&) = default;
};

// PDUs that carry a BVCI and nothing else.
template <std::uint8_t Type>
struct BvciOnly {
  static constexpr std::uint8_t kType = Type;
  std::uint16_t bvci = 0;
  static constexpr auto elements() { return std::tuple(tlv(0x04, "BVCI", &BvciOnly::bvci)); }
  friend bool operator==(const BvciOnly&, const BvciOnly&) = default;
};
using BvcBlockAck = BvciOnly<0x21>;    // 10.4.9
using BvcUnblock = BvciOnly<0x24>;     // 10.4.10
using BvcUnblockAck = BvciOnly<0x25>;  // 10.4.11

struct BvcReset {  // 10.4.12
  static constexpr std::uint8_t kType = 0x22;
  std::uint16_t bvci = 0;
  BssgpCause cause = BssgpCause::om_intervention;
  std::optional<gsm::CellIdentity> cell;  // from the BSS, of a point-to-point BVC
  std::optional<std::uint8_t> feature_bitmap;
  static constexpr auto elements() {
    return std::tuple(tlv(0x04, "BVCI", &BvcReset::bvci), tlv(0x07, "cause", &BvcReset::cause),
                      tlv(0x08, "cell identifier", &BvcReset::cell),
                      tlv(0x3b, "feature bitmap", &BvcReset::feature_bitmap));
  }
  friend bool operator==(const BvcReset&, const BvcReset&) = default;
};

struct BvcResetAck {  // 10.4.13
  static constexpr std::uint8_t kType = 0x23;
  std::uint16_t bvci = 0;
  std::optional<gsm::CellIdentity> cell;
  std::optional<std::uint8_t> feature_bitmap;
  static constexpr auto elements() {
    return std::tuple(tlv(0x04, "BVCI", &BvcResetAck::bvci), tlv(0x08, "cell identifier", &BvcResetAck::cell),
                      tlv(0x3b, "feature bitmap", &BvcResetAck::feature_bitmap));
  }
  friend bool operator==(const BvcResetAck&, const BvcResetAck&) = default;
};

struct FlowControlBvc {  // 10.4.4
  static constexpr std::uint8_t kType = 0x26;
  std::uint8_t tag = 0;
  std::uint16_t bucket_size = 0xffff;       // 100 octets
  std::uint16_t bucket_leak_rate = 0xffff;  // 100 bit/s
  std::uint16_t bmax_default_ms = 0xffff;   // 100 octets
  std::uint16_t r_default_ms = 0xffff;      // 100 bit/s
  static constexpr auto elements() {
    return std::tuple(tlv(0x1e, "tag", &FlowControlBvc::tag),
                      tlv(0x05, "BVC bucket size", &FlowControlBvc::bucket_size),
                      tlv(0x03, "bucket leak rate", &FlowControlBvc::bucket_leak_rate),
                      tlv(0x01, "Bmax default MS", &FlowControlBvc::bmax_default_ms),
                      tlv(0x1c, "R_default_MS", &FlowControlBvc::r_default_ms));
  }
  friend bool operator==(const FlowControlBvc&, const FlowControlBvc&) = default;
};

struct FlowControlBvcAck {  // 10.4.5
  static constexpr std::uint8_t kType = 0x27;
  std::uint8_t tag = 0;
  static constexpr auto elements() { return std::tuple(tlv(0x1e, "tag", &FlowControlBvcAck::tag)); }
  friend bool operator==(const FlowControlBvcAck&, const FlowControlBvcAck&) = default;
};

struct LlcDiscarded {  // 10.4.3
  static constexpr std::uint8_t kType = 0x2c;
  std::uint32_t tlli = 0;
  std::uint8_t frames = 0;
  std::uint16_t bvci = 0;
  std::array<std::uint8_t, 3> octets{};  // number of octets deleted, big endian
  static constexpr auto elements() {
    return std::tuple(tlv(0x1f, "TLLI", &LlcDiscarded::tlli), tlv(0x0f, "LLC frames discarded", &LlcDiscarded::frames),
                      tlv(0x04, "BVCI", &LlcDiscarded::bvci), tlv(0x25, "number of octets", &LlcDiscarded::octets));
  }
  friend bool operator==(const LlcDiscarded&, const LlcDiscarded&) = default;
};

struct BssgpStatus {  // 10.4.14
  static constexpr std::uint8_t kType = 0x41;
  BssgpCause cause = BssgpCause::protocol_error;
  std::optional<std::uint16_t> bvci;
  std::optional<Bytes> pdu_in_error;
  static constexpr auto elements() {
    return std::tuple(tlv(0x07, "cause", &BssgpStatus::cause), tlv(0x04, "BVCI", &BssgpStatus::bvci),
                      tlv(0x15, "PDU in error", &BssgpStatus::pdu_in_error));
  }
  friend bool operator==(const BssgpStatus&, const BssgpStatus&) = default;
};

using BssgpPdu =
    std::variant<DlUnitdata, UlUnitdata, PagingPs, RadioStatus, BvcBlock, BvcBlockAck, BvcUnblock, BvcUnblockAck,
                 BvcReset, BvcResetAck, FlowControlBvc, FlowControlBvcAck, LlcDiscarded, BssgpStatus>;

Bytes encode_bssgp(const BssgpPdu& pdu);
// Error::answer is the BssgpCause of the STATUS that the sender should be told (TS 48.018 5.4).
Result<BssgpPdu> decode_bssgp(ByteView octets);
const char* bssgp_pdu_name(const BssgpPdu& pdu);  // "bvc_reset_ack", as in trace events

}  // namespace foothold::rf_bridge::gb
