// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The mobile's own time: everything between a message that came in and the answer that goes out, with nobody to wait
// for. The scripted network's share is in it as well, so the mobile's is less than what is shown.
#include <benchmark/benchmark.h>

#include "tests/scripted_sgsn/scripted_sgsn.h"

namespace foothold::m2me {
namespace {

using namespace gsm;

void attach(Mobile& mobile, ScriptedSgsn& sgsn, benchmark::State& state) {
  sgsn.play(mobile.on_cell_available(*RoutingArea::parse("001-01-1-1")));
  sgsn.play(mobile.connect(*sm::AccessPointName::parse("internet")));
  if (!mobile.has_bearer()) state.SkipWithError("the mobile did not get its bearer");
}

// Attach with UMTS AKA's messages and GEA3, then a PDP context.
void MobileAttachAndBearer(benchmark::State& state) {
  for (auto _ : state) {
    Mobile mobile(scripted_settings(), [] { return 42U; });
    ScriptedSgsn sgsn(mobile);
    attach(mobile, sgsn, state);
  }
}
BENCHMARK(MobileAttachAndBearer)->Unit(benchmark::kMicrosecond);

// One IP packet there and back, through SNDCP and LLC, ciphered.
void MobilePacketRoundTrip(benchmark::State& state) {
  Mobile mobile(scripted_settings(), [] { return 42U; });
  ScriptedSgsn sgsn(mobile);
  attach(mobile, sgsn, state);
  const Bytes packet(static_cast<std::size_t>(state.range(0)), 0x45);
  for (auto _ : state) {
    sgsn.forget();
    sgsn.play(mobile.send_packet(packet));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * state.range(0) * 2);
}
BENCHMARK(MobilePacketRoundTrip)->Arg(64)->Arg(1400)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace foothold::m2me
