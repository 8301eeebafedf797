// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rlcmac/block.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.h"
#include "gsm/rlcmac/block_timing.h"
#include "gsm/rlcmac/reassembly.h"
#include "gsm/rlcmac/segmentation.h"

namespace foothold::gsm::rlcmac {
namespace {

using testing::ElementsAre;

Bytes run(std::size_t size, unsigned first = 0) {
  Bytes out(size);
  for (auto& octet : out) octet = static_cast<std::uint8_t>(first++);
  return out;
}

// Blocks of an ATTACH REQUEST that osmo-pcu 1.1.0 took (tshark: TFI 0, TI, BSN 0 with CV 3; BSN 3, LI 7, with CV 0).
TEST(UplinkDataBlock, AsAcceptedByOsmoPcu) {
  const char* const kFirst = "0c0101783ad58901c001080102e5e0710a000809101000";
  const char* const kLast = "0001061d783ad5890060800039defb2b2b2b2b2b2b2b2b";
  const auto first = UplinkDataBlock::decode(*from_hex(kFirst));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->countdown, 3);
  EXPECT_EQ(first->tfi, 0);
  EXPECT_EQ(first->bsn, 0);
  EXPECT_EQ(first->tlli, 0x783ad589U);
  EXPECT_TRUE(first->length_indicators.empty());
  EXPECT_EQ(first->data.size(), 16U);
  EXPECT_EQ(to_hex(first->encode(CodingScheme::cs1)), kFirst);
  const auto last = UplinkDataBlock::decode(*from_hex(kLast));
  ASSERT_TRUE(last);
  EXPECT_EQ(last->countdown, 0);
  EXPECT_EQ(last->bsn, 3);
  const auto segments = split(last->length_indicators, last->data);
  ASSERT_TRUE(segments);
  EXPECT_THAT(*segments, ElementsAre(Segment{*from_hex("0060800039defb"), true}));
  EXPECT_EQ(to_hex(last->encode(CodingScheme::cs1)), kLast);
}

TEST(DownlinkDataBlock, KeepsItsFieldsInEachCodingScheme) {
  for (const auto scheme : {CodingScheme::cs1, CodingScheme::cs2, CodingScheme::cs3, CodingScheme::cs4}) {
    DownlinkDataBlock block;
    block.mac = {0, 2, 5};
    block.power_reduction = 1;
    block.tfi = 21;
    block.final_block = true;
    block.bsn = 127;
    block.length_indicators = {0x15};
    block.data = run(data_size(scheme) - 1);
    const auto octets = block.encode(scheme);
    EXPECT_EQ(octets.size(), block_size(scheme));
    EXPECT_EQ(DownlinkDataBlock::decode(octets), block);
    for (std::size_t size = 0; size < octets.size(); ++size) {
      if (coding_scheme_of(size)) continue;  // a whole block of another scheme
      EXPECT_FALSE(DownlinkDataBlock::decode(ByteView(octets).first(size)));
    }
  }
}

TEST(DownlinkDataBlock, RefusesLengthIndicatorsWithoutEnd) {
  Bytes octets(23, 0x00);
  EXPECT_FALSE(DownlinkDataBlock::decode(octets));
}

TEST(Split, FollowsMAndE) {
  const auto data = run(18);
  // LI 2 M E0, LI 3 M E1: two PDUs end, a third begins.
  EXPECT_EQ(split(*from_hex("0a0f"), data),
            (std::vector<Segment>{{run(2), true}, {run(3, 2), true}, {run(13, 5), false}}));
  EXPECT_EQ(split(*from_hex("09"), data), (std::vector<Segment>{{run(2), true}}));    // the rest is filling
  EXPECT_EQ(split(*from_hex("01"), data), (std::vector<Segment>{{run(18), false}}));  // LI 0
  EXPECT_EQ(split({}, data), (std::vector<Segment>{{run(18), false}}));
}

TEST(Split, RefusesContradictions) {
  const auto data = run(18);
  EXPECT_FALSE(split(*from_hex("4d"), data));    // LI 19
  EXPECT_FALSE(split(*from_hex("0809"), data));  // M 0 and E 0
  EXPECT_FALSE(split(*from_hex("03"), data));    // LI 0 and M 1
}

TEST(Segmentation, ComesBackWholeFromEachRoomAndSize) {
  for (const std::size_t room : {16U, 20U, 30U, 36U, 50U}) {
    for (std::size_t a = 1; a <= room + 2; ++a) {
      for (const std::size_t b : {std::size_t{1}, room - 2, room - 1, room, room + 1, 2 * room}) {
        const std::deque<Bytes> pdus{run(a), run(b, 100), run(3, 200)};
        SegmentationPoint point;
        Reassembly reassembly;
        std::vector<Bytes> out;
        while (point.pdu < pdus.size()) {
          auto field = cut(pdus, point, room);
          ASSERT_LE(field.length_indicators.size() + field.data.size(), room);
          field.data.resize(room - field.length_indicators.size(), 0x2b);
          const auto segments = split(field.length_indicators, field.data);
          ASSERT_TRUE(segments) << to_string(segments.error());
          for (auto& pdu : reassembly.add(*segments, point.pdu == pdus.size())) out.push_back(std::move(pdu));
        }
        ASSERT_EQ(std::deque<Bytes>(out.begin(), out.end()), pdus) << room << " " << a << " " << b;
      }
    }
  }
}

TEST(Segmentation, SaysNothingOfTheLastPduThatFillsItsBlock) {
  SegmentationPoint point;
  EXPECT_TRUE(cut({run(20)}, point, 20).length_indicators.empty());
}

TEST(Segmentation, PutsOffTheEndThatFillsABlockWhenMoreFollows) {
  SegmentationPoint point;
  const std::deque<Bytes> pdus{run(20), run(5)};
  auto field = cut(pdus, point, 20);
  EXPECT_EQ(field.length_indicators, Bytes{0x01});
  EXPECT_EQ(field.data, run(19));
  field = cut(pdus, point, 20);
  EXPECT_EQ(field.length_indicators, (Bytes{0x06, 0x15}));  // LI 1 M, LI 5
}

TEST(Reassembly, DropsWhatIsTooLong) {
  Reassembly reassembly;
  for (int i = 0; i < 200; ++i) EXPECT_TRUE(reassembly.add({{run(50), false}}, false).empty());
  EXPECT_TRUE(reassembly.add({{run(5), true}}, false).empty());
  EXPECT_THAT(reassembly.add({{run(7), true}}, false), ElementsAre(run(7)));
}

TEST(BlockTiming, CountsByTheMultiframe) {
  using l1::FrameNumber;
  EXPECT_EQ(next_block(FrameNumber(0)), FrameNumber(4));
  EXPECT_EQ(next_block(FrameNumber(8)), FrameNumber(13));
  for (const unsigned from : {0U, 4U, 8U}) {
    EXPECT_EQ(reserved_block(FrameNumber(from), 0), FrameNumber(from + 13));
    EXPECT_EQ(reserved_block(FrameNumber(from), 1), FrameNumber(from + (from == 8 ? 18 : 17)));
    EXPECT_EQ(reserved_block(FrameNumber(from), 2), FrameNumber(from + (from == 0 ? 21 : 22)));
    EXPECT_EQ(reserved_block(FrameNumber(from), 3), FrameNumber(from + 26));
  }
  EXPECT_FALSE(begins_block(FrameNumber(12)));
}

}  // namespace
}  // namespace foothold::gsm::rlcmac
