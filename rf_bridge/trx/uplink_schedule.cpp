// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/uplink_schedule.h"

#include <algorithm>
#include <span>

#include "rf_bridge/trx/channel_coding.h"

namespace foothold::rf_bridge::trx {
namespace {

using gsm::l1::FrameNumber;

constexpr unsigned kBurstsOfBlock = 4;
constexpr unsigned kColourCode = 7;  // the BSIC's low bits: the cell's training sequence (TS 45.002 5.2.3)
// A block on each timeslot of several block periods; a grant further ahead is that of a single block.
constexpr std::size_t kMostPlanned = 1024;

}  // namespace

Result<void> UplinkSchedule::add_block(const gsm::l1::UplinkBlock& block, std::uint8_t bsic, FrameNumber now) {
  const auto position = packet_block(block.frame_number);
  if (!position || position->burst != 0) return fail("no block starts in this frame", "frame_number");
  if (block.frame_number.since(now) <= 0) return fail("its frame has gone by", "frame_number");
  if (planned_.size() + kBurstsOfBlock > kMostPlanned) return fail("too many blocks are waiting", "frame_number");
  const auto bits = encode_packet_block(block.block);
  if (!bits) return fail("no coding scheme has blocks of " + std::to_string(block.block.size()) + " octets", "block");
  for (unsigned i = 0; i < kBurstsOfBlock; ++i) {
    const std::span<const std::uint8_t, kNormalPayloadBits> payload(bits->data() + i * kNormalPayloadBits,
                                                                    kNormalPayloadBits);
    planned_.push_back(
        {block.frame_number + i, {block.timeslot, 0, normal_burst(payload, bsic & kColourCode)}, std::nullopt});
  }
  return {};
}

void UplinkSchedule::add_access(std::uint8_t random_access, unsigned slots_to_skip, std::uint8_t bsic,
                                CcchLayout layout, FrameNumber now) {
  if (planned_.size() >= kMostPlanned) return;
  auto frame = next_access_slot(now + 1, layout);
  for (; slots_to_skip > 0; --slots_to_skip) frame = next_access_slot(frame + 1, layout);
  planned_.push_back({frame, {0, 0, access_burst(encode_access(random_access, bsic))}, random_access});
}

UplinkSchedule::Due UplinkSchedule::take(FrameNumber now, std::uint8_t trxd_version) {
  const auto waits = [&](const Planned& planned) { return planned.frame.since(now) > kAhead; };
  const auto due = std::stable_partition(planned_.begin(), planned_.end(), waits);
  std::stable_sort(due, planned_.end(),
                   [&](const Planned& a, const Planned& b) { return a.frame.since(now) < b.frame.since(now); });
  Due taken;
  for (auto it = due; it != planned_.end(); ++it) {
    // One datagram of version 2 has room for a burst on each timeslot.
    const bool joins =
        !taken.frames.empty() && taken.frames.back().frame_number == it->frame && taken.frames.back().bursts.size() < 8;
    if (!joins) taken.frames.push_back({trxd_version, it->frame, {}});
    taken.frames.back().bursts.push_back(it->burst);
    if (it->random_access) taken.accesses.push_back({*it->random_access, it->frame});
  }
  planned_.erase(due, planned_.end());
  return taken;
}

}  // namespace foothold::rf_bridge::trx
