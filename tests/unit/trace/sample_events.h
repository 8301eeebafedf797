// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <vector>

#include "base/hex.h"
#include "trace/event.h"

namespace foothold::trace::test {

// An attach request with IMSI as an LLC PDU, sent to osmo-sgsn 1.9.0 and taken off the Gb interface there.
inline Bytes attach_request_llc() {
  return *from_hex(
      "01c00108010265e0710a0008091010000000001000f1100001011918b3432b2596620060809ac2c662006080bac8c66200608000c8df49");
}

inline Event event_of(const char* name, Layer layer = Layer::gmm, Kind kind = Kind::received) {
  Event event;
  event.time = Time(std::chrono::nanoseconds(1763963394123456789));  // 2025-11-24 05:49:54.123456789
  event.device = "001020000000001";
  event.from = Actor::m2me;
  event.to = Actor::sgsn;
  event.layer = layer;
  event.kind = kind;
  event.name = name;
  return event;
}

// One of each payload, and what a describer or an escape might trip over.
inline std::vector<Event> sample_events() {
  std::vector<Event> events;
  Event attach = event_of("gmm.attach_request");
  attach.fields = {{"imsi", "001020000000001"}, {"again", "1"}, {"again", "2"}};
  attach.payload = Payload::llc;
  attach.uplink = true;
  attach.bytes = attach_request_llc();
  events.push_back(attach);

  Event apdu = event_of("apdu.get_data", Layer::apdu, Kind::sent);
  apdu.from = Actor::m2me;
  apdu.to = Actor::tre;
  apdu.payload = Payload::sim_apdu;
  apdu.uplink = true;
  apdu.bytes = *from_hex("00a4040007a0000000871002 9000");  // SELECT of the USIM by its AID
  events.push_back(apdu);

  Event ip = event_of("wire.packet", Layer::ip);
  ip.payload = Payload::ipv4;
  // ICMP echo request, 10.46.0.1 to 10.23.1.1, checksums right.
  ip.bytes = *from_hex("4500001c0001400040 01259a 0a2e0001 0a170101 0800f7fd00010001");
  events.push_back(ip);

  Event frame = event_of("wire.packet", Layer::ip);
  frame.payload = Payload::ethernet;
  frame.bytes = *from_hex("000000000000000000000000 0800");
  frame.bytes.insert(frame.bytes.end(), ip.bytes.begin(), ip.bytes.end());
  events.push_back(frame);

  Event um = event_of("um.frame", Layer::um);
  um.payload = Payload::gsmtap;
  // A GSMTAP message with the same LLC PDU, downlink.
  um.bytes = *from_hex("02040800000000000000000000000000");
  const Bytes llc = attach_request_llc();
  um.bytes.insert(um.bytes.end(), llc.begin(), llc.end());
  events.push_back(um);

  Event ready = event_of("service.ready", Layer::lab, Kind::state);
  ready.from = Actor::icf;
  ready.to = Actor::none;
  ready.device.clear();
  ready.fields = {{"text", "quote \" backslash \\ line\nfeed \x1b[31m and \u00fcmlaut"}, {"empty", ""}};
  events.push_back(ready);

  Event step = event_of("step.done", Layer::lab, Kind::step);
  step.step = 12;
  step.fields = {{"label", "12a"}};
  events.push_back(step);

  Event odd = event_of("http.body", Layer::http, Kind::discarded);
  odd.bytes = {0x00, 0xff, 0x7f};  // octets that Wireshark has no dissector for
  events.push_back(odd);
  return events;
}

}  // namespace foothold::trace::test
