// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/mobile_dialogue.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <variant>

#include "gsm/gmm/messages/attach.h"
#include "gsm/gmm/messages/identity.h"
#include "gsm/gmm/messages/ptmsi_reallocation.h"
#include "gsm/gmm/messages/routing_area_update.h"
#include "rf_bridge/gb/bssgp_pdu.h"
#include "rf_bridge/gb/ns_pdu.h"

namespace foothold::lab::replay {
namespace {

namespace gb = rf_bridge::gb;
namespace gmm = gsm::gmm;
namespace llc = gsm::llc;

// NS has no port of its own (TS 48.016 6.1); these are what BSS and SGSN are configured with as a rule.
constexpr std::array<std::uint16_t, 4> kNsPorts = {2157, 22000, 23000, 23001};

bool is_ns_port(std::uint16_t port) {
  return std::find(kNsPorts.begin(), kNsPorts.end(), port) != kNsPorts.end();
}

bool carries_user_data(llc::Sapi sapi) {
  return sapi == llc::Sapi::ll3 || sapi == llc::Sapi::ll5 || sapi == llc::Sapi::ll9 || sapi == llc::Sapi::ll11;
}

// Our own traces show a frame in the clear with the E bit that it had on the air: whether the FCS fits tells.
DialogueMessage read_frame(std::size_t packet, bool uplink, ByteView pdu) {
  DialogueMessage message;
  message.packet = packet;
  message.uplink = uplink;
  const auto frame = llc::decode_frame(pdu, uplink ? llc::Sender::mobile : llc::Sender::sgsn);
  if (!frame) return message;
  message.sapi = frame->sapi;
  message.command = frame->command;
  if (const auto* ui = std::get_if<llc::UiControl>(&frame->control)) {
    if (carries_user_data(frame->sapi)) {
      message.kind = DialogueMessage::Kind::user_data;
    } else if (ui->ciphered && !llc::fcs_is_right(pdu, *frame)) {
      message.kind = DialogueMessage::Kind::unreadable;
    } else if (frame->sapi == llc::Sapi::gmm) {
      message.kind = DialogueMessage::Kind::layer3;
      message.information.assign(frame->information.begin(), frame->information.end());
    }
  } else if (const auto* u = std::get_if<llc::UControl>(&frame->control)) {
    if (u->command == llc::UCommand::xid) message.kind = DialogueMessage::Kind::xid;
    message.poll_final = u->poll_final;
    message.information.assign(frame->information.begin(), frame->information.end());
  }
  return message;
}

std::string imsi_in(const gsm::MobileIdentity& identity) {
  const auto* imsi = std::get_if<gsm::Imsi>(&identity);
  return imsi == nullptr ? std::string{} : std::string(imsi->digits());
}

// The IMSI that a message of the mobile tells.
std::string told_imsi(const DialogueMessage& message) {
  if (!message.uplink || message.kind != DialogueMessage::Kind::layer3) return {};
  if (const auto attach = gmm::decode<gmm::AttachRequest>(message.information)) return imsi_in(attach->identity);
  if (const auto response = gmm::decode<gmm::IdentityResponse>(message.information)) return imsi_in(response->identity);
  return {};
}

std::optional<gsm::Ptmsi> allotted_ptmsi(const DialogueMessage& message) {
  if (message.uplink || message.kind != DialogueMessage::Kind::layer3) return std::nullopt;
  if (const auto accept = gmm::decode<gmm::AttachAccept>(message.information)) return accept->allocated_ptmsi;
  if (const auto accept = gmm::decode<gmm::RoutingAreaUpdateAccept>(message.information))
    return accept->allocated_ptmsi;
  if (const auto command = gmm::decode<gmm::PtmsiReallocationCommand>(message.information))
    return command->allocated_ptmsi;
  return std::nullopt;
}

std::uint32_t tlli_from(const std::string& hex) {
  std::uint32_t tlli = 0;
  std::from_chars(hex.data(), hex.data() + hex.size(), tlli, 16);
  return tlli;
}

}  // namespace

bool MobileDialogue::attaches() const {
  return std::any_of(messages.begin(), messages.end(), [](const DialogueMessage& message) {
    return message.uplink && message.kind == DialogueMessage::Kind::layer3 &&
           gmm::decode<gmm::AttachRequest>(message.information).has_value();
  });
}

void DialogueReader::take(const CapturedPacket& packet) {
  if (packet.event && packet.event->layer == trace::Layer::llc) return take_event(packet);
  if (packet.event && packet.event->name != "wire.packet") return;  // tells of a frame that is there already
  if (const auto message = gsmtap_in(packet.link_type, packet.octets)) {
    if (message->header.type == wire::GsmtapType::gb_llc)
      take_frame(gsmtap_, packet.number, message->header.uplink, 0, message->payload, {});
    return;
  }
  const auto datagram = datagram_in(packet.link_type, packet.octets);
  if (datagram && (is_ns_port(datagram->source.port) || is_ns_port(datagram->destination.port)))
    take_gb(packet, datagram->payload);
}

void DialogueReader::take_event(const CapturedPacket& packet) {
  const auto& event = *packet.event;
  if (event.kind != trace::Kind::sent && event.kind != trace::Kind::received) return;
  const auto tlli = tlli_from(event.field("tlli"));
  if (event.payload == trace::Payload::llc) {
    const auto message = gsmtap_in(packet.link_type, packet.octets);
    if (message) take_frame(events_, packet.number, event.uplink, tlli, message->payload, {});
  } else if (event.name == "llc.ui") {  // user data goes without its octets
    DialogueMessage message;
    message.packet = packet.number;
    message.uplink = event.uplink;
    message.kind = DialogueMessage::Kind::user_data;
    mobile(events_, tlli, {}).messages.push_back(std::move(message));
  }
}

void DialogueReader::take_gb(const CapturedPacket& packet, ByteView datagram) {
  const auto ns = gb::decode_ns(datagram);
  const auto* unitdata = ns ? std::get_if<gb::NsUnitdata>(&*ns) : nullptr;
  if (unitdata == nullptr || unitdata->bvci == gb::kSignallingBvci) return;
  const auto bssgp = gb::decode_bssgp(unitdata->sdu);
  if (!bssgp) return;
  if (const auto* up = std::get_if<gb::UlUnitdata>(&*bssgp)) {
    cell_ = up->cell;
    take_frame(gb_, packet.number, true, up->tlli, up->llc_pdu, {});
  } else if (const auto* down = std::get_if<gb::DlUnitdata>(&*bssgp)) {
    const auto identity = down->imsi ? gsm::decode_mobile_identity(*down->imsi) : Result<gsm::MobileIdentity>{};
    take_frame(gb_, packet.number, false, down->tlli, down->llc_pdu, identity ? imsi_in(*identity) : std::string{});
  }
}

void DialogueReader::take_frame(Source& source, std::size_t packet, bool uplink, std::uint32_t tlli, ByteView pdu,
                                const std::string& imsi) {
  auto message = read_frame(packet, uplink, pdu);
  auto told = told_imsi(message);
  learn(source, tlli, message);
  mobile(source, tlli, told.empty() ? imsi : told).messages.push_back(std::move(message));
}

// Whose frame it is. An IMSI that another mobile is known by takes the TLLI over: TLLIs are given anew.
MobileDialogue& DialogueReader::mobile(Source& source, std::uint32_t tlli, const std::string& imsi) {
  auto known = source.by_tlli.find(tlli);
  if (!imsi.empty()) {
    const auto subscriber = source.by_imsi.find(imsi);
    if (subscriber != source.by_imsi.end()) {
      source.by_tlli[tlli] = subscriber->second;
      return source.mobiles[subscriber->second];
    }
    // One that was met by its TLLI alone has told its name now.
    if (known == source.by_tlli.end() || !source.mobiles[known->second].imsi.empty()) {
      source.by_tlli[tlli] = source.mobiles.size();
      source.mobiles.push_back({});
      known = source.by_tlli.find(tlli);
    }
    source.by_imsi[imsi] = known->second;
    source.mobiles[known->second].imsi = imsi;
    return source.mobiles[known->second];
  }
  if (known == source.by_tlli.end()) {
    known = source.by_tlli.emplace(tlli, source.mobiles.size()).first;
    source.mobiles.push_back({});
  }
  return source.mobiles[known->second];
}

// A P-TMSI that is allotted to a mobile names it from then on, by two TLLIs.
void DialogueReader::learn(Source& source, std::uint32_t tlli, const DialogueMessage& message) {
  const auto ptmsi = allotted_ptmsi(message);
  const auto owner = source.by_tlli.find(tlli);
  if (!ptmsi || owner == source.by_tlli.end()) return;
  const auto index = owner->second;
  source.by_tlli[gsm::Tlli::local(*ptmsi).value] = index;
  source.by_tlli[gsm::Tlli::foreign(*ptmsi).value] = index;
}

const std::vector<MobileDialogue>& DialogueReader::dialogues() const {
  for (const auto* source : {&events_, &gb_}) {
    if (!source->mobiles.empty()) return source->mobiles;
  }
  return gsmtap_.mobiles;
}

}  // namespace foothold::lab::replay
