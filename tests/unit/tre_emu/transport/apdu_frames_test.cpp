// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/apdu_frames.h"

#include <gtest/gtest.h>

namespace foothold::tre_emu::transport {
namespace {

TEST(ApduFrames, FindsFramesHoweverTheyAreCut) {
  const Bytes stream{0, 2, 0xAA, 0xBB, 0, 0, 0, 1, 0xCC};
  for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
    ApduFrames frames;
    std::vector<Bytes> found;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
      frames.feed(ByteView(stream).subspan(at, std::min(piece, stream.size() - at)));
      while (auto apdu = frames.next()) found.push_back(*apdu);
    }
    EXPECT_EQ(found, (std::vector<Bytes>{{0xAA, 0xBB}, {}, {0xCC}})) << piece;
    EXPECT_FALSE(frames.next());
  }
}

TEST(ApduFrames, RoundTripsTheLargestApdu) {
  const Bytes apdu(65535, 0x77);
  ApduFrames frames;
  frames.feed(encode_frame(apdu));
  EXPECT_EQ(frames.next(), apdu);
  EXPECT_FALSE(frames.next());
}

}  // namespace
}  // namespace foothold::tre_emu::transport
