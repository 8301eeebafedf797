// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sndcp/sndcp_ms.h"

#include <algorithm>
#include <string>

namespace foothold::gsm::sndcp {
namespace {

constexpr std::size_t kMaxSegments = 16;  // the segment number has four bits

trace::Event ip_event(trace::Kind kind, std::uint8_t nsapi, ByteView packet) {
  trace::Event event;
  event.layer = trace::Layer::ip;
  event.kind = kind;
  event.name = "ip.packet";
  event.from = kind == trace::Kind::sent ? trace::Actor::m2me : trace::Actor::ggsn;
  event.to = kind == trace::Kind::sent ? trace::Actor::ggsn : trace::Actor::m2me;
  event.fields.push_back({"nsapi", std::to_string(nsapi)});
  event.fields.push_back({"octets", std::to_string(packet.size())});  // the packet itself is seen in GTP
  return event;
}

trace::Event discarded(std::string reason) {
  trace::Event event;
  event.layer = trace::Layer::sndcp;
  event.kind = trace::Kind::discarded;
  event.name = "sndcp.discarded";
  event.from = trace::Actor::m2me;
  event.fields.push_back({"reason", std::move(reason)});
  return event;
}

}  // namespace

void SndcpMs::activate(std::uint8_t nsapi, llc::Sapi sapi, std::uint16_t n201_u) {
  contexts_.insert_or_assign(nsapi, Context{sapi, n201_u, 0, {}});
}

void SndcpMs::deactivate(std::uint8_t nsapi) {
  contexts_.erase(nsapi);
}

void SndcpMs::set_n201_u(llc::Sapi sapi, std::uint16_t n201_u) {
  for (auto& [nsapi, context] : contexts_) {
    if (context.sapi == sapi) context.n201_u = n201_u;
  }
}

void SndcpMs::send(std::uint8_t nsapi, ByteView n_pdu, Effects& effects) {
  const auto it = contexts_.find(nsapi);
  if (it == contexts_.end()) {
    effects.emplace_back(discarded("no PDP context has NSAPI " + std::to_string(nsapi)));
    return;
  }
  auto& context = it->second;
  const std::size_t room_first = context.n201_u - header_octets(true), room = context.n201_u - header_octets(false);
  if (n_pdu.empty() || n_pdu.size() > room_first + (kMaxSegments - 1) * room) {
    effects.emplace_back(discarded("an N-PDU of " + std::to_string(n_pdu.size()) + " octets cannot be segmented"));
    return;
  }
  effects.emplace_back(ip_event(trace::Kind::sent, nsapi, n_pdu));
  SnUnitdata pdu;
  pdu.nsapi = nsapi;
  pdu.n_pdu = context.next_n_pdu;
  context.next_n_pdu = (context.next_n_pdu + 1) & 0x0fff;
  while (!n_pdu.empty()) {
    pdu.first = pdu.segment == 0;
    pdu.data = n_pdu.first(std::min(n_pdu.size(), pdu.first ? room_first : room));
    n_pdu = n_pdu.subspan(pdu.data.size());
    pdu.more = !n_pdu.empty();
    effects.emplace_back(UnitdataRequest{context.sapi, encode_sn_unitdata(pdu)});
    ++pdu.segment;
  }
}

void SndcpMs::on_sdu(llc::Sapi sapi, ByteView sdu, Effects& effects) {
  const auto pdu = decode_sn_unitdata(sdu);
  if (!pdu) {
    effects.emplace_back(discarded(to_string(pdu.error())));
    return;
  }
  const auto it = contexts_.find(pdu->nsapi);
  if (it == contexts_.end() || it->second.sapi != sapi) {
    effects.emplace_back(discarded("no PDP context has NSAPI " + std::to_string(pdu->nsapi) + " on this SAPI"));
    return;
  }
  if (pdu->dcomp != 0 || pdu->pcomp != 0) {
    effects.emplace_back(discarded("compressed, but no compression was negotiated"));
    return;
  }
  auto outcome = it->second.reassembly.add(*pdu);
  if (outcome.dropped != 0) effects.emplace_back(discarded("an N-PDU could not be put together"));
  if (outcome.n_pdu) {
    effects.emplace_back(ip_event(trace::Kind::received, pdu->nsapi, *outcome.n_pdu));
    effects.emplace_back(NPduIndication{pdu->nsapi, std::move(*outcome.n_pdu)});
  }
}

}  // namespace foothold::gsm::sndcp
