// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/capture/recognise.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <variant>

#include "gsm/identity/mobile_identity.h"
#include "gsm/identity/tlli.h"
#include "gsm/llc/frame.h"
#include "trace/wire/gsmtap.h"
#include "trace/wire/ip_packet.h"

namespace foothold::gui::capture {
namespace {

using trace::Actor;
using trace::Layer;
namespace wire = trace::wire;

struct MessageName {
  std::uint8_t type;
  std::string_view name;
};

// TS 24.008 table 10.4.
constexpr std::array kGmm = {
    MessageName{0x01, "gmm.attach_request"},
    MessageName{0x02, "gmm.attach_accept"},
    MessageName{0x03, "gmm.attach_complete"},
    MessageName{0x04, "gmm.attach_reject"},
    MessageName{0x05, "gmm.detach_request"},
    MessageName{0x06, "gmm.detach_accept"},
    MessageName{0x08, "gmm.routing_area_update_request"},
    MessageName{0x09, "gmm.routing_area_update_accept"},
    MessageName{0x0a, "gmm.routing_area_update_complete"},
    MessageName{0x0b, "gmm.routing_area_update_reject"},
    MessageName{0x10, "gmm.ptmsi_reallocation_command"},
    MessageName{0x11, "gmm.ptmsi_reallocation_complete"},
    MessageName{0x12, "gmm.authentication_and_ciphering_request"},
    MessageName{0x13, "gmm.authentication_and_ciphering_response"},
    MessageName{0x14, "gmm.authentication_and_ciphering_reject"},
    MessageName{0x15, "gmm.identity_request"},
    MessageName{0x16, "gmm.identity_response"},
    MessageName{0x1c, "gmm.authentication_and_ciphering_failure"},
    MessageName{0x20, "gmm.gmm_status"},
    MessageName{0x21, "gmm.gmm_information"},
};
// TS 24.008 table 10.4a.
constexpr std::array kSm = {
    MessageName{0x41, "sm.activate_pdp_context_request"},  MessageName{0x42, "sm.activate_pdp_context_accept"},
    MessageName{0x43, "sm.activate_pdp_context_reject"},   MessageName{0x46, "sm.deactivate_pdp_context_request"},
    MessageName{0x47, "sm.deactivate_pdp_context_accept"},
};
// libosmocore's gsup.h.
constexpr std::array kGsup = {
    MessageName{0x04, "gsup.update_location_request"}, MessageName{0x05, "gsup.update_location_error"},
    MessageName{0x06, "gsup.update_location_result"},  MessageName{0x08, "gsup.send_auth_info_request"},
    MessageName{0x09, "gsup.send_auth_info_error"},    MessageName{0x0a, "gsup.send_auth_info_result"},
    MessageName{0x0c, "gsup.purge_ms_request"},        MessageName{0x0e, "gsup.purge_ms_result"},
    MessageName{0x10, "gsup.insert_data_request"},     MessageName{0x12, "gsup.insert_data_result"},
    MessageName{0x1c, "gsup.location_cancel_request"}, MessageName{0x1e, "gsup.location_cancel_result"},
};

std::string_view name_in(const auto& table, std::uint8_t type) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const MessageName& row) { return row.type == type; });
  return found == table.end() ? std::string_view{} : found->name;
}

std::uint16_t u16(ByteView bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] << 8U | bytes[at + 1]);
}

// Whoever sent it, the other one is its receiver.
void between(Recognised& out, Actor mobile_side, Actor network_side, bool uplink) {
  out.uplink = uplink;
  out.from = uplink ? mobile_side : network_side;
  out.to = uplink ? network_side : mobile_side;
}

// Layer 3 of the packet domain (TS 24.007 11.2): protocol discriminator, then the message type.
void read_layer3(Recognised& out, ByteView message) {
  if (message.size() < 2) return;
  const std::uint8_t discriminator = message[0] & 0x0fU;
  std::string_view name;
  if (discriminator == 8) name = name_in(kGmm, message[1]);
  if (discriminator == 10) name = name_in(kSm, message[1]);
  if (name.empty()) return;
  out.layer = discriminator == 8 ? Layer::gmm : Layer::sm;
  out.name = name;
  out.message = message;
}

