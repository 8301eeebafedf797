// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace foothold::trace {

// Who takes part (TR 33.812 5.1.3.5 for the roles; the network elements as in TS 23.060).
enum class Actor : std::uint8_t { none, tre, m2me, bss, sgsn, ggsn, hlr, vno, icf, ccif, drf, dpf, sho, pva, lab };

enum class Layer : std::uint8_t { lab, apdu, um, ns, bssgp, llc, sndcp, gmm, sm, ip, gtp, gsup, http, gba, dm, mcim };

enum class Kind : std::uint8_t {
  sent,
  received,   // what the 22 steps are derived from: a message, seen by its receiver
  state,      // something changed: a state machine, a service that became ready
  decision,   // something was computed or decided here: vectors made, a verdict
  discarded,  // a message from outside that was refused; costs that message only
  failure,    // a procedure ended without its goal; fields say `reason`
  step,       // one of the 22 steps; written by the step tracker of the lab and by nobody else
  note,
};

// How `bytes` is to be read; chosen so that Wireshark has a dissector for each but `none`.
enum class Payload : std::uint8_t {
  none,
  llc,       // an LLC PDU in the clear, with FCS (GSMTAP type GB_LLC)
  sim_apdu,  // command APDU and its response, SW included, one after the other (GSMTAP type SIM)
  ipv4,      // an IPv4 packet (LINKTYPE_RAW)
  ethernet,  // a frame taken off the run's loopback (LINKTYPE_ETHERNET)
  gsmtap,    // a whole GSMTAP message, header included (what the virtual Um carries)
};

struct Field {
  std::string name;
  std::string value;
  friend bool operator==(const Field&, const Field&) = default;
};

using Time = std::chrono::sys_time<std::chrono::nanoseconds>;

// Everything that happens is one of these; log, pcapng, dashboard, step tracker and tests read the same stream.
// Events never carry key material: Secret<N> has no way in.
struct Event {
  Time time{};         // stamped by the adapter that writes it, never by protocol logic
  std::string device;  // PCID of the device concerned; empty if none in particular
  Actor from = Actor::none;
  Actor to = Actor::none;  // none for what concerns `from` alone
  Layer layer = Layer::lab;
  Kind kind = Kind::note;
  std::string name;  // "gmm.attach_request": the layer or service, then the message or fact; see docs/interfaces.md section 8
  std::vector<Field> fields;
  std::optional<unsigned> step;  // only with Kind::step
  Payload payload = Payload::none;
  bool uplink = false;  // direction of an `llc`, `sim_apdu` or `gsmtap` payload: from the mobile (or terminal)
  Bytes bytes;

  // The value of a field, or an empty string.
  const std::string& field(std::string_view name) const;
  friend bool operator==(const Event&, const Event&) = default;
};

const char* to_string(Actor actor);
const char* to_string(Layer layer);
const char* to_string(Kind kind);
const char* to_string(Payload payload);
std::optional<Actor> actor_from_string(std::string_view text);
std::optional<Layer> layer_from_string(std::string_view text);
std::optional<Kind> kind_from_string(std::string_view text);
std::optional<Payload> payload_from_string(std::string_view text);

}  // namespace foothold::trace
