// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/fuzz/m2me/mobile/soak_device.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "tests/scripted_sgsn/scripted_sgsn.h"

namespace foothold::m2me::soak {
namespace {

using namespace gsm;

constexpr std::size_t kMostEffects = 512;  // of one input: a TBF's end may bring a queue of PDUs, each with its events
constexpr std::size_t kMostTimers = 32;
constexpr std::size_t kMostKept = 64;  // blocks and packets that nobody takes

grr::GrrSettings grr_settings(std::mt19937& random) {
  grr::GrrSettings settings;
  settings.two_phase_access = random() % 4 == 0;
  return settings;
}

template <class T>
void keep(std::vector<T>& kept, T it) {
  if (kept.size() == kMostKept) kept.erase(kept.begin());
  kept.push_back(std::move(it));
}

}  // namespace

void require(bool so, const char* what) {
  if (so) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

SoakDevice::SoakDevice(std::mt19937& random)
    : random_(random), grr_(grr_settings(random), [&random] { return static_cast<std::uint32_t>(random()); }) {
  switch_on_anew();
}

void SoakDevice::switch_on_anew() {
  timers_.clear();
  challenge_.reset();
  told_bearer_ = failed_ = false;
  mobile_.emplace(scripted_settings(), [this] { return static_cast<std::uint32_t>(random_()); });
  grr_.set_imsi(mobile_->imsi());
  if (area_) carry_out(mobile_->on_cell_available(*area_));
}

void SoakDevice::connect() {
  carry_out(mobile_->connect(*sm::AccessPointName::parse("internet")));
}

void SoakDevice::access_burst_is_out(l1::FrameNumber frame) {
  if (const auto burst = std::exchange(burst_, {})) carry_out(grr_.on_access_burst_sent(now_, *burst, frame));
}

void SoakDevice::answer_challenge(const gmm::AuthenticateOutcome& outcome) {
  if (const auto id = std::exchange(challenge_, {})) carry_out(mobile_->on_authenticate_response(*id, outcome));
}

void SoakDevice::wait(std::chrono::milliseconds duration) {
  const Time until = now_ + duration;
  for (unsigned expiries = 0;; ++expiries) {
    require(expiries < 20'000, "a timer does not run in circles");
    auto first = timers_.end();
    for (auto it = timers_.begin(); it != timers_.end(); ++it) {
      if (first == timers_.end() || it->second < first->second) first = it;
    }
    const auto radio = grr_.next_deadline();
    const bool radio_first = radio && (first == timers_.end() || *radio <= first->second);
    if (radio_first ? *radio > until : first == timers_.end() || first->second > until) break;
    now_ = std::max(now_, radio_first ? *radio : first->second);
    if (radio_first) {
      carry_out(grr_.on_timer(now_));
    } else {
      const auto timer = first->first;
      timers_.erase(first);
      carry_out(mobile_->on_timer(timer));
    }
  }
  now_ = until;
}

void SoakDevice::carry_out(grr::Effects effects) {
  require(effects.size() <= kMostEffects, "one input has a bounded number of effects (RR)");
  for (auto& effect : effects) carry_out(effect);
}

void SoakDevice::carry_out(MobileEffects effects) {
  require(effects.size() <= kMostEffects, "one input has a bounded number of effects (mobile)");
  for (auto& effect : effects) carry_out(effect);
  require(timers_.size() <= kMostTimers, "the mobile has a bounded number of timers");
  require(told_bearer_ == mobile_->has_bearer(), "who uses the bearer knows whether it is there");
}

void SoakDevice::carry_out(grr::Effect& effect) {
  if (const auto* burst = std::get_if<grr::SendAccessBurst>(&effect)) {
    require((burst->random_access & 0xf0) == 0x70 && burst->random_access != 0x7f, "an access is one for packets");
    burst_ = burst->random_access;
  } else if (auto* sent = std::get_if<grr::SendBlock>(&effect)) {
    const auto size = sent->block.block.size();
    require(size == 23 || size == 34 || size == 40 || size == 54, "a block has the size of a coding scheme");
    require(sent->block.timeslot < 8, "a block is in a timeslot");
    keep(blocks_, std::move(sent->block));
  } else if (auto* pdu = std::get_if<grr::LlcPdu>(&effect)) {
    require(!pdu->pdu.empty(), "an LLC PDU has octets");
    carry_out(mobile_->on_llc_pdu(pdu->tlli, pdu->pdu));
  } else if (const auto* cell = std::get_if<grr::CellAvailable>(&effect)) {
    area_ = cell->identity.routing_area;
    carry_out(mobile_->on_cell_available(*area_));
  } else if (std::holds_alternative<grr::CellLost>(effect)) {
    area_.reset();
    carry_out(mobile_->on_cell_lost());
  }
}

void SoakDevice::carry_out(MobileEffect& effect) {
  if (auto* pdu = std::get_if<SendLlcPdu>(&effect)) {
    require(pdu->pdu.size() <= 1560, "an LLC PDU is no longer than N201-U allows");
    carry_out(grr_.send_llc_pdu(now_, pdu->tlli, std::move(pdu->pdu)));
  } else if (const auto* link = std::get_if<ChangeLinkTlli>(&effect)) {
    tlli_ = link->new_tlli;
    grr_.assign_tlli(link->old_tlli, link->new_tlli);
  } else if (const auto* start = std::get_if<StartMobileTimer>(&effect)) {
    require(start->duration.count() >= 0, "a timer runs into the future");
    timers_[start->timer] = now_ + start->duration;
  } else if (const auto* stop = std::get_if<StopMobileTimer>(&effect)) {
    timers_.erase(stop->timer);
  } else if (const auto* challenge = std::get_if<gmm::AuthenticateRequest>(&effect)) {
    challenge_ = challenge->id;
  } else if (auto* packet = std::get_if<DeliverPacket>(&effect)) {
    require(packet->packet.size() <= 1520, "a packet is no longer than SNDCP allows");
    keep(packets_, std::move(packet->packet));
  } else if (std::holds_alternative<BearerUp>(effect)) {
    told_bearer_ = true;
    ++bearers_;
  } else if (std::holds_alternative<BearerDown>(effect)) {
    require(told_bearer_, "only what is up goes down");
    told_bearer_ = false;
  } else if (std::holds_alternative<ConnectFailed>(effect)) {
    failed_ = true;
  } else if (const auto* event = std::get_if<trace::Event>(&effect)) {
    // A change of state that the table forbids is traced so, see GmmMs::enter().
    require(event->name != "gmm.state" || event->kind != trace::Kind::discarded, "GMM's states follow its table");
  }
}

}  // namespace foothold::m2me::soak
