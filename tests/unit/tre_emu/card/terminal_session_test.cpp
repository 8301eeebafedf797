// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/terminal_session.h"

#include <gtest/gtest.h>

#include <map>

#include "base/hex.h"
#include "tests/unit/tre_emu/card/test_files.h"

namespace foothold::tre_emu::card {
namespace {

// Files 6F01 (transparent, SFI 1, updates), 6F02 (secret), 6F03 (3 records of 2, SFI 3, updates), 6F04 (read only),
// folder 5F10 with 6F11. Commands: 10 echoes, 12 takes chains and answers their size, 14 gives 600 octets.
class TestApplication : public Application {
 public:
  explicit TestApplication(Bytes aid) : aid_(std::move(aid)) { reset(); }

  void reset() {
    adf_ = std::make_shared<Df>();
    adf_->fid = kCurrentAdf;
    adf_->aid = aid_;
    adf_->files = {make_ef(0x6F01, 1, kOpen, {1, 2, 3, 4}), make_ef(0x6F02, 0, kOpen, {9, 9, 9, 9}),
                   make_ef(0x6F03, 3, kOpen, {1, 1, 2, 2, 3, 3}, Structure::linear, 2),
                   make_ef(0x6F04, 0, kReadOnly, {7})};
    adf_->files[1].secret = true;
    Df folder;
    folder.fid = 0x5F10;
    folder.files = {make_ef(0x6F11, 0, kReadOnly, {5})};
    adf_->folders.push_back(std::move(folder));
  }

  ByteView aid() const override { return aid_; }
  const std::shared_ptr<Df>& tree() const override { return adf_; }
  StatusWord store(const Ef& file, ByteView content) override {
    if (store_fails) return StatusWord::memory_failure;
    stored[file.fid] = Bytes(content.begin(), content.end());
    return StatusWord::ok;
  }
  bool takes_chains(const Command& command) const override { return command.ins == 0x12; }
  Response process(const Command& command) override {
    if (command.ins == 0x10) return Response(command.data);
    if (command.ins == 0x12) {
      return Response(
          Bytes{static_cast<std::uint8_t>(command.data.size() >> 8), static_cast<std::uint8_t>(command.data.size())});
    }
    if (command.ins == 0x14) {
      Response response(Bytes(600, 0xAB));
      response.shown = Bytes(600);
      return response;
    }
    return StatusWord::ins_not_supported;
  }

  std::map<std::uint16_t, Bytes> stored;
  bool store_fails = false;

 private:
  Bytes aid_;
  std::shared_ptr<Df> adf_;
};

class CardTest : public testing::Test {
 protected:
  static std::shared_ptr<Df> make_mf() {
    auto mf = std::make_shared<Df>();
    mf->fid = kMf;
    mf->files = {test_rules(), make_ef(0x2FE2, 2, kReadOnly, {0x98, 0x10})};
    return mf;
  }

  std::string send(std::string_view apdu) {
    last_ = session_.process(from_hex(apdu).value());
    return to_hex(last_.response);
  }

