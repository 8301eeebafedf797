// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Commands on files of all structures, under access rules, with and without PINs.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/hex.h"
#include "tests/unit/tre_emu/card/memory_pins.h"
#include "tests/unit/tre_emu/card/test_files.h"
#include "tre_emu/card/terminal_session.h"

namespace foothold::tre_emu::card {
namespace {

class KeepsAll : public FileOwner {
 public:
  StatusWord store(const Ef&, ByteView) override { return answer; }
  StatusWord set_activated(const Ef&, bool) override { return answer; }
  StatusWord answer = StatusWord::ok;
};

// In the MF: 6F01 cyclic (SFI 1, 3 records of 2), 6F02 linear (SFI 2, 4 records of 4), 6F03 by PINs (SFI 3).
class FileCommandTest : public testing::Test {
 protected:
  static std::shared_ptr<Df> make_mf() {
    auto mf = std::make_shared<Df>();
    mf->fid = kMf;
    mf->rule = {kEfArr, kReadOnly};
    mf->files = {
        test_rules(), make_ef(0x6F01, 1, kOpen, {0, 3, 0, 2, 0, 1}, Structure::cyclic, 2),
        make_ef(0x6F02, 2, kOpen, {'a', 'b', 'c', 'd', 'x', 'b', 'c', 'y', 'a', 'b', 'b', 'c', 0xFF, 0xFF, 0xFF, 0xFF},
                Structure::linear, 4),
        make_ef(0x6F03, 3, kByPin, {1, 2, 3})};
    return mf;
  }
  std::string send(std::string_view apdu) { return to_hex(session_.process(from_hex(apdu).value()).response); }

