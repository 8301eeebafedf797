// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "trace/event.h"

namespace foothold::gui::capture {

// What a packet that others captured is, as far as its headers tell. Nothing is copied: the views are into the packet.
struct Recognised {
  trace::Actor from = trace::Actor::none;
  trace::Actor to = trace::Actor::none;
  trace::Layer layer = trace::Layer::ip;
  std::string_view name = "wire.packet";  // of an event
  std::string_view protocol;              // for the summary, where no event's name fits: "GSMTAP", "TCP"
  bool uplink = false;
  std::uint32_t tlli = 0;  // of a Gb packet; 0 where there is none (TS 23.003 2.6 makes none of it)
  ByteView message;        // the innermost message that was found
};

// Ethernet, Linux cooked, raw IP; GSMTAP (Um, SIM, Gb/LLC), Gb over UDP (TS 48.016, 48.018, 44.064), GSUP over IPA.
Recognised recognise(std::uint16_t link_type, ByteView packet);

// The IMSI that the recognised message carries (attach request: TS 24.008 9.4.1; GSUP); empty where there is none.
std::string imsi_of(const Recognised& recognised);

// The event that our own programs would have written for it, without time and device.
trace::Event to_event(const Recognised& recognised, std::uint16_t link_type, ByteView packet);

}  // namespace foothold::gui::capture
