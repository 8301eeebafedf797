// SPDX-License-Identifier: AGPL-3.0-or-later
#include <cstdlib>

#include "rf_bridge/gb/bss.h"

namespace {

using namespace foothold;
using namespace foothold::rf_bridge::gb;

// One datagram never makes more than a few: an attacker gets no amplifier.
void check(const Bss::Effects& effects) {
  int datagrams = 0;
  for (const auto& effect : effects) {
    if (std::holds_alternative<SendDatagram>(effect)) ++datagrams;
  }
  if (datagrams > 3) std::abort();
}

}  // namespace

// The input against a BSS in each state on the way up, and after that each timer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  CellSettings cell;
  const std::vector<NsPdu> way_up = {
      NsResetAck{101, 101},
      NsUnblockAck{},
      NsUnitdata{0, 0, encode_bssgp(BvcResetAck{0, {}, {}})},
      NsUnitdata{0, 0, encode_bssgp(BvcResetAck{2, {}, {}})},
      NsUnitdata{0, 2, encode_bssgp(FlowControlBvcAck{1})},
  };
  for (std::size_t steps = 0; steps <= way_up.size(); ++steps) {
    Bss bss({}, cell);
    bss.start();
    for (std::size_t i = 0; i < steps; ++i) bss.on_datagram(encode_ns(way_up[i]));
    check(bss.on_datagram({data, size}));
    check(bss.on_datagram(encode_ns(NsUnitdata{0, 2, Bytes(data, data + size)})));
    for (std::size_t timer = 0; timer < kTimers; ++timer) check(bss.on_timer(static_cast<Timer>(timer)));
    check(bss.on_refused());
  }
  return 0;
}
