// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/um_virtual/uplink_air.h"

#include <algorithm>
#include <utility>

#include "rf_bridge/um_event.h"

namespace foothold::rf_bridge::um_virtual {
namespace {

// Without a base station there is no air; a clock that nobody corrects is not one for long.
constexpr std::chrono::seconds kSilence{2};
// A block is handed on when its last burst would have been heard.
constexpr int kFramesOfBlock = 4;
// Access bursts are sent at their frame and blocks at most a few frames ahead: whoever claims a frame much later than
// now does not know the clock.
constexpr int kFramesAhead = 104;
constexpr std::size_t kMostOnAir = 1024;

trace::Event discarded(std::string reason) {
  return um_event(trace::Actor::bss, trace::Kind::discarded, "um.uplink_frame", {{"reason", std::move(reason)}});
}

trace::Event discarded(std::string reason, const gsmtap::UmFrame& frame) {
  auto event = discarded(std::move(reason));
  event.fields.push_back({"frame", std::to_string(frame.frame_number.value())});
  event.fields.push_back({"timeslot", std::to_string(frame.timeslot)});
  return event;
}

bool same_place(const gsmtap::UmFrame& a, const gsmtap::UmFrame& b) {
  return a.timeslot == b.timeslot && a.frame_number == b.frame_number;
}

}  // namespace

AirEffects UplinkAir::on_downlink(ByteView datagram, Instant now) {
  const auto frame = gsmtap::decode(datagram);
  if (!frame) return {discarded(to_string(frame.error()))};
  if (frame->uplink || frame->arfcn != settings_.arfcn) return {};
  last_heard_ = now;
  if (!clock_.observe(frame->frame_number, now)) {
    on_air_.clear();
    next_block_ = next_block(frame->frame_number);
  }
  return {};
}

AirEffects UplinkAir::on_uplink(ByteView datagram, Instant now) {
  AirEffects out;
  auto frame = gsmtap::decode(datagram);
  if (!frame) return {discarded(to_string(frame.error()))};
  if (!frame->uplink || frame->arfcn != settings_.arfcn || !clock_.running()) return {};
  const bool is_access = frame->channel == gsmtap::channel::kRach && frame->timeslot == 0;
  const bool is_block = frame->channel == gsmtap::channel::kPdtch && (settings_.timeslots >> frame->timeslot & 1) != 0;
  if (!is_access && !is_block) return {discarded("no such channel", *frame)};
  if (is_block && next_block(frame->frame_number) != frame->frame_number) {
    return {discarded("no block starts there", *frame)};
  }
  if (frame->frame_number.since(next_block_) < 0) return {discarded("its time is over", *frame)};
  if (frame->frame_number.since(clock_.at(now)) > kFramesAhead) return {discarded("far ahead of its time", *frame)};
  if (on_air_.size() >= kMostOnAir) return {discarded("too much at once", *frame)};
  collect(std::move(*frame), out);
  return out;
}

void UplinkAir::collect(gsmtap::UmFrame frame, AirEffects& out) {
  const auto other =
      std::find_if(on_air_.begin(), on_air_.end(), [&](const OnAir& one) { return same_place(one.frame, frame); });
  if (other == on_air_.end()) {
    on_air_.push_back({std::move(frame)});
    return;
  }
  if (other->collided) return;
  other->collided = true;
  out.emplace_back(um_event(trace::Actor::bss, trace::Kind::note, "um.collision",
                            {{"channel", frame.channel == gsmtap::channel::kRach ? "RACH" : "PDCH"},
                             {"frame", std::to_string(frame.frame_number.value())},
                             {"timeslot", std::to_string(frame.timeslot)}}));
}

AirEffects UplinkAir::on_time(Instant now) {
  AirEffects out;
  if (now - last_heard_ >= kSilence) clock_.stop();
  for (auto due = next(); due && now >= *due; due = next()) release_block(out);
  return out;
}

std::optional<Instant> UplinkAir::next() const {
  if (!clock_.running()) return std::nullopt;
  return clock_.start_of(next_block_ + kFramesOfBlock);
}

void UplinkAir::release_block(AirEffects& out) {
  const auto following = next_block(next_block_ + 1);
  for (std::uint8_t timeslot = 0; timeslot < 8; ++timeslot) {
    if ((settings_.timeslots >> timeslot & 1) == 0) continue;
    gsmtap::UmFrame frame{true, timeslot,    settings_.arfcn,         gsmtap::kUplinkLevel,
                          0,    next_block_, gsmtap::channel::kPdtch, {}};
    const auto sent =
        std::find_if(on_air_.begin(), on_air_.end(), [&](const OnAir& one) { return same_place(one.frame, frame); });
    if (sent != on_air_.end() && !sent->collided) frame.payload = std::move(sent->frame.payload);
    out.emplace_back(SendDatagram{encode(frame)});
  }
  for (const auto& one : on_air_) {
    if (one.frame.channel != gsmtap::channel::kRach || one.collided) continue;
    if (one.frame.frame_number.since(following) < 0) out.emplace_back(SendDatagram{encode(one.frame)});
  }
  std::erase_if(on_air_, [&](const OnAir& one) { return one.frame.frame_number.since(following) < 0; });
  next_block_ = following;
}

}  // namespace foothold::rf_bridge::um_virtual
