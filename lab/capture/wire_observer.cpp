// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/capture/wire_observer.h"

#include <optional>
#include <variant>

#include "gsm/gmm/messages/attach.h"
#include "gsm/identity/mobile_identity.h"
#include "gsm/identity/tlli.h"
#include "gsm/llc/frame.h"
#include "lab/capture/packet_event.h"
#include "rf_bridge/gb/bssgp_pdu.h"
#include "rf_bridge/gb/ns_pdu.h"
#include "trace/wire/ip_packet.h"

namespace foothold::lab::capture {
namespace {

namespace gb = rf_bridge::gb;
namespace gmm = gsm::gmm;
namespace llc = gsm::llc;

struct UplinkRequest {
  std::uint32_t tlli = 0;
  Bytes llc_pdu;
  gmm::AttachRequest message;
};

// The attach request in a datagram for the SGSN, if it is one.
std::optional<UplinkRequest> attach_request_in(ByteView datagram) {
  const auto ns = gb::decode_ns(datagram);
  const auto* const unitdata = ns ? std::get_if<gb::NsUnitdata>(&*ns) : nullptr;
  if (unitdata == nullptr || unitdata->bvci == gb::kSignallingBvci) return std::nullopt;
  const auto bssgp = gb::decode_bssgp(unitdata->sdu);
  const auto* const uplink = bssgp ? std::get_if<gb::UlUnitdata>(&*bssgp) : nullptr;
  if (uplink == nullptr) return std::nullopt;
  const auto frame = llc::decode_frame(uplink->llc_pdu, llc::Sender::mobile);
  if (!frame || frame->sapi != llc::Sapi::gmm) return std::nullopt;
  const auto* const ui = std::get_if<llc::UiControl>(&frame->control);
  // The SGSN would not take it with a wrong FCS; ciphered there is nothing to see.
  if (ui == nullptr || ui->ciphered || !llc::fcs_is_right(uplink->llc_pdu, *frame)) return std::nullopt;
  auto message = gmm::decode<gmm::AttachRequest>(frame->information);
  if (!message) return std::nullopt;
  return UplinkRequest{uplink->tlli, uplink->llc_pdu, std::move(*message)};
}

}  // namespace

std::vector<trace::Event> WireObserver::take(const trace::Event& packet) const {
  const auto datagram = trace::wire::ip_packet_in(packet);
  if (!datagram || datagram->protocol != trace::wire::kUdp || datagram->destination.port != kNsPort) return {};
  auto request = attach_request_in(datagram->payload);
  if (!request) return {};

  trace::Event event;
  event.time = packet.time;
  event.from = trace::Actor::m2me;
  event.to = trace::Actor::sgsn;
  event.layer = trace::Layer::gmm;
  event.kind = trace::Kind::received;
  event.name = "wire.attach_request";
  if (const auto* const imsi = std::get_if<gsm::Imsi>(&request->message.identity)) {
    event.device = imsi->digits();
    event.fields.push_back({"imsi", imsi->digits()});
  } else {
    event.fields.push_back({"identity", to_string(request->message.identity)});
  }
  event.fields.push_back({"tlli", gsm::Tlli{request->tlli}.to_string()});
  event.payload = trace::Payload::llc;
  event.uplink = true;
  event.bytes = std::move(request->llc_pdu);
  return {std::move(event)};
}

}  // namespace foothold::lab::capture
