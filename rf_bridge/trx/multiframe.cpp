// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/multiframe.h"

#include <algorithm>
#include <array>

namespace foothold::rf_bridge::trx {
namespace {

using gsm::l1::Channel;
using gsm::l1::FrameNumber;

constexpr unsigned kBurstsOfBlock = 4;
constexpr unsigned kBcchBlock = 2;  // frames 2..5 of the 51-multiframe
constexpr unsigned kPtcchOrIdle = 12;
// The first frames of the CCCH blocks B0..B8; a combined CCCH has the first three.
constexpr std::array<unsigned, 9> kCcchBlocks = {6, 12, 16, 22, 26, 32, 36, 42, 46};
constexpr std::size_t kCcchBlocksOfCombined = 3;

bool is_access_slot(FrameNumber frame, CcchLayout layout) {
  if (layout == CcchLayout::not_combined) return true;
  const unsigned at = frame.t3();
  return at == 4 || at == 5 || (at >= 14 && at <= 36) || at == 45 || at == 46;
}

}  // namespace

bool carries_fcch(FrameNumber frame) {
  return frame.t3() % 10 == 0 && frame.t3() != 50;
}

bool carries_sch(FrameNumber frame) {
  return frame.t3() % 10 == 1;
}

std::optional<BlockPosition> common_block(FrameNumber frame, CcchLayout layout) {
  const unsigned at = frame.t3();
  const auto position = [&](Channel channel, unsigned first) {
    return BlockPosition{channel, frame + -static_cast<int>(at - first), at - first};
  };
  if (at >= kBcchBlock && at < kBcchBlock + kBurstsOfBlock) return position(Channel::bcch, kBcchBlock);
  const auto blocks = layout == CcchLayout::not_combined ? kCcchBlocks.size() : kCcchBlocksOfCombined;
  for (std::size_t i = 0; i < blocks; ++i) {
    if (at >= kCcchBlocks[i] && at < kCcchBlocks[i] + kBurstsOfBlock) return position(Channel::ccch, kCcchBlocks[i]);
  }
  return std::nullopt;
}

std::optional<BlockPosition> packet_block(FrameNumber frame) {
  const unsigned at = frame.in_13_frames();
  if (at == kPtcchOrIdle) return std::nullopt;
  const unsigned burst = at % kBurstsOfBlock;
  return BlockPosition{Channel::pdch, frame + -static_cast<int>(burst), burst};
}

FrameNumber next_access_slot(FrameNumber from, CcchLayout layout) {
  while (!is_access_slot(from, layout)) from = from + 1;
  return from;
}

}  // namespace foothold::rf_bridge::trx