  TestApplication first_{{0xA0, 0, 0, 0, 1, 1}};
  TestApplication second_{{0xA0, 0, 0, 0, 1, 2}};
  Card card_{make_mf(), {&first_, &second_}, nullptr};
  TerminalSession session_{card_};
  Exchange last_;
};

using SelectTest = CardTest;
using FileTest = CardTest;
using ChannelTest = CardTest;
using ChainTest = CardTest;
using AnswerTest = CardTest;

TEST_F(SelectTest, FindsApplicationsByShortenedAid) {
  EXPECT_EQ(send("00A4040C05A000000001"), "9000");
  EXPECT_EQ(session_.application(0), &first_);
  EXPECT_EQ(send("00A4040E05A000000001"), "9000");  // next occurrence
  EXPECT_EQ(session_.application(0), &second_);
  EXPECT_EQ(send("00A4040E05A000000001"), "6a82");
  EXPECT_EQ(session_.application(0), &second_);
  EXPECT_EQ(send("00A4040C06A00000000101"), "9000");
  EXPECT_EQ(session_.application(0), &first_);
  EXPECT_EQ(send("00A4040C05A000000002"), "6a82");
  EXPECT_EQ(send("00A4040C07A0000000010100"), "6a82");  // longer than any
  EXPECT_EQ(send("00A4040C"), "6700");
}

TEST_F(SelectTest, TerminatesAnApplication) {
  EXPECT_EQ(send("00A4044C06A00000000101"), "6985");
  send("00A4040C06A00000000101");
  EXPECT_EQ(send("00A4044C06A00000000101"), "9000");
  EXPECT_EQ(session_.application(0), nullptr);
  EXPECT_EQ(send("00A4000C027FFF"), "6a82");
}

TEST_F(SelectTest, ReachesFilesByIdentifier) {
  EXPECT_EQ(send("00A4000C022FE2"), "9000");
  EXPECT_EQ(send("00A4000C026F01"), "6a82");
  send("00A4040C06A00000000101");
  EXPECT_EQ(send("00A4000C026F01"), "9000");
  EXPECT_EQ(send("00A4000C025F10"), "9000");
  EXPECT_EQ(send("00A4000C026F11"), "9000");
  EXPECT_EQ(send("00A4000C026F01"), "6a82");  // in the parent
  EXPECT_EQ(send("00A4000C025F10"), "9000");  // the current one itself
  EXPECT_EQ(send("00A4000C027FFF"), "9000");
  EXPECT_EQ(send("00A4000C026F01"), "9000");
  EXPECT_EQ(send("00A4000C023F00"), "9000");
  EXPECT_EQ(session_.application(0), nullptr);  // the MF is current, so the application's commands are not
  EXPECT_EQ(send("00A4000C027FFF"), "9000");
  EXPECT_EQ(session_.application(0), &first_);
}

TEST_F(SelectTest, ReachesFilesByChildParentAndPath) {
  send("00A4040C06A00000000101");
  EXPECT_EQ(send("00A4010C025F10"), "9000");
  EXPECT_EQ(send("00A4010C026F11"), "6a82");  // an EF is no child DF
  EXPECT_EQ(send("00A4030C"), "9000");
  EXPECT_EQ(send("00A4030C"), "9000");
  EXPECT_EQ(send("00A4030C"), "6a82");
  EXPECT_EQ(send("00A4080C067FFF5F106F11"), "9000");
  EXPECT_EQ(send("00A4080C022FE2"), "9000");
  EXPECT_EQ(send("00A4080C042FE26F01"), "6a82");  // through an EF
  EXPECT_EQ(send("00A4080C047FFF6F99"), "6a82");
  send("00A4000C027FFF");
  EXPECT_EQ(send("00A4090C045F106F11"), "9000");
  EXPECT_EQ(send("00A4090C"), "6700");
  EXPECT_EQ(send("00A4080C036F1101"), "6700");
  EXPECT_EQ(send("00A4020C026F01"), "6a86");
  EXPECT_EQ(send("00A40008026F01"), "6a86");
  EXPECT_EQ(send("00A4004C026F01"), "6a86");  // termination is for applications
}

// TS 102 221 11.1.1.3.
TEST_F(SelectTest, AnswersFileControlParameters) {
  send("00A4040C06A00000000101");
  EXPECT_EQ(send("00A40004026F0100"),
            "621b82024121830"
            "26f018a01058b032f0602800200048102002488010"
            "89000");
  EXPECT_EQ(send("00A40004026F0300"),
            "621e8205422100020383026f038a01058b032f0602800200068102002688011"
            "89000");
  EXPECT_EQ(send("00A40004027FFF00"), "621c8202782183027fff8406a000000001018a01058b032f0600810200f09000");
  EXPECT_EQ(send("00A40004023F0000"), "62198202782183023f00a5038001718a01058b032f0600810200e69000");
}

TEST_F(FileTest, ReadsTransparentFiles) {
  EXPECT_EQ(send("00B0000000"), "6986");
  send("00A4040C06A00000000101");
  EXPECT_EQ(send("00B0000000"), "6986");
  send("00A4000C026F01");
  EXPECT_EQ(send("00B0000000"), "010203049000");
  EXPECT_EQ(send("00B0000102"), "02039000");
  EXPECT_EQ(send("00B0000205"), "6c02");
  EXPECT_EQ(send("00B0000400"), "6b00");
  EXPECT_EQ(send("00B00000"), "6700");
  EXPECT_EQ(send("00B2010400"), "6981");
  EXPECT_EQ(send("00B0810200"), "03049000");  // by SFI, at an offset
  EXPECT_EQ(send("00B09E0000"), "6a82");
  EXPECT_EQ(send("00B09F0000"), "6a86");
  EXPECT_EQ(send("00B0800000"), "6a86");
}

TEST_F(FileTest, UpdatesTransparentFiles) {
  send("00A4040C06A00000000101");
  EXPECT_EQ(send("00D6810102AABB"), "9000");
  EXPECT_EQ(send("00B0000000"), "01aabb049000");
  EXPECT_EQ(first_.stored[0x6F01], (Bytes{1, 0xAA, 0xBB, 4}));
  EXPECT_EQ(send("00D6000302AABB"), "6700");
  EXPECT_EQ(send("00D6000401AA"), "6b00");
  EXPECT_EQ(send("00D60000"), "6700");
  first_.store_fails = true;
  EXPECT_EQ(send("00D6000001EE"), "6581");
  EXPECT_EQ(send("00B0000000"), "01aabb049000");
  send("00A4000C026F04");
  EXPECT_EQ(send("00D6000001EE"), "6982");
  send("00A4000C023F00");
  EXPECT_EQ(send("00D6820001EE"), "6982");
}

TEST_F(FileTest, ReadsAndUpdatesRecords) {
  send("00A4040C06A00000000101");
  EXPECT_EQ(send("00B2021C00"), "02029000");
  EXPECT_EQ(send("00B2020402"), "02029000");
  EXPECT_EQ(send("00B2020401"), "6c02");
  EXPECT_EQ(send("00B2040402"), "6a83");
  EXPECT_EQ(send("00B2000402"), "6a83");  // no current record
  EXPECT_EQ(send("00B2000202"), "01019000");
  EXPECT_EQ(send("00B2000202"), "02029000");
  EXPECT_EQ(send("00B2000402"), "02029000");
  EXPECT_EQ(send("00B2000302"), "01019000");
  EXPECT_EQ(send("00B2000302"), "6a83");
  EXPECT_EQ(send("00B2010502"), "6a86");
  EXPECT_EQ(send("00DC030402EEFF"), "9000");
  EXPECT_EQ(send("00B2030402"), "eeff9000");
  EXPECT_EQ(send("00DC030401EE"), "6700");
  EXPECT_EQ(send("00B0000000"), "6981");
}

TEST_F(FileTest, ShowsNoSecretContent) {
  send("00A4040C06A00000000101");
  send("00A4000C026F02");
  EXPECT_EQ(send("00B0000000"), "090909099000");
  EXPECT_EQ(to_hex(last_.shown_response), "000000009000");
  send("00D6000002AABB");
  EXPECT_EQ(to_hex(last_.shown_command), "00d60000020000");
  send("00D6810002AABB");  // a file without secrets
  EXPECT_EQ(to_hex(last_.shown_command), "00d6810002aabb");
  send("00D6950002AABB");  // no such file: nobody knows what that was to be
  EXPECT_EQ(to_hex(last_.shown_command), "00d69500020000");
  send("60D6000002AABB");
  EXPECT_EQ(to_hex(last_.shown_command), "60d60000020000");
  send("00D60000FFAABB");  // malformed
  EXPECT_EQ(to_hex(last_.shown_command), "00d60000ff0000");
}

TEST_F(ChannelTest, OpensAndClosesThem) {
  EXPECT_EQ(send("0170000001"), "6881");
  EXPECT_EQ(send("0070000001"), "019000");
  EXPECT_EQ(send("00700003"), "9000");
  EXPECT_EQ(send("00700003"), "6a86");
  EXPECT_EQ(send("00700000"), "6101");
  EXPECT_EQ(send("00C0000001"), "029000");
  EXPECT_EQ(send("0070000001"), "049000");
  EXPECT_EQ(send("00708001"), "9000");
  EXPECT_EQ(send("00708001"), "6881");
  EXPECT_EQ(send("00708000"), "6a86");
  EXPECT_EQ(send("0070000001"), "019000");
}

TEST_F(ChannelTest, KeepsSelectionsApart) {
  send("0070000001");
  send("00A4040C06A00000000101");
  send("01A4040C06A00000000102");
  EXPECT_EQ(session_.application(0), &first_);
  EXPECT_EQ(session_.application(1), &second_);
  EXPECT_EQ(send("0170000001"), "029000");  // from channel 1, so it stands where that one does
  EXPECT_EQ(session_.application(2), &second_);
}

TEST_F(ChannelTest, FallsBackToTheMfWhenTheApplicationChanges) {
  send("0070000001");
  send("00A4040C06A00000000101");
  send("00A4000C026F01");
  send("01A4040C06A00000000102");
  first_.reset();
  EXPECT_EQ(send("00B0000000"), "6986");
  EXPECT_EQ(send("00A4000C027FFF"), "6a82");
  EXPECT_EQ(send("80100000"), "6d00");
  EXPECT_EQ(send("81FE0000"), "6d00");  // another channel is untouched
  EXPECT_EQ(send("81F2000C"), "9000");
  EXPECT_EQ(session_.application(1), &second_);
}

TEST_F(ChannelTest, RefusesClassesThatAreNotThere) {
  EXPECT_EQ(send("40A40000"), "6881");
  EXPECT_EQ(send("A0A40000"), "6e00");
  EXPECT_EQ(send("FFA40000"), "6e00");
  EXPECT_EQ(send("0CA40000"), "6882");
  EXPECT_EQ(send("00FE0000"), "6d00");
}

TEST_F(ChannelTest, AnswersStatus) {
  EXPECT_EQ(send("80F2000C"), "9000");
  EXPECT_EQ(send("80F2000100"), "6a88");
  send("00A4040C06A00000000101");
  EXPECT_EQ(send("80F2000100"), "8406a000000001019000");
  EXPECT_EQ(send("80F2000000").substr(0, 4), "621c");
  EXPECT_EQ(send("80F2000010"), "6c1e");
  EXPECT_EQ(send("80F200001E").size(), 64U);
  EXPECT_EQ(send("80F20002"), "6a86");
  EXPECT_EQ(send("80F20300"), "6a86");
}

TEST_F(ChainTest, JoinsTheParts) {
  send("00A4040C06A00000000101");
  EXPECT_EQ(send("9012000003010203"), "9000");
  EXPECT_EQ(send("9012000003010203"), "9000");
  EXPECT_EQ(send("801200000104"
                 "00"),
            "00079000");
  EXPECT_EQ(send("801200000104"
                 "00"),
            "00019000");
}

TEST_F(ChainTest, IsBrokenByAnotherCommand) {
  send("00A4040C06A00000000101");
  send("9012000003010203");
  EXPECT_EQ(send("8010000001"
                 "05"),
            "6883");
  EXPECT_EQ(send("801200000104"
                 "00"),
            "00019000");
  send("9012000003010203");
  EXPECT_EQ(send("8012000101"
                 "04"),
            "6883");  // another P2
}

TEST_F(ChainTest, IsForWhoTakesIt) {
  EXPECT_EQ(send("9012000003010203"), "6884");
  send("00A4040C06A00000000101");
  EXPECT_EQ(send("9010000003010203"), "6884");
  EXPECT_EQ(send("10D6810001AA"), "6884");
  EXPECT_EQ(to_hex(last_.shown_command), "10d681000100");
}

TEST_F(ChainTest, HasABound) {
  send("00A4040C06A00000000101");
  const std::string part =
      "90120000"
      "FF" +
      to_hex(Bytes(255, 1));
  for (int i = 0; i < 64; ++i) ASSERT_EQ(send(part), "9000") << i;  // 16320 octets
  EXPECT_EQ(send("9012000040" + to_hex(Bytes(64, 1))), "9000");
  EXPECT_EQ(send("801200000101"), "6a84");
  EXPECT_EQ(send("801200000101"
                 "00"),
            "00019000");
  EXPECT_EQ(send("80120000004001" + to_hex(Bytes(16385, 1))), "6a84");
}

TEST_F(AnswerTest, ComesInPieces) {
  send("00A4040C06A00000000101");
  EXPECT_EQ(send("801400"), "6700");
  EXPECT_EQ(send("80140000"), "6100");
  EXPECT_EQ(send("00C0000010"), to_hex(Bytes(16, 0xAB)) + "6100");
  EXPECT_EQ(to_hex(last_.shown_response), to_hex(Bytes(16)) + "6100");
  EXPECT_EQ(send("00C0000000"), to_hex(Bytes(256, 0xAB)) + "6100");
  EXPECT_EQ(send("00C0000000"), to_hex(Bytes(256, 0xAB)) + "6148");
  EXPECT_EQ(send("00C0000049"), "6c48");
  EXPECT_EQ(send("00C0000048"), to_hex(Bytes(72, 0xAB)) + "9000");
  EXPECT_EQ(to_hex(last_.shown_response), to_hex(Bytes(72)) + "9000");
  EXPECT_EQ(send("00C0000000"), "6985");
}

TEST_F(AnswerTest, IsForgottenWithTheNextCommand) {
  send("00A4040C06A00000000101");
  send("80140000");
  send("80F2000C");
  EXPECT_EQ(send("00C0000000"), "6985");
  EXPECT_EQ(send("00C00000"), "6700");
  EXPECT_EQ(send("00C0000100"), "6a86");
}

TEST_F(AnswerTest, IsForgottenWithAReset) {
  send("0070000001");
  send("00A4040C06A00000000101");
  send("80140000");
  session_.reset();
  EXPECT_EQ(send("00C0000000"), "6985");
  EXPECT_EQ(session_.application(0), nullptr);
  EXPECT_EQ(send("01A4000C"), "6881");
}

TEST_F(AnswerTest, FitsAnExtendedLeAtOnce) {
  send("00A4040C06A00000000101");
  EXPECT_EQ(send("80140000000000"), to_hex(Bytes(600, 0xAB)) + "9000");
}

class RefusingGate : public AccessGate {
 public:
  StatusWord admit(const Command& command, const Application*) override {
    return command.ins == 0x12 ? StatusWord::blocked : StatusWord::ok;
  }
};

TEST_F(AnswerTest, PassesTheGateFirst) {
  RefusingGate gate;
  card_.gate = &gate;
  send("00A4040C06A00000000101");
  EXPECT_EQ(send("801200000104"), "6983");
  EXPECT_EQ(send("9012000003010203"), "6983");
  EXPECT_EQ(send("8010000001"
                 "05"
                 "00"),
            "059000");
}

}  // namespace
}  // namespace foothold::tre_emu::card
