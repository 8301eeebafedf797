// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Packet access on the RACH (TS 44.018 3.5.2.1, TS 44.060 7.1.2, 7.1.3).
#include <algorithm>

#include "gsm/grr/machine.h"
#include "gsm/rlcmac/block_timing.h"

namespace foothold::gsm::grr {

namespace {

constexpr std::size_t kReferencesKept = 3;
// A slot of the RACH comes each frame, or 27 times in 51 frames where the CCCH is combined (TS 45.002 clause 7 table
// 5).
constexpr std::chrono::microseconds kFrame{4615};
constexpr unsigned kCombinedRachSlots = 27;
constexpr unsigned kMultiframe = 51;

}  // namespace

std::chrono::milliseconds GrrMs::Machine::slots(unsigned count) const {
  auto duration = kFrame * count;
  if (cell_->combined_ccch) duration = duration * kMultiframe / kCombinedRachSlots;
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration);
}

void GrrMs::Machine::begin_access() {
  access_ = Access{};
  access_->tlli = queue_.front().tlli;
  stop(Timer::no_poll);
  stop(Timer::t3168);
  send_access_burst(random_() % std::max(cell_->rach.tx_integer, 8U));
}

// TS 44.018 table 9.1.8.1: one-phase packet access 01111xxx (01111111 is another's), single block access 01110xxx.
void GrrMs::Machine::send_access_burst(unsigned slots_to_skip) {
  const unsigned random = random_();
  const auto request = static_cast<std::uint8_t>(settings_.two_phase_access ? 0x70 | random % 8 : 0x78 | random % 7);
  ++access_->bursts;
  ++counters_.access_bursts;
  trace(trace::Kind::sent, "um.channel_request",
        {{"random_access", std::to_string(request)}, {"burst", std::to_string(access_->bursts)}});
  out_.emplace_back(SendAccessBurst{request, slots_to_skip});
  start(Timer::t3146, kT3146Longest);  // until the burst is known to be out
}

Effects GrrMs::Machine::on_access_burst_sent(Time now, std::uint8_t random_access, l1::FrameNumber frame) {
  now_ = now;
  if (!access_ || access_->timeslot) return finish();
  access_->sent.push_back(rr::RequestReference::of(random_access, frame));
  if (access_->sent.size() > kReferencesKept) access_->sent.pop_front();
  const unsigned spread = cell_->rach.tx_integer;
  const unsigned retry = cell_->rach.retry_slots(cell_->combined_ccch);
  if (access_->bursts <= cell_->rach.max_retransmissions) {
    start(Timer::access_burst, slots(retry + random_() % spread));
  } else {
    start(Timer::t3146, std::min(slots(spread + 2 * retry), kT3146Longest));
  }
  return finish();
}

bool GrrMs::Machine::answers_access(const rr::RequestReference& reference) const {
  return access_ && !access_->timeslot && std::ranges::find(access_->sent, reference) != access_->sent.end();
}

void GrrMs::Machine::end_access() {
  access_.reset();
  stop(Timer::access_burst);
  stop(Timer::t3146);
  stop(Timer::t3168);
}

void GrrMs::Machine::fail_access(const std::string& reason) {
  ++counters_.access_failures;
  end_access();
  trace(trace::Kind::failure, "um.access_unanswered", {{"reason", reason}});
  count_failure(reason);
}

rlcmac::ChannelRequestDescription GrrMs::Machine::channel_request() const {
  std::size_t octets = 0;
  for (const auto& waiting : queue_) octets += waiting.pdu.size();
  rlcmac::ChannelRequestDescription request;
  request.no_llc_ack = true;
  request.rlc_octet_count = static_cast<std::uint16_t>(std::min<std::size_t>(octets, 0xffff));
  return request;
}

void GrrMs::Machine::send_resource_request(std::uint8_t timeslot, l1::FrameNumber frame) {
  stop(Timer::access_burst);
  stop(Timer::t3146);
  access_->timeslot = timeslot;
  start(Timer::t3168, cell_->gprs.t3168);
  if (!rlcmac::begins_block(frame) || queue_.empty()) return;  // T3168 ends it
  rlcmac::PacketResourceRequest request;
  request.access_type = 0;
  request.address = rlcmac::TlliAddress{access_->tlli.value};
  request.ms_ra_capability = settings_.ms_ra_capability;
  request.channel_request = channel_request();
  trace(trace::Kind::sent, "um.packet_resource_request",
        {{"tlli", access_->tlli.to_string()}, {"octets", std::to_string(request.channel_request.rlc_octet_count)}});
  send_block(timeslot, frame, rlcmac::encode(request));
}

}  // namespace foothold::gsm::grr
