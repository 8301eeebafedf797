// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "gsm/grr/grr_effects.h"
#include "gsm/l1/primitives.h"
#include "trace/event.h"

namespace foothold::rf_bridge::um {

// The radio link of one period, for whoever watches it: what was heard and how well, what RLC carried, what it had to
// send again.
class LinkFigures {
 public:
  void heard(const gsm::l1::DownlinkBlock& block);
  void timing_advance(std::uint8_t value) { timing_advance_ = value; }

  // Ends a period of that duration: um.link_figures. None: nothing was heard, so there is no link.
  std::optional<trace::Event> report(const gsm::grr::Counters& counters, std::chrono::milliseconds duration,
                                     const std::string& device);

 private:
  std::int64_t blocks_ = 0;
  std::int64_t errors_ = 0;
  std::int64_t levels_ = 0;  // sums over the blocks
  std::int64_t signals_to_noise_ = 0;
  std::int64_t bit_errors_ = 0;
  std::optional<std::uint8_t> timing_advance_;
  gsm::grr::Counters before_;
};

}  // namespace foothold::rf_bridge::um
