// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The commands of TS 102 221 clause 11 (and 10.1.1) on the whole card, clause by clause: success, and each status word
// that the clause's commands answer here. docs/tre-card.md has the same clauses in the same order.
#include <gtest/gtest.h>

#include <array>

#include "base/byte_writer.h"
#include "gsm/auth/quintet.h"
#include "tests/unit/tre_emu/test_device.h"

namespace foothold::tre_emu {
namespace {

// Files of the USIM that serve: EF_IMSI 6F07 (SFI 07, PIN1; updated by nobody), EF_FPLMN 6F7B (SFI 0D, PIN1), EF_ACC
// 6F78 (SFI 06, updated by ADM1), EF_FDN 6F3B (linear, 28 octets, updated by PIN2), EF_SMSP 6F42 (linear, 40), EF_ACM
// 6F39 (cyclic, 3 octets, SFI 1C, updated by PIN2). ADM1 deactivates them.
constexpr const char* kUsim = "00A4040C07A0000000871002";
constexpr const char* kPin1 = "002000010831323334FFFFFFFF";
constexpr const char* kPin2 = "002000810835363738FFFFFFFF";
constexpr const char* kAdm1 = "0020000A083838383838383838";

class Ts102221 : public testing::Test {
 protected:
  // The answer, its end behind "..", or its begin in front of it.
  void expect(const std::string& command, const std::string& answer) {
    const auto got = device_.send(command);
    if (answer.starts_with("..")) {
      EXPECT_TRUE(got.ends_with(answer.substr(2))) << command << " -> " << got << ", not " << answer;
    } else if (answer.ends_with("..")) {
      EXPECT_TRUE(answer.starts_with(got.substr(0, answer.size() - 2)))
          << command << " -> " << got << ", not " << answer;
    } else {
      EXPECT_EQ(got, answer) << command;
    }
  }
  void open_usim() {
    expect(kUsim, "9000");
    expect(kPin1, "9000");
  }
  void select(const std::string& fid) { expect("00A4000C02" + fid, "9000"); }
  // The store fails from now on.
  void lose_store() { device_.folder.lose_power_after(0); }
  static std::string challenge(std::uint64_t sqn) {
    const auto quintet = gsm::auth::make_quintet({key_of(kK), key_of(kOpc)}, {}, gsm::auth::Sqn(sqn), {0x11, 0x22});
    Bytes data;
    ByteWriter writer(data);
    writer.lv(quintet.rand);
    writer.lv(quintet.autn);
    return to_hex(data);
  }