void read_llc(Recognised& out, ByteView pdu) {
  out.layer = Layer::llc;
  out.protocol = "LLC";
  out.name = "llc.pdu";
  out.message = pdu;
  between(out, Actor::m2me, Actor::sgsn, out.uplink);
  const auto frame = gsm::llc::decode_frame(pdu, out.uplink ? gsm::llc::Sender::mobile : gsm::llc::Sender::sgsn);
  if (!frame) return;
  const auto* const ui = std::get_if<gsm::llc::UiControl>(&frame->control);
  if (ui == nullptr) return;
  out.name = "llc.ui";
  if (!ui->ciphered && frame->sapi == gsm::llc::Sapi::gmm) read_layer3(out, frame->information);
}

// TS 48.018 10.2: UL- and DL-UNITDATA; the LLC PDU is element 0x0e, the last one.
bool read_bssgp(Recognised& out, ByteView pdu) {
  if (pdu.empty()) return false;
  out.layer = Layer::bssgp;
  out.protocol = "BSSGP";
  out.name = "bssgp.pdu";
  out.message = pdu;
  const std::uint8_t type = pdu[0];
  if (type > 1) return true;
  out.uplink = type == 1;
  between(out, Actor::bss, Actor::sgsn, out.uplink);
  if (pdu.size() < 8) return true;
  out.tlli = static_cast<std::uint32_t>(u16(pdu, 1)) << 16U | u16(pdu, 3);
  // After the TLLI: the QoS profile (3 octets), and in an UL-UNITDATA the cell identifier as TLV among the others.
  std::size_t at = 8;
  while (at + 2 <= pdu.size()) {
    const std::uint8_t element = pdu[at++];
    std::size_t length = pdu[at++];
    if ((length & 0x80U) != 0) {
      length &= 0x7fU;
    } else {
      if (at >= pdu.size()) return true;
      length = length << 8U | pdu[at++];
    }
    if (length > pdu.size() - at) return true;
    if (element == 0x0e) {
      read_llc(out, pdu.subspan(at, length));
      return true;
    }
    at += length;
  }
  return true;
}

// TS 48.016 9.2: NS-UNITDATA carries BSSGP; the signalling PDUs are told by their type.
bool read_ns(Recognised& out, ByteView payload) {
  constexpr std::array<std::uint8_t, 9> kSignalling = {0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x0a, 0x0b};
  if (payload.empty()) return false;
  if (payload[0] == 0x00 && payload.size() > 4) return read_bssgp(out, payload.subspan(4));
  if (std::find(kSignalling.begin(), kSignalling.end(), payload[0]) == kSignalling.end()) return false;
  out.layer = Layer::ns;
  out.protocol = "NS";
  out.name = "ns.pdu";
  out.message = payload;
  return true;
}

bool read_gsmtap(Recognised& out, ByteView payload) {
  using wire::GsmtapType;
  const auto gsmtap = wire::decode_gsmtap(payload);
  if (!gsmtap) return false;
  out.uplink = gsmtap->header.uplink;
  out.protocol = "GSMTAP";
  out.message = gsmtap->payload;
  switch (gsmtap->header.type) {
    case GsmtapType::sim:
      out.layer = Layer::apdu;
      out.name = "apdu.exchange";
      between(out, Actor::m2me, Actor::tre, true);
      return true;
    case GsmtapType::gb_llc:
      read_llc(out, gsmtap->payload);
      return true;
    case GsmtapType::um:
    case GsmtapType::abis:
    case GsmtapType::um_burst:
      out.layer = Layer::um;
      out.name = "um.block";
      between(out, Actor::m2me, Actor::bss, out.uplink);
      return true;
    case GsmtapType::gb_sndcp:
      out.layer = Layer::sndcp;
      out.name = "sndcp.pdu";
      between(out, Actor::m2me, Actor::sgsn, out.uplink);
      return true;
    default:
      out.layer = Layer::lab;
      out.name = "gsmtap.message";
      return true;
  }
}

// IPA with GSUP (protocol 0xee, extension 0x05), as osmo-hlr speaks it.
bool read_gsup(Recognised& out, ByteView payload) {
  if (payload.size() < 5 || payload[2] != 0xee || payload[3] != 0x05) return false;
  const std::size_t length = std::min<std::size_t>(u16(payload, 0), payload.size() - 3);
  if (length < 2) return false;
  const ByteView message = payload.subspan(4, length - 1);
  out.layer = Layer::gsup;
  out.protocol = "GSUP";
  const std::string_view name = name_in(kGsup, message[0]);
  out.name = name.empty() ? "gsup.message" : name;
  out.message = message;
  // The HLR begins only these; their answers come from the SGSN, all others from the HLR.
  const std::uint8_t procedure = message[0] & 0xfcU;
  const bool from_hlr = procedure == 0x10 || procedure == 0x14 || procedure == 0x1c;
  const bool request = (message[0] & 3U) == 0;
  between(out, Actor::sgsn, Actor::hlr, from_hlr != request);
  return true;
}

