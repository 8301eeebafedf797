// SPDX-License-Identifier: AGPL-3.0-or-later
// Whatever layer 1 sends: the mobile's end goes on or gives the connection up.
#include <cstdint>
#include <cstdlib>

#include "rf_bridge/l1ctl/l1ctl_phy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold::rf_bridge::l1ctl;
  using foothold::rf_bridge::Instant;
  L1ctlPhy phy(51);
  phy.start();
  phy.on_octets({data, size}, Instant{});
  phy.listen(0x10);
  phy.on_octets({data, size}, Instant{});
  for (const auto& effect : phy.listen(0)) {
    if (!std::holds_alternative<SendOctets>(effect)) std::abort();
  }
  return 0;
}
