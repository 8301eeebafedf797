// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/um_virtual/virtual_phy.h"

#include <algorithm>
#include <utility>

#include "gsm/rlcmac/coding_scheme.h"
#include "rf_bridge/um_event.h"

namespace foothold::rf_bridge::um_virtual {
namespace {

using gsm::l1::Channel;

// A BCCH block comes each 235 ms, and CCCH blocks between.
constexpr std::chrono::seconds kSilence{2};
// The last of a block's four bursts is on the air this long after its first one.
constexpr int kFramesOfBlock = 4;
// A mobile has one access under way; more than these nobody asks for.
constexpr std::size_t kMostBursts = 16;
constexpr std::size_t kControlBlock = 23;
constexpr unsigned kPtcchPosition = 12;  // of 13 frames

}  // namespace

PhyEffects VirtualPhy::on_datagram(ByteView datagram, Instant now) {
  PhyEffects out;
  auto frame = gsmtap::decode(datagram);
  if (!frame) {
    out.emplace_back(
        um_event(trace::Actor::m2me, trace::Kind::discarded, "um.frame", {{"reason", to_string(frame.error())}}));
    return out;
  }
  if (frame->uplink || frame->arfcn != arfcn_) return out;  // not of this carrier
  last_heard_ = now;
  const bool was_running = clock_.running();
  if (!clock_.observe(frame->frame_number, now)) {
    bursts_.clear();
    if (was_running) out.emplace_back(Lost{"the cell counts its frames anew"});
    out.emplace_back(Synchronised{});
  }
  deliver(std::move(*frame), out);
  return out;
}

void VirtualPhy::deliver(gsmtap::UmFrame frame, PhyEffects& out) const {
  gsm::l1::DownlinkBlock block;
  switch (frame.channel) {
    case gsmtap::channel::kBcch:
      block.channel = Channel::bcch;
      break;
    case gsmtap::channel::kCcch:
    case gsmtap::channel::kAgch:
    case gsmtap::channel::kPch:
      block.channel = Channel::ccch;
      break;
    case gsmtap::channel::kPdtch:
      // The PTCCH comes as the same type, and is nothing that RLC/MAC knows.
      if (frame.frame_number.in_13_frames() == kPtcchPosition) return;
      if ((listened_ >> frame.timeslot & 1) == 0) return;
      block.channel = Channel::pdch;
      break;
    default:
      return;  // of the circuit switched channels
  }
  const auto size = frame.payload.size();
  if (block.channel == Channel::pdch ? !gsm::rlcmac::coding_scheme_of(size) : size != kControlBlock) {
    out.emplace_back(um_event(trace::Actor::m2me, trace::Kind::discarded, "um.frame",
                              {{"reason", "block of " + std::to_string(size) + " octets"}}));
    return;
  }
  block.arfcn = frame.arfcn;
  block.timeslot = frame.timeslot;
  block.frame_number = frame.frame_number;
  block.block = std::move(frame.payload);
  out.emplace_back(Heard{std::move(block)});
}

PhyEffects VirtualPhy::on_time(Instant now) {
  PhyEffects out;
  if (!clock_.running()) return out;
  if (now - last_heard_ >= kSilence) {
    lose("nothing was heard of the cell", out);
    return out;
  }
  const auto is_due = [&](const Burst& burst) { return now >= clock_.start_of(burst.frame); };
  for (const auto& burst : bursts_) {
    if (!is_due(burst)) continue;
    out.emplace_back(SendDatagram{encode(gsmtap::access_burst(burst.random_access, burst.frame, arfcn_))});
    out.emplace_back(AccessBurstSent{burst.random_access, burst.frame});
  }
  std::erase_if(bursts_, is_due);
  return out;
}

std::optional<Instant> VirtualPhy::next() const {
  if (!clock_.running()) return std::nullopt;
  Instant next = last_heard_ + kSilence;
  for (const auto& burst : bursts_) next = std::min(next, clock_.start_of(burst.frame));
  return next;
}

void VirtualPhy::send_access_burst(std::uint8_t random_access, unsigned slots_to_skip, Instant now) {
  if (!clock_.running() || bursts_.size() >= kMostBursts) return;
  auto frame = next_access_slot(clock_.at(now) + 1);
  for (; slots_to_skip > 0; --slots_to_skip) frame = next_access_slot(frame + 1);
  bursts_.push_back({random_access, frame});
}

PhyEffects VirtualPhy::send_block(const gsm::l1::UplinkBlock& block, Instant now) {
  PhyEffects out;
  const auto late = clock_.running() ? clock_.at(now).since(block.frame_number) : 0;
  if (!clock_.running() || late >= kFramesOfBlock) {
    out.emplace_back(um_event(trace::Actor::m2me, trace::Kind::discarded, "um.uplink_block",
                              {{"reason", clock_.running() ? "its frame has gone by" : "no cell"},
                               {"frame", std::to_string(block.frame_number.value())},
                               {"timeslot", std::to_string(block.timeslot)},
                               {"frames_late", std::to_string(late)}}));
    return out;
  }
  out.emplace_back(SendDatagram{encode(gsmtap::frame_of(block, arfcn_))});
  return out;
}

void VirtualPhy::lose(std::string reason, PhyEffects& out) {
  clock_.stop();
  bursts_.clear();
  out.emplace_back(Lost{std::move(reason)});
}

}  // namespace foothold::rf_bridge::um_virtual