void read_ipv4(Recognised& out, ByteView octets) {
  out.message = octets;
  out.protocol = "IP";
  const auto packet = wire::decode_ipv4(octets);
  if (!packet) return;
  if (packet->protocol == wire::kIcmp) out.protocol = "ICMP";
  if (packet->protocol == wire::kUdp) {
    out.protocol = "UDP";
    if (packet->has_port(wire::kGsmtapPort) && read_gsmtap(out, packet->payload)) return;
    if (packet->has_port(2152) || packet->has_port(2123) || packet->has_port(3386)) {
      out.layer = Layer::gtp;
      out.protocol = "GTP";
      return;
    }
    // NS has no port of its own (TS 48.016 6.1); these are what BSS and SGSN are configured with as a rule.
    constexpr std::array<std::uint16_t, 4> kNsPorts = {23000, 23001, 2157, 22000};
    if (std::any_of(kNsPorts.begin(), kNsPorts.end(), [&](std::uint16_t port) { return packet->has_port(port); })) {
      read_ns(out, packet->payload);
    }
  }
  if (packet->protocol == wire::kTcp) {
    out.protocol = "TCP";
    if (packet->has_port(4222)) read_gsup(out, packet->payload);
  }
}

}  // namespace

Recognised recognise(std::uint16_t link_type, ByteView packet) {
  constexpr std::uint16_t kLinkTypeLlc = 169;  // LINKTYPE_GPRS_LLC
  Recognised out;
  out.message = packet;
  if (const auto ip = wire::ipv4_in(link_type, packet)) {
    read_ipv4(out, *ip);
  } else if (link_type == kLinkTypeLlc) {
    read_llc(out, packet);
  } else {
    out.protocol = "frame";
  }
  return out;
}

std::string imsi_of(const Recognised& recognised) {
  const ByteView message = recognised.message;
  ByteView identity;
  if (recognised.layer == Layer::gsup && message.size() >= 3 && message[1] == 0x01) {
    // TBCD without the type of identity: the digits alone (TS 29.002 17.7.8).
    std::string digits;
    for (const std::uint8_t octet : message.subspan(3, std::min<std::size_t>(message[2], message.size() - 3))) {
      for (const unsigned digit : {octet & 0x0fU, static_cast<unsigned>(octet) >> 4U}) {
        if (digit <= 9 && digits.size() < 15) digits.push_back(static_cast<char>('0' + digit));
      }
    }
    return digits.size() >= 6 ? digits : std::string{};
  }
  if (recognised.name == "gmm.attach_request" && message.size() > 3) {
    // LV of the network capability, attach type, two octets of DRX parameter, then LV of the identity.
    const std::size_t at = 3 + message[2] + std::size_t{3};
    if (at < message.size())
      identity = message.subspan(at + 1, std::min<std::size_t>(message[at], message.size() - at - 1));
  } else if (recognised.name == "gmm.identity_response" && message.size() > 3) {
    identity = message.subspan(3, std::min<std::size_t>(message[2], message.size() - 3));
  }
  if (identity.empty()) return {};
  const auto decoded = gsm::decode_mobile_identity(identity);
  if (!decoded) return {};
  const auto* const imsi = std::get_if<gsm::Imsi>(&*decoded);
  return imsi == nullptr ? std::string{} : std::string(imsi->digits());
}

trace::Event to_event(const Recognised& recognised, std::uint16_t link_type, ByteView packet) {
  trace::Event event;
  event.from = recognised.from;
  event.to = recognised.to;
  event.layer = recognised.layer;
  event.kind = trace::Kind::received;
  event.name = recognised.name;
  event.uplink = recognised.uplink;
  if (recognised.tlli != 0) event.fields.push_back({"tlli", gsm::Tlli{recognised.tlli}.to_string()});
  if (std::string imsi = imsi_of(recognised); !imsi.empty()) event.fields.push_back({"imsi", std::move(imsi)});
  if (recognised.name == "wire.packet" && !recognised.protocol.empty()) {
    event.fields.push_back({"protocol", std::string(recognised.protocol)});
  }
  if (wire::ipv4_in(link_type, packet)) {
    event.payload = link_type == 1 ? trace::Payload::ethernet : trace::Payload::ipv4;
  }
  event.bytes.assign(packet.begin(), packet.end());
  return event;
}

}  // namespace foothold::gui::capture
