// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A PDCH that is listened to: data, and what the network orders on PACCH (TS 44.060 8).
#include <algorithm>

#include "gsm/grr/machine.h"
#include "gsm/rlcmac/block_timing.h"

namespace foothold::gsm::grr {

namespace {

constexpr std::size_t kMostReserved = 32;

// TIMESLOT_ALLOCATION has timeslot 0 in the top bit (TS 44.060 12.18), we have it in the lowest.
std::uint8_t lowest_first(std::uint8_t timeslots) {
  std::uint8_t out = 0;
  for (unsigned slot = 0; slot < 8; ++slot) {
    if ((timeslots >> (7 - slot) & 1) != 0) out |= static_cast<std::uint8_t>(1U << slot);
  }
  return out;
}

}  // namespace

void GrrMs::Machine::on_packet_channel(const l1::DownlinkBlock& block) {
  if (!rlcmac::begins_block(block.frame_number) || block.timeslot > 7) {
    return discard("a block where none can begin, in frame " + std::to_string(block.frame_number.value()));
  }
  std::erase_if(reserved_, [&](const Reserved& r) { return r.frame.since(block.frame_number) < 0; });
  // The USF is for those that had the TBF before what this very block may order.
  const std::optional<std::uint64_t> granted = grants_us(block) ? std::optional(uplink_->serial) : std::nullopt;
  switch (block.block[0] >> 6) {
    case 0:
      on_data_block(block);
      break;
    case 1:
    case 2:
      on_control_block(block);
      break;
    default:
      discard("payload type 3");
  }
  if (granted && uplink_ && uplink_->serial == *granted) on_grant(block.timeslot, block.frame_number);
}

void GrrMs::Machine::on_control_block(const l1::DownlinkBlock& block) {
  const auto control = rlcmac::DownlinkControlBlock::decode(block.block);
  if (!control) return discard("RLC/MAC control block: " + to_string(control.error()));
  const auto message = rlcmac::decode_downlink_message(control->message);
  if (!message) return discard("RLC/MAC control message: " + to_string(message.error()));
  const Heard heard{block.timeslot, block.frame_number, control->mac.rrbp};
  std::visit([&](const auto& it) { on_message(it, heard); }, *message);
}

bool GrrMs::Machine::addressed(const rlcmac::Address& address, std::uint8_t timeslot) const {
  if (const auto* tlli = std::get_if<rlcmac::TlliAddress>(&address)) return mine(tlli->value);
  if (const auto* tfi = std::get_if<rlcmac::UplinkTfi>(&address)) {
    // Before the contention is resolved the TFI may be another mobile's as well.
    return uplink_ && uplink_->tbf.tfi() == tfi->value && (uplink_->timeslots() >> timeslot & 1) != 0 &&
           uplink_->tbf.contention_resolved();
  }
  const auto& tfi = std::get<rlcmac::DownlinkTfi>(address);
  return downlink_ && downlink_->tfi == tfi.value && (downlink_->timeslots >> timeslot & 1) != 0;
}

void GrrMs::Machine::on_message(const rlcmac::PacketUplinkAssignment& message, const Heard& heard) {
  if (!addressed(message.address, heard.timeslot)) return;
  trace(trace::Kind::received, "um.packet_uplink_assignment");
  if (message.frequency && message.frequency->arfcn != arfcn_) {
    return discard("packet uplink assignment: on a carrier that is not heard");
  }
  const auto frame = [&](const rlcmac::StartingFrame& start) -> std::optional<l1::FrameNumber> {
    if (!start.absolute) return std::nullopt;
    return rr::decode_reduced_frame(*start.absolute, heard.frame);
  };
  set_timing_advance(message.timing_advance);
  if (const auto* single = std::get_if<rlcmac::SingleBlockAllocation>(&message.allocation)) {
    const auto start = frame(single->start);
    if (!start || queue_.empty() || uplink_) return discard("packet uplink assignment: a single block of no use");
    acknowledge(heard, current_tlli());
    if (!access_) {
      access_ = Access{};
      access_->tlli = queue_.front().tlli;
    }
    return send_resource_request(single->timeslot, *start);
  }
  const auto& dynamic = std::get<rlcmac::DynamicAllocation>(message.allocation);
  const bool keeps_tbf = uplink_ && (!dynamic.tfi || *dynamic.tfi == uplink_->tbf.tfi());
  const bool no_slot = std::ranges::none_of(dynamic.usf, [](const auto& usf) { return usf.has_value(); });
  if (no_slot || (!keeps_tbf && !dynamic.tfi)) return discard("packet uplink assignment: names no TBF or no timeslot");
  if (!uplink_ && queue_.empty()) return discard("packet uplink assignment: there is nothing to send");
  acknowledge(heard, current_tlli());
  if (keeps_tbf) {
    stop(Timer::t3168);
    uplink_->usf = dynamic.usf;
    uplink_->four_blocks = dynamic.usf_grants_four_blocks;
    uplink_->tbf.set_timeslots(static_cast<unsigned>(std::popcount(uplink_->timeslots())));
    return;
  }
  if (running(Timer::t3164)) {
    abandon_uplink("another one is assigned before it was granted");
  } else {
    fail_uplink("the network assigned another uplink TBF");
  }
  if (queue_.empty()) return;
  const Tlli tlli = access_ ? access_->tlli : queue_.front().tlli;
  end_access();
  rlcmac::UplinkTbf::Settings tbf;
  tbf.tfi = *dynamic.tfi;
  tbf.scheme = static_cast<rlcmac::CodingScheme>(message.coding_command);
  begin_uplink(tbf, tlli, dynamic.usf, dynamic.usf_grants_four_blocks,
               dynamic.start ? frame(*dynamic.start) : std::nullopt);
}

void GrrMs::Machine::on_message(const rlcmac::PacketDownlinkAssignment& message, const Heard& heard) {
  if (!addressed(message.address, heard.timeslot)) return;
  trace(trace::Kind::received, "um.packet_downlink_assignment");
  const std::uint8_t timeslots = lowest_first(message.timeslots);
  if (timeslots == 0 || (!message.tfi && !downlink_) || (message.frequency && message.frequency->arfcn != arfcn_)) {
    return discard("packet downlink assignment: names no TBF, no timeslot or a carrier that is not heard");
  }
  set_timing_advance(message.timing_advance);
  Tlli tlli = current_tlli();
  if (const auto* by_tlli = std::get_if<rlcmac::TlliAddress>(&message.address)) tlli = {by_tlli->value};
  if (std::holds_alternative<rlcmac::DownlinkTfi>(message.address)) tlli = downlink_->tlli;
  acknowledge(heard, tlli);
  // A network that addresses us by our uplink TBF knows of no downlink TBF (osmo-pcu drops it when a mobile comes by
  // the RACH), even where the new one has the TFI of the old: BSNs begin at 0 again.
  const bool forgot_ours = std::holds_alternative<rlcmac::UplinkTfi>(message.address);
  const bool keeps_tbf =
      downlink_ && !downlink_->finished && !forgot_ours && (!message.tfi || *message.tfi == downlink_->tfi);
  if (keeps_tbf) {
    downlink_->timeslots = timeslots;
    start(Timer::t3190, kT3190);
    return;
  }
  begin_downlink(tlli, message.tfi.value_or(downlink_ ? downlink_->tfi : 0), timeslots, message.unacknowledged);
}

void GrrMs::Machine::on_message(const rlcmac::PacketAccessReject& message, const Heard& heard) {
  constexpr std::chrono::milliseconds kUnit{20};
  for (const auto& refusal : message.refusals) {
    if (!addressed(refusal.address, heard.timeslot)) continue;
    const auto wait = kUnit * refusal.wait_milliseconds_20.value_or(0);
    trace(trace::Kind::received, "um.packet_access_reject", {{"wait_ms", std::to_string(wait.count())}});
    end_access();
    fail_uplink("the network refuses access");
    start(Timer::t3142, wait);
    return count_failure("the network refuses access");
  }
}

void GrrMs::Machine::on_message(const rlcmac::PacketTbfRelease& message, const Heard& heard) {
  if (!addressed(message.address, heard.timeslot)) return;
  trace(trace::Kind::received, "um.packet_tbf_release", {{"cause", std::to_string(message.cause)}});
  acknowledge(heard, current_tlli());
  if (message.uplink) fail_uplink("the network released the TBF");
  if (message.downlink) end_downlink("released by the network");
}

void GrrMs::Machine::on_message(const rlcmac::PacketPollingRequest& message, const Heard& heard) {
  if (addressed(message.address, heard.timeslot)) acknowledge(heard, current_tlli());
}

// TS 44.060 8.2: PDCHs that are no longer there are left at once; a TBF that has none left has ended. The message is to
// all mobiles on the PDCH.
void GrrMs::Machine::on_message(const rlcmac::PacketPdchRelease& message, const Heard&) {
  const std::uint8_t available = lowest_first(message.available);
  trace(trace::Kind::received, "um.packet_pdch_release", {{"available", std::to_string(available)}});
  if (uplink_) {
    for (std::size_t slot = 0; slot < uplink_->usf.size(); ++slot) {
      if ((available >> slot & 1) == 0) uplink_->usf[slot].reset();
    }
    if (uplink_->timeslots() == 0) {
      fail_uplink("its packet channels were released");
    } else {
      uplink_->tbf.set_timeslots(static_cast<unsigned>(std::popcount(uplink_->timeslots())));
    }
  }
  if (!downlink_) return;
  downlink_->timeslots &= available;
  if (downlink_->timeslots == 0) end_downlink("its packet channels were released");
}

void GrrMs::Machine::on_message(const rlcmac::PacketPagingRequest& message, const Heard&) {
  for (const auto& identity : message.identities) {
    if (std::holds_alternative<Imsi>(identity) || std::holds_alternative<Ptmsi>(identity)) {
      out_.emplace_back(Paging{identity});
    }
  }
}

void GrrMs::Machine::send_block(std::uint8_t timeslot, l1::FrameNumber frame, Bytes block) {
  out_.emplace_back(SendBlock{{timeslot, frame, std::move(block)}});
}

// A cell may want PACKET CONTROL ACKNOWLEDGEMENT as four access bursts (CONTROL_ACK_TYPE); the boundary to the physical
// layer has none on a PDCH, osmo-bsc asks for a block unless told otherwise, and osmo-pcu takes one in any case.
void GrrMs::Machine::acknowledge(const Heard& heard, Tlli tlli) {
  if (!heard.rrbp) return;
  answer(heard, rlcmac::encode(rlcmac::PacketControlAcknowledgement{tlli.value}));
}

void GrrMs::Machine::answer(const Heard& heard, Bytes block) {
  const auto frame = rlcmac::reserved_block(heard.frame, *heard.rrbp);
  ++counters_.polls_answered;
  reserved_.push_back({heard.timeslot, frame});
  if (reserved_.size() > kMostReserved) reserved_.pop_front();
  send_block(heard.timeslot, frame, std::move(block));
}

}  // namespace foothold::gsm::grr
