// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/transceiver/transceiver.h"

#include <gtest/gtest.h>

#include "rf_bridge/trx/channel_coding.h"
#include "tests/unit/rf_bridge/trx/scripted_cell.h"

namespace foothold::rf_bridge::trx {
namespace {

using gsm::l1::FrameNumber;

constexpr const char* kUplink = "1782000";
constexpr const char* kDownlink = "1877000";

// A transceiver whose owners are played by the test.
class Air {
 public:
  explicit Air(TransceiverSettings settings = {}) : transceiver(settings) {}

  TrxcResponse command(unsigned radio, const TrxcCommand& command) {
    collect(transceiver.on_control(radio, encode(command)));
    auto answer = *decode_response(answers.back().second);
    EXPECT_EQ(answers.back().first, radio);
    return answer;
  }
  void switch_on(unsigned radio, const std::vector<std::string>& slots, const char* version = "2") {
    command(radio, {"SETFORMAT", {version}});
    command(radio, {"RXTUNE", {radio == 0 ? kUplink : kDownlink}});
    command(radio, {"TXTUNE", {radio == 0 ? kDownlink : kUplink}});
    command(radio, {"SETTSC", {"7"}});
    command(radio, {"POWERON", {}});
    for (const auto& slot : slots) command(radio, {"SETSLOT", {slot, "13"}});
  }
  void send(unsigned radio, const TransmitFrame& frame) {
    for (const auto& datagram : encode(frame)) collect(transceiver.on_bursts(radio, datagram));
  }
  void pass(unsigned frames) {
    for (; frames > 0; --frames) collect(transceiver.on_frame());
  }
  // What the radio's owner was given in this frame, if anything.
  const ReceivedFrame* received(unsigned radio, FrameNumber frame) const {
    for (const auto& [owner, one] : bursts) {
      if (owner == radio && one.frame_number == frame) return &one;
    }
    return nullptr;
  }

  void collect(AirEffects effects) {
    for (auto& effect : effects) {
      if (auto* event = std::get_if<trace::Event>(&effect)) {
        events.push_back(std::move(*event));
        continue;
      }
      auto& to_owner = std::get<ToOwner>(effect);
      if (to_owner.port == TrxPort::clock) clocks.emplace_back(to_owner.octets.begin(), to_owner.octets.end() - 1);
      if (to_owner.port == TrxPort::control) answers.emplace_back(to_owner.radio, to_owner.octets);
      if (to_owner.port == TrxPort::bursts) bursts.emplace_back(to_owner.radio, *decode_received(to_owner.octets));
    }
  }

