// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/um/link_figures.h"

namespace foothold::rf_bridge::um {
namespace {

constexpr std::int64_t kCodedBits = 456;  // of a block of any coding scheme (TS 45.003 5.1)
constexpr std::int64_t kMillion = 1'000'000;

std::uint64_t bit_rate(std::uint64_t octets, std::chrono::milliseconds duration) {
  return octets * 8 * 1000 / static_cast<std::uint64_t>(duration.count());
}

}  // namespace

void LinkFigures::heard(const gsm::l1::DownlinkBlock& block) {
  if (block.block.empty()) {
    ++errors_;
    return;
  }
  ++blocks_;
  levels_ += block.measurement.level_dbm;
  signals_to_noise_ += block.measurement.signal_to_noise_db;
  bit_errors_ += block.measurement.bit_errors;
}

std::optional<trace::Event> LinkFigures::report(const gsm::grr::Counters& counters, std::chrono::milliseconds duration,
                                                const std::string& device) {
  if (blocks_ + errors_ == 0 || duration.count() <= 0) return std::nullopt;
  trace::Event event;
  event.device = device;
  event.from = trace::Actor::m2me;
  event.layer = trace::Layer::um;
  event.name = "um.link_figures";
  const auto add = [&](const char* name, auto value) { event.fields.push_back({name, std::to_string(value)}); };
  if (blocks_ > 0) {
    add("level_dbm", levels_ / blocks_);
    add("signal_to_noise_db", signals_to_noise_ / blocks_);
    add("ber_ppm", bit_errors_ * kMillion / (blocks_ * kCodedBits));
  }
  if (timing_advance_) add("timing_advance", *timing_advance_);
  add("blocks", blocks_);
  add("block_errors", errors_);
  add("uplink_blocks", counters.uplink_blocks - before_.uplink_blocks);
  add("retransmitted_blocks", counters.retransmitted_blocks - before_.retransmitted_blocks);
  add("downlink_blocks", counters.downlink_blocks - before_.downlink_blocks);
  add("repeated_blocks", counters.repeated_blocks - before_.repeated_blocks);
  add("access_bursts", counters.access_bursts - before_.access_bursts);
  add("uplink_bit_s", bit_rate(counters.uplink_llc_octets - before_.uplink_llc_octets, duration));
  add("downlink_bit_s", bit_rate(counters.downlink_llc_octets - before_.downlink_llc_octets, duration));
  before_ = counters;
  blocks_ = errors_ = levels_ = signals_to_noise_ = bit_errors_ = 0;
  return event;
}

}  // namespace foothold::rf_bridge::um
