// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The tables of docs/tre-apdu.md row by row, on the whole card: the rows that no other test holds (the page says which
// does).
#include <gtest/gtest.h>

#include <array>
#include <set>

#include "pki/m2msimmobj.h"
#include "tests/unit/tre_emu/test_device.h"
#include "tre_emu/attest/measurement_registers.h"
#include "tre_emu/card/tlv.h"

namespace foothold::tre_emu {
namespace {

constexpr const char* kTre = "00A4040C0AF0464F4F54484F4C4401";

Bytes octets(std::string_view text) {
  return Bytes(text.begin(), text.end());
}
std::string hex_of(std::string_view text) {
  return to_hex(octets(text));
}

Bytes measurement(std::string_view name) {
  Bytes data;
  card::put_tlv(data, 0x81, octets(name));
  card::put_tlv(data, 0x82, Bytes(32));
  return data;
}

Bytes certificate_verify(std::size_t spaces, std::string_view context, std::size_t hash) {
  Bytes content(spaces, 0x20);
  const auto text = octets(context);
  content.insert(content.end(), text.begin(), text.end());
  content.resize(content.size() + 1 + hash);
  return content;
}
constexpr std::string_view kClient = "TLS 1.3, client CertificateVerify";

class TreApplicationTest : public testing::Test {
 protected:
  TreApplicationTest() { expect(kTre, "9000"); }

  // The answer, or its begin in front of "..".
  void expect(const std::string& command, const std::string& answer) {
    const auto got = device_.send(command);
    if (answer.ends_with("..")) {
      EXPECT_TRUE(got.starts_with(answer.substr(0, answer.size() - 2)))
          << command << " -> " << got << ", not " << answer;
    } else {
      EXPECT_EQ(got, answer) << command;
    }
  }
  std::string command(std::uint8_t ins, const Bytes& data = {}) { return device_.tre_command(ins, data); }
  std::string install(const pki::M2msimmobjContent& content) { return command(0x40, sealed(content, *device_.tre)); }
  void install_one() { ASSERT_EQ(install(test_mcim()), hex_of("MCIM-1") + "9000"); }
  void lose_store() { device_.folder.lose_power_after(0); }