  Transceiver transceiver;
  std::vector<std::string> clocks;
  std::vector<std::pair<unsigned, Bytes>> answers;
  std::vector<std::pair<unsigned, ReceivedFrame>> bursts;
  std::vector<trace::Event> events;
};

TransceiverSettings settings_of(std::vector<PropagationSettings> channels) {
  TransceiverSettings settings;
  settings.channels = std::move(channels);
  return settings;
}

PropagationSettings at_path_loss(double db) {
  PropagationSettings channel;
  channel.path_loss_db = db;
  return channel;
}

HardBurst access(std::uint8_t random_access) {
  return access_burst(encode_access(random_access, tests::ScriptedCell::kBsic));
}

TEST(TrxTransceiver, TellsItsClockAheadOfTheAir) {
  Air air;
  air.pass(10);
  EXPECT_TRUE(air.clocks.empty());
  air.switch_on(0, {"0"});
  EXPECT_EQ(air.clocks, std::vector<std::string>{"IND CLOCK 14"});
  air.pass(101);
  EXPECT_EQ(air.clocks.size(), 1u);
  air.pass(1);
  EXPECT_EQ(air.clocks, (std::vector<std::string>{"IND CLOCK 14", "IND CLOCK 116"}));
  air.command(0, {"POWEROFF", {}});
  air.pass(300);
  EXPECT_EQ(air.clocks.size(), 2u);
}

TEST(TrxTransceiver, BringsTheDownlinkToEachMobileInItsFrame) {
  Air air(settings_of({at_path_loss(90), at_path_loss(100)}));
  air.switch_on(0, {"0", "4"});
  air.switch_on(1, {"0", "4"});
  air.switch_on(2, {"0"});
  air.send(0, {2, FrameNumber(5), {{0, 0, dummy_burst()}, {4, 10, dummy_burst()}}});
  air.pass(4);
  ASSERT_NE(air.received(1, FrameNumber(4)), nullptr);
  EXPECT_FALSE(air.received(1, FrameNumber(4))->bursts[0].bits);
  EXPECT_EQ(air.received(1, FrameNumber(5)), nullptr);
  air.pass(1);
  const auto* first = air.received(1, FrameNumber(5));
  ASSERT_NE(first, nullptr);
  ASSERT_EQ(first->bursts.size(), 2u);
  EXPECT_EQ(first->bursts[0].bits, soften(dummy_burst()));
  EXPECT_EQ(first->bursts[0].level_dbm, 23 - 90);
  EXPECT_EQ(first->bursts[1].level_dbm, 23 - 90 - 10);
  EXPECT_EQ(first->bursts[1].training_sequence, 7);
  const auto* second = air.received(2, FrameNumber(5));
  ASSERT_NE(second, nullptr);
  ASSERT_EQ(second->bursts.size(), 1u);
  EXPECT_EQ(second->bursts[0].level_dbm, 23 - 100);
}

TEST(TrxTransceiver, IsHeardOnItsFrequencyOnly) {
  Air air;
  air.switch_on(0, {"0"});
  air.switch_on(1, {"0"});
  air.command(1, {"RXTUNE", {"1877200"}});
  air.command(1, {"TXTUNE", {"1782200"}});
  air.send(0, {2, FrameNumber(5), {{0, 0, dummy_burst()}}});
  air.send(1, {2, FrameNumber(5), {{0, 0, access(0x78)}}});
  air.pass(20);
  EXPECT_FALSE(air.received(1, FrameNumber(5))->bursts[0].bits);
  EXPECT_FALSE(air.received(0, FrameNumber(5))->bursts[0].bits);
}

TEST(TrxTransceiver, BringsTheUplinkAfterItsPatience) {
  Air air;
  air.switch_on(0, {"0", "4"});
  air.switch_on(1, {"4"});
  air.pass(8);
  // Frame 8 has passed on the air; its uplink is still waited for.
  air.send(1, {2, FrameNumber(8), {{4, 0, dummy_burst()}}});
  air.pass(3);
  EXPECT_EQ(air.received(0, FrameNumber(8)), nullptr);
  air.pass(1);
  const auto* received = air.received(0, FrameNumber(8));
  ASSERT_NE(received, nullptr);
  ASSERT_EQ(received->bursts.size(), 2u);
  EXPECT_FALSE(received->bursts[0].bits);  // a NOPE indication, for a timeslot on which nobody sent
  EXPECT_EQ(received->bursts[1].bits, soften(dummy_burst()));
  EXPECT_EQ(received->bursts[1].level_dbm, 30 - 90);
  EXPECT_EQ(received->bursts[1].carrier_to_noise, 400);
  // Too late now, and never told.
  air.send(1, {2, FrameNumber(8), {{4, 0, dummy_burst()}}});
  air.pass(2167);
  ASSERT_FALSE(air.events.empty());
  EXPECT_EQ(air.events.back().name, "um.burst_figures");
  EXPECT_EQ(air.events.back().field("late"), "1");
  EXPECT_EQ(air.events.back().field("uplink"), "1");
}

TEST(TrxTransceiver, SpeaksTheVersionOfEachOwner) {
  Air air;
  air.switch_on(0, {"0"}, "1");
  air.switch_on(1, {"0", "4"}, "0");
  air.send(0, {1, FrameNumber(5), {{0, 0, dummy_burst()}}});
  air.send(1, {0, FrameNumber(5), {{0, 0, access(0x78)}}});
  air.pass(20);
  EXPECT_EQ(air.received(1, FrameNumber(5))->version, 0);
  EXPECT_EQ(air.received(1, FrameNumber(6)), nullptr);  // version 0 cannot say that nothing was heard
  EXPECT_EQ(air.received(0, FrameNumber(5))->version, 1);
  EXPECT_TRUE(air.received(0, FrameNumber(5))->bursts[0].bits);
  EXPECT_FALSE(air.received(0, FrameNumber(6))->bursts[0].bits);
}

TEST(TrxTransceiver, DestroysAccessBurstsOfLikeLevel) {
  Air air(settings_of({at_path_loss(90), at_path_loss(93)}));
  air.switch_on(0, {"0"});
  air.switch_on(1, {"0"});
  air.switch_on(2, {"0"});
  air.send(1, {2, FrameNumber(5), {{0, 0, access(0x78)}}});
  air.send(2, {2, FrameNumber(5), {{0, 0, access(0x79)}}});
  air.pass(20);
  const auto& burst = air.received(0, FrameNumber(5))->bursts[0];
  ASSERT_TRUE(burst.bits);
  EXPECT_EQ(burst.carrier_to_noise, 30);
  EXPECT_NE(*burst.bits, soften(access(0x78)));
  EXPECT_NE(decode_access(access_payload(*burst.bits), tests::ScriptedCell::kBsic), 0x79);
  ASSERT_EQ(air.events.back().name, "um.access_collision");
  EXPECT_EQ(air.events.back().field("frame"), "5");
  EXPECT_EQ(air.events.back().field("mobiles"), "1, 2");
  EXPECT_EQ(air.events.back().field("survivor"), "none");
}

TEST(TrxTransceiver, LetsTheMuchStrongerAccessBurstThrough) {
  Air air(settings_of({at_path_loss(100), at_path_loss(88)}));
  air.switch_on(0, {"0"});
  air.switch_on(1, {"0"});
  air.switch_on(2, {"0"});
  air.send(1, {2, FrameNumber(5), {{0, 0, access(0x78)}}});
  air.send(2, {2, FrameNumber(5), {{0, 0, access(0x79)}}});
  air.pass(20);
  const auto& burst = air.received(0, FrameNumber(5))->bursts[0];
  EXPECT_EQ(burst.level_dbm, 30 - 88);
  EXPECT_EQ(burst.carrier_to_noise, 120);
  EXPECT_EQ(decode_access(access_payload(*burst.bits), tests::ScriptedCell::kBsic), 0x79);
  EXPECT_EQ(air.events.back().field("survivor"), "mobile 2");
}

TEST(TrxTransceiver, DelaysBurstsByWhatTheTimingAdvanceDoesNotMakeUpFor) {
  auto far = at_path_loss(90);
  far.delay_symbols = 5;
  Air air(settings_of({far}));
  air.switch_on(0, {"0"});
  air.switch_on(1, {"0"});
  air.command(1, {"SETTA", {"3"}});
  air.send(1, {2, FrameNumber(5), {{0, 0, dummy_burst()}}});
  air.send(1, {2, FrameNumber(6), {{0, 0, access(0x78)}}});
  air.pass(20);
  EXPECT_EQ(air.received(0, FrameNumber(5))->bursts[0].timing_offset, 2 * 256);
  EXPECT_EQ(air.received(0, FrameNumber(6))->bursts[0].timing_offset, 5 * 256);
  EXPECT_EQ(air.received(0, FrameNumber(6))->bursts[0].training_sequence, 0);
}

TEST(TrxTransceiver, ChangesTheChannelsOfARunningCell) {
  Air air(settings_of({{}, {}}));
  air.switch_on(0, {"0"});
  air.switch_on(1, {"0"});
  air.switch_on(2, {"0"});
  EXPECT_EQ(air.transceiver.on_channel_command({"OUTAGE", {"1", "10"}}), (TrxcResponse{"OUTAGE", 0, {"1", "10"}}));
  EXPECT_EQ(air.transceiver.on_channel_command({"PATHLOSS", {"*", "80"}}).status, 0);
  EXPECT_EQ(air.transceiver.on_channel_command({"DELAY", {"2", "1"}}).status, 0);
  for (std::uint32_t frame = 1; frame < 20; ++frame) {
    air.send(0, {2, FrameNumber(frame), {{0, 0, dummy_burst()}}});
    air.pass(1);
    const auto* first = air.received(1, FrameNumber(frame));
    EXPECT_EQ(first->bursts[0].bits.has_value(), frame >= 10) << frame;
    EXPECT_EQ(air.received(2, FrameNumber(frame))->bursts[0].level_dbm, 23 - 80);
  }
  EXPECT_EQ(air.transceiver.on_channel_command({"LOSS", {"2", "100", "0"}}).status, 0);
  air.send(0, {2, FrameNumber(20), {{0, 0, dummy_burst()}}});
  air.pass(1);
  EXPECT_FALSE(air.received(2, FrameNumber(20))->bursts[0].bits);

  const std::vector<TrxcCommand> wrong = {{"LOSS", {"3", "1", "1"}}, {"LOSS", {"1", "101", "0"}},
                                          {"LOSS", {"1", "1"}},      {"LOSS", {}},
                                          {"PATHLOSS", {"1"}},       {"OUTAGE", {"0", "1"}}};
  for (const auto& command : wrong) EXPECT_EQ(air.transceiver.on_channel_command(command).status, 1) << command.verb;
  EXPECT_EQ(air.transceiver.on_channel_command({"TELEPORT", {"1"}}).status, -1);
}

TEST(TrxTransceiver, MeasuresForAMobile) {
  Air air;
  EXPECT_EQ(air.command(1, {"MEASURE", {kDownlink}}), (TrxcResponse{"MEASURE", 0, {kDownlink, "-110"}}));
  air.switch_on(0, {"0"});
  EXPECT_EQ(air.command(1, {"MEASURE", {kDownlink}}), (TrxcResponse{"MEASURE", 0, {kDownlink, "-67"}}));
  EXPECT_EQ(air.command(1, {"MEASURE", {"900000"}}), (TrxcResponse{"MEASURE", 0, {"900000", "-110"}}));
  EXPECT_EQ(air.command(1, {"MEASURE", {}}).status, 1);
}

TEST(TrxTransceiver, RefusesWhatIsNoMessageAndForeignRadios) {
  Air air;
  air.collect(air.transceiver.on_control(0, Bytes{'x'}));
  air.collect(air.transceiver.on_bursts(1, Bytes{0x40}));
  ASSERT_EQ(air.events.size(), 2u);
  EXPECT_EQ(air.events[0].kind, trace::Kind::discarded);
  EXPECT_EQ(air.events[1].name, "um.trxd");
  EXPECT_TRUE(air.transceiver.on_control(2, encode(TrxcCommand{"POWERON", {}})).empty());
  EXPECT_TRUE(air.transceiver.on_bursts(2, encode(TransmitFrame{2, {}, {{}}})[0]).empty());
}

TEST(TrxFrameRing, KeepsABurstForItsFrameOnly) {
  FrameRing ring;
  const TransmitBurst burst{3, 0, dummy_burst()};
  EXPECT_FALSE(ring.put(FrameNumber(100), FrameNumber(100), burst));
  EXPECT_FALSE(ring.put(FrameNumber(100), FrameNumber(164), burst));
  EXPECT_TRUE(ring.put(FrameNumber(100), FrameNumber(163), burst));
  EXPECT_EQ(ring.take(FrameNumber(99), 3), std::nullopt);  // the same place, another frame
  EXPECT_EQ(ring.take(FrameNumber(163), 4), std::nullopt);
  EXPECT_EQ(ring.take(FrameNumber(163), 3), burst);
  EXPECT_EQ(ring.take(FrameNumber(163), 3), std::nullopt);
  EXPECT_TRUE(ring.put(FrameNumber(FrameNumber::kHyperframe - 1), FrameNumber(0), burst));
}

}  // namespace
}  // namespace foothold::rf_bridge::trx
