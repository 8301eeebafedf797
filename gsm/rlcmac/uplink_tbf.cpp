// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rlcmac/uplink_tbf.h"

#include <algorithm>

namespace foothold::gsm::rlcmac {

namespace {

constexpr std::size_t kTlliOctets = 4;
constexpr unsigned kCountdownUnknown = 15;

}  // namespace

UplinkTbf::Block UplinkTbf::build() {
  Block block;
  block.scheme = settings_.contention ? settings_.tlli_scheme : settings_.scheme;
  auto field = cut(pdus_, point_, data_size(block.scheme) - (settings_.contention ? kTlliOctets : 0));
  block.content.tfi = settings_.tfi;
  block.content.retry = settings_.retry;
  block.content.bsn = static_cast<std::uint8_t>(built_++ % kSequenceNumbers);
  if (settings_.contention) block.content.tlli = settings_.tlli;
  block.content.length_indicators = std::move(field.length_indicators);
  block.content.data = std::move(field.data);
  block.pdus_done = pdus_through_ + point_.pdu;
  return block;
}

// Countdown (9.3.1.1): once few enough blocks are left for CV to say how many, they are cut and fixed.
void UplinkTbf::begin_countdown_if_due() {
  if (counting_down_) return;
  const std::uint64_t limit = std::uint64_t{settings_.bs_cv_max} * settings_.timeslots + 1;
  const auto octets_per_block = data_size(CodingScheme::cs4);
  std::size_t left = 0;
  for (std::size_t i = point_.pdu; i < pdus_.size() && left <= limit * octets_per_block; ++i) left += pdus_[i].size();
  left -= std::min(left, point_.offset);
  if (left > limit * octets_per_block) return;  // surely too many; the usual case of a long transfer

  const SegmentationPoint point = point_;
  const auto built = built_;
  std::deque<Block> rest;
  while (more_to_build() && rest.size() <= limit) rest.push_back(build());
  if (rest.size() > limit) {
    point_ = point;
    built_ = built;
    return;
  }
  counting_down_ = true;
  ready_ = std::move(rest);
  for (std::size_t i = 0; i < ready_.size(); ++i) {
    const std::size_t behind = ready_.size() - 1 - i;
    const std::size_t rounds = (behind + settings_.timeslots - 1) / settings_.timeslots;
    ready_[i].content.countdown = static_cast<std::uint8_t>(rounds <= settings_.bs_cv_max ? rounds : kCountdownUnknown);
  }
}

UplinkTbf::Outgoing UplinkTbf::transmit(Block& block, bool repeated) {
  block.state = State::pending;
  block.sent_at = ++transmissions_;
  block.content.stall = repeated && sent_.size() >= kWindow;
  return {block.content.encode(block.scheme), repeated};
}

std::optional<UplinkTbf::Outgoing> UplinkTbf::next_block() {
  const auto missing = std::ranges::find(sent_, State::missing, &Block::state);
  if (missing != sent_.end()) return transmit(*missing, true);
  if (sent_.size() < kWindow) {
    begin_countdown_if_due();
    if (!ready_.empty()) {
      sent_.push_back(std::move(ready_.front()));
      ready_.pop_front();
      return transmit(sent_.back(), false);
    }
    if (more_to_build()) {
      sent_.push_back(build());
      return transmit(sent_.back(), false);
    }
  }
  Block* oldest = nullptr;
  for (auto& block : sent_) {
    if (block.state == State::pending && (oldest == nullptr || block.sent_at < oldest->sent_at)) oldest = &block;
  }
  if (oldest == nullptr) return std::nullopt;
  return transmit(*oldest, true);
}

bool UplinkTbf::waits_for_ack() const {
  return !sent_.empty() && (sent_.size() >= kWindow || (ready_.empty() && !more_to_build()));
}

UplinkTbf::AckOutcome UplinkTbf::on_ack(const AckNackDescription& ack) {
  AckOutcome out;
  // Blocks before SSN are told of; SSN lies between V(A) and V(S), or the message is not about this TBF.
  const unsigned told = distance(static_cast<unsigned>(first_ % kSequenceNumbers), ack.starting_sequence_number);
  if (told > sent_.size()) return out;
  for (unsigned i = 0; i < told; ++i) {
    Block& block = sent_[i];
    const unsigned bit = told - 1 - i;
    if (block.state == State::acknowledged) continue;
    block.state = ack.received[bit] || ack.final_ack ? State::acknowledged : State::missing;
    out.news = out.news || block.state == State::acknowledged;
  }
  for (; !sent_.empty() && sent_.front().state == State::acknowledged; ++first_) {
    out.progress = true;
    for (; pdus_through_ < sent_.front().pdus_done; ++pdus_through_) {
      out.octets += pdus_.front().size();
      pdus_.pop_front();
      --point_.pdu;
    }
    sent_.pop_front();
  }
  return out;
}

}  // namespace foothold::gsm::rlcmac
