// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rlcmac/downlink_tbf.h"

#include <algorithm>
#include <iterator>

namespace foothold::gsm::rlcmac {

Result<DownlinkTbf::Outcome> DownlinkTbf::on_block(const DownlinkDataBlock& block) {
  auto segments = split(block.length_indicators, block.data);
  if (!segments) return tl::unexpected<Error>(segments.error());
  const unsigned ahead = distance(static_cast<unsigned>(next_ % kSequenceNumbers), block.bsn);
  if (ahead >= kWindow) return Outcome{true, {}};
  const std::uint64_t number = next_ + ahead;
  if (final_ && number > *final_) return Outcome{true, {}};  // behind the end
  if (block.final_block && number + 1 >= highest_) final_ = number;
  highest_ = std::max(highest_, number + 1);
  return unacknowledged_ ? take_unacknowledged(number, *segments) : take(number, std::move(*segments));
}

DownlinkTbf::Outcome DownlinkTbf::take(std::uint64_t number, std::vector<Segment> segments) {
  Outcome out;
  auto& place = stored_[number % kWindow];
  if (place) {
    out.repeated = true;
    return out;
  }
  place = std::move(segments);
  for (; stored_[next_ % kWindow]; ++next_) {
    auto& next = stored_[next_ % kWindow];
    auto pdus = reassembly_.add(*next, final_ == next_);
    std::move(pdus.begin(), pdus.end(), std::back_inserter(out.pdus));
    next.reset();
  }
  return out;
}

DownlinkTbf::Outcome DownlinkTbf::take_unacknowledged(std::uint64_t number, const std::vector<Segment>& segments) {
  if (number != next_) reassembly_.skip();
  next_ = number + 1;
  return {false, reassembly_.add(segments, final_ == number)};
}

AckNackDescription DownlinkTbf::ack() const {
  AckNackDescription out;
  out.final_ack = complete();
  out.starting_sequence_number = static_cast<std::uint8_t>(highest_ % kSequenceNumbers);
  for (std::uint64_t i = 0; i < kWindow && i < highest_; ++i) {
    const std::uint64_t number = highest_ - 1 - i;
    out.received[i] = number < next_ || stored_[number % kWindow].has_value();
  }
  return out;
}

}  // namespace foothold::gsm::rlcmac
