// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/um_virtual/uplink_air.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace foothold::rf_bridge::um_virtual {
namespace {

using gsm::l1::FrameNumber;
using gsmtap::UmFrame;
using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::uint16_t kArfcn = 51;
const Instant kStart = Instant{} + 1h;

// One cell with PDCHs on timeslots 6 and 7, whose frame 0 began at kStart.
class UplinkAirTest : public testing::Test {
 protected:
  UplinkAirTest() : air_({kArfcn, 0xc0}) { hear(0); }

  static Instant at(std::int64_t frame) { return kStart + frames(frame) + 1us; }
  void hear(std::uint32_t frame) {
    const UmFrame bcch{false, 0, kArfcn, 0, 0, FrameNumber(frame), gsmtap::channel::kBcch, Bytes(23)};
    EXPECT_THAT(air_.on_downlink(encode(bcch), kStart + frames(frame)), IsEmpty());
  }
  AirEffects send_block(std::uint8_t timeslot, std::uint32_t frame, std::uint8_t content, std::int64_t now) {
    return air_.on_uplink(encode(gsmtap::frame_of({timeslot, FrameNumber(frame), Bytes(23, content)}, kArfcn)),
                          at(now));
  }
  AirEffects send_access(std::uint8_t random_access, std::uint32_t frame, std::int64_t now) {
    return air_.on_uplink(encode(gsmtap::access_burst(random_access, FrameNumber(frame), kArfcn)), at(now));
  }
  // What the base station is told by then, as "timeslot/frame/first octet", or "-" for an empty one.
  std::vector<std::string> told(std::int64_t now) {
    std::vector<std::string> out;
    for (const auto& effect : air_.on_time(at(now))) {
      const auto* datagram = std::get_if<SendDatagram>(&effect);
      if (datagram == nullptr) continue;
      const auto frame = gsmtap::decode(datagram->octets).value();
      EXPECT_TRUE(frame.uplink);
      out.push_back(std::to_string(frame.timeslot) + "/" + std::to_string(frame.frame_number.value()) + "/" +
                    (frame.payload.empty() ? "-" : std::to_string(frame.payload.front())));
    }
    return out;
  }
  static std::string name_of(const AirEffects& effects) {
    if (effects.size() != 1) return std::to_string(effects.size()) + " effects";
    const auto* event = std::get_if<trace::Event>(&effects.front());
    return event != nullptr ? event->name + ": " + event->field("reason") + event->field("channel") : "datagram";
  }

  UplinkAir air_;
};

TEST_F(UplinkAirTest, TellsABlockPeriodInWhichNobodySent) {
  EXPECT_THAT(told(3), IsEmpty());
  EXPECT_THAT(told(4), ElementsAre("6/0/-", "7/0/-"));
  EXPECT_THAT(told(4), IsEmpty());
  EXPECT_THAT(told(12), ElementsAre("6/4/-", "7/4/-", "6/8/-", "7/8/-"));
  EXPECT_EQ(air_.next(), kStart + frames(17));
}

TEST_F(UplinkAirTest, PutsBlocksInTheOrderOfTheirFrames) {
  EXPECT_THAT(send_block(7, 8, 88, 2), IsEmpty());
  EXPECT_THAT(send_block(7, 4, 44, 5), IsEmpty());
  EXPECT_THAT(told(12), ElementsAre("6/0/-", "7/0/-", "6/4/-", "7/4/44", "6/8/-", "7/8/88"));
}

TEST_F(UplinkAirTest, ABlockThatComesAfterItsTimeIsDiscarded) {
  EXPECT_THAT(told(4), ElementsAre("6/0/-", "7/0/-"));
  EXPECT_EQ(name_of(send_block(7, 0, 1, 4)), "um.uplink_frame: its time is over");
}

TEST_F(UplinkAirTest, TwoBlocksInOneFrameDestroyEachOther) {
  EXPECT_THAT(send_block(6, 4, 1, 1), IsEmpty());
  EXPECT_EQ(name_of(send_block(6, 4, 2, 1)), "um.collision: PDCH");
  EXPECT_THAT(send_block(6, 4, 3, 1), IsEmpty());  // told once
  EXPECT_THAT(send_block(7, 4, 4, 1), IsEmpty());
  EXPECT_THAT(told(8), ElementsAre("6/0/-", "7/0/-", "6/4/-", "7/4/4"));
}

TEST_F(UplinkAirTest, AnAccessBurstIsHandedOnWithItsFrame) {
  EXPECT_THAT(send_access(0x7a, 5, 5), IsEmpty());
  EXPECT_THAT(told(8), ElementsAre("6/0/-", "7/0/-", "6/4/-", "7/4/-", "0/5/122"));
}

TEST_F(UplinkAirTest, TwoAccessBurstsInOneFrameDestroyEachOther) {
  EXPECT_THAT(send_access(0x7a, 5, 5), IsEmpty());
  EXPECT_EQ(name_of(send_access(0x7b, 5, 5)), "um.collision: RACH");
  EXPECT_THAT(send_access(0x7c, 4, 5), IsEmpty());
  EXPECT_THAT(told(8), ElementsAre("6/0/-", "7/0/-", "6/4/-", "7/4/-", "0/4/124"));
}

TEST_F(UplinkAirTest, RefusesWhatIsNotOfTheCell) {
  EXPECT_EQ(name_of(send_block(5, 4, 1, 1)), "um.uplink_frame: no such channel");
  EXPECT_EQ(name_of(send_block(6, 5, 1, 1)), "um.uplink_frame: no block starts there");
  EXPECT_EQ(name_of(send_block(6, 208, 1, 1)), "um.uplink_frame: far ahead of its time");
  EXPECT_EQ(air_.on_uplink(Bytes{1, 2}, at(1)).size(), 1U);
  const UmFrame elsewhere{true, 6, kArfcn + 1, 0, 0, FrameNumber(4), gsmtap::channel::kPdtch, Bytes(23)};
  EXPECT_THAT(air_.on_uplink(encode(elsewhere), at(1)), IsEmpty());
}

TEST_F(UplinkAirTest, KeepsNoMoreThanItCanUse) {
  std::size_t refused = 0;
  for (std::uint32_t i = 0; i < 3000; ++i) refused += send_access(0x7a, i % 100, 0).size();
  EXPECT_GT(refused, 0U);
  for (const auto& effect : air_.on_time(at(200))) EXPECT_TRUE(std::holds_alternative<SendDatagram>(effect));
}

TEST_F(UplinkAirTest, WithoutABaseStationThereIsNoAir) {
  EXPECT_THAT(air_.on_time(kStart + 2s), IsEmpty());
  EXPECT_EQ(air_.next(), std::nullopt);
  EXPECT_THAT(send_block(6, 4, 1, 1), IsEmpty());
}

TEST_F(UplinkAirTest, StartsAnewWithACellThatWasStartedAnew) {
  EXPECT_THAT(send_block(6, 4, 1, 1), IsEmpty());
  const UmFrame bcch{false, 0, kArfcn, 0, 0, FrameNumber(900'000), gsmtap::channel::kBcch, Bytes(23)};
  EXPECT_THAT(air_.on_downlink(encode(bcch), at(2)), IsEmpty());
  EXPECT_THAT(told(3), IsEmpty());
  ASSERT_TRUE(air_.next().has_value());
  EXPECT_GE(*air_.next(), at(2));
}

}  // namespace
}  // namespace foothold::rf_bridge::um_virtual
