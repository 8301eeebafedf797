// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/um/um_trace.h"

#include <utility>

#include "rf_bridge/gsmtap/um_frame.h"

namespace foothold::rf_bridge::um {
namespace {

trace::Event frame_event(std::string name, const gsmtap::UmFrame& frame, const std::string& device) {
  trace::Event event;
  event.device = device;
  event.from = frame.uplink ? trace::Actor::m2me : trace::Actor::bss;
  event.to = frame.uplink ? trace::Actor::bss : trace::Actor::m2me;
  event.layer = trace::Layer::um;
  event.kind = frame.uplink ? trace::Kind::sent : trace::Kind::received;
  event.name = std::move(name);
  event.fields = {{"frame", std::to_string(frame.frame_number.value())}, {"timeslot", std::to_string(frame.timeslot)}};
  event.payload = trace::Payload::gsmtap;
  event.uplink = frame.uplink;
  event.bytes = encode(frame);
  return event;
}

}  // namespace

trace::Event event_of(const gsm::l1::DownlinkBlock& block, const std::string& device) {
  return frame_event("um.downlink_block", gsmtap::frame_of(block), device);
}

trace::Event event_of(const gsm::l1::UplinkBlock& block, std::uint16_t arfcn, const std::string& device) {
  return frame_event("um.uplink_block", gsmtap::frame_of(block, arfcn), device);
}

trace::Event access_burst_event(std::uint8_t random_access, gsm::l1::FrameNumber frame_number, std::uint16_t arfcn,
                                const std::string& device) {
  return frame_event("um.access_burst", gsmtap::access_burst(random_access, frame_number, arfcn), device);
}

trace::Event counters_event(const gsm::grr::Counters& counters, const std::string& device) {
  trace::Event event;
  event.device = device;
  event.from = trace::Actor::m2me;
  event.layer = trace::Layer::um;
  event.kind = trace::Kind::state;
  event.name = "um.counters";
  const auto add = [&](const char* name, std::uint64_t value) {
    event.fields.push_back({name, std::to_string(value)});
  };
  add("access_bursts", counters.access_bursts);
  add("access_failures", counters.access_failures);
  add("contentions_lost", counters.contentions_lost);
  add("uplink_tbfs", counters.uplink_tbfs);
  add("downlink_tbfs", counters.downlink_tbfs);
  add("tbf_failures", counters.tbf_failures);
  add("uplink_blocks", counters.uplink_blocks);
  add("retransmitted_blocks", counters.retransmitted_blocks);
  add("downlink_blocks", counters.downlink_blocks);
  add("repeated_blocks", counters.repeated_blocks);
  add("undecodable_blocks", counters.undecodable_blocks);
  add("discarded_blocks", counters.discarded_blocks);
  add("timer_expiries", counters.timer_expiries);
  add("polls_answered", counters.polls_answered);
  add("uplink_llc_octets", counters.uplink_llc_octets);
  add("downlink_llc_octets", counters.downlink_llc_octets);
  add("cells_lost", counters.cells_lost);
  return event;
}

}  // namespace foothold::rf_bridge::um
