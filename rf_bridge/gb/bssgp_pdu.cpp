// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/gb/bssgp_pdu.h"

#include <utility>

namespace foothold::rf_bridge::gb {

namespace {

int answer_to(Defect defect) {
  switch (defect) {
    case Defect::missing_element:
      return static_cast<int>(BssgpCause::missing_mandatory_element);
    case Defect::invalid_element:
    case Defect::too_short:
      return static_cast<int>(BssgpCause::invalid_mandatory_information);
    default:
      return static_cast<int>(BssgpCause::protocol_error);
  }
}

template <class Pdu>
Result<BssgpPdu> decode_one(ByteReader reader) {
  auto pdu = decode_elements<Pdu>(reader);
  if (pdu) return BssgpPdu(std::move(*pdu));
  pdu.error().answer = answer_to(static_cast<Defect>(pdu.error().answer));
  return tl::unexpected(std::move(pdu.error()));
}

// Tries the alternatives of BssgpPdu one after another: the list of PDUs stands in one place.
template <std::size_t Index = 0>
Result<BssgpPdu> decode_by_type(std::uint8_t type, ByteReader reader) {
  if constexpr (Index == std::variant_size_v<BssgpPdu>) {
    return fail("is not a type that this side knows: " + std::to_string(type), "BSSGP PDU type", 0,
                static_cast<int>(BssgpCause::protocol_error));
  } else {
    using Pdu = std::variant_alternative_t<Index, BssgpPdu>;
    return Pdu::kType == type ? decode_one<Pdu>(reader) : decode_by_type<Index + 1>(type, reader);
  }
}

}  // namespace

Bytes encode_bssgp(const BssgpPdu& pdu) {
  Bytes octets;
  ByteWriter writer(octets);
  std::visit(
      [&]<class Pdu>(const Pdu& message) {
        writer.u8(Pdu::kType);
        encode_elements(writer, message);
      },
      pdu);
  return octets;
}

Result<BssgpPdu> decode_bssgp(ByteView octets) {
  ByteReader reader(octets);
  auto type = reader.u8("BSSGP PDU type");
  if (!type) {
    type.error().answer = static_cast<int>(BssgpCause::protocol_error);
    return tl::unexpected(type.error());
  }
  return decode_by_type(*type, reader);
}

const char* bssgp_pdu_name(const BssgpPdu& pdu) {
  static constexpr const char* kNames[] = {"dl_unitdata",   "ul_unitdata",   "paging_ps",        "radio_status",
                                           "bvc_block",     "bvc_block_ack", "bvc_unblock",      "bvc_unblock_ack",
                                           "bvc_reset",     "bvc_reset_ack", "flow_control_bvc", "flow_control_bvc_ack",
                                           "llc_discarded", "status"};
  static_assert(std::size(kNames) == std::variant_size_v<BssgpPdu>);
  return kNames[pdu.index()];
}

const char* to_string(BssgpCause cause) {
  switch (cause) {
    case BssgpCause::processor_overload:
      return "processor overload";
    case BssgpCause::equipment_failure:
      return "equipment failure";
    case BssgpCause::transit_network_failure:
      return "transit network service failure";
    case BssgpCause::unknown_ms:
      return "unknown MS";
    case BssgpCause::bvci_unknown:
      return "BVCI unknown";
    case BssgpCause::cell_traffic_congestion:
      return "cell traffic congestion";
    case BssgpCause::sgsn_congestion:
      return "SGSN congestion";
    case BssgpCause::om_intervention:
      return "O&M intervention";
    case BssgpCause::bvci_blocked:
      return "BVCI blocked";
    case BssgpCause::semantically_incorrect_pdu:
      return "semantically incorrect PDU";
    case BssgpCause::invalid_mandatory_information:
      return "invalid mandatory information";
    case BssgpCause::missing_mandatory_element:
      return "missing mandatory element";
    case BssgpCause::missing_conditional_element:
      return "missing conditional element";
    case BssgpCause::pdu_not_compatible_with_state:
      return "PDU not compatible with the protocol state";
    case BssgpCause::protocol_error:
      return "protocol error";
  }
  return "cause not known here";
}

}  // namespace foothold::rf_bridge::gb
