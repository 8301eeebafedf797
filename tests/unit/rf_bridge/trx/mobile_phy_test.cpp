// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/mobile_phy.h"

#include <gtest/gtest.h>

#include <deque>
#include <set>

#include "tests/unit/rf_bridge/trx/scripted_cell.h"

namespace foothold::rf_bridge::trx {
namespace {

using gsm::l1::Channel;
using gsm::l1::FrameNumber;
using tests::ScriptedCell;

constexpr std::uint16_t kArfcn = 871;

// A MobilePhy whose transceiver is played by the test.
class Mobile {
 public:
  // Switches it on, answering each command.
  void start(int format = 2) {
    collect(phy.start(now));
    for (std::size_t i = 0; i < commands.size(); ++i) {
      TrxcResponse response{commands[i].verb, 0, commands[i].arguments};
      if (response.verb == "SETFORMAT") response.status = format;
      collect(phy.on_control(encode(response), now));
    }
  }

  // The next `count` frames of the cell. `is_missing` says of a timeslot that nothing is heard of it.
  template <class Missing>
  void hear(unsigned count, Missing is_missing) {
    for (; count > 0; --count) {
      frame = frame + 1;
      now += std::chrono::microseconds(4615);
      ReceivedFrame received{version, frame, {}};
      for (std::uint8_t timeslot = 0; timeslot < 8; ++timeslot) {
        ReceivedBurst burst;
        burst.timeslot = timeslot;
        if (!is_missing(timeslot)) {
          burst.level_dbm = -67;
          burst.carrier_to_noise = 300;
          burst.bits = soften(cell.burst(frame, timeslot));
        }
        received.bursts.push_back(burst);
      }
      for (const auto& datagram : encode(received)) collect(phy.on_bursts(datagram, now));
    }
  }
  void hear(unsigned count) {
    hear(count, [](unsigned) { return false; });
  }
  void hear_nothing(unsigned count) {
    hear(count, [](unsigned) { return true; });
  }

  void collect(PhyEffects effects) {
    for (auto& effect : effects) {
      if (const auto* it = std::get_if<SendControl>(&effect)) commands.push_back(*decode_command(it->octets));
      if (const auto* it = std::get_if<SendBursts>(&effect)) sent.push_back(*decode_transmit(it->octets));
      if (const auto* it = std::get_if<Synchronised>(&effect)) synchronised.push_back(it->bsic);
      if (const auto* it = std::get_if<Lost>(&effect)) lost.push_back(it->reason);
      if (auto* it = std::get_if<Heard>(&effect)) heard.push_back(std::move(it->block));
      if (const auto* it = std::get_if<AccessBurstSent>(&effect)) accesses.push_back(*it);
      if (auto* it = std::get_if<trace::Event>(&effect)) events.push_back(std::move(*it));
    }
  }

