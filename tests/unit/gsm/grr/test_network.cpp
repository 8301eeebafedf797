// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/unit/gsm/grr/test_network.h"

#include <algorithm>

#include "gsm/rlcmac/block_timing.h"
#include "gsm/rr/immediate_assignment.h"

namespace foothold::gsm::grr::test {

namespace {

constexpr std::uint8_t kMainTimeslot = 6;
constexpr unsigned kMostUnanswered = 40;
constexpr unsigned kMostUnansweredPolls = 12;
constexpr unsigned kBlocksPerPoll = 10;

Bytes with_header(const rlcmac::DownlinkMacHeader& mac, Bytes message) {
  message.insert(message.begin(), mac.encode());
  return message;
}

rr::PacketChannel channel() {
  return {kMainTimeslot, 7, kArfcn};
}

}  // namespace

void TestNetwork::on_access_burst(std::uint8_t random_access, l1::FrameNumber frame) {
  rr::ImmediateAssignment answer;
  answer.channel = channel();
  answer.reference = rr::RequestReference::of(random_access, frame);
  if (random_access >= 0x78) {
    const std::uint8_t tfi = one_tfi_for_all ? 0 : free_uplink_tfi();
    if (tfi > 6 || (one_tfi_for_all && !uplinks_.empty())) return;
    add_uplink(std::nullopt, tfi);
    rr::UplinkTbfAssignment assignment;
    assignment.tfi = tfi;
    assignment.usf = tfi;
    assignment.coding_command = static_cast<std::uint8_t>(scheme);
    answer.assignment = assignment;
  } else {
    auto at = frame + 60;
    while (!rlcmac::begins_block(at)) at = at + 1;
    taken_.insert(at.value());
    answer.assignment = rr::SingleBlockAssignment{rr::encode_reduced_frame(at)};
  }
  common_control_.push_back(answer.encode());
}

std::uint8_t TestNetwork::free_uplink_tfi() const {
  for (std::uint8_t tfi = 0;; ++tfi) {
    if (std::ranges::find(uplinks_, tfi, &Uplink::tfi) == uplinks_.end()) return tfi;
  }
}

std::uint8_t TestNetwork::free_downlink_tfi() const {
  for (std::uint8_t tfi = 0;; ++tfi) {
    if (std::ranges::find(downlinks_, tfi, &Downlink::tfi) == downlinks_.end()) return tfi;
  }
}

void TestNetwork::add_uplink(std::optional<Tlli> tlli, std::uint8_t tfi) {
  Uplink uplink;
  uplink.tfi = tfi;
  uplink.usf = tfi;
  uplink.names_tlli = !tlli;
  uplink.tlli = tlli;
  uplinks_.push_back(std::move(uplink));
}

void TestNetwork::on_uplink_block(const l1::UplinkBlock& block) {
  if ((block.block[0] & 0xc0) != 0) {
    const auto message = rlcmac::decode_uplink_message(block.block);
    if (message) std::visit([&](const auto& it) { on_control(it, block.frame_number); }, *message);
    return;
  }
  const auto data = rlcmac::UplinkDataBlock::decode(block.block);
  if (!data) return;
  for (auto& uplink : uplinks_) {
    if (uplink.tfi != data->tfi) continue;
    if (data->tlli && uplink.tlli && uplink.tlli->value != *data->tlli) continue;  // lost the contention
    if (data->tlli) uplink.tlli = Tlli{*data->tlli};
    if (!uplink.tlli) continue;
    rlcmac::DownlinkDataBlock received;
    received.bsn = data->bsn;
    received.final_block = data->countdown == 0;
    received.length_indicators = data->length_indicators;
    received.data = data->data;
    auto outcome = uplink.receiver.on_block(received);
    if (!outcome) continue;
    uplink.unanswered = 0;
    for (auto& pdu : outcome->pdus) delivered.push_back({*uplink.tlli, std::move(pdu)});
    if (++uplink.blocks_since_ack >= kBlocksPerPoll || data->countdown == 0 || data->tlli || data->stall) {
      uplink.ack_due = true;
    }
  }
}

void TestNetwork::on_control(const rlcmac::PacketControlAcknowledgement& message, l1::FrameNumber frame) {
  std::erase_if(uplinks_, [&](const Uplink& u) { return u.polled == frame && u.receiver.complete(); });
  for (auto& downlink : downlinks_) {
    if (downlink.polled == frame && !downlink.established) {
      downlink.established = true;
      downlink.second_timeslot = (downlink_timeslots & 0x01) != 0;
      downlink.polled.reset();
    }
  }
  const auto answered = std::ranges::find(requests_, std::optional(frame), &Request::polled);
  if (answered == requests_.end() || answered->tlli.value != message.tlli) return;
  requests_.erase(answered);
}

void TestNetwork::on_control(const rlcmac::PacketDownlinkAckNack& message, l1::FrameNumber frame) {
  for (auto downlink = downlinks_.begin(); downlink != downlinks_.end(); ++downlink) {
    if (downlink->tfi != message.tfi || downlink->polled != frame) continue;
    downlink->polled.reset();
    downlink->unanswered = 0;
    downlink->sender.on_ack(message.ack);
    const Tlli tlli = downlink->tlli;
    if (message.ack.final_ack) {
      downlinks_.erase(downlink);
    } else if (message.channel_request && std::ranges::find(requests_, tlli, &Request::tlli) == requests_.end()) {
      add_uplink(tlli, free_uplink_tfi());
      requests_.push_back({tlli, {}, 0});
    }
    return;
  }
}

void TestNetwork::on_control(const rlcmac::PacketResourceRequest& message, l1::FrameNumber) {
  const auto* address = std::get_if<rlcmac::TlliAddress>(&message.address);
  if (address == nullptr || std::ranges::find(requests_, Tlli{address->value}, &Request::tlli) != requests_.end())
    return;
  std::erase_if(uplinks_, [&](const Uplink& u) { return u.tlli == Tlli{address->value}; });
  add_uplink(Tlli{address->value}, free_uplink_tfi());
  requests_.push_back({{address->value}, {}, 0});
}

// Data for a mobile that has no downlink TBF: on PACCH if it has an uplink, else on CCCH.
void TestNetwork::begin_downlinks(l1::FrameNumber) {
  for (auto& [tlli, pdus] : to_send_) {
    const bool stands = std::ranges::find(downlinks_, tlli, &Downlink::tlli) != downlinks_.end();
    if (pdus.empty() || stands) continue;
    rlcmac::UplinkTbf::Settings settings;
    settings.tfi = free_downlink_tfi();
    settings.scheme = scheme;
    Downlink downlink{settings.tfi, tlli, rlcmac::UplinkTbf(settings), false, false, {}, 0, 0};
    for (auto& pdu : pdus) downlink.sender.add(std::move(pdu));
    pdus.clear();
    const auto has_uplink = [&, tlli = tlli](const Uplink& u) { return u.tlli == tlli && !u.receiver.complete(); };
    if (std::ranges::none_of(uplinks_, has_uplink)) {
      rr::ImmediateAssignment assignment;
      assignment.channel = channel();
      rr::DownlinkTbfAssignment tbf;
      tbf.tlli = tlli.value;
      tbf.tfi = settings.tfi;
      assignment.assignment = tbf;
      common_control_.push_back(assignment.encode());
      downlink.established = true;
    }
    downlinks_.push_back(std::move(downlink));
  }
}

void TestNetwork::expire(l1::FrameNumber frame) {
  const auto overdue = [&](auto& it) {
    if (!it.polled || it.polled->since(frame) >= -8) return false;
    it.polled.reset();
    return true;
  };
  for (auto& uplink : uplinks_) {
    if (overdue(uplink)) uplink.ack_due = true;
  }
  std::erase_if(uplinks_, [](const Uplink& u) { return u.unanswered > kMostUnanswered; });
  for (auto& request : requests_) overdue(request);
  std::erase_if(requests_, [&](const Request& r) {
    const auto uplink = std::ranges::find(uplinks_, std::optional(r.tlli), &Uplink::tlli);
    return uplink == uplinks_.end() || r.sent > kMostUnanswered;
  });
  for (auto& downlink : downlinks_) {
    if (overdue(downlink)) {
      ++downlink.unanswered;
      downlink.since_poll = kBlocksPerPoll;
    }
    if (downlink.unanswered <= kMostUnansweredPolls) continue;
    // Given up: from the start again, once the mobile has surely left it.
    auto left = downlink.sender.take_unacknowledged();
    auto& waiting = to_send_[downlink.tlli];
    waiting.insert(waiting.begin(), left.begin(), left.end());
  }
  std::erase_if(downlinks_, [](const Downlink& d) { return d.unanswered > kMostUnansweredPolls; });
}

std::uint8_t TestNetwork::next_usf(l1::FrameNumber frame) {
  if (uplinks_.empty() || taken_.contains(rlcmac::next_block(frame).value())) return rlcmac::kUsfUnused;
  auto& uplink = uplinks_[turn_++ % uplinks_.size()];
  ++uplink.unanswered;
  return uplink.usf;
}

std::optional<Bytes> TestNetwork::control_block(std::uint8_t timeslot, l1::FrameNumber frame) {
  if (timeslot != kMainTimeslot) return std::nullopt;
  const auto reserved = rlcmac::reserved_block(frame, 0);
  const rlcmac::DownlinkMacHeader polling{1, 0, next_usf(frame)};
  for (auto& request : requests_) {
    if (request.polled) continue;
    const auto uplink = std::ranges::find(uplinks_, std::optional(request.tlli), &Uplink::tlli);
    if (uplink == uplinks_.end()) continue;
    rlcmac::PacketUplinkAssignment message;
    message.address = rlcmac::TlliAddress{request.tlli.value};
    message.coding_command = static_cast<std::uint8_t>(scheme);
    rlcmac::DynamicAllocation allocation;
    allocation.tfi = uplink->tfi;
    allocation.usf[kMainTimeslot] = uplink->usf;
    message.allocation = allocation;
    request.polled = reserved;
    taken_.insert(reserved.value());
    ++request.sent;
    return with_header(polling, rlcmac::encode(message));
  }
  for (auto& downlink : downlinks_) {
    if (downlink.established || downlink.polled) continue;
    const auto uplink = std::ranges::find(uplinks_, std::optional(downlink.tlli), &Uplink::tlli);
    rlcmac::PacketDownlinkAssignment message;
    message.address = rlcmac::TlliAddress{downlink.tlli.value};
    if (uplink != uplinks_.end()) message.address = rlcmac::UplinkTfi{uplink->tfi};
    message.timeslots = downlink_timeslots;
    message.tfi = downlink.tfi;
    downlink.polled = reserved;
    taken_.insert(reserved.value());
    ++downlink.unanswered;
    return with_header(polling, rlcmac::encode(message));
  }
  for (auto& uplink : uplinks_) {
    if (!uplink.ack_due || uplink.polled) continue;
    rlcmac::PacketUplinkAckNack message;
    message.tfi = uplink.tfi;
    message.coding_command = static_cast<std::uint8_t>(scheme);
    message.ack = uplink.receiver.ack();
    if (uplink.names_tlli && uplink.tlli) message.contention_resolution_tlli = uplink.tlli->value;
    uplink.ack_due = false;
    uplink.blocks_since_ack = 0;
    if (!message.ack.final_ack) return with_header({1, {}, polling.usf}, rlcmac::encode(message));
    uplink.polled = reserved;
    taken_.insert(reserved.value());
    uplink.unanswered += 4;
    return with_header(polling, rlcmac::encode(message));
  }
  if (polling.usf == rlcmac::kUsfUnused) return std::nullopt;
  Bytes dummy{rlcmac::DownlinkMacHeader{1, {}, polling.usf}.encode(), 0x94};
  dummy.resize(23, 0x2b);
  if (auto data = data_block(timeslot, frame)) {
    (*data)[0] = static_cast<std::uint8_t>(((*data)[0] & ~7U) | polling.usf);
    return data;
  }
  return dummy;
}

std::optional<Bytes> TestNetwork::data_block(std::uint8_t timeslot, l1::FrameNumber frame) {
  for (std::size_t i = 0; i < downlinks_.size(); ++i) {
    auto& downlink = downlinks_[downlink_turn_++ % downlinks_.size()];
    if (!downlink.established || (timeslot != kMainTimeslot && !downlink.second_timeslot)) continue;
    const auto outgoing = downlink.sender.next_block();
    if (!outgoing) continue;
    const auto block = rlcmac::UplinkDataBlock::decode(outgoing->block);
    rlcmac::DownlinkDataBlock out;
    out.mac.usf = rlcmac::kUsfUnused;
    out.tfi = downlink.tfi;
    out.bsn = block->bsn;
    out.final_block = block->countdown == 0;
    out.length_indicators = block->length_indicators;
    out.data = block->data;
    const bool due = ++downlink.since_poll >= kBlocksPerPoll || downlink.sender.waits_for_ack();
    if (due && !downlink.polled) {
      out.mac.rrbp = 0;
      downlink.polled = rlcmac::reserved_block(frame, 0);
      taken_.insert(downlink.polled->value());
      downlink.since_poll = 0;
    }
    return out.encode(scheme);
  }
  return std::nullopt;
}

std::vector<l1::DownlinkBlock> TestNetwork::blocks(l1::FrameNumber frame) {
  begin_downlinks(frame);
  expire(frame);
  std::erase_if(taken_, [&](std::uint32_t it) { return l1::FrameNumber(it).since(frame) < 0; });
  std::vector<l1::DownlinkBlock> out;
  if (!common_control_.empty()) {
    out.push_back({l1::Channel::ccch, kArfcn, 0, frame, {}, std::move(common_control_.front())});
    common_control_.pop_front();
  }
  for (const std::uint8_t timeslot : {std::uint8_t{6}, std::uint8_t{7}}) {
    auto block = control_block(timeslot, frame);
    if (!block) block = data_block(timeslot, frame);
    if (block) out.push_back({l1::Channel::pdch, kArfcn, timeslot, frame, {}, std::move(*block)});
  }
  return out;
}

bool TestNetwork::idle() const {
  return uplinks_.empty() && downlinks_.empty() &&
         std::ranges::all_of(to_send_, [](const auto& it) { return it.second.empty(); });
}

}  // namespace foothold::gsm::grr::test
