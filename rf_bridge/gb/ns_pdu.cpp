// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/gb/ns_pdu.h"

#include <utility>

namespace foothold::rf_bridge::gb {

namespace {

int answer_to(Defect defect) {
  switch (defect) {
    case Defect::missing_element:
      return static_cast<int>(NsCause::missing_essential_element);
    case Defect::invalid_element:
    case Defect::too_short:
      return static_cast<int>(NsCause::invalid_essential_element);
    default:
      return static_cast<int>(NsCause::protocol_error);
  }
}

Result<NsPdu> decode_unitdata(ByteReader reader) {
  NsUnitdata pdu;
  auto control = reader.u8("NS SDU control bits");
  auto bvci = reader.u16("BVCI");
  if (!control || !bvci) return tl::unexpected(control ? bvci.error() : control.error());
  pdu.control = *control;
  pdu.bvci = *bvci;
  pdu.sdu.assign(reader.rest().begin(), reader.rest().end());
  return pdu;
}

template <class Pdu>
Result<NsPdu> decode_one(ByteReader reader) {
  if constexpr (std::is_same_v<Pdu, NsUnitdata>) {
    auto pdu = decode_unitdata(reader);
    if (!pdu) pdu.error().answer = static_cast<int>(NsCause::invalid_essential_element);
    return pdu;
  } else {
    auto pdu = decode_elements<Pdu>(reader);
    if (pdu) return NsPdu(std::move(*pdu));
    pdu.error().answer = answer_to(static_cast<Defect>(pdu.error().answer));
    return tl::unexpected(std::move(pdu.error()));
  }
}

// Tries the alternatives of NsPdu one after another: the list of PDUs stands in one place.
template <std::size_t Index = 0>
Result<NsPdu> decode_by_type(std::uint8_t type, ByteReader reader) {
  if constexpr (Index == std::variant_size_v<NsPdu>) {
    return fail("is not a type that this side knows: " + std::to_string(type), "NS PDU type", 0,
                static_cast<int>(NsCause::protocol_error));
  } else {
    using Pdu = std::variant_alternative_t<Index, NsPdu>;
    return Pdu::kType == type ? decode_one<Pdu>(reader) : decode_by_type<Index + 1>(type, reader);
  }
}

}  // namespace

Bytes encode_ns(const NsPdu& pdu) {
  Bytes octets;
  ByteWriter writer(octets);
  std::visit(
      [&]<class Pdu>(const Pdu& message) {
        writer.u8(Pdu::kType);
        if constexpr (std::is_same_v<Pdu, NsUnitdata>) {
          writer.u8(message.control);
          writer.u16(message.bvci);
          writer.bytes(message.sdu);
        } else {
          encode_elements(writer, message);
        }
      },
      pdu);
  return octets;
}

Result<NsPdu> decode_ns(ByteView octets) {
  ByteReader reader(octets);
  auto type = reader.u8("NS PDU type");
  if (!type) {
    type.error().answer = static_cast<int>(NsCause::protocol_error);
    return tl::unexpected(type.error());
  }
  return decode_by_type(*type, reader);
}

const char* ns_pdu_name(const NsPdu& pdu) {
  static constexpr const char* kNames[] = {"unitdata", "reset",       "reset_ack", "block", "block_ack",
                                           "unblock",  "unblock_ack", "status",    "alive", "alive_ack"};
  static_assert(std::size(kNames) == std::variant_size_v<NsPdu>);
  return kNames[pdu.index()];
}

const char* to_string(NsCause cause) {
  switch (cause) {
    case NsCause::transit_network_failure:
      return "transit network failure";
    case NsCause::om_intervention:
      return "O&M intervention";
    case NsCause::equipment_failure:
      return "equipment failure";
    case NsCause::nsvc_blocked:
      return "NS-VC blocked";
    case NsCause::nsvc_unknown:
      return "NS-VC unknown";
    case NsCause::bvci_unknown:
      return "BVCI unknown on that NSE";
    case NsCause::semantically_incorrect_pdu:
      return "semantically incorrect PDU";
    case NsCause::pdu_not_compatible_with_state:
      return "PDU not compatible with the protocol state";
    case NsCause::protocol_error:
      return "protocol error";
    case NsCause::invalid_essential_element:
      return "invalid essential element";
    case NsCause::missing_essential_element:
      return "missing essential element";
  }
  return "cause not known here";
}

}  // namespace foothold::rf_bridge::gb