  KeepsAll owner_;
  MemoryPins pins_;
  Card card_{make_mf(), {}, nullptr, &owner_, &pins_};
  TerminalSession session_{card_};
};

using CyclicFileTest = FileCommandTest;
using SearchRecordTest = FileCommandTest;
using AccessTest = FileCommandTest;
using ActivationTest = FileCommandTest;
using ManyChannelsTest = FileCommandTest;

// TS 102 221 8.2.2.3, 11.1.1, 11.1.5, 11.1.6: record 1 is the newest, and current after the selection; the ends meet.
TEST_F(CyclicFileTest, GoesRound) {
  send("00A4000C026F01");
  EXPECT_EQ(send("00B2000402"), "00039000");
  EXPECT_EQ(send("00B2000202"), "00029000");
  EXPECT_EQ(send("00B2000202"), "00019000");
  EXPECT_EQ(send("00B2000202"), "00039000");
  EXPECT_EQ(send("00B2000302"), "00019000");
  EXPECT_EQ(send("00B2020402"), "00029000");
  EXPECT_EQ(send("00B2040402"), "6a83");
}

TEST_F(CyclicFileTest, TakesANewRecordForTheOldest) {
  EXPECT_EQ(send("00DC000B020004"), "9000");
  EXPECT_EQ(send("00B2010402"), "00049000");
  EXPECT_EQ(send("00B2030402"), "00029000");
  EXPECT_EQ(send("00B2000402"), "00049000");  // the new one is current
  EXPECT_EQ(send("00DC0104020005"), "6a86");
  EXPECT_EQ(send("00DC0002020005"), "6a86");
  EXPECT_EQ(send("00DC00030105"), "6700");
  owner_.answer = StatusWord::memory_failure;
  EXPECT_EQ(send("00DC0003020005"), "6581");
  EXPECT_EQ(send("00B2010402"), "00049000");
}

// 11.1.8: what is new, then what was added.
TEST_F(CyclicFileTest, Increases) {
  EXPECT_EQ(send("803281000200FF00"), "010200ff9000");
  EXPECT_EQ(send("00B2010402"), "01029000");
  EXPECT_EQ(send("00B2020402"), "00039000");
  EXPECT_EQ(send("803200000101"), "6103");
  EXPECT_EQ(send("00C0000003"), "0103019000");
  EXPECT_EQ(send("8032000002FFFF00"), "9850");
  EXPECT_EQ(send("00B2010402"), "01039000");
  EXPECT_EQ(send("803200000300000100"), "6700");
  EXPECT_EQ(send("80320000"), "6700");
  EXPECT_EQ(send("803201000101"), "6a86");
  EXPECT_EQ(send("803282000101"), "6981");
}

TEST_F(CyclicFileTest, SaysSoInItsParameters) {
  EXPECT_EQ(send("00A40004026F0100").substr(0, 18), "621e82054621000203");
}

TEST_F(SearchRecordTest, FindsInBothDirections) {
  EXPECT_EQ(send("00A2011402626300"), "0102039000");
  EXPECT_EQ(send("00B2000404"), "616263649000");  // the first one found is current
  EXPECT_EQ(send("00A2021402626300"), "02039000");
  EXPECT_EQ(send("00A2041502626300"), "0302019000");
  EXPECT_EQ(send("00A20004027A7A00"), "6282");
  EXPECT_EQ(send("00A2000401FF00"), "049000");
  EXPECT_EQ(send("00A2051402626300"), "6a83");
  EXPECT_EQ(send("00A2011702626300"), "6a86");
  EXPECT_EQ(send("00A20114"), "6700");
}

TEST_F(SearchRecordTest, StartsWithinTheRecord) {
  EXPECT_EQ(send("00A20116040401626300"), "0102039000");  // from offset 1
  EXPECT_EQ(send("00A20116040402626300"), "039000");      // from offset 2
  EXPECT_EQ(send("00A20116040C61626300"), "01039000");    // behind the first 'a'
  EXPECT_EQ(send("00A20006040600626300"), "02039000");    // from the record after the current one
  EXPECT_EQ(send("00A20006040700626300"), "019000");      // before it, backward
  EXPECT_EQ(send("00A201160404FF626300"), "6282");
  EXPECT_EQ(send("00A20116041401626300"), "6a80");
  EXPECT_EQ(send("00A20116040001626300"), "6a80");
  EXPECT_EQ(send("00A2011602040100"), "6700");
  EXPECT_EQ(send("00A2011601"
                 "04"
                 "00"),
            "6700");
  EXPECT_EQ(send("00A20116040600626300"), "6a86");
}

TEST_F(AccessTest, IsByWhatWasVerified) {
  EXPECT_EQ(send("00B0830000"), "6982");
  EXPECT_EQ(send("002000010831323334FFFFFFFF"), "9000");
  EXPECT_EQ(send("00B0830000"), "0102039000");
  EXPECT_EQ(send("00D6830001EE"), "6982");
  EXPECT_EQ(send("002000810835363738FFFFFFFF"), "9000");
  EXPECT_EQ(send("00D6830001EE"), "9000");
  EXPECT_EQ(send("00B0830000"), "ee02039000");
  EXPECT_EQ(send("0004000002"
                 "6F03"),
            "6982");
}

// TS 102 221 8.7 and 9.1: on all channels of a session, and in no other session.
TEST_F(AccessTest, HoldsForTheSession) {
  EXPECT_EQ(send("0070000001"), "019000");
  EXPECT_EQ(send("012000010831323334FFFFFFFF"), "9000");
  EXPECT_EQ(send("00B0830000"), "0102039000");
  TerminalSession other(card_);
  EXPECT_EQ(to_hex(other.process(from_hex("00B0830000").value()).response), "6982");
  session_.reset();
  EXPECT_EQ(send("00B0830000"), "6982");
}

TEST_F(AccessTest, FollowsTheRecordsOfEfArr) {
  auto* const rules = card_.mf->find_ef(kEfArr);
  const auto record = encode_rule({Condition::always, Condition::always, Condition::always, Condition::never});
  std::ranges::fill(rules->content.begin() + 88, rules->content.end(), std::uint8_t{0xFF});
  std::ranges::copy(record, rules->content.begin() + 88);  // the third record
  EXPECT_EQ(send("00B0830000"), "0102039000");
  rules->content.clear();
  EXPECT_EQ(send("00B0830000"), "6982");
  card_.mf->find_ef(0x6F02)->rule.record = 0;
  EXPECT_EQ(send("00B2011404"), "6982");
}

TEST_F(AccessTest, ShowsPinsInTheFolder) {
  // Three key references, all enabled.
  EXPECT_NE(send("00A40004023F0000").find("c60c9001e083010183018183010a"), std::string::npos);
  send("002600010831323334FFFFFFFF");
  EXPECT_NE(send("00A40004023F0000").find("c60c90016083010183018183010a"), std::string::npos);
}

TEST_F(AccessTest, HidesWhatIsVerified) {
  const auto exchange = session_.process(from_hex("002000010831323334FFFFFFFF").value());
  EXPECT_EQ(to_hex(exchange.shown_command), "00200001080000000000000000");
}

// 11.1.14, 11.1.15.
TEST_F(ActivationTest, TakesAFileAwayAndGivesItBack) {
  EXPECT_EQ(send("00040000"), "6986");
  EXPECT_EQ(send("00040000026F01"), "9000");
  EXPECT_EQ(send("00B2010402"), "6985");
  EXPECT_EQ(send("00DC0003020004"), "6985");
  EXPECT_EQ(send("803200000101"), "6985");
  EXPECT_EQ(send("00A4000C026F01"), "6283");
  EXPECT_EQ(send("00A40004026F0100").substr(26, 6), "8a0104");
  EXPECT_EQ(send("00440000"), "9000");
  EXPECT_EQ(send("00B2010402"), "00039000");
  EXPECT_EQ(send("0004080002"
                 "6F02"),
            "9000");
  EXPECT_EQ(send("0044090002"
                 "6F02"),
            "9000");
  EXPECT_EQ(send("00040100026F02"), "6a86");
  EXPECT_EQ(send("00040001026F02"), "6a86");
  EXPECT_EQ(send("00040000026F09"), "6a82");
  EXPECT_EQ(send("00040000023F00"), "6986");  // not a folder
  owner_.answer = StatusWord::memory_failure;
  EXPECT_EQ(send("00040000026F01"), "6581");
  EXPECT_EQ(send("00B2010402"), "00039000");
}

// ISO 7816-4 5.1.1: channels 4 to 19 have a class of their own.
TEST_F(ManyChannelsTest, AreTwenty) {
  for (int number = 1; number < 20; ++number) {
    const auto answer = send("0070000001");
    ASSERT_EQ(answer, to_hex(Bytes{static_cast<std::uint8_t>(number)}) + "9000");
  }
  EXPECT_EQ(send("0070000001"), "6a81");
  EXPECT_EQ(send("4FA4000C026F02"), "9000");
  EXPECT_EQ(send("4FB2010404"), "616263649000");
  EXPECT_EQ(send("40B2010404"), "6986");  // another one
  EXPECT_EQ(send("CFF2000C"), "9000");
  EXPECT_EQ(send("60A4000C"), "6882");
  EXPECT_EQ(send("00708013"), "9000");
  EXPECT_EQ(send("4FF2000C"), "6881");
}

TEST_F(FileCommandTest, GivesChallenges) {
  EXPECT_EQ(send("0084000008"), "6d00");
  card_.random = [](std::span<std::uint8_t> out) -> Result<void> {
    std::ranges::fill(out, std::uint8_t{0x5A});
    return {};
  };
  EXPECT_EQ(send("0084000004"), "5a5a5a5a9000");
  EXPECT_EQ(send("0084000000").size(), 2U * 258);
  EXPECT_EQ(send("0084010004"), "6a86");
  EXPECT_EQ(send("00840000"), "6700");
  card_.random = [](std::span<std::uint8_t>) -> Result<void> { return fail("no entropy"); };
  EXPECT_EQ(send("0084000004"), "6f00");
}

TEST_F(FileCommandTest, TakesTerminalCapabilities) {
  EXPECT_EQ(send("80AA000005A9038301"
                 "00"),
            "9000");
  EXPECT_EQ(send("80AA0000"), "6700");
  EXPECT_EQ(send("80AA000101A9"), "6a86");
}

}  // namespace
}  // namespace foothold::tre_emu::card
