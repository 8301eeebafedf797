// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <variant>

#include "rf_bridge/gb/message.h"

namespace foothold::rf_bridge::gb {

// TS 48.016 10.3.2
enum class NsCause : std::uint8_t {
  transit_network_failure = 0x00,
  om_intervention = 0x01,
  equipment_failure = 0x02,
  nsvc_blocked = 0x03,
  nsvc_unknown = 0x04,
  bvci_unknown = 0x05,
  semantically_incorrect_pdu = 0x08,
  pdu_not_compatible_with_state = 0x0a,
  protocol_error = 0x0b,
  invalid_essential_element = 0x0c,
  missing_essential_element = 0x0d,
};
const char* to_string(NsCause cause);

// NS PDUs on UDP/IP with the control procedures of Frame Relay (TS 48.016 9.2): what osmo-sgsn calls `accept-ipaccess`.
// IP sub-network service PDUs (SNS-*) are not spoken here.
struct NsUnitdata {
  static constexpr std::uint8_t kType = 0x00;
  std::uint8_t control = 0;  // NS SDU control bits: change flow flags of IP-SNS; 0 here
  std::uint16_t bvci = 0;
  Bytes sdu;  // all that follows, without identifier or length
  friend bool operator==(const NsUnitdata&, const NsUnitdata&) = default;
};

struct NsReset {
  static constexpr std::uint8_t kType = 0x02;
  NsCause cause = NsCause::om_intervention;
  std::uint16_t nsvci = 0;
  std::uint16_t nsei = 0;
  static constexpr auto elements() {
    return std::tuple(tlv(0x00, "cause", &NsReset::cause), tlv(0x01, "NS-VCI", &NsReset::nsvci),
                      tlv(0x04, "NSEI", &NsReset::nsei));
  }
  friend bool operator==(const NsReset&, const NsReset&) = default;
};

struct NsResetAck {
  static constexpr std::uint8_t kType = 0x03;
  std::uint16_t nsvci = 0;
  std::uint16_t nsei = 0;
  static constexpr auto elements() {
    return std::tuple(tlv(0x01, "NS-VCI", &NsResetAck::nsvci), tlv(0x04, "NSEI", &NsResetAck::nsei));
  }
  friend bool operator==(const NsResetAck&, const NsResetAck&) = default;
};

struct NsBlock {
  static constexpr std::uint8_t kType = 0x04;
  NsCause cause = NsCause::om_intervention;
  std::uint16_t nsvci = 0;
  static constexpr auto elements() {
    return std::tuple(tlv(0x00, "cause", &NsBlock::cause), tlv(0x01, "NS-VCI", &NsBlock::nsvci));
  }
  friend bool operator==(const NsBlock&, const NsBlock&) = default;
};

struct NsBlockAck {
  static constexpr std::uint8_t kType = 0x05;
  std::uint16_t nsvci = 0;
  static constexpr auto elements() { return std::tuple(tlv(0x01, "NS-VCI", &NsBlockAck::nsvci)); }
  friend bool operator==(const NsBlockAck&, const NsBlockAck&) = default;
};

// PDUs that are their type and nothing else.
template <std::uint8_t Type>
struct NsBare {
  static constexpr std::uint8_t kType = Type;
  static constexpr auto elements() { return std::tuple<>(); }
  friend bool operator==(const NsBare&, const NsBare&) = default;
};
using NsUnblock = NsBare<0x06>;
using NsUnblockAck = NsBare<0x07>;
using NsAlive = NsBare<0x0a>;
using NsAliveAck = NsBare<0x0b>;

struct NsStatus {
  static constexpr std::uint8_t kType = 0x08;
  NsCause cause = NsCause::protocol_error;
  std::optional<std::uint16_t> nsvci;
  std::optional<Bytes> pdu;  // the one in error
  std::optional<std::uint16_t> bvci;
  static constexpr auto elements() {
    return std::tuple(tlv(0x00, "cause", &NsStatus::cause), tlv(0x01, "NS-VCI", &NsStatus::nsvci),
                      tlv(0x02, "NS PDU", &NsStatus::pdu), tlv(0x03, "BVCI", &NsStatus::bvci));
  }
  friend bool operator==(const NsStatus&, const NsStatus&) = default;
};

using NsPdu = std::variant<NsUnitdata, NsReset, NsResetAck, NsBlock, NsBlockAck, NsUnblock, NsUnblockAck, NsStatus,
                           NsAlive, NsAliveAck>;

Bytes encode_ns(const NsPdu& pdu);
// Error::answer is the NsCause of the NS-STATUS that the sender should be told (TS 48.016 7.6).
Result<NsPdu> decode_ns(ByteView octets);
const char* ns_pdu_name(const NsPdu& pdu);  // "reset_ack", as in trace events

}  // namespace foothold::rf_bridge::gb
