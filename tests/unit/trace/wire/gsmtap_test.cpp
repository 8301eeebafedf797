// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/wire/gsmtap.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::trace::wire {
namespace {

// A channel request as osmo-bts-virtual 1.5 took it: version 2, 4 words, Um, TS 0, uplink on ARFCN 871, level 40,
// signal/noise 20, frame 513, RACH; RA 7a.
const Bytes kChannelRequest = from_hex("02 04 01 00 43 67 28 14 00 00 02 01 03 00 00 00 7a").value();

TEST(Gsmtap, ReadsAndWritesEachElementOfItsHeader) {
  const auto message = decode_gsmtap(kChannelRequest);
  ASSERT_TRUE(message) << to_string(message.error());
  const auto& header = message->header;
  EXPECT_EQ(header.type, GsmtapType::um);
  EXPECT_EQ(header.timeslot, 0);
  EXPECT_TRUE(header.uplink);
  EXPECT_EQ(header.arfcn, 871);
  EXPECT_EQ(header.level, 40);
  EXPECT_EQ(header.signal_to_noise, 20);
  EXPECT_EQ(header.frame_number, 513U);
  EXPECT_EQ(header.sub_type, 3);
  EXPECT_EQ(Bytes(message->payload.begin(), message->payload.end()), Bytes{0x7a});
  Bytes again;
  ByteWriter writer(again);
  header.encode(writer);
  EXPECT_EQ(again, Bytes(kChannelRequest.begin(), kChannelRequest.end() - 1));
}

TEST(Gsmtap, TakesTypesThatItDoesNotKnow) {
  Bytes other = kChannelRequest;
  other[2] = 0x7f;
  ASSERT_TRUE(decode_gsmtap(other));
  EXPECT_EQ(static_cast<int>(decode_gsmtap(other)->header.type), 0x7f);
}

TEST(Gsmtap, SkipsALongerHeader) {
  Bytes longer = kChannelRequest;
  longer[1] = 5;
  longer.insert(longer.begin() + 16, {1, 2, 3, 4});
  const auto message = decode_gsmtap(longer);
  ASSERT_TRUE(message);
  EXPECT_EQ(Bytes(message->payload.begin(), message->payload.end()), Bytes{0x7a});
}

TEST(Gsmtap, RefusesEveryTruncationOfItsHeader) {
  for (std::size_t size = 0; size < GsmtapHeader::kSize; ++size) {
    EXPECT_FALSE(decode_gsmtap(ByteView(kChannelRequest).first(size))) << size;
  }
  EXPECT_TRUE(decode_gsmtap(ByteView(kChannelRequest).first(GsmtapHeader::kSize)));
}

TEST(Gsmtap, NamesWhatItRefuses) {
  const auto refused = [](std::size_t at, std::uint8_t value) {
    Bytes message = kChannelRequest;
    message[at] = value;
    const auto decoded = decode_gsmtap(message);
    return decoded ? std::string() : decoded.error().field;
  };
  EXPECT_EQ(refused(0, 1), "version");
  EXPECT_EQ(refused(1, 3), "header length");
  EXPECT_EQ(refused(1, 255), "header");
}

}  // namespace
}  // namespace foothold::trace::wire
