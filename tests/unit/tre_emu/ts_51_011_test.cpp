// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The commands of class A0 on the whole card, TS 51.011 9.2.1 to 9.2.22: each command with each status word that 9.4
// has for it. docs/tre-card.md has the same matrix. The files are in ts_51_011_files_test.cpp.
#include <gtest/gtest.h>

#include <iterator>
#include <set>
#include <sstream>

#include "tests/unit/tre_emu/test_device.h"

namespace foothold::tre_emu {
namespace {

using Commands = std::vector<std::string>;

// CHV1 1234, CHV2 5678, ADM 88888888 and unblocking keys of eight 1 and eight 2. The administrator's key is verified by
// VERIFY PIN of TS 102 221: class A0 leaves that to the card.
const std::string kChv1 = "A02000010831323334FFFFFFFF";
const std::string kWrong = "A02000010839393939FFFFFFFF";
const std::string kDisable = "A02600010831323334FFFFFFFF";
const std::string kChv2 = "A02000020835363738FFFFFFFF";
const std::string kAdm = "0020000A083838383838383838";
const std::string kNew = "34333231FFFFFFFF";
const std::string kWrongUnblock = "A02C0000103939393939393939" + kNew;

std::string select(const std::string& fid) {
  return "A0A4000002" + fid;
}
const std::string kGsm = select("7F20");
const std::string kTelecom = select("7F10");
const std::string kFplmn = select("6F7B");  // transparent, 12 octets, CHV1
const std::string kAdn = select("6F3A");    // linear, 50 of 28, CHV1; invalidated under CHV2
const std::string kLnd = select("6F44");    // cyclic, 10 of 28; never increased
const std::string kAcm = select("6F39");    // cyclic, 5 of 3; increased under CHV1
const std::string kInvalidate = "A0040000";

// The terminal has PROVIDE LOCAL INFORMATION alone, so that one command waits, of 11 octets.
const std::string kProfile = "A01000000400000040";
const std::string kFetch = "A01200000B";
const std::string kDone = "A01400000F8103012600820282818301009301FF";

const std::string kRecord = to_hex(Bytes(28, 0x41));
const std::string kRand = to_hex(Bytes(16, 0x23));

enum class Card : std::uint8_t {
  usual,
  with_lost_store,   // from the last command on, nothing can be written
  with_chv2_not_set  // and CHV1 disabled
};

// A command, behind others, and its answer; ".." in front or behind of it stands for the rest.
struct Row {
  Commands before;
  std::string command;
  std::string answer;
  Card card = Card::usual;
};

// A clause: the status words of 9.4.1 to 9.4.5 that can come of the command, as clause 8 has its conditions, and those
// among them that this card never gives. 91XX may stand for each 9000; 67XX, 6BXX, 6DXX, 6EXX and 6FXX may come of
// every command (9.4.6).
struct Clause {
  std::string name;
  std::string words;
  std::string not_here;
  std::vector<Row> rows;
};

std::vector<Clause> clauses() {
  const Commands fplmn{kChv1, kGsm, kFplmn};
  const Commands adn{kChv1, kTelecom, kAdn};
  const Commands adn_invalid{kChv1, kChv2, kTelecom, kAdn, kInvalidate};
  const Commands fplmn_invalid{kChv1, kAdm, kGsm, kFplmn, kInvalidate};
  const Commands acm{kChv1, kGsm, kAcm};
  const Commands blocked{kWrong, kWrong, kWrong};
  return {
      {"9_2_1_Select",
       "9fxx 9240 9404",
       "9240",  // nothing is written
       {
           {{}, select("3F00"), "9f16"},
           {{}, select("2FE2"), "9f0f"},
           {fplmn_invalid, kFplmn, "9f0f"},
           {{}, select("6FFF"), "9404"},
           {{}, "A0A40000037F2000", "6702"},
           {{}, "A0A40100027F20", "6b00"},
           {{}, "A0A40004027F20", "6b00"},
       }},
      {"9_2_2_Status",
       "9000 9240",
       "9240",
       {
           {{}, "A0F2000016", "..9000"},
           {{kGsm}, "A0F2000008", "000000007f2002009000"},
           {{}, "A0F2000017", "6716"},
           {{}, "A0F2000000", "6716"},
           {{}, "A0F2010016", "6b00"},
       }},
      {"9_2_3_ReadBinary",
       "9000 9240 9400 9408 9804 9810",
       "9240",
       {
           {fplmn, "A0B000000C", "ffffffffffffffffffffffff9000"},
           {fplmn, "A0B0000A02", "ffff9000"},
           {{kGsm}, "A0B0000001", "9400"},
           {adn, "A0B0000001", "9408"},
           {{kGsm, kFplmn}, "A0B0000001", "9804"},
           {fplmn_invalid, "A0B0000001", "9810"},
           {fplmn, "A0B0000A03", "6702"},
           {fplmn, "A0B0000C01", "6b00"},
       }},
      {"9_2_4_UpdateBinary",
       "9000 920x 9240 9400 9408 9804 9810",
       "920x",  // no retry is hidden
       {
           {fplmn, "A0D600000300F110", "9000"},
           {fplmn, "A0D6000001AA", "9240", Card::with_lost_store},
           {{kGsm}, "A0D6000001AA", "9400"},
           {adn, "A0D6000001AA", "9408"},
           {{kGsm, kFplmn}, "A0D6000001AA", "9804"},
           {{kChv1, kGsm, select("6F07")}, "A0D6000001AA", "9804"},  // EF_IMSI is nobody's
           {fplmn_invalid, "A0D6000001AA", "9810"},
           {fplmn, "A0D6000B02AAAA", "6701"},
           {fplmn, "A0D6000C01AA", "6b00"},
       }},
      {"9_2_5_ReadRecord",
       "9000 9240 9400 9402 9408 9804 9810",
       "9240",
       {
           {adn, "A0B201041C", "..9000"},
           {adn, "A0B200021C", "..9000"},
           {adn, "A0B200031C", "..9000"},
           {adn, "A0B233021C", "..9000"},  // the SIM does not look at P1 of "next"
           {acm, "A0B2000403", "..9000"},  // the newest is current at once
           {{kTelecom}, "A0B201041C", "9400"},
           {adn, "A0B233041C", "9402"},  // of 50
           {adn, "A0B200041C", "9402"},  // none is current
           {fplmn, "A0B201041C", "9408"},
           {{kTelecom, kAdn}, "A0B201041C", "9804"},
           {adn_invalid, "A0B201041C", "9810"},
           {adn, "A0B201041B", "671c"},
           {adn, "A0B201051C", "6b00"},
       }},
      {"9_2_6_UpdateRecord",
       "9000 920x 9240 9400 9402 9408 9804 9810",
       "920x",
       {
           {adn, "A0DC01041C" + kRecord, "9000"},
           {adn, "A0DC00021C" + kRecord, "9000"},
           {{kChv1, kTelecom, kLnd}, "A0DC00031C" + kRecord, "9000"},
           {adn, "A0DC01041C" + kRecord, "9240", Card::with_lost_store},
           {{kTelecom}, "A0DC01041C" + kRecord, "9400"},
           {adn, "A0DC33041C" + kRecord, "9402"},
           {fplmn, "A0DC01041C" + kRecord, "9408"},
           {{kTelecom, kAdn}, "A0DC01041C" + kRecord, "9804"},
           {adn_invalid, "A0DC01041C" + kRecord, "9810"},
           {adn, "A0DC010401AA", "671c"},
           {adn, "A0DC01051C" + kRecord, "6b00"},
           {{kChv1, kTelecom, kLnd}, "A0DC01041C" + kRecord, "6b00"},  // a cyclic file takes "previous" only
       }},
      {"9_2_7_Seek",
       "9000 9fxx 9240 9400 9404 9408 9804 9810",
       "9240",
       {
           {adn, "A0A2000001FF", "9000"},
           {adn, "A0A2001101FF", "9f01"},
           {{kTelecom}, "A0A2000001FF", "9400"},
           {adn, "A0A200000141", "9404"},
           {acm, "A0A200000100", "9408"},
           {fplmn, "A0A2000001FF", "9408"},
           {{kTelecom, kAdn}, "A0A2000001FF", "9804"},
           {adn_invalid, "A0A2000001FF", "9810"},
           {adn, "A0A20000", "671c"},
           {adn, "A0A200001D" + to_hex(Bytes(29, 0xFF)), "671c"},
           {adn, "A0A2000401FF", "6b00"},
           {adn, "A0A2002001FF", "6b00"},
       }},
      {"9_2_8_Increase",
       "9fxx 920x 9240 9400 9408 9804 9810 9850",
       "920x",
       {
           {acm, "A032000003000001", "9f06"},
           {acm, "A032000003000001", "9240", Card::with_lost_store},
           {{kGsm}, "A032000003000001", "9400"},
           {adn, "A032000003000001", "9408"},
           {{kGsm, kAcm}, "A032000003000001", "9804"},
           {{kChv1, kTelecom, kLnd}, "A032000003000001", "9804"},  // never
           {{kChv1, kAdm, kGsm, kAcm, kInvalidate}, "A032000003000001", "9810"},
           {{kChv1, kGsm, kAcm, "A032000003FFFFFF"}, "A032000003000001", "9850"},
           {acm, "A0320000020001", "6703"},
           {acm, "A032000103000001", "6b00"},
       }},
      {"9_2_9_VerifyChv",
       "9000 920x 9240 9802 9804 9808 9840",
       "920x",
       {
           {{}, kChv1, "9000"},
           {{}, kChv2, "9000"},
           {{}, kChv1, "9240", Card::with_lost_store},
           {{}, kChv2, "9802", Card::with_chv2_not_set},
           {{}, kWrong, "9804"},
           {{kDisable}, kChv1, "9808"},
           {{kWrong, kWrong}, kWrong, "9840"},
           {blocked, kChv1, "9840"},
           {{}, "A02000010431323334", "6708"},
           {{}, "A02000030831323334FFFFFFFF", "6b00"},
           {{}, "A02001010831323334FFFFFFFF", "6b00"},
       }},
      {"9_2_10_ChangeChv",
       "9000 920x 9240 9802 9804 9808 9840",
       "920x",
       {
           {{}, "A02400011031323334FFFFFFFF" + kNew, "9000"},
           {{}, "A02400021035363738FFFFFFFF" + kNew, "9000"},
           {{}, "A02400011031323334FFFFFFFF" + kNew, "9240", Card::with_lost_store},
           {{}, "A02400021035363738FFFFFFFF" + kNew, "9802", Card::with_chv2_not_set},
           {{}, "A02400011039393939FFFFFFFF" + kNew, "9804"},
           {{}, "A02400011031323334FFFFFFFF3433FFFFFFFFFFFF", "9804"},  // the new one has less than four digits
           {{kDisable}, "A02400011031323334FFFFFFFF" + kNew, "9808"},
           {{kWrong, kWrong}, "A02400011039393939FFFFFFFF" + kNew, "9840"},
           {{}, "A02400010831323334FFFFFFFF", "6710"},
           {{}, "A02400031031323334FFFFFFFF" + kNew, "6b00"},
       }},
      {"9_2_11_DisableChv",
       "9000 920x 9240 9802 9804 9808 9840",
       "920x 9802",  // CHV1 is always there
       {
           {{}, kDisable, "9000"},
           {{}, kDisable, "9240", Card::with_lost_store},
           {{}, "A02600010839393939FFFFFFFF", "9804"},
           {{kDisable}, kDisable, "9808"},
           {{kWrong, kWrong}, "A02600010839393939FFFFFFFF", "9840"},
           {blocked, kDisable, "9840"},
           {{}, "A02600010431323334", "6708"},
           {{}, "A02600020835363738FFFFFFFF", "6b00"},  // CHV1 only
       }},
      {"9_2_12_EnableChv",
       "9000 920x 9240 9802 9804 9808 9840",
       "920x 9802",
       {
           {{kDisable}, "A02800010831323334FFFFFFFF", "9000"},
           {{kDisable}, "A02800010831323334FFFFFFFF", "9240", Card::with_lost_store},
           {{kDisable}, "A02800010839393939FFFFFFFF", "9804"},
           {{}, "A02800010831323334FFFFFFFF", "9808"},
           {{kDisable, "A02800010839393939FFFFFFFF", "A02800010839393939FFFFFFFF"},
            "A02800010839393939FFFFFFFF",
            "9840"},
           {{kDisable}, "A02800010431323334", "6708"},
           {{kDisable}, "A02800020835363738FFFFFFFF", "6b00"},
       }},
      {"9_2_13_UnblockChv",
       "9000 920x 9240 9802 9804 9808 9840",
       "920x 9808",  // it is in contradiction with no status
       {
           {blocked, "A02C0000103131313131313131" + kNew, "9000"},
           {{}, "A02C0002103232323232323232" + kNew, "9000"},
           {{kDisable}, "A02C0000103131313131313131" + kNew, "9000"},
           {blocked, "A02C0000103131313131313131" + kNew, "9240", Card::with_lost_store},
           {{}, "A02C0002103232323232323232" + kNew, "9802", Card::with_chv2_not_set},
           {blocked, kWrongUnblock, "9804"},
           {Commands(9, kWrongUnblock), kWrongUnblock, "9840"},
           {Commands(10, kWrongUnblock), "A02C0000103131313131313131" + kNew, "9840"},
           {{}, "A02C0000083131313131313131", "6710"},
           {{}, "A02C0001103131313131313131" + kNew, "6b00"},  // CHV1 is number 0 here
       }},
      {"9_2_14_Invalidate",
       "9000 920x 9240 9400 9804 9810",
       "920x",
       {
           {{kChv1, kChv2, kTelecom, kAdn}, "A0040000", "9000"},
           {{kChv1, kChv2, kTelecom, kAdn}, "A0040000", "9240", Card::with_lost_store},
           {{kTelecom}, "A0040000", "9400"},
           {adn, "A0040000", "9804"},
           {adn_invalid, "A0040000", "9810"},
           {{kChv1, kChv2, kTelecom, kAdn}, "A004000001AA", "6700"},
           {{kChv1, kChv2, kTelecom, kAdn}, "A0040100", "6b00"},
       }},
      {"9_2_15_Rehabilitate",
       "9000 920x 9240 9400 9804 9810",
       "920x",
       {
           {adn_invalid, "A0440000", "9000"},
           {adn_invalid, "A0440000", "9240", Card::with_lost_store},
           {{kTelecom}, "A0440000", "9400"},
           // CHV2 is the session's, and one wrong value takes it back.
           {{kChv1, kChv2, kTelecom, kAdn, kInvalidate, "A02000020839393939FFFFFFFF"}, "A0440000", "9804"},
           {adn, "A0440000", "9810"},
           {adn_invalid, "A044000001AA", "6700"},
           {adn_invalid, "A0440001", "6b00"},
       }},
      {"9_2_16_RunGsmAlgorithm",
       "9fxx 9804",
       "",
       {
           {{kChv1, kGsm}, "A088000010" + kRand, "9f0c"},
           {{kChv1, kGsm, kFplmn}, "A088000010" + kRand, "9f0c"},
           {{kGsm}, "A088000010" + kRand, "9804"},
           {{kChv1}, "A088000010" + kRand, "9804"},  // DF_GSM is not current
           {{kChv1, kGsm}, "A088000001AA", "6710"},
           {{kChv1, kGsm}, "A088000110" + kRand, "6b00"},
       }},
      {"9_2_17_Sleep",
       "9000",
       "",
       {
           {{}, "A0FA0000", "9000"},
           {{}, "A0FA000000", "9000"},
           {{}, "A0FA000001AA", "6700"},
           {{}, "A0FA0100", "6b00"},
       }},
      {"9_2_18_GetResponse",
       "9000 9240",
       "9240",
       {
           {{select("3F00")}, "A0C0000016", "..9000"},
           {{select("3F00")}, "A0C0000006", "000000003f009000"},
           {{kChv1, kGsm, "A088000010" + kRand}, "A0C000000C", "..9000"},
           {{select("3F00")}, "A0C0000017", "6716"},
           {{select("3F00")}, "A0C0010016", "6b00"},
           {{}, "A0C0000016", "6f00"},
           {{select("3F00"), "A0C0000016"}, "A0C0000016", "6f00"},
       }},
      {"9_2_19_TerminalProfile",
       "9000 9240",
       "9240",
       {
           {{}, "A010000001FF", "9000"},
           {{}, "A0100000", "6700"},
           {{}, "A010000101FF", "6b00"},
       }},
      {"9_2_20_Envelope",
       "9000 9exx 9fxx 9300 9240",
       "9exx 9fxx 9300 9240 67xx",  // none of the envelopes there has an answer, and none has to wait
       {
           {{"A010000001FF"}, "A0C200000BD609990103820282819B0100", "9000"},
           {{"A010000001FF"}, "A0C2000002FF00", "6f00"},
           {{"A010000001FF"}, "A0C200010BD609990103820282819B0100", "6b00"},
       }},
      {"9_2_21_Fetch",
       "9000 9240",
       "9240",
       {
           {{kProfile},
            kFetch,
            "d009810301260082028182"
            "9000"},
           {{kProfile}, "A01200000A", "670b"},
           {{kProfile}, "A01200010B", "6b00"},
           {{}, kFetch, "6f00"},
       }},
      {"9_2_22_TerminalResponse",
       "9000 9240",
       "9240 67xx",
       {
           {{kProfile, kFetch}, "A01400000C810301260002028281030100", "9000"},
           {{kProfile, kFetch}, "A0140000028103", "6f00"},
           {{}, "A01400000C810301260002028281030100", "6f00"},
           {{kProfile, kFetch}, "A01400010C810301260002028281030100", "6b00"},
       }},
  };
}

bool fits(const std::string& got, const std::string& wanted) {
  return wanted.starts_with("..") ? got.ends_with(wanted.substr(2)) : got == wanted;
}

// As 9.4 writes it: of those with a variable part the first octet, or three digits, then x.
std::string word_of(const std::string& answer) {
  const auto word = answer.substr(answer.size() - 4);
  for (const auto* const family : {"91", "9e", "9f", "67", "6b", "6d", "6e", "6f"}) {
    if (word.starts_with(family)) return std::string(family) + "xx";
  }
  return word.starts_with("920") ? "920x" : word;
}

std::string run(const Row& row) {
  const bool unset = row.card == Card::with_chv2_not_set;
  TestDevice device(test_order(), unset ? card::Pins::initial() : test_pins());
  for (const auto& command : row.before) {
    const auto got = device.send(command);
    // Well done, or a wrong secret: anything else is no way to what the row is about.
    EXPECT_TRUE(std::set<std::string>({"90", "91", "9f", "98"}).contains(got.substr(got.size() - 4, 2)))
        << command << " -> " << got << " before " << row.command;
  }
  if (row.card == Card::with_lost_store) device.folder.lose_power_after(0);
  return device.send(row.command);
}

std::string shown(const Row& row) {
  std::string text;
  for (const auto& command : row.before) text += command + " ";
  return text + row.command;
}

class Ts51011 : public testing::TestWithParam<Clause> {};

TEST_P(Ts51011, AnswersAsTheClauseHasIt) {
  for (const auto& row : GetParam().rows) {
    const auto got = run(row);
    EXPECT_TRUE(fits(got, row.answer)) << shown(row) << " -> " << got << ", not " << row.answer;
  }
}

INSTANTIATE_TEST_SUITE_P(Clause, Ts51011, testing::ValuesIn(clauses()),
                         [](const auto& clause) { return clause.param.name; });

// Every status word that 9.4 has for a command has a row, or is said not to come here; and no other one comes.
TEST(Ts51011Matrix, HasARowForEachStatusWord) {
  const auto set_of = [](const std::string& words) {
    std::istringstream in(words);
    return std::set<std::string>(std::istream_iterator<std::string>(in), {});
  };
  for (const auto& clause : clauses()) {
    auto expected = set_of(clause.words + " 67xx 6bxx");
    for (const auto& word : set_of(clause.not_here)) EXPECT_EQ(expected.erase(word), 1U) << clause.name << " " << word;
    std::set<std::string> seen;
    for (const auto& row : clause.rows) seen.insert(word_of(row.answer));
    seen.erase("6fxx");
    EXPECT_EQ(seen, expected) << clause.name;
  }
}

// 9.4.1: a proactive command that waits for FETCH turns each 9000 into 91XX. The toolkit's own change what waits.
TEST(Ts51011Matrix, TellsOfAProactiveCommand) {
  for (const auto& clause : clauses()) {
    for (auto row : clause.rows) {
      const auto ins = row.command.substr(2, 2);
      const bool of_toolkit = ins == "10" || ins == "12" || ins == "14" || ins == "C2";
      if (!row.answer.ends_with("9000") || row.card != Card::usual || of_toolkit) continue;
      row.before.insert(row.before.begin(), kProfile);
      const auto got = run(row);
      EXPECT_EQ(got.substr(got.size() - 4), "910b") << shown(row);
    }
  }
}

// 9.4.6.
TEST(Ts51011Matrix, KnowsItsInstructions) {
  TestDevice device(test_order(), test_pins());
  for (const auto* const ins : {"00", "22", "70", "84", "86", "A8", "AA", "E0", "FE"}) {
    EXPECT_EQ(device.send("A0" + std::string(ins) + "0000"), "6d00") << ins;
  }
  EXPECT_EQ(device.send("A1A40000023F00"), "6e00");
}

class Ts51011Select : public testing::Test {
 protected:
  // SELECTs one after another, and the last one's answer without its status word.
  std::string answer(const Commands& path) {
    std::string got;
    for (const auto& command : path) got = device_.send(command);
    if (!got.starts_with("9f")) return got;
    got = device_.send("A0C00000" + got.substr(2));
    EXPECT_TRUE(got.ends_with("9000"));
    return got.substr(0, got.size() - 4);
  }
  std::string chv_status() { return answer({select("3F00")}).substr(2 * 18); }

