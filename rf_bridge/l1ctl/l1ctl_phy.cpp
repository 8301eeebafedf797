// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/l1ctl/l1ctl_phy.h"

#include <bit>
#include <utility>

#include "rf_bridge/um_event.h"

namespace foothold::rf_bridge::l1ctl {
namespace {

constexpr std::uint16_t kSearchFrames = 500;  // 2.3 s: a radio has to tune first
constexpr int kBlockFrames = 4;
constexpr unsigned kTfis = 32;
constexpr std::size_t kMostAccesses = 8;  // a mobile has one, or a few that it repeats

trace::Event um(trace::Kind kind, const char* name, std::vector<trace::Field> fields) {
  return um_event(trace::Actor::m2me, kind, name, std::move(fields));
}

// PTCCH and idle frames of a PDCH (TS 45.002 table 6a) carry no radio block.
bool carries_block(FrameNumber frame) {
  return frame.in_13_frames() != 12;
}

}  // namespace

PhyEffects L1ctlPhy::start() {
  PhyEffects out;
  search_anew(out);
  return out;
}

void L1ctlPhy::stop() {
  *this = L1ctlPhy(arfcn_);
}

void L1ctlPhy::search_anew(PhyEffects& out) {
  state_ = State::resetting;
  on_their_way_.clear();
  out.push_back(SendOctets{encode(ResetRequest{})});
}

PhyEffects L1ctlPhy::on_octets(ByteView octets, Instant now) {
  PhyEffects out;
  if (state_ == State::idle || state_ == State::broken) return out;
  stream_.append(octets);
  for (;;) {
    auto message = stream_.next();
    if (!message) {
      state_ = State::broken;
      out.push_back(Lost{"layer 1 sends what is not L1CTL: " + to_string(message.error())});
      return out;
    }
    if (!*message) return out;
    if (const auto indication = decode(**message)) {
      on(*indication, now, out);
    } else {
      out.push_back(um(trace::Kind::discarded, "um.l1ctl", {{"reason", to_string(indication.error())}}));
    }
  }
}

PhyEffects L1ctlPhy::on_closed() {
  PhyEffects out;
  if (state_ == State::idle) return out;
  stop();
  out.push_back(Lost{"layer 1 has closed the connection"});
  return out;
}

void L1ctlPhy::on(const Indication& indication, Instant now, PhyEffects& out) {
  struct Visitor {
    L1ctlPhy& phy;
    Instant now;
    PhyEffects& out;
    void operator()(const ResetConfirm&) const {
      if (phy.state_ != State::resetting) return;
      phy.state_ = State::searching;
      out.push_back(SendOctets{encode(SearchRequest{phy.arfcn_, kSearchFrames, phy.combined_})});
    }
    void operator()(const SearchConfirm& it) const { phy.on_search_confirm(it, out); }
    void operator()(const DataIndication& it) const { phy.on_data(it, now, out); }
    void operator()(const AccessConfirm& it) const {
      if (phy.on_their_way_.empty()) return;
      out.push_back(AccessBurstSent{phy.on_their_way_.front(), it.frame_number});
      phy.on_their_way_.pop_front();
    }
    void operator()(const PacketBlockIndication& it) const { phy.on_packet_block(it, now, out); }
    void operator()(const OtherIndication&) const {}
  };
  std::visit(Visitor{*this, now, out}, indication);
}

void L1ctlPhy::on_search_confirm(const SearchConfirm& confirm, PhyEffects& out) {
  if (state_ != State::searching) return;
  if (!confirm.found) {
    if (std::exchange(synchronised_, false)) {
      clock_.stop();
      out.push_back(Lost{"the cell was not found again"});
    }
    search_anew(out);
    return;
  }
  state_ = State::camped;
  bsic_ = confirm.bsic;
  if (!std::exchange(synchronised_, true)) {
    out.push_back(um(trace::Kind::state, "um.synchronised",
                     {{"arfcn", std::to_string(arfcn_)}, {"bsic", std::to_string(bsic_)}}));
    out.push_back(Synchronised{bsic_});
  }
  if (listened_ != 0)
    enter_packet_transfer(out);
  else
    send_waiting_accesses(out);
}

void L1ctlPhy::on_data(const DataIndication& indication, Instant now, PhyEffects& out) {
  if (state_ != State::camped) return;
  clock_.observe(indication.frame_number + kBlockFrames, now);  // it is told when its last burst is over
  if (indication.block.empty()) return;
  const bool bcch = indication.channel == CommonChannel::bcch;
  if (bcch) learn_ccch_mode(indication.block, out);
  gsm::l1::DownlinkBlock block;
  block.channel = bcch ? gsm::l1::Channel::bcch : gsm::l1::Channel::ccch;
  block.arfcn = arfcn_;
  block.frame_number = indication.frame_number;
  block.measurement.level_dbm = indication.level_dbm;
  block.measurement.bit_errors = indication.bit_errors;
  block.block = indication.block;
  out.push_back(Heard{std::move(block)});
}

void L1ctlPhy::on_packet_block(const PacketBlockIndication& indication, Instant now, PhyEffects& out) {
  if (state_ != State::packet || (listened_ >> indication.timeslot & 1U) == 0) return;
  if (!carries_block(indication.frame_number)) return;
  clock_.observe(indication.frame_number + kBlockFrames, now);
  gsm::l1::DownlinkBlock block;
  block.channel = gsm::l1::Channel::pdch;
  block.arfcn = arfcn_;
  block.timeslot = indication.timeslot;
  block.frame_number = indication.frame_number;
  block.measurement.level_dbm = indication.level_dbm;
  block.measurement.signal_to_noise_db = indication.carrier_to_interference_db;
  block.block = indication.block;
  out.push_back(Heard{std::move(block)});
}

// SYSTEM INFORMATION TYPE 3 (TS 44.018 9.1.35) says how CCCHs and SDCCHs share timeslot 0; the BCCH is where it is in
// either case. CCCH-CONF 1 is one that is combined (10.5.2.11).
void L1ctlPhy::learn_ccch_mode(ByteView block, PhyEffects& out) {
  constexpr std::uint8_t kRr = 0x06, kSi3 = 0x1b;
  constexpr std::size_t kDiscriminator = 1, kType = 2, kControlChannel = 10;
  if (block[kDiscriminator] != kRr || block[kType] != kSi3) return;
  const bool combined = (block[kControlChannel] & 0x07U) == 1;
  if (combined == combined_) return;
  combined_ = combined;
  out.push_back(SendOctets{encode(CcchModeRequest{combined})});
}

PhyEffects L1ctlPhy::send_access_burst(std::uint8_t random_access, unsigned slots_to_skip) {
  PhyEffects out;
  if (waiting_.size() >= kMostAccesses) return out;
  waiting_.push_back({random_access, slots_to_skip});
  if (state_ == State::camped) send_waiting_accesses(out);
  return out;
}

void L1ctlPhy::send_waiting_accesses(PhyEffects& out) {
  for (const auto& access : waiting_) {
    if (on_their_way_.size() >= kMostAccesses) on_their_way_.pop_front();
    on_their_way_.push_back(access.random_access);
    out.push_back(SendOctets{
        encode(AccessRequest{access.random_access, static_cast<std::uint16_t>(access.slots_to_skip), combined_})});
  }
  waiting_.clear();
}

PhyEffects L1ctlPhy::send_block(const gsm::l1::UplinkBlock& block) {
  PhyEffects out;
  if (state_ != State::packet) {
    out.push_back(um(trace::Kind::discarded, "um.radio",
                     {{"reason", "a block for the PDCH while layer 1 is on the CCCH"},
                      {"fn", std::to_string(block.frame_number.value())}}));
    return out;
  }
  out.push_back(SendOctets{encode(UplinkBlockRequest{block.frame_number, block.timeslot, block.block})});
  return out;
}

PhyEffects L1ctlPhy::listen(std::uint8_t timeslots) {
  PhyEffects out;
  if (timeslots == std::exchange(listened_, timeslots)) return out;
  if (state_ == State::packet && timeslots == 0)
    search_anew(out);
  else if (state_ == State::packet)
    configure_tbfs(out);
  else if (state_ == State::camped && timeslots != 0)
    enter_packet_transfer(out);
  return out;
}

void L1ctlPhy::enter_packet_transfer(PhyEffects& out) {
  state_ = State::packet;
  waiting_.clear();
  out.push_back(SendOctets{encode(PacketChannelRequest{static_cast<std::uint8_t>(std::countr_zero(listened_)),
                                                       static_cast<std::uint8_t>(bsic_ & 7U), arfcn_})});
  configure_tbfs(out);
}

void L1ctlPhy::configure_tbfs(PhyEffects& out) const {
  out.push_back(SendOctets{encode(UplinkTbfRequest{listened_})});
  for (unsigned tfi = 0; tfi < kTfis; ++tfi) {
    out.push_back(SendOctets{encode(DownlinkTbfRequest{static_cast<std::uint8_t>(tfi), listened_})});
  }
}

PhyEffects L1ctlPhy::set_timing_advance(std::uint8_t timing_advance) {
  PhyEffects out;
  if (state_ != State::idle && state_ != State::broken) {
    out.push_back(SendOctets{encode(ParameterRequest{timing_advance})});
  }
  return out;
}

}  // namespace foothold::rf_bridge::l1ctl
