// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "trace/event.h"

namespace foothold::lab::steps::test {

using trace::Actor;
using trace::Event;
using trace::Kind;

inline const std::string kPcid = "001020000000001";
inline const std::string kImsi = "001030000000007";

inline trace::Time at(int ms) {
  return trace::Time(std::chrono::seconds(1000) + std::chrono::milliseconds(ms));
}

inline Event event(const char* name, Actor from, Actor to, Kind kind, std::vector<trace::Field> fields = {}) {
  Event out;
  out.device = kPcid;
  out.name = name;
  out.from = from;
  out.to = to;
  out.kind = kind;
  out.fields = std::move(fields);
  return out;
}
inline Event received(const char* name, Actor from, Actor to, std::vector<trace::Field> fields = {}) {
  return event(name, from, to, Kind::received, std::move(fields));
}
inline Event decided(const char* name, Actor who, std::vector<trace::Field> fields = {}) {
  return event(name, who, Actor::none, Kind::decision, std::move(fields));
}
inline Event failed(const char* name, Actor who, std::vector<trace::Field> fields = {}) {
  return event(name, who, Actor::none, Kind::failure, std::move(fields));
}

// Section 8 of docs/interfaces.md, event by event, 10 ms apart.
inline std::vector<Event> good_run() {
  std::vector<Event> run = {
      received("wire.attach_request", Actor::m2me, Actor::sgsn, {{"imsi", kPcid}}),
      received("gsup.send_auth_info_request", Actor::vno, Actor::icf, {{"imsi", kPcid}}),
      decided("icf.vectors_generated", Actor::icf, {{"imsi", kPcid}, {"count", "5"}, {"credential", "ccif"}}),
      received("gsup.send_auth_info_result", Actor::icf, Actor::vno, {{"imsi", kPcid}}),
      decided("apdu.authenticate", Actor::tre, {{"result", "ok"}}),
      received("gmm.attach_accept", Actor::sgsn, Actor::m2me, {{"imsi", kPcid}}),
      received("sm.activate_pdp_context_accept", Actor::sgsn, Actor::m2me,
               {{"address", "172.16.32.2"}, {"apn", "foothold.ro"}, {"dns", "10.23.1.3"}}),
      decided("apdu.authenticate", Actor::tre, {{"result", "ok"}}),  // GBA
      received("gba.bootstrapped", Actor::m2me, Actor::icf, {{"pcid", kPcid}, {"ip", "172.16.32.2"}, {"btid", "b"}}),
      received("drf.bootstrap_requested", Actor::icf, Actor::drf, {{"pcid", kPcid}, {"ip", "172.16.32.2"}}),
      decided("drf.bootstrap_built", Actor::drf, {{"pcid", kPcid}, {"dpf", "https://dpf"}, {"sho", "https://sho"}}),
      received("dm.bootstrap_received", Actor::drf, Actor::m2me, {{"bytes", "612"}}),
      decided("tre.bootstrap_verified", Actor::tre),
      received("dm.session_started", Actor::m2me, Actor::dpf, {{"pcid", kPcid}}),
      received("sho.registration_received", Actor::drf, Actor::sho, {{"pcid", kPcid}, {"transaction", "t1"}}),
      received("dm.evidence_requested", Actor::dpf, Actor::m2me),
      received("sho.evidence_received", Actor::dpf, Actor::sho, {{"transaction", "t1"}}),
      received("pva.validation_requested", Actor::sho, Actor::pva, {{"pcid", kPcid}}),
      decided("pva.verdict", Actor::pva, {{"pcid", kPcid}, {"result", "valid"}}),
      received("sho.verdict_received", Actor::pva, Actor::sho, {{"pcid", kPcid}, {"result", "valid"}}),
      decided("sho.object_built", Actor::sho, {{"transaction", "t1"}, {"mcim", "MCIM-1"}}),
      received("dpf.object_received", Actor::sho, Actor::dpf, {{"transaction", "t1"}, {"mcim", "MCIM-1"}}),
      received("dm.object_received", Actor::dpf, Actor::m2me, {{"mcim", "MCIM-1"}, {"octets", "2100"}}),
      decided("tre.mcim_installed", Actor::tre, {{"mcim", "MCIM-1"}}),
      received("dm.result_received", Actor::m2me, Actor::dpf, {{"transaction", "t1"}, {"result", "0"}}),
      received("sho.report_received", Actor::dpf, Actor::sho, {{"transaction", "t1"}, {"result", "0"}}),
      received("wire.attach_request", Actor::m2me, Actor::sgsn, {{"imsi", kImsi}}),
      decided("apdu.authenticate", Actor::tre, {{"result", "ok"}}),
      received("gmm.attach_accept", Actor::sgsn, Actor::m2me, {{"imsi", kImsi}}),
      received("sm.activate_pdp_context_accept", Actor::sgsn, Actor::m2me,
               {{"address", "10.46.0.2"}, {"apn", "internet"}}),
      received("m2me.ping_reply", Actor::none, Actor::m2me, {{"from", "10.46.0.1"}, {"rtt_us", "812"}}),
  };
  run[26].device = kImsi;  // all that the wire shows
  for (std::size_t i = 0; i < run.size(); ++i) run[i].time = at(static_cast<int>(i) * 10);
  return run;
}

// The events up to, and without, the first of this name.
inline std::vector<Event> good_run_until(std::string_view name) {
  std::vector<Event> run;
  for (const Event& one : good_run()) {
    if (one.name == name) break;
    run.push_back(one);
  }
  return run;
}

}  // namespace foothold::lab::steps::test