  TestDevice device_;
};

using Transport = TreApplicationTest;

TEST_F(Transport, AnswersLongerThanLeComeByGetResponse) {
  const auto identity = hex_of(kTreIdentity);  // 10 octets
  expect("80CA010104", identity.substr(0, 8) + "6106");
  expect("00C0000007", "6c06");
  expect("00C0000002", identity.substr(8, 4) + "6104");
  expect("00C0000000", identity.substr(12) + "9000");
  expect("00C0000000", "6985");
  expect("80CA0101", "610a");
  expect("80CA0102", "610f");  // what waited is forgotten
  expect("00C000000F", hex_of(kPcid) + "9000");
  expect("80CA0103", "6100");  // 256 or more
}

TEST_F(Transport, ChainsOfTheTreApplication) {
  const auto object = sealed(test_mcim(), *device_.tre);
  ASSERT_GT(object.size(), 3U * 255);
  const auto part = [&](std::size_t number) {
    return "90400000FF" + to_hex(ByteView(object).subspan(number * 255, 255));
  };
  // Another command in between drops the chain: what is behind it is a whole object without its head.
  expect(part(0), "9000");
  expect("80CA010100", "6883");
  expect("80CA010100", hex_of(kTreIdentity) + "9000");
  expect("80400000FF" + to_hex(ByteView(object).subspan(255, 255)), "6a80");
  expect(part(0), "9000");
  expect("00C0000000", "6985");
  expect("80400000FF" + to_hex(ByteView(object).subspan(255, 255)), "6a80");
  // On another channel it goes on meanwhile.
  expect("0070000001", "019000");
  expect(part(0), "9000");
  expect("01A4000C023F00", "9000");
  expect(part(1), "9000");
  const auto rest = ByteView(object).subspan(510);
  card::Command last{0x80, 0x40, 0x00, 0x00, Bytes(rest.begin(), rest.end()), 256};
  EXPECT_EQ(device_.exchange(last), hex_of("MCIM-1") + "9000");
}

TEST_F(Transport, ChainsAreTheTreApplicationsOnly) {
  expect("10D6000001AA", "6884");  // interindustry, here too
  expect("00A4040C07A0000000871002", "9000");
  expect("9040000001AA", "6884");
  expect("10880081" + std::string("01AA"), "6884");
}

TEST_F(Transport, ChainsAndExtendedCommandsHaveABound) {
  const auto part = "90400000FF" + to_hex(Bytes(255, 0x30));
  for (int count = 0; count < 64; ++count) ASSERT_EQ(device_.send(part), "9000") << count;
  expect(part, "6a84");
  expect("8040000001" + std::string("30"), "6a80");  // a command of its own
  expect("80400000004001" + to_hex(Bytes(16385, 0x30)), "6a84");
  expect("80400000004000" + to_hex(Bytes(16384, 0x30)), "6a80");
  const auto object = sealed(test_mcim(), *device_.tre);
  expect(to_hex(card::encode_command({0x80, 0x40, 0, 0, object, 65536})), hex_of("MCIM-1") + "9000");
}

constexpr std::array<std::uint8_t, 14> kInstructions = {0x30, 0x32, 0x34, 0x36, 0x40, 0x42, 0x44,
                                                        0x46, 0x48, 0x4A, 0x50, 0x52, 0x54, 0x56};

TEST_F(TreApplicationTest, TakesP1AndP2OfItsCommandsOnly) {
  for (const auto ins : kInstructions) {
    for (const auto* p1_p2 : {"0100", "0001", "FFFF"}) {
      expect("80" + to_hex(Bytes{ins}) + p1_p2 + "01AA00", "6a86");
    }
  }
}

// What is not in the table, but for what every application has: STATUS, the toolkit, TERMINAL CAPABILITY.
TEST_F(TreApplicationTest, KnowsNoOtherInstruction) {
  std::set<std::uint8_t> known = {0x10, 0x12, 0x14, 0xAA, 0xC0, 0xC2, 0xCA, 0xF2};
  known.insert(kInstructions.begin(), kInstructions.end());
  for (unsigned ins = 0; ins < 256; ++ins) {
    const auto octet = static_cast<std::uint8_t>(ins);
    if (!known.contains(octet)) expect("80" + to_hex(Bytes{octet}) + "000000", "6d00");
  }
  for (const auto ins : kInstructions) {
    // 44 is ACTIVATE FILE there: with nothing selected.
    expect("00" + to_hex(Bytes{ins}) + "000000", ins == 0x44 ? "6986" : "6d00");
  }
}

TEST_F(TreApplicationTest, IsThereOnlyWhereItIsSelected) {
  for (const auto* other : {"00A4000C023F00", "00A4040C07A0000000871002"}) {
    expect(other, "9000");
    for (const auto ins : kInstructions) {
      // 32 is INCREASE there, of the current EF.
      expect("80" + to_hex(Bytes{ins}) + "000001AA00", ins == 0x32 ? "6986" : "6d00");
    }
    expect("80CA010100", "6d00");
  }
}

TEST_F(TreApplicationTest, GetDataTakesNoData) {
  expect("80CA010101AA00", "6700");
  expect("80CA020100", "6a88");
  expect("80CA01FF00", "6a88");
}

TEST_F(TreApplicationTest, ExtendMeasurement) {
  EXPECT_EQ(command(0x30, measurement(std::string(64, 'a'))).size(), 68U);
  EXPECT_EQ(command(0x30, measurement(std::string(65, 'a'))), "6a80");
  EXPECT_EQ(command(0x30, measurement("")), "6a80");
  EXPECT_EQ(command(0x30, measurement("a b")), "6a80");
  auto surplus = measurement("a");
  card::put_tlv(surplus, 0x83, {});
  EXPECT_EQ(command(0x30, surplus), "6a80");
  for (int count = 1; count < 32; ++count) {
    EXPECT_EQ(command(0x30, measurement("component-" + std::to_string(count))).size(), 68U) << count;
  }
  EXPECT_EQ(command(0x30, measurement("one-more")), "6a84");
  EXPECT_EQ(command(0x30, measurement("component-1")).size(), 68U);
}

TEST_F(TreApplicationTest, GetEvidenceTakesNoncesOfEightTo64Octets) {
  EXPECT_EQ(command(0x32), "6700");
  for (const std::size_t size : {8, 64}) EXPECT_TRUE(command(0x32, Bytes(size)).ends_with("9000")) << size;
}

TEST_F(TreApplicationTest, SignTlsTakesBothHashesAndNothingElse) {
  EXPECT_TRUE(command(0x34, certificate_verify(64, kClient, 48)).ends_with("9000"));
  EXPECT_EQ(command(0x34, certificate_verify(64, kClient, 47)), "6a80");
  EXPECT_EQ(command(0x34, certificate_verify(64, kClient, 33)), "6a80");
  EXPECT_EQ(command(0x34, certificate_verify(63, kClient, 33)), "6a80");
  EXPECT_EQ(command(0x34, certificate_verify(64, "TLS 1.3, server CertificateVerify", 32)), "6a80");
  auto without_end = certificate_verify(64, kClient, 32);
  without_end[64 + kClient.size()] = 0x01;
  EXPECT_EQ(command(0x34, without_end), "6a80");
}

TEST_F(TreApplicationTest, VerifyBootstrapTakesMacAndDocumentInThisOrder) {
  Bytes swapped;
  card::put_tlv(swapped, 0x82, Bytes(5));
  card::put_tlv(swapped, 0x81, Bytes(20));
  EXPECT_EQ(command(0x36, swapped), "6a80");
  Bytes alone;
  card::put_tlv(alone, 0x81, Bytes(20));
  EXPECT_EQ(command(0x36, alone), "6a80");
  EXPECT_EQ(command(0x36), "6a80");
}

TEST_F(TreApplicationTest, ListMcimTakesNoData) {
  EXPECT_EQ(command(0x42, Bytes{1}), "6700");
}

TEST_F(TreApplicationTest, GetTransactionOfNothing) {
  EXPECT_EQ(command(0x4A), "009000");
}

TEST_F(TreApplicationTest, ChangesMcimsThatAreThere) {
  const auto one = octets("MCIM-1");
  for (const auto ins : Bytes{0x44, 0x46, 0x48}) {
    EXPECT_EQ(command(ins, one), "6a88");
    EXPECT_EQ(command(ins), "6a88");
  }
  install_one();
  EXPECT_EQ(command(0x46, one), "6985");
  EXPECT_EQ(command(0x44, one), "9000");
  EXPECT_EQ(command(0x44, one), "9000");
  EXPECT_EQ(command(0x48, one), "6985");
  lose_store();
  EXPECT_EQ(command(0x46, one), "6581");
  device_.folder.restore_power(MemoryFolder::Kept::synced_only);
  EXPECT_EQ(command(0x46, one), "9000");
  lose_store();
  EXPECT_EQ(command(0x44, one), "6581");
  EXPECT_EQ(command(0x48, one), "6581");
  EXPECT_EQ(command(0x42).substr(0, 4), "3023");  // as it was
}

// INSTALL MCIM's table: status word and the DM result that the agent reports.
class InstallTable : public TreApplicationTest {
 protected:
  void expect_refused(const std::string& answer, const std::string& sw, const std::string& result) {
    EXPECT_EQ(answer, sw);
    const auto* const event = device_.event("tre.mcim_refused");
    ASSERT_NE(event, nullptr) << sw;
    EXPECT_EQ(event->field("result"), result);
    EXPECT_EQ(pki::dm_result(std::stoi(sw, nullptr, 16)), std::stoi(result));
    EXPECT_FALSE(event->field("reason").empty());
  }
};

TEST_F(InstallTable, Malformed) {
  expect_refused(command(0x40), "6a80", "1");
}

TEST_F(InstallTable, CannotBeDecrypted) {
  const auto& pki = TestPki::get();
  const auto key = pki::PrivateKey::generate().value();
  const auto other = pki::issue_pfc_enc(pki.platform, key.public_key(), kTreIdentity, kPcid, pki.validity).value();
  expect_refused(command(0x40, pki::seal_m2msimmobj(test_mcim(), other, pki.sho, pki.sho_key).value()), "6988", "2");
}

TEST_F(InstallTable, SignerIsNotTheSho) {
  auto content = test_mcim();
  content.sho_plmn = "00104";
  expect_refused(install(content), "9862", "3");
}

TEST_F(InstallTable, MadeForAnother) {
  auto content = test_mcim();
  content.tre_identity = "TRE-000002";
  expect_refused(install(content), "6a88", "4");
}

TEST_F(InstallTable, SeenBeforeOrExpired) {
  install_one();
  expect_refused(install(test_mcim()), "6a89", "5");
  auto same_identifier = test_mcim("MCIM-1", "001030000000002");
  same_identifier.transaction = "another";
  expect_refused(install(same_identifier), "6a89", "5");
  auto expired = test_mcim("MCIM-2", "001030000000002");
  expired.expiry = kNow - std::chrono::seconds(1);
  device_.clock = kNow;
  expect_refused(install(expired), "6a89", "5");
  device_.clock.reset();
  EXPECT_EQ(install(expired), hex_of("MCIM-2") + "9000");  // without a clock it is not judged
}

TEST_F(InstallTable, AgainstThePolicy) {
  install_one();
  expect_refused(install(test_mcim("MCIM-2")), "6985", "6");  // the same IMSI
}

// 6983, and no event but the APDU's: the policy lets nothing through.
TEST_F(InstallTable, Locked) {
  const auto object = sealed(test_mcim(), *device_.tre);
  device_.tre->tamper("a probe was found");
  expect(kTre, "9000");
  EXPECT_EQ(command(0x40, object), "6983");
  EXPECT_EQ(pki::dm_result(0x6983), 7);
}

TEST_F(InstallTable, NoRoomForAnotherMcim) {
  for (int number = 1; number <= 8; ++number) {
    const auto digit = std::to_string(number);
    ASSERT_TRUE(install(test_mcim("MCIM-" + digit, "00103000000000" + digit)).ends_with("9000")) << number;
  }
  expect_refused(install(test_mcim("MCIM-9", "001030000000009")), "6a84", "8");
}

TEST_F(InstallTable, NoRoomForAnotherTransaction) {
  auto made = test_personalisation();
  for (int number = 0; number < 1024; ++number) made.state.transactions.push_back("T-" + std::to_string(number));
  MemoryFolder folder;
  require(vault::Vault::create(folder, seeded_random(), made.fuse, made.state));
  device_.folder = folder;
  device_.power_cycle();
  expect(kTre, "9000");
  EXPECT_EQ(command(0x4A, octets("T-1023")), "019000");
  expect_refused(install(test_mcim()), "6a84", "8");
}

TEST_F(InstallTable, StoreCannotBeWritten) {
  lose_store();
  expect_refused(install(test_mcim()), "6581", "9");
}

// The policy's table, each command in each state. Where the state lets it through, the command itself answers.
struct PolicyRow {
  const char* command;
  const char* measuring;
  const char* operating;
  const char* locked;
};
constexpr PolicyRow kPolicy[] = {
    {"00A4040C0AF0464F4F54484F4C4401", "9000", "9000", "9000"},
    {"00A4040C03F0464F", "9000", "9000", "9000"},
    {"00A4040C07A0000000871002", "9000", "9000", "6983"},
    {"00A4000C023F00", "9000", "9000", "6983"},
    {"00700001", "9000", "9000", "9000"},
    {"00708001", "9000", "9000", "9000"},
    {"00C0000000", "6985", "6985", "6985"},
    {"80F2000C", "9000", "9000", "6983"},
    {"00B0820000", "6a82", "6a82", "6983"},
    {"00D6820001AA", "6a82", "6a82", "6983"},
    {"00B201F400", "6a82", "6a82", "6983"},
    {"00DC01F401AA", "6a82", "6a82", "6983"},
    {"00880081", "6d00", "6d00", "6983"},
    {"00840000", "6700", "6700", "6983"},
    {"801000000100", "9000", "9000", "6983"},
    {"8012000000", "6985", "6985", "6983"},
    {"00200001", "63c3", "63c3", "6983"},
    {"80CA010100", "5452..", "5452..", "5452.."},
    {"80CA010200", "3030..", "3030..", "3030.."},
    {"80CA010300", "30..", "30..", "6983"},
    {"80CA010500", "009000", "009000", "019000"},
    {"80CA010700", "68..", "68..", "6983"},
    {"80CA010800", "66..", "66..", "6983"},
    {"8030000000", "6a80", "6985", "6983"},
    {"9030000001AA", "9000", "6985", "6983"},
    {"8032000001AA00", "6700", "6700", "6983"},
    {"8034000001AA00", "6a80", "6a80", "6983"},
    {"8036000001AA", "6a80", "6a80", "6983"},
    {"8040000001AA00", "6a80", "6a80", "6983"},
    {"9040000001AA", "9000", "9000", "6983"},
    {"8042000000", "9000", "9000", "6983"},
    {"8044000001AA", "6a88", "6a88", "6983"},
    {"8046000001AA", "6a88", "6a88", "6983"},
    {"8048000001AA", "6a88", "6a88", "6983"},
    {"804A000001AA00", "009000", "009000", "6983"},
    {"8050000001AA", "6a80", "6a80", "6983"},
    {"8052000001AA", "6985", "6985", "6983"},
    {"8054000000", "009000", "009000", "6983"},
    {"80560000", "9000", "9000", "6983"},
    {"80FE0000", "6d00", "6d00", "6983"},
    {"A0A40000023F00", "9f..", "9f..", "6983"},
};

TEST_F(TreApplicationTest, PolicyTable) {
  const auto hold_rows = [&](const char* PolicyRow::*state) {
    for (const auto& row : kPolicy) {
      ASSERT_EQ(device_.send(kTre), "9000");
      expect(row.command, row.*state);
      device_.send("00C0000000");  // ends what a part of a chain began
    }
  };
  hold_rows(&PolicyRow::measuring);
  device_.power_cycle();
  expect(kTre, "9000");
  ASSERT_TRUE(command(0x32, Bytes(8)).ends_with("9000"));
  hold_rows(&PolicyRow::operating);
  device_.tre->tamper("a probe was found");
  hold_rows(&PolicyRow::locked);
}

}  // namespace
}  // namespace foothold::tre_emu