  MobilePhy phy{kArfcn, *carrier_of(kArfcn)};
  ScriptedCell cell;
  Instant now{};
  FrameNumber frame{51 * 26 * 3 + 7};
  std::uint8_t version = 2;
  std::deque<TrxcCommand> commands;
  std::vector<TransmitFrame> sent;
  std::vector<std::uint8_t> synchronised;
  std::vector<std::string> lost;
  std::vector<gsm::l1::DownlinkBlock> heard;
  std::vector<AccessBurstSent> accesses;
  std::vector<trace::Event> events;
};

std::vector<std::string> verbs_of(const std::deque<TrxcCommand>& commands) {
  std::vector<std::string> verbs;
  for (const auto& command : commands) verbs.push_back(command.verb);
  return verbs;
}

TEST(TrxMobilePhy, SwitchesItsTransceiverOn) {
  Mobile mobile;
  mobile.start();
  EXPECT_EQ(verbs_of(mobile.commands),
            (std::vector<std::string>{"POWEROFF", "SETFORMAT", "RXTUNE", "TXTUNE", "SETSLOT", "SETSLOT", "SETSLOT",
                                      "SETSLOT", "SETSLOT", "SETSLOT", "SETSLOT", "SETSLOT", "SETTA", "POWERON"}));
  EXPECT_EQ(mobile.commands[2].arguments, std::vector<std::string>{"1877000"});
  EXPECT_EQ(mobile.commands[3].arguments, std::vector<std::string>{"1782000"});
}

TEST(TrxMobilePhy, FindsTheCellByFcchAndSch) {
  Mobile mobile;
  mobile.start();
  mobile.hear(4);  // frames 8..11 of a multiframe: FCCH in 10, SCH in 11
  EXPECT_EQ(mobile.synchronised, std::vector<std::uint8_t>{ScriptedCell::kBsic});
  EXPECT_EQ(mobile.phy.frame(), mobile.frame);
}

TEST(TrxMobilePhy, TakesNoSchWithoutItsFcch) {
  Mobile mobile;
  mobile.start();
  const auto loses_fcch = [&](unsigned) { return carries_fcch(mobile.frame); };
  mobile.hear(102, loses_fcch);
  EXPECT_TRUE(mobile.synchronised.empty());
}

TEST(TrxMobilePhy, TakesNoSchOfAnotherFrame) {
  Mobile mobile;
  mobile.start();
  mobile.frame = mobile.frame + 1;
  for (int i = 0; i < 60; ++i) {
    mobile.frame = mobile.frame + 1;
    ReceivedBurst burst;
    burst.bits = soften(mobile.cell.burst(mobile.frame + 51, 0));  // T3 fits, T2 does not
    mobile.collect(mobile.phy.on_bursts(encode(ReceivedFrame{2, mobile.frame, {burst}})[0], mobile.now));
  }
  EXPECT_TRUE(mobile.synchronised.empty());
}

TEST(TrxMobilePhy, HearsBcchAndCcch) {
  Mobile mobile;
  mobile.start();
  mobile.hear(4 + 51);
  ASSERT_EQ(mobile.heard.size(), 4u);
  // Frames 12, 16, then the next multiframe's 2 and 6.
  EXPECT_EQ(mobile.heard[0].frame_number.t3(), 12u);
  EXPECT_EQ(mobile.heard[1].frame_number.t3(), 16u);
  const auto& bcch = mobile.heard[2];
  EXPECT_EQ(bcch.channel, Channel::bcch);
  EXPECT_EQ(bcch.arfcn, kArfcn);
  EXPECT_EQ(bcch.frame_number.t3(), 2u);
  const auto expected = ScriptedCell::system_information_3();
  EXPECT_EQ(bcch.block, Bytes(expected.begin(), expected.end()));
  EXPECT_EQ(bcch.measurement.level_dbm, -67);
  EXPECT_EQ(bcch.measurement.signal_to_noise_db, 30);
  EXPECT_EQ(mobile.heard[3].channel, Channel::ccch);
}

TEST(TrxMobilePhy, HearsThePdchsThatItListensTo) {
  Mobile mobile;
  mobile.start();
  mobile.hear(4);
  mobile.phy.listen(0x30);
  const auto first = FrameNumber((mobile.frame.value() / 52 + 1) * 52);
  mobile.cell.packet_blocks[{4, first.value()}] = Bytes(23, 0x47);
  mobile.cell.packet_blocks[{6, first.value()}] = Bytes(23, 0x47);
  mobile.hear(static_cast<unsigned>(first.since(mobile.frame)) - 1);
  mobile.heard.clear();
  mobile.hear(52);
  std::vector<gsm::l1::DownlinkBlock> on_four;
  unsigned empty_on_five = 0;
  for (const auto& block : mobile.heard) {
    EXPECT_TRUE(block.timeslot == 0 || block.timeslot == 4 || block.timeslot == 5);
    if (block.timeslot == 4) on_four.push_back(block);
    empty_on_five += block.timeslot == 5 && block.block.empty();
  }
  ASSERT_EQ(on_four.size(), 12u);
  EXPECT_EQ(on_four[0].frame_number, first);
  EXPECT_EQ(on_four[0].block, Bytes(23, 0x47));
  EXPECT_TRUE(on_four[1].block.empty());  // dummy bursts
  EXPECT_EQ(on_four[11].frame_number, first + 47);
  EXPECT_EQ(empty_on_five, 12u);
}

TEST(TrxMobilePhy, GivesAnEmptyBlockForOneThatCannotBeDecoded) {
  Mobile mobile;
  mobile.start();
  mobile.hear(4);
  mobile.phy.listen(0x10);
  const auto first = FrameNumber((mobile.frame.value() / 52 + 1) * 52);
  mobile.cell.packet_blocks[{4, first.value()}] = Bytes(54, 0x01);  // CS-4 survives no loss
  mobile.hear(static_cast<unsigned>(first.since(mobile.frame)) - 1);
  mobile.heard.clear();
  mobile.hear(4, [&](unsigned) { return mobile.frame == first + 1; });
  const auto& block = mobile.heard.back();
  EXPECT_EQ(block.timeslot, 4);
  EXPECT_EQ(block.frame_number, first);
  EXPECT_TRUE(block.block.empty());
  EXPECT_EQ(block.measurement.level_dbm, -67);  // of the bursts that were heard
}

TEST(TrxMobilePhy, AnswersInTheNextBlockPeriod) {
  Mobile mobile;
  mobile.start();
  mobile.hear(4);
  const auto first = FrameNumber((mobile.frame.value() / 52 + 1) * 52);
  mobile.hear(static_cast<unsigned>(first.since(mobile.frame)) + 3);  // the last frame of the block
  mobile.collect(mobile.phy.send_block({4, first + 4, Bytes(23, 0x01)}));
  ASSERT_EQ(mobile.sent.size(), 4u);
  EXPECT_EQ(mobile.sent[0].frame_number, first + 4);
  EXPECT_EQ(mobile.sent[0].version, 2);
  EXPECT_EQ(mobile.sent[3].frame_number, first + 7);
}

TEST(TrxMobilePhy, TracesABlockThatCannotBeSent) {
  Mobile mobile;
  mobile.start();
  mobile.collect(mobile.phy.send_block({4, FrameNumber(52), Bytes(23)}));
  mobile.hear(4);
  mobile.collect(mobile.phy.send_block({4, FrameNumber(0), Bytes(23)}));
  ASSERT_EQ(mobile.events.size(), 2u);
  EXPECT_EQ(mobile.events[0].field("reason"), "no cell");
  EXPECT_EQ(mobile.events[1].field("reason"), "its frame has gone by");
  EXPECT_TRUE(mobile.sent.empty());
}

TEST(TrxMobilePhy, SendsAnAccessBurstAndTellsItsFrame) {
  Mobile mobile;
  mobile.start();
  mobile.collect(mobile.phy.send_access_burst(0x7a, 0));  // no cell yet: nothing happens
  mobile.hear(4);
  mobile.collect(mobile.phy.send_access_burst(0x7a, 2));  // from frame 12 on: 14, 15, 16
  mobile.hear(10);
  ASSERT_EQ(mobile.accesses.size(), 1u);
  EXPECT_EQ(mobile.accesses[0].frame_number.t3(), 16u);
  ASSERT_EQ(mobile.sent.size(), 1u);
  EXPECT_EQ(mobile.sent[0].frame_number, mobile.accesses[0].frame_number);
  EXPECT_TRUE(is_access_burst(mobile.sent[0].bursts[0].bits));
}

TEST(TrxMobilePhy, LosesTheCellAfterTwoSecondsAndFindsItAgain) {
  Mobile mobile;
  mobile.start();
  mobile.hear(55);
  mobile.hear_nothing(430);
  EXPECT_TRUE(mobile.lost.empty());
  mobile.hear_nothing(20);
  ASSERT_EQ(mobile.lost.size(), 1u);
  mobile.hear_nothing(2000);
  EXPECT_EQ(mobile.lost.size(), 1u);
  mobile.hear(12);
  EXPECT_EQ(mobile.synchronised.size(), 2u);
}

TEST(TrxMobilePhy, StaysWithACellOfWhichItHearsLittle) {
  Mobile mobile;
  mobile.start();
  mobile.hear(55);
  unsigned n = 0;
  mobile.hear(2000, [&](unsigned) { return ++n % 7 != 0; });
  EXPECT_TRUE(mobile.lost.empty());
}

TEST(TrxMobilePhy, LosesTheCellWhenItsClockJumps) {
  Mobile mobile;
  mobile.start();
  mobile.hear(55);
  mobile.collect(mobile.phy.send_block({4, FrameNumber((mobile.frame.value() / 52 + 2) * 52), Bytes(23)}));
  mobile.frame = FrameNumber(0);
  mobile.hear(1);
  EXPECT_EQ(mobile.lost.size(), 1u);
  mobile.hear(400);
  EXPECT_EQ(mobile.synchronised.size(), 2u);
  EXPECT_TRUE(mobile.sent.empty());  // what was planned in the old count is gone
}

TEST(TrxMobilePhy, LosesTheCellWhenAnotherOneIsOnItsCarrier) {
  Mobile mobile;
  mobile.start();
  mobile.hear(4);
  for (bool seen = false; !seen;) {
    mobile.frame = mobile.frame + 1;
    if (!carries_sch(mobile.frame)) continue;
    ReceivedBurst burst;
    burst.bits = soften(synchronisation_burst(encode_synchronisation({7, mobile.frame})));
    mobile.collect(mobile.phy.on_bursts(encode(ReceivedFrame{2, mobile.frame, {burst}})[0], mobile.now));
    seen = true;
  }
  EXPECT_EQ(mobile.lost.size(), 1u);
}

TEST(TrxMobilePhy, StartsAnewWhenItsTransceiverFallsSilent) {
  Mobile mobile;
  mobile.start();
  mobile.hear(55);
  mobile.commands.clear();
  ASSERT_TRUE(mobile.phy.next());
  mobile.now = *mobile.phy.next();
  mobile.collect(mobile.phy.on_time(mobile.now));
  EXPECT_EQ(mobile.lost, std::vector<std::string>{"the transceiver sends nothing"});
  EXPECT_EQ(verbs_of(mobile.commands), std::vector<std::string>{"POWEROFF"});
}

TEST(TrxMobilePhy, SpeaksTheVersionThatItsTransceiverHas) {
  for (const int version : {0, 1}) {
    Mobile mobile;
    mobile.start(version);
    mobile.version = static_cast<std::uint8_t>(version);
    mobile.hear(10);
    ASSERT_EQ(mobile.synchronised.size(), 1u) << version;
    mobile.collect(mobile.phy.send_access_burst(0x7a, 0));
    mobile.hear(10);
    ASSERT_EQ(mobile.sent.size(), 1u);
    EXPECT_EQ(mobile.sent[0].version, version);
  }
  Mobile mobile;
  mobile.start(-1);  // has no SETFORMAT
  mobile.version = 0;
  mobile.hear(10);
  mobile.collect(mobile.phy.send_access_burst(0x7a, 0));
  mobile.hear(10);
  ASSERT_EQ(mobile.sent.size(), 1u);
  EXPECT_EQ(mobile.sent[0].version, 0);
}

TEST(TrxMobilePhy, TellsItsTransceiverTheTimingAdvanceOnce) {
  Mobile mobile;
  mobile.start();
  mobile.commands.clear();
  mobile.collect(mobile.phy.set_timing_advance(3, mobile.now));
  mobile.collect(mobile.phy.set_timing_advance(3, mobile.now));
  ASSERT_EQ(mobile.commands.size(), 1u);
  EXPECT_EQ(mobile.commands[0], (TrxcCommand{"SETTA", {"3"}}));
}

TEST(TrxMobilePhy, ReportsItsFiguresEachFiveSeconds) {
  Mobile mobile;
  mobile.start();
  mobile.hear(2 * 1083 + 20);
  ASSERT_EQ(mobile.events.size(), 2u);
  EXPECT_EQ(mobile.events[0].name, "um.radio_figures");
  EXPECT_EQ(mobile.events[0].field("level_dbm"), "-67");
  EXPECT_EQ(mobile.events[0].field("undecodable"), "0");
  EXPECT_NE(mobile.events[0].field("blocks"), "0");
}

TEST(TrxMobilePhy, DoesNothingWhenStopped) {
  Mobile mobile;
  mobile.start();
  mobile.hear(55);
  mobile.commands.clear();
  mobile.collect(mobile.phy.stop());
  EXPECT_EQ(verbs_of(mobile.commands), std::vector<std::string>{"POWEROFF"});
  mobile.heard.clear();
  mobile.hear(60);
  EXPECT_TRUE(mobile.heard.empty());
  EXPECT_EQ(mobile.phy.next(), std::nullopt);
}

TEST(TrxMobilePhy, TracesWhatItCannotRead) {
  Mobile mobile;
  mobile.start();
  mobile.collect(mobile.phy.on_bursts(Bytes{0x30}, mobile.now));
  mobile.collect(mobile.phy.on_control(Bytes{'X'}, mobile.now));
  mobile.collect(mobile.phy.on_control(encode(TrxcResponse{"RXTUNE", 1, {}}), mobile.now));
  ASSERT_EQ(mobile.events.size(), 3u);
  EXPECT_EQ(mobile.events[0].kind, trace::Kind::discarded);
  EXPECT_EQ(mobile.events[1].kind, trace::Kind::discarded);
  EXPECT_EQ(mobile.events[2].kind, trace::Kind::failure);
}

}  // namespace
}  // namespace foothold::rf_bridge::trx