  TestDevice device_{test_order(), test_pins()};
};

TEST_F(Ts102221, Clause10_1_1Class) {
  expect("80F2000C", "9000");
  expect("20A40000023F00", "6e00");
  expect("FFA40000023F00", "6e00");
  expect("04A40000023F00", "6882");
  expect("60A40000023F00", "6882");
  expect("01A40000023F00", "6881");
  expect("10A40000023F00", "6884");
  expect("00FE0000", "6d00");
  expect("00A400", "6700");
}

TEST_F(Ts102221, Clause11_1_1Select) {
  expect("00A40004023F00", "61..");
  expect("00A40004023F0000", "..9000");
  expect("00A4040C07A0000000871002", "9000");
  expect("00A4080C047FFF6F07", "9000");
  expect("00A4030C", "9000");
  expect("00A4000C016F", "6700");
  expect("00A4030C022F00", "6700");
  expect("00A4040C11" + to_hex(Bytes(17, 0xA0)), "6700");
  expect("00A4000C026FFF", "6a82");
  expect("00A4010C022F00", "6a82");
  expect("00A4040C05A0000000FF", "6a82");
  expect("00A4020C022F00", "6a86");
  expect("00A4001C022F00", "6a86");
  expect("00A4008C022F00", "6a86");
  expect("00A4042C07A0000000871002", "6a86");
  open_usim();
  expect("00A4044C07A0000000871002", "9000");
  expect("00A4044C07A0000000871002", "6985");
  open_usim();
  expect(kAdm1, "9000");
  select("6F3B");
  expect("00040000", "9000");
  expect("00A4000C026F3B", "6283");
}

TEST_F(Ts102221, Clause11_1_2Status) {
  expect("80F2000000", "..9000");
  expect("80F2000C", "9000");
  expect("80F2000100", "6a88");
  expect(kUsim, "9000");
  expect("80F2010100",
         "8410a0000000871002ffffffff8900000100"
         "9000");
  expect("80F2000005", "6c..");
  expect("80F200000122", "6700");
  expect("80F20300", "6a86");
  expect("80F20002", "6a86");
}

TEST_F(Ts102221, Clause11_1_3ReadBinary) {
  expect("00B0000000", "6986");
  expect(kUsim, "9000");
  expect("00B0870000", "6982");
  expect(kPin1, "9000");
  expect("00B0870000", "0809102000000000109000");
  expect("00B0000702",
         "0010"
         "9000");
  expect("00B087000A", "6c09");
  expect("00B0000900", "6b00");
  expect(
      "00B0870009"
      "00",
      "6700");
  expect("00B08700", "6700");
  expect("00B0940000", "6a82");
  expect("00B0E70000", "6a86");
  select("6F42");
  expect("00B0000000", "6981");
  expect(kPin2, "9000");
  select("6F7B");
  expect(kAdm1, "9000");
  expect("00040000", "9000");
  expect("00B0000000", "6985");
}

TEST_F(Ts102221, Clause11_1_4UpdateBinary) {
  expect("00D6000001AA", "6986");
  expect(kUsim, "9000");
  expect("00D68D0001AA", "6982");
  expect(kPin1, "9000");
  expect("00D68D0001AA", "9000");
  expect("00B08D0001", "aa9000");
  expect("00D68D00", "6700");
  expect("00D68DFF01AA", "6b00");
  expect("00D68D0BFF" + to_hex(Bytes(255, 1)), "6700");
  expect("00D6940001AA", "6a82");
  expect("00D69F0001AA", "6a86");
  expect("00D6870001AA", "6982");  // EF_IMSI is nobody's
  select("6F42");
  expect("00D6000001AA", "6981");
  select("6F7B");
  expect(kAdm1, "9000");
  expect("00040000", "9000");
  expect("00D6000001AA", "6985");
  expect("00440000", "9000");
  lose_store();
  expect("00D6000001BB", "6581");
  expect("00B0000001", "aa9000");
}

TEST_F(Ts102221, Clause11_1_5ReadRecord) {
  expect("00B2010400", "6986");
  expect(kUsim, "9000");
  select("6F42");
  expect("00B2010400", "6982");
  expect(kPin1, "9000");
  expect("00B2010400", "..9000");
  expect("00B2000200", "..9000");
  expect("00B2000400", "..9000");
  expect("00B2FF0400", "6a83");
  expect("00B2000300", "6a83");
  expect("00B2010401", "6c28");
  expect("00B20104", "6700");
  expect("00B2010100", "6a86");
  expect("00B201FC00", "6a86");
  expect("00B201A400", "6a82");
  expect("00B2016C00", "6981");  // EF_FPLMN by its SFI
  select("6F3B");
  expect(kAdm1, "9000");
  expect("00040000", "9000");
  expect("00B2010400", "6985");
}

TEST_F(Ts102221, Clause11_1_6UpdateRecord) {
  const std::string record = "28" + to_hex(Bytes(40, 0x22));
  expect("00DC0104" + record, "6986");
  expect(kUsim, "9000");
  select("6F42");
  expect("00DC0104" + record, "6982");
  expect(kPin1, "9000");
  expect("00DC0104" + record, "9000");
  expect("00B2010428", to_hex(Bytes(40, 0x22)) + "9000");
  expect("00DC010401FF", "6700");
  expect("00DC0104", "6700");
  expect("00DCFF04" + record, "6a83");
  expect("00DC0101" + record, "6a86");
  expect("00DC0503" + record, "6a86");
  expect("00DC01A4" + record, "6a82");
  expect("00DC016C" + record, "6981");
  select("6F3B");
  expect("00DC01041C" + to_hex(Bytes(28, 1)), "6982");
  expect(kPin2, "9000");
  select("6F39");
  expect("00DC000303000007", "9000");
  expect("00DC010403000007", "6a86");  // a cyclic file takes "previous" only
  select("6F3B");
  expect(kAdm1, "9000");
  expect("00040000", "9000");
  expect("00DC01041C" + to_hex(Bytes(28, 1)), "6985");
  lose_store();
  select("6F42");
  expect("00DC0104" + record, "6581");
}

TEST_F(Ts102221, Clause11_1_7SearchRecord) {
  expect("00A2010401FF00", "6986");
  expect(kUsim, "9000");
  select("6F42");
  expect("00A2010401FF00", "6982");
  expect(kPin1, "9000");
  expect("00A2010401FF00", "..9000");
  expect("00A2010401FF", "61..");
  expect("00A2010402AABB00", "6282");
  expect("00A20104", "6700");
  expect("00A2FF0401FF00", "6a83");
  expect("00A2010701FF00", "6a86");
  expect("00A2010603F401FF00", "6a80");
  expect("00A201A401FF00", "6a82");
  expect("00A2016C01FF00", "6981");
  select("6F3B");
  expect(kAdm1, "9000");
  expect("00040000", "9000");
  expect("00A2010401FF00", "6985");
}

TEST_F(Ts102221, Clause11_1_8Increase) {
  expect("803200000300000100", "6986");
  expect(kUsim, "9000");
  expect("80329C000300000100", "6982");
  expect(kPin1, "9000");
  expect("80329C000300000100", "0000010000019000");
  expect("80329C0003FFFFFF00", "9850");
  expect(
      "80329C000400000000"
      "00",
      "6700");
  expect("80320000", "6700");
  expect("803201000300000100", "6a86");
  expect("80329C010300000100", "6a86");
  expect("803294000300000100", "6a82");
  expect("80328D000300000100", "6981");
  lose_store();
  expect("80329C000300000100", "6581");
  expect("00B201E403", "0000019000");
}

class Ts102221Pins : public Ts102221, public testing::WithParamInterface<const char*> {};

// VERIFY, CHANGE, DISABLE, ENABLE, UNBLOCK: what all of them refuse alike.
TEST_P(Ts102221Pins, RefusesAlike) {
  const std::string ins = GetParam();
  const bool two = ins == "24" || ins == "2C";
  const std::string value = ins == "2C" ? "3131313131313131" : "31323334FFFFFFFF";
  const std::string data = (two ? "10" : "08") + value + (two ? "34333231FFFFFFFF" : "");
  expect("00" + ins + "000107" + to_hex(Bytes(7, 0x31)), "6700");
  expect("00" + ins + "0101" + data, "6a86");
  expect("00" + ins + "0002" + data, "6a88");
  if (ins == "28") expect("002600010831323334FFFFFFFF", "9000");  // something to enable
  lose_store();
  expect("00" + ins + "0001" + data, "6581");
}

INSTANTIATE_TEST_SUITE_P(Clause11_1_9To13, Ts102221Pins, testing::Values("20", "24", "26", "28", "2C"));

TEST_F(Ts102221, Clause11_1_9VerifyPin) {
  expect("00200001", "63c3");
  expect("002000010839393939FFFFFFFF", "63c2");
  expect("00200001", "63c2");
  expect(kPin1, "9000");
  expect("00200001", "63c3");
  for (const auto* answer : {"63c2", "63c1", "63c0", "6983"}) expect("002000010839393939FFFFFFFF", answer);
  expect(kPin1, "6983");
  expect("00200001", "6983");
}

TEST_F(Ts102221, Clause11_1_10ChangePin) {
  expect("002400011031323334FFFFFFFF34333231FFFFFFFF", "9000");
  expect("002000010834333231FFFFFFFF", "9000");
  expect("002400011039393939FFFFFFFF34333231FFFFFFFF", "63c2");
  expect("002400011034333231FFFFFFFF343332FFFFFFFFFF", "6a80");
  expect("002600010834333231FFFFFFFF", "9000");
  expect("002400011034333231FFFFFFFF31323334FFFFFFFF", "6984");
}

TEST_F(Ts102221, Clause11_1_11DisablePin) {
  expect("002600010839393939FFFFFFFF", "63c2");
  expect("002600010831323334FFFFFFFF", "9000");
  expect("002600010831323334FFFFFFFF", "6985");
  expect("002600810835363738FFFFFFFF", "6985");  // PIN2 cannot be disabled
  expect(kPin1, "6984");
  expect(kUsim, "9000");
  expect("00B0870000", "0809102000000000109000");
}

TEST_F(Ts102221, Clause11_1_12EnablePin) {
  expect("002800010831323334FFFFFFFF", "6985");
  expect("002600010831323334FFFFFFFF", "9000");
  expect("002800010839393939FFFFFFFF", "63c2");
  expect("002800010831323334FFFFFFFF", "9000");
  expect("00200001", "63c3");
}

// Through the whole of what blocks: the PIN by three wrong values, its PUK by ten, and then for good, over resets.
TEST_F(Ts102221, Clause11_1_13UnblockPinUntilThePukIsBlocked) {
  expect("002C0001", "63ca");
  for (const auto* answer : {"63c2", "63c1", "63c0"}) expect("002000010839393939FFFFFFFF", answer);
  expect(
      "002C0001103131313131313131"
      "34333231FFFFFFFF",
      "9000");
  expect("002000010834333231FFFFFFFF", "9000");
  expect(
      "002C0001103131313131313131"
      "343332FFFFFFFFFF",
      "6a80");
  for (const auto* answer : {"63c2", "63c1", "63c0"}) expect("002000010839393939FFFFFFFF", answer);
  const std::string wrong =
      "002C0001103939393939393939"
      "34333231FFFFFFFF";
  for (int left = 9; left >= 0; --left) {
    if (left == 5) device_.power_cycle();
    expect(wrong, "63c" + std::to_string(left));
  }
  expect(wrong, "6983");
  device_.power_cycle();
  expect(
      "002C0001103131313131313131"
      "34333231FFFFFFFF",
      "6983");
  expect("002C0001", "6983");
  expect("002000010834333231FFFFFFFF", "6983");
  expect(
      "002C000A103131313131313131"
      "34333231FFFFFFFF",
      "6a88");
}

class Ts102221Activation : public Ts102221, public testing::WithParamInterface<const char*> {};

TEST_P(Ts102221Activation, RefusesAlike) {
  const std::string ins = GetParam();
  expect("00" + ins + "0000", "6986");
  open_usim();
  expect("00" + ins + "0000026F3B", "6982");
  expect(kPin2, "9000");
  expect(kAdm1, "9000");
  expect("00" + ins + "0000026F3B", "9000");
  expect("00" + ins + "0000016F", "6700");
  expect("00" + ins + "0000026FFF", "6a82");
  expect("00" + ins + "0001026F3B", "6a86");
  expect("00" + ins + "0100026F3B", "6a86");
  expect("00" + ins + "0000027FFF", "6986");
  lose_store();
  expect("00" + ins + "0000026F3B", "6581");
}

INSTANTIATE_TEST_SUITE_P(Clause11_1_14To15, Ts102221Activation, testing::Values("04", "44"));

TEST_F(Ts102221, Clause11_1_16Authenticate) {
  const auto fresh = "22" + challenge(kSqn) + "00";
  expect("00880081" + fresh, "6d00");  // no USIM is selected
  expect(kUsim, "9000");
  expect("00880081" + fresh, "6982");
  expect(kPin1, "9000");
  expect("80880081" + fresh, "6e00");
  expect("00880181" + fresh, "6a86");
  expect("00880087" + fresh, "6a86");
  expect("00880082" + fresh, "9864");
  expect(
      "0088008105"
      "0411223344"
      "00",
      "6700");
  expect("0088008101DC00", "6700");
  expect("0088008401AA00", "6a80");
  expect(
      "0088008403DE0141"
      "00",
      "6700");
  expect(
      "0088008405DE01410141"
      "00",
      "6985");  // nothing was bootstrapped
  expect(
      "0088008122"
      "10" +
          to_hex(Bytes(16, 1)) + "10" + to_hex(Bytes(16, 2)) + "00",
      "9862");
  expect("00880081" + fresh, "..9000");
  EXPECT_EQ(device_.send("00880081" + fresh).substr(0, 4), "dc0e");  // the same once more
  lose_store();
  expect("0088008122" + challenge(kSqn + 32) + "00", "6581");
}

TEST_F(Ts102221, Clause11_1_17ManageChannel) {
  expect("0070000001", "019000");
  expect("00700005", "9000");
  expect("00700005", "6a86");
  expect("00700014", "6a86");
  expect("00700100", "6a86");
  expect("00708000", "6a86");
  expect("00708003", "6881");
  expect("007000000122", "6700");
  expect("00708005", "9000");
  for (int number = 2; number < 20; ++number)
    expect("0070000001", to_hex(Bytes{static_cast<std::uint8_t>(number)}) + "9000");
  expect("0070000001", "6a81");
}

TEST_F(Ts102221, Clause11_1_18GetChallenge) {
  EXPECT_EQ(device_.send("0084000010").size(), 2U * 18);
  expect("00840000", "6700");
  expect("0084000001AA00", "6700");
  expect("0084010008", "6a86");
}

TEST_F(Ts102221, Clause11_1_19TerminalCapability) {
  expect("80AA000005A903830180", "9000");
  expect("80AA0000", "6700");
  expect("80AA010001A9", "6a86");
}

// MANAGE SECURE CHANNEL, TRANSACT DATA, SUSPEND UICC, GET IDENTITY, EXCHANGE CAPABILITIES; RETRIEVE and SET DATA.
TEST_F(Ts102221, Clause11_1_20To24And11_3AreNotThere) {
  for (const auto* command :
       {"0073000000", "0075000000", "8076000000", "8078000000", "807A000000", "80CB000000", "80DB000000"}) {
    expect(command, "6d00");
    expect(kUsim, "9000");
    expect(command, "6d00");
    expect("00A4000C023F00", "9000");
  }
}

}  // namespace
}  // namespace foothold::tre_emu
