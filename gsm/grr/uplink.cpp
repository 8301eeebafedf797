// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The uplink TBF of the mobile (TS 44.060 8.1.1, 9.3.2.4).
#include <algorithm>

#include "gsm/grr/machine.h"
#include "gsm/rlcmac/block_timing.h"

namespace foothold::gsm::grr {

namespace {

// PAN_MAX where the cell gives none (TS 44.060 9.4 lets N3102 be unused then; the counter is simply never so low).
constexpr int kUncountedN3102 = 1 << 16;

}  // namespace

std::uint8_t GrrMs::Machine::Uplink::timeslots() const {
  std::uint8_t mask = 0;
  for (std::size_t slot = 0; slot < usf.size(); ++slot) {
    if (usf[slot]) mask |= static_cast<std::uint8_t>(1U << slot);
  }
  return mask;
}

void GrrMs::Machine::begin_uplink(rlcmac::UplinkTbf::Settings settings, Tlli tlli,
                                  std::array<std::optional<std::uint8_t>, 8> usf, bool four_blocks,
                                  std::optional<l1::FrameNumber> first) {
  settings.tlli = tlli.value;
  settings.bs_cv_max = cell_->gprs.bs_cv_max;
  settings.timeslots =
      static_cast<unsigned>(std::ranges::count_if(usf, [](const auto& slot) { return slot.has_value(); }));
  uplink_.emplace(Uplink{rlcmac::UplinkTbf(settings),
                         tlli,
                         usf,
                         four_blocks,
                         first,
                         0,
                         cell_->gprs.pan ? cell_->gprs.pan->maximum : kUncountedN3102,
                         ++serial_,
                         {now_}});
  last_uplink_.reset();
  stop(Timer::last_ack);
  ++counters_.uplink_tbfs;
  trace(trace::Kind::state, "um.uplink_tbf",
        {{"tfi", std::to_string(settings.tfi)},
         {"tlli", tlli.to_string()},
         {"access", settings.contention ? "one phase" : "two phases"},
         {"coding_scheme", "CS-" + std::to_string(static_cast<unsigned>(settings.scheme) + 1)}});
  start(Timer::t3164, kT3164);
}

bool GrrMs::Machine::grants_us(const l1::DownlinkBlock& block) const {
  if (!uplink_ || uplink_->usf[block.timeslot & 7] != rlcmac::DownlinkMacHeader::decode(block.block[0]).usf) {
    return false;
  }
  return !uplink_->start || rlcmac::next_block(block.frame_number).since(*uplink_->start) >= 0;
}

void GrrMs::Machine::on_grant(std::uint8_t timeslot, l1::FrameNumber frame) {
  stop(Timer::t3164);
  start(Timer::t3180, kT3180);
  auto granted = rlcmac::next_block(frame);
  for (unsigned left = uplink_->four_blocks ? 4 : 1; left > 0 && uplink_; --left) {
    // What answers a poll goes first (TS 44.060 10.4.5).
    if (std::ranges::find(reserved_, Reserved{timeslot, granted}) == reserved_.end()) {
      send_uplink_block(timeslot, granted);
    }
    granted = rlcmac::next_block(granted);
  }
}

void GrrMs::Machine::send_uplink_block(std::uint8_t timeslot, l1::FrameNumber frame) {
  auto& tbf = uplink_->tbf;
  auto outgoing = tbf.next_block();
  if (!outgoing) return send_block(timeslot, frame, rlcmac::encode(rlcmac::PacketUplinkDummy{uplink_->tlli.value}));
  ++(outgoing->repeated ? counters_.retransmitted_blocks : counters_.uplink_blocks);
  ++(outgoing->repeated ? uplink_->figures.repeated : uplink_->figures.blocks);
  send_block(timeslot, frame, std::move(outgoing->block));
  if (tbf.waits_for_ack() && !running(Timer::t3182)) start(Timer::t3182, kT3182);
  if (tbf.contention_resolved()) return;
  if (uplink_->blocks_in_contention++ == 0) start(Timer::t3166, kT3166);
  // N3104 (TS 44.060 13.4).
  const unsigned slots = static_cast<unsigned>(std::popcount(uplink_->timeslots()));
  if (uplink_->blocks_in_contention > 3U * (cell_->gprs.bs_cv_max + 3U) * slots) {
    ++counters_.contentions_lost;
    fail_uplink("N3104: the contention was not resolved");
  }
}

void GrrMs::Machine::on_message(const rlcmac::PacketUplinkAckNack& message, const Heard& heard) {
  // The contention is for the TLLI that our blocks name, and no other (TS 44.060 7.1.2.3). After it the network may
  // name the TLLI that came with a P-TMSI in the midst of the TBF.
  const auto& named = message.contention_resolution_tlli;
  const bool foreign =
      named && uplink_ && !(uplink_->tbf.contention_resolved() ? mine(*named) : *named == uplink_->tlli.value);
  if (uplink_ && message.tfi == uplink_->tbf.tfi() && (uplink_->timeslots() >> heard.timeslot & 1) != 0) {
    if (foreign) {
      // Before: another mobile took the same assignment for its own, or the network takes our blocks for those of a
      // TLLI that we have left. After: the network gave our TFI away.
      ++counters_.contentions_lost;
      return fail_uplink("the TBF is another mobile's");
    }
  } else {
    // A final acknowledgement whose answer was lost: it says for whom it is, or we do not answer.
    if (last_uplink_ && message.tfi == last_uplink_->tfi && message.ack.final_ack &&
        message.contention_resolution_tlli && mine(*message.contention_resolution_tlli) &&
        (last_uplink_->timeslots >> heard.timeslot & 1) != 0) {
      acknowledge(heard, last_uplink_->tlli);
    }
    return;
  }
  auto& tbf = uplink_->tbf;
  const bool resolved = tbf.contention_resolved() || message.contention_resolution_tlli.has_value();
  // Acknowledgements that do not say whose blocks they mean are nobody's while two mobiles may send.
  if (!resolved) return;
  tbf.resolve_contention();
  stop(Timer::t3166);
  if (message.timing_advance) set_timing_advance(*message.timing_advance);
  tbf.set_scheme(static_cast<rlcmac::CodingScheme>(message.coding_command));
  const auto outcome = tbf.on_ack(message.ack);
  // The acknowledgement that T3182 waits for is one of something. osmo-pcu 1.1 can take two TLLIs of a mobile for one
  // in the midst of a TBF: it ignores the blocks that name the other from then on, and acknowledges each of them all
  // the same. By the letter of table 13.1.1 that would go on for ever.
  if (outcome.news) stop(Timer::t3182);
  counters_.uplink_llc_octets += outcome.octets;
  uplink_->figures.octets += outcome.octets;
  if (outcome.progress) {
    failures_ = 0;
    if (cell_->gprs.pan) {
      uplink_->n3102 = std::min<int>(uplink_->n3102 + cell_->gprs.pan->increment, cell_->gprs.pan->maximum);
    }
  }
  trace(trace::Kind::received, "um.packet_uplink_ack_nack",
        {{"tfi", std::to_string(message.tfi)}, {"final", message.ack.final_ack ? "yes" : "no"}});
  acknowledge(heard, uplink_->tlli);
  if (message.ack.final_ack) end_uplink();
}

// PDUs that are left go back to the queue: the network ended the TBF before it had all.
GrrMs::Machine::Figures GrrMs::Machine::close_uplink() {
  auto left = uplink_->tbf.take_unacknowledged();
  for (auto pdu = left.rbegin(); pdu != left.rend(); ++pdu) queue_.push_front({uplink_->tlli, std::move(*pdu)});
  const Figures figures = uplink_->figures;
  uplink_.reset();
  for (const auto timer : {Timer::t3164, Timer::t3166, Timer::t3180, Timer::t3182}) stop(timer);
  return figures;
}

void GrrMs::Machine::end_uplink() {
  last_uplink_ = LastUplink{uplink_->tbf.tfi(), uplink_->timeslots(), uplink_->tlli};
  constexpr std::chrono::milliseconds kAnswerRepeatedFor{1000};
  start(Timer::last_ack, kAnswerRepeatedFor);
  auto fields = fields_of(close_uplink(), "retransmitted");
  fields.insert(fields.begin(), {"tfi", std::to_string(last_uplink_->tfi)});
  trace(trace::Kind::state, "um.uplink_tbf_ended", std::move(fields));
}

void GrrMs::Machine::abandon_uplink(const std::string& reason) {
  if (!uplink_) return;
  ++counters_.tbf_failures;
  const std::string tfi = std::to_string(uplink_->tbf.tfi());
  auto fields = fields_of(close_uplink(), "retransmitted");
  fields.insert(fields.begin(), {{"tfi", tfi}, {"reason", reason}});
  trace(trace::Kind::failure, "um.uplink_tbf_failed", std::move(fields));
}

void GrrMs::Machine::fail_uplink(const std::string& reason) {
  if (!uplink_) return;
  abandon_uplink(reason);
  count_failure(reason);
}

// osmo-pcu 1.1 gives an assignment on a downlink TBF's PACCH one try: where our acknowledgement of it is lost it
// neither repeats the assignment nor grants anything. T3164 would have us wait five seconds for that; we ask again in
// the next downlink acknowledgement.
bool GrrMs::Machine::never_granted() const {
  constexpr std::chrono::milliseconds kGrantsAreSurelyUnderWay{500};  // 25 blocks
  return uplink_ && running(Timer::t3164) && uplink_->tbf.contention_resolved() &&
         now_ - uplink_->figures.began >= kGrantsAreSurelyUnderWay;
}

void GrrMs::Machine::on_t3182() {
  if (!uplink_) return;
  uplink_->n3102 -= cell_->gprs.pan ? cell_->gprs.pan->decrement : 0;
  // N3102 down to 0 would have the mobile reselect (TS 44.060 9.3.2.4); there is but this carrier.
  fail_uplink(uplink_->n3102 <= 0 ? "N3102: acknowledgements were missing too often"
                                  : "T3182: the network does not acknowledge");
}

}  // namespace foothold::gsm::grr