  TestDevice device_{test_order(), test_pins()};
};

// 9.2.1: RFU, memory that is not allocated, FID, type, RFU, octets that follow; then characteristics (the clock may be
// stopped, 1.8 V), folders and files in it, number of secrets, RFU, and how CHV1, its unblocking key, CHV2 and its
// stand.
TEST_F(Ts51011Select, OfAFolder) {
  EXPECT_EQ(answer({select("3F00")}),
            "0000"
            "0000"
            "3f00"
            "01"
            "0000000000"
            "09"
            "31"
            "02"
            "05"
            "05"
            "00"
            "83"
            "8a"
            "83"
            "8a");
  EXPECT_EQ(answer({kGsm}),
            "0000"
            "0000"
            "7f20"
            "02"
            "0000000000"
            "09"
            "31"
            "00"
            "1d"
            "05"
            "00"
            "83"
            "8a"
            "83"
            "8a");
  EXPECT_EQ(answer({kTelecom}),
            "0000"
            "0000"
            "7f10"
            "02"
            "0000000000"
            "09"
            "31"
            "00"
            "0a"
            "05"
            "00"
            "83"
            "8a"
            "83"
            "8a");
}

// The same: RFU, size, FID, type, INCREASE allowed, conditions READ and UPDATE, INCREASE, REHABILITATE and INVALIDATE
// (0 always, 1 CHV1, 2 CHV2, 4 the administrator, F never), status, octets that follow, structure, length of a record.
TEST_F(Ts51011Select, OfAFile) {
  EXPECT_EQ(answer({select("3F00"), select("2FE2")}),
            "0000"
            "000a"
            "2fe2"
            "04"
            "00"
            "0f"
            "ff"
            "ff"
            "01"
            "02"
            "00"
            "00");
  EXPECT_EQ(answer({kGsm, select("6F07")}),
            "0000"
            "0009"
            "6f07"
            "04"
            "00"
            "1f"
            "ff"
            "44"
            "01"
            "02"
            "00"
            "00");
  EXPECT_EQ(answer({kFplmn}),
            "0000"
            "000c"
            "6f7b"
            "04"
            "00"
            "11"
            "ff"
            "44"
            "01"
            "02"
            "00"
            "00");
  EXPECT_EQ(answer({kAcm}),
            "0000"
            "000f"
            "6f39"
            "04"
            "40"
            "12"
            "1f"
            "44"
            "01"
            "02"
            "03"
            "03");
  EXPECT_EQ(answer({select("6F46")}),
            "0000"
            "0011"
            "6f46"
            "04"
            "00"
            "04"
            "ff"
            "44"
            "01"
            "02"
            "00"
            "00");
  EXPECT_EQ(answer({kTelecom, kAdn}),
            "0000"
            "0578"
            "6f3a"
            "04"
            "00"
            "11"
            "ff"
            "22"
            "01"
            "02"
            "01"
            "1c");
  EXPECT_EQ(answer({select("6F3B")}),
            "0000"
            "0118"
            "6f3b"
            "04"
            "00"
            "12"
            "ff"
            "44"
            "01"
            "02"
            "01"
            "1c");
  EXPECT_EQ(answer({kLnd}),
            "0000"
            "0118"
            "6f44"
            "04"
            "00"
            "11"
            "ff"
            "44"
            "01"
            "02"
            "03"
            "1c");
}

TEST_F(Ts51011Select, TellsThatAFileIsInvalidated) {
  for (const auto& command : {kChv2, kTelecom, kAdn, kInvalidate}) device_.send(command);
  EXPECT_EQ(answer({kAdn}),
            "0000"
            "0578"
            "6f3a"
            "04"
            "00"
            "11"
            "ff"
            "22"
            "00"
            "02"
            "01"
            "1c");
  device_.power_cycle();
  EXPECT_EQ(answer({kTelecom, kAdn}).substr(22, 2), "00");
}

// The octets of the secrets: eight if it was ever set, and the tries that are left.
TEST_F(Ts51011Select, CountsTries) {
  EXPECT_EQ(device_.send(kWrong), "9804");
  EXPECT_EQ(device_.send("A02000020839393939FFFFFFFF"), "9804");
  EXPECT_EQ(device_.send("A02000020839393939FFFFFFFF"), "9804");
  EXPECT_EQ(chv_status(), "828a818a");
  EXPECT_EQ(device_.send("A02C0002103939393939393939" + kNew), "9804");
  EXPECT_EQ(chv_status(), "828a8189");
  device_.power_cycle();
  EXPECT_EQ(chv_status(), "828a8189");
  EXPECT_EQ(device_.send(kWrong), "9804");
  EXPECT_EQ(device_.send(kWrong), "9840");
  EXPECT_EQ(chv_status(), "808a8189");
  EXPECT_EQ(device_.send("A02C0000103131313131313131" + kNew), "9000");
  EXPECT_EQ(device_.send("A02C0002103232323232323232" + kNew), "9000");
  EXPECT_EQ(chv_status(), "838a838a");
  EXPECT_EQ(device_.send("A026000108" + kNew), "9000");
  EXPECT_EQ(answer({select("3F00")}).substr(2 * 13, 2), "b1");  // CHV1 is disabled
}

TEST_F(Ts51011Select, TellsOfSecretsThatNobodyHasSet) {
  TestDevice fresh;
  fresh.send(select("3F00"));
  EXPECT_EQ(fresh.send("A0C0000016").substr(2 * 13),
            "b102050500"
            "83000000"
            "9000");
}

}  // namespace
}  // namespace foothold::tre_emu
