// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The downlink TBF of the mobile (TS 44.060 8.1.2, 9.3.2.5).
#include <algorithm>
#include <array>

#include "gsm/grr/machine.h"

namespace foothold::gsm::grr {

void GrrMs::Machine::begin_downlink(Tlli tlli, std::uint8_t tfi, std::uint8_t timeslots, bool unacknowledged) {
  end_downlink("another one is assigned");
  downlink_.emplace(Downlink{rlcmac::DownlinkTbf(unacknowledged), tlli, tfi, timeslots, false, {}, {now_}});
  ++counters_.downlink_tbfs;
  trace(trace::Kind::state, "um.downlink_tbf",
        {{"tfi", std::to_string(tfi)},
         {"tlli", tlli.to_string()},
         {"timeslots", std::to_string(std::popcount(timeslots))}});
  start(Timer::t3190, kT3190);
}

void GrrMs::Machine::on_data_block(const l1::DownlinkBlock& received) {
  const auto block = rlcmac::DownlinkDataBlock::decode(received.block);
  if (!block) return discard("RLC data block: " + to_string(block.error()));
  if (!downlink_ || block->tfi != downlink_->tfi || (downlink_->timeslots >> received.timeslot & 1) == 0) return;
  if (downlink_->finished) {
    // The last block again: our final ack was lost. Anything else: the TFI was given to another mobile, for the
    // network's T3193 may be shorter than T3192.
    const auto& last = downlink_->final_block;
    if (!last || block->bsn != last->bsn || block->data != last->data) return end_downlink("its TFI has a new owner");
    start(Timer::t3192, cell_->gprs.t3192);
  } else {
    take_data(*block);
  }
  answer_poll({received.timeslot, received.frame_number, block->mac.rrbp}, received.measurement);
}

void GrrMs::Machine::take_data(const rlcmac::DownlinkDataBlock& block) {
  start(Timer::t3190, kT3190);
  auto outcome = downlink_->tbf.on_block(block);
  if (!outcome) return discard("RLC data block: " + to_string(outcome.error()));
  if (block.final_block) downlink_->final_block = block;
  ++(outcome->repeated ? counters_.repeated_blocks : counters_.downlink_blocks);
  ++(outcome->repeated ? downlink_->figures.repeated : downlink_->figures.blocks);
  for (auto& pdu : outcome->pdus) deliver(std::move(pdu));
}

void GrrMs::Machine::answer_poll(const Heard& heard, const l1::Measurement& measurement) {
  if (!heard.rrbp) return;
  rlcmac::PacketDownlinkAckNack message;
  message.tfi = downlink_->tfi;
  message.ack = downlink_->tbf.ack();
  message.quality.c_value = static_cast<std::uint8_t>(std::clamp(measurement.level_dbm + 110, 0, 63));
  // A request in the final ack would get lost: osmo-pcu has left the TBF when it would read it. pump() asks on the
  // RACH.
  const bool needs_uplink = uplink_ ? never_granted() : !queue_.empty();
  const bool ask =
      !message.ack.final_ack && needs_uplink && !access_ && !running(Timer::t3142) && !running(Timer::t3168);
  if (ask) {
    message.channel_request = channel_request();
    start(Timer::t3168, cell_->gprs.t3168);
  }
  trace(trace::Kind::sent, "um.packet_downlink_ack_nack",
        {{"tfi", std::to_string(message.tfi)},
         {"final", message.ack.final_ack ? "yes" : "no"},
         {"asks_for_uplink", ask ? "yes" : "no"}});
  answer(heard, rlcmac::encode(message));
  if (!message.ack.final_ack) return;
  downlink_->finished = true;
  stop(Timer::t3190);
  start(Timer::t3192, cell_->gprs.t3192);
}

void GrrMs::Machine::deliver(Bytes pdu) {
  // osmo-pcu keeps a TBF open with these; what comes behind is filling, not an FCS (TS 44.064 6.4.2.2).
  static constexpr std::array<std::uint8_t, 3> kDummyUi{0x43, 0xc0, 0x01};
  if (pdu.size() >= kDummyUi.size() && std::equal(kDummyUi.begin(), kDummyUi.end(), pdu.begin())) return;
  counters_.downlink_llc_octets += pdu.size();
  downlink_->figures.octets += pdu.size();
  // The TBF may have been opened under a TLLI that GMM has since given up; what it carries is ours all the same.
  const Tlli opened_as = downlink_->tlli;
  const bool given_up = assigned_ && assigned_->first != opened_as && assigned_->second != opened_as;
  out_.emplace_back(LlcPdu{given_up ? assigned_->second : opened_as, std::move(pdu)});
}

void GrrMs::Machine::end_downlink(const char* how) {
  if (!downlink_) return;
  auto fields = fields_of(downlink_->figures, "repeated");
  fields.insert(fields.begin(), {{"tfi", std::to_string(downlink_->tfi)}, {"how", how}});
  trace(trace::Kind::state, "um.downlink_tbf_ended", std::move(fields));
  downlink_.reset();
  stop(Timer::t3190);
  stop(Timer::t3192);
}

}  // namespace foothold::gsm::grr
