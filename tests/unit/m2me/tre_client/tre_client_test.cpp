// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tre_client/tre_client.h"

#include <gtest/gtest.h>

#include "scripted_card.h"

namespace foothold::m2me {
namespace {

std::string hex_of(std::string_view text) {
  return to_hex(Bytes(text.begin(), text.end()));
}

class TreClientTest : public ::testing::Test {
 protected:
  TreClient open() {
    auto client = TreClient::open(terminal);
    EXPECT_TRUE(client) << to_string(client.error());
    return *client;
  }

  ScriptedCard card;
  Terminal terminal{card};
};

TEST_F(TreClientTest, ReadsWhatTheTreSaysOfItself) {
  card.expect_opening_of_tre()
      .expect("81 ca 01 01 00", hex_of("TRE-000001") + "9000")
      .expect("81 ca 01 02 00", hex_of("001020000000001") + "9000")
      .expect("81 ca 01 03 00", "3001 9000")
      .expect("81 ca 01 04 00", "3002 9000")
      .expect("81 ca 01 05 00", "01 9000")
      .expect("81 ca 01 06 00", "3003 9000")
      .expect("81 ca 01 07 00", hex_of("https://10.23.1.1/") + "9000")
      .expect("81 ca 01 08 00", hex_of("foothold.ro") + "9000");
  TreClient tre = open();
  EXPECT_EQ(tre.tre_identity().value(), "TRE-000001");
  EXPECT_EQ(tre.pcid().value().digits(), "001020000000001");
  EXPECT_EQ(tre.pfc_sign_certificate().value(), (Bytes{0x30, 0x01}));
  EXPECT_EQ(tre.pfc_enc_certificate().value(), (Bytes{0x30, 0x02}));
  EXPECT_EQ(tre.state().value(), TreState::locked);
  EXPECT_EQ(tre.operators_ca().value(), (Bytes{0x30, 0x03}));
  EXPECT_EQ(tre.discovery_address().value(), "https://10.23.1.1/");
  EXPECT_EQ(tre.apn().value(), "foothold.ro");
}

TEST_F(TreClientTest, RefusesAnswersThatAreNone) {
  card.expect_opening_of_tre()
      .expect("81 ca 01 02 00", hex_of("no digits") + "9000")
      .expect("81 ca 01 05 00", "02 9000")
      .expect("81 ca 01 05 00", "9000")
      .expect("81 42 00 00 00", "3003 820100 9000")
      .expect("81 42 00 00 00", "3006 810141 820102 9000")
      .expect("81 42 00 00 00", "3005 8101 9000");
  TreClient tre = open();
  EXPECT_FALSE(tre.pcid());
  EXPECT_FALSE(tre.state());
  EXPECT_FALSE(tre.state());
  EXPECT_FALSE(tre.list_mcim());
  EXPECT_FALSE(tre.list_mcim());
  EXPECT_FALSE(tre.list_mcim());
}

TEST_F(TreClientTest, MeasuresAndGivesEvidence) {
  const std::string digest(64, '1');
  const std::string value(64, '2');
  card.expect_opening_of_tre()
      .expect("81 30 00 00 29 8105" + hex_of("agent") + "8220" + digest + "00", value + "9000")
      .expect("81 30 00 00 29 8105" + hex_of("agent") + "8220" + digest + "00", "6985")
      .expect("81 32 00 00 08 0102030405060708 00", hex_of("a.b.c") + "9000");
  TreClient tre = open();
  std::array<std::uint8_t, 32> sha256{};
  sha256.fill(0x11);
  EXPECT_EQ(to_hex(tre.extend_measurement("agent", sha256).value()), value);
  EXPECT_EQ(tre.extend_measurement("agent", sha256).error().answer, 0x6985);
  EXPECT_EQ(tre.evidence(Bytes{1, 2, 3, 4, 5, 6, 7, 8}).value(), "a.b.c");
}

TEST_F(TreClientTest, SignsAndVerifies) {
  std::array<std::uint8_t, 20> mac{};
  mac.fill(0xaa);
  card.expect_opening_of_tre()
      .expect("81 34 00 00 02 2020 00", "3006 9000")
      .expect("81 36 00 00 1a 8114" + to_hex(mac) + "8202 1234 00", "9000")
      .expect("81 36 00 00 1a 8114" + to_hex(mac) + "8202 1234 00", "9862");
  TreClient tre = open();
  EXPECT_EQ(tre.sign_tls(Bytes{0x20, 0x20}).value(), (Bytes{0x30, 0x06}));
  EXPECT_TRUE(tre.verify_bootstrap(mac, Bytes{0x12, 0x34}));
  EXPECT_EQ(tre.verify_bootstrap(mac, Bytes{0x12, 0x34}).error().answer, 0x9862);
}

TEST_F(TreClientTest, ManagesMcims) {
  const std::string id = hex_of("MCIM-1");
  card.expect_opening_of_tre()
      .expect("81 40 00 00 01 30 00", id + "9000")
      .expect("81 40 00 00 01 30 00", "6a88")
      .expect("81 42 00 00 00",
              "3023 8106" + id + "820101 830f" + hex_of("001030000000007") + "8405" + hex_of("00103") + "9000")
      .expect("81 4a 00 00 03" + hex_of("T-1") + "00", "019000")
      .expect("81 4a 00 00 03" + hex_of("T-2") + "00", "009000")
      .expect("81 4a 00 00 03" + hex_of("T-2") + "00", "9000")
      .expect("81 44 00 00 06" + id + "00", "9000")
      .expect("81 46 00 00 06" + id + "00", "9000")
      .expect("81 48 00 00 06" + id + "00", "6983");
  TreClient tre = open();
  EXPECT_EQ(tre.install_mcim(Bytes{0x30}).value(), "MCIM-1");
  EXPECT_EQ(tre.install_mcim(Bytes{0x30}).error().answer, 0x6a88);
  const auto list = tre.list_mcim().value();
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].identifier, "MCIM-1");
  EXPECT_EQ(list[0].state, McimState::active);
  EXPECT_EQ(list[0].imsi, "001030000000007");
  EXPECT_EQ(list[0].sho_plmn, "00103");
  EXPECT_TRUE(tre.was_installed("T-1").value());
  EXPECT_FALSE(tre.was_installed("T-2").value());
  EXPECT_FALSE(tre.was_installed("T-2"));
  EXPECT_TRUE(tre.activate_mcim("MCIM-1"));
  EXPECT_TRUE(tre.deactivate_mcim("MCIM-1"));
  EXPECT_EQ(tre.delete_mcim("MCIM-1").error().answer, 0x6983);
}

TEST_F(TreClientTest, IsNotThereWithoutTheApplication) {
  card.expect("00 70 00 00 00", "01 9000").expect("01 a4 04 0c 0a f0464f4f54484f4c4401", "6a82");
  auto client = TreClient::open(terminal);
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().answer, 0x6a82);
}

}  // namespace
}  // namespace foothold::m2me
