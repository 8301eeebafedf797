// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/grr/machine.h"

#include <algorithm>

namespace foothold::gsm::grr {

namespace {

constexpr std::size_t kLongestQueue = 64;     // PDUs
constexpr std::size_t kLongestTbfQueue = 32;  // PDUs; TBFs take them as they come
// TS 44.060 7.1.2.3, 7.1.3.3: after so many attempts the access has failed, and what waited is lost.
constexpr unsigned kMaxAttempts = 4;
// The specification has a mobile wait for a poll as long as it takes (T3190). osmo-pcu polls a TBF that it only keeps
// open rarely; rather than that a PDU waits for it, we ask on the RACH.
constexpr std::chrono::milliseconds kNoPoll{1000};

}  // namespace

Effects GrrMs::Machine::on_synchronised(Time now, std::uint16_t arfcn, std::uint8_t bsic) {
  now_ = now;
  leave_cell("another carrier is heard");
  synchronised_ = true;
  arfcn_ = arfcn;
  bsic_ = bsic;
  trace(trace::Kind::state, "um.synchronised", {{"arfcn", std::to_string(arfcn)}, {"bsic", std::to_string(bsic)}});
  return finish();
}

Effects GrrMs::Machine::on_lost(Time now, const std::string& reason) {
  now_ = now;
  leave_cell(reason);
  synchronised_ = false;
  return finish();
}

Effects GrrMs::Machine::on_downlink_block(Time now, const l1::DownlinkBlock& block) {
  now_ = now;
  if (!synchronised_) return {};
  if (block.block.empty()) {
    ++counters_.undecodable_blocks;
    return finish();
  }
  switch (block.channel) {
    case l1::Channel::bcch:
      on_system_information(block);
      break;
    case l1::Channel::ccch:
      on_common_control(block);
      break;
    case l1::Channel::pdch:
      if (cell_) on_packet_channel(block);
      break;
  }
  return finish();
}

Effects GrrMs::Machine::send_llc_pdu(Time now, Tlli tlli, Bytes pdu) {
  now_ = now;
  if (!cell_) {
    discard("an LLC PDU to send, but there is no cell");
  } else if (pdu.empty() || pdu.size() > rlcmac::Reassembly::kMaxPdu) {
    discard("an LLC PDU of " + std::to_string(pdu.size()) + " octets");
  } else if (queue_.size() >= kLongestQueue) {
    discard("an LLC PDU to send, but too many wait");
  } else {
    queue_.push_back({tlli, std::move(pdu)});
  }
  return finish();
}

std::optional<Time> GrrMs::Machine::next_deadline() const {
  std::optional<Time> first;
  for (const auto& timer : timers_) {
    if (timer && (!first || *timer < *first)) first = timer;
  }
  return first;
}

Effects GrrMs::Machine::on_timer(Time now) {
  now_ = now;
  for (std::size_t i = 0; i < kTimers; ++i) {
    if (!timers_[i] || *timers_[i] > now) continue;
    timers_[i].reset();
    on_expiry(static_cast<Timer>(i));
  }
  return finish();
}

void GrrMs::Machine::on_expiry(Timer timer) {
  if (timer != Timer::access_burst && timer != Timer::t3142 && timer != Timer::t3192 && timer != Timer::last_ack) {
    ++counters_.timer_expiries;
  }
  switch (timer) {
    case Timer::access_burst:
      if (access_) send_access_burst(0);
      break;
    case Timer::t3142:
      break;  // pump() goes on
    case Timer::t3146:
      if (access_) fail_access("T3146: the channel requests were not answered");
      break;
    case Timer::t3164:
      fail_uplink("T3164: the uplink was assigned, but never granted");
      break;
    case Timer::t3166:
      ++counters_.contentions_lost;
      fail_uplink("T3166: the contention was not resolved");
      break;
    case Timer::t3168:
      if (access_) {
        fail_access("T3168: the resource request was not answered");
      } else if (!uplink_ && !queue_.empty() && !running(Timer::t3142)) {
        begin_access();
      }
      break;
    case Timer::t3180:
      fail_uplink("T3180: the uplink is granted no more");
      break;
    case Timer::t3182:
      on_t3182();
      break;
    case Timer::t3190:
      ++counters_.tbf_failures;
      end_downlink("T3190: no block came");
      break;
    case Timer::t3192:
      end_downlink("released");
      break;
    case Timer::no_poll:
      if (!access_ && !uplink_ && !queue_.empty() && !running(Timer::t3142)) begin_access();
      break;
    case Timer::last_ack:
      last_uplink_.reset();
      break;
  }
}

void GrrMs::Machine::start(Timer timer, std::chrono::milliseconds duration) {
  timers_[static_cast<std::size_t>(timer)] = now_ + duration;
}

// What waits gets a way to go; what is listened to follows from what stands.
Effects GrrMs::Machine::finish() {
  pump();
  std::uint8_t listen = 0;
  if (access_ && access_->timeslot) listen |= static_cast<std::uint8_t>(1U << *access_->timeslot);
  if (uplink_) listen |= uplink_->timeslots();
  if (downlink_) listen |= downlink_->timeslots;
  if (last_uplink_) listen |= last_uplink_->timeslots;
  if (listen != listening_) {
    listening_ = listen;
    out_.emplace_back(Listen{listen});
  }
  return std::exchange(out_, {});
}

void GrrMs::Machine::pump() {
  if (uplink_) {
    auto& tbf = uplink_->tbf;
    while (!queue_.empty() && queue_.front().tlli == uplink_->tlli && tbf.open() && tbf.pdus() < kLongestTbfQueue) {
      tbf.add(std::move(queue_.front().pdu));
      queue_.pop_front();
    }
  }
  const bool nothing_to_ask = queue_.empty() || uplink_ || access_ || running(Timer::t3168);
  if (nothing_to_ask || !cell_) return stop(Timer::no_poll);
  if (running(Timer::t3142)) return;
  if (!downlink_ || downlink_->finished) {
    begin_access();
  } else if (!running(Timer::no_poll)) {
    start(Timer::no_poll, kNoPoll);  // the next poll's answer asks
  }
}

void GrrMs::Machine::count_failure(const std::string& reason) {
  if (++failures_ < kMaxAttempts) return;
  failures_ = 0;
  trace(trace::Kind::failure, "um.access_failed",
        {{"reason", reason}, {"attempts", std::to_string(kMaxAttempts)}, {"pdus_lost", std::to_string(queue_.size())}});
  queue_.clear();
}

std::vector<trace::Field> GrrMs::Machine::fields_of(const Figures& figures, const char* repeated) const {
  const auto lasted = std::chrono::duration_cast<std::chrono::milliseconds>(now_ - figures.began);
  return {{"blocks", std::to_string(figures.blocks)},
          {repeated, std::to_string(figures.repeated)},
          {"octets", std::to_string(figures.octets)},
          {"duration_ms", std::to_string(lasted.count())}};
}

bool GrrMs::Machine::mine(std::uint32_t tlli) const {
  const Tlli it{tlli};
  return (assigned_ && (assigned_->first == it || assigned_->second == it)) || (uplink_ && uplink_->tlli == it) ||
         (access_ && access_->tlli == it) || std::ranges::find(queue_, it, &Waiting::tlli) != queue_.end();
}

Tlli GrrMs::Machine::current_tlli() const {
  if (uplink_) return uplink_->tlli;
  if (access_) return access_->tlli;
  if (assigned_) return assigned_->second;
  if (downlink_) return downlink_->tlli;
  return {};
}

void GrrMs::Machine::leave_cell(const std::string& reason) {
  timers_.fill(std::nullopt);
  access_.reset();
  uplink_.reset();
  downlink_.reset();
  last_uplink_.reset();
  queue_.clear();
  reserved_.clear();
  failures_ = 0;
  timing_advance_.reset();
  selection_.forget();
  objection_.clear();
  if (!cell_) return;
  cell_.reset();
  ++counters_.cells_lost;
  trace(trace::Kind::state, "um.cell_lost", {{"reason", reason}});
  out_.emplace_back(CellLost{reason});
}

void GrrMs::Machine::set_timing_advance(const rlcmac::PacketTimingAdvance& advance) {
  if (!advance.value || advance.value == timing_advance_) return;
  timing_advance_ = advance.value;
  out_.emplace_back(SetTimingAdvance{*advance.value});
}

void GrrMs::Machine::trace(trace::Kind kind, std::string name, std::vector<trace::Field> fields) {
  trace::Event event;
  event.device = settings_.device;
  const bool from_network = kind == trace::Kind::received || kind == trace::Kind::discarded;
  event.from = from_network ? trace::Actor::bss : trace::Actor::m2me;
  if (from_network) event.to = trace::Actor::m2me;
  if (kind == trace::Kind::sent) event.to = trace::Actor::bss;
  event.layer = trace::Layer::um;
  event.kind = kind;
  event.name = std::move(name);
  event.fields = std::move(fields);
  out_.emplace_back(std::move(event));
}

void GrrMs::Machine::discard(std::string reason) {
  ++counters_.discarded_blocks;
  trace(trace::Kind::discarded, "um.discarded", {{"reason", std::move(reason)}});
}

}  // namespace foothold::gsm::grr
