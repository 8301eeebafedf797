// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tre_client/usim_client.h"

#include <gtest/gtest.h>

#include "scripted_card.h"

namespace foothold::m2me {
namespace {

const std::string kRand = "23553cbe9637a89d218ae64dae47bf35";
const std::string kAutn = "aa689c648370465364a6a6a6a6a6a6a6";
const std::string kAuthenticate = "01 88 00 81 22 10" + kRand + "10" + kAutn + "00";
const std::string kGba = "01 88 00 84 23 dd10" + kRand + "10" + kAutn + "00";
// RES, CK, IK of TS 35.208 4.3.1 (test set 1)
const std::string kRes = "a54211d5e3ba50bf";
const std::string kCk = "b40ba9a3c58b2a05bbf0d987b21bf8cb";
const std::string kIk = "f769bcd751044604127672711c6d3441";

template <std::size_t N>
std::array<std::uint8_t, N> array(const std::string& hex) {
  std::array<std::uint8_t, N> out{};
  const Bytes octets = from_hex(hex).value();
  std::copy_n(octets.begin(), N, out.begin());
  return out;
}

class UsimClientTest : public ::testing::Test {
 protected:
  UsimClient open() {
    auto client = UsimClient::open(terminal);
    EXPECT_TRUE(client) << to_string(client.error());
    return *client;
  }
  Result<UmtsAuthentication> authenticate(const std::string& response) {
    card.expect_opening_of_usim().expect(kAuthenticate, response);
    return open().authenticate(rand, autn);
  }

  ScriptedCard card;
  Terminal terminal{card};
  Rand rand = array<16>(kRand);
  Autn autn = array<16>(kAutn);
};

TEST_F(UsimClientTest, ReadsImsiAndMncLength) {
  card.expect_opening_of_usim()
      .expect("01 a4 00 0c 02 6f07", "9000")
      .expect("01 b0 00 00 00", "080910100000000010 9000")
      .expect("01 a4 00 0c 02 6fad", "9000")
      .expect("01 b0 00 00 00", "00000002 9000")
      .expect("01 a4 00 0c 02 6f07", "9000")
      .expect("01 b0 00 00 00", "07 01 10 10 00 00 00 f0 ff 9000");
  UsimClient usim = open();
  EXPECT_EQ(usim.imsi().value().digits(), "001010000000001");
  EXPECT_EQ(usim.mnc_digits().value(), 2);
  EXPECT_EQ(usim.imsi().value().digits(), "001010000000");  // an even number of digits
}

TEST_F(UsimClientTest, RefusesFilesWithOtherContent) {
  card.expect_opening_of_usim();
  for (const char* imsi : {"", "00ffffffffffffffff", "09 0910100000000010", "08 09101000"}) {
    card.expect("01 a4 00 0c 02 6f07", "9000").expect("01 b0 00 00 00", std::string(imsi) + "9000");
  }
  card.expect("01 a4 00 0c 02 6fad", "9000").expect("01 b0 00 00 00", "000000 9000");
  card.expect("01 a4 00 0c 02 6fad", "9000").expect("01 b0 00 00 00", "00000004 9000");
  card.expect("01 a4 00 0c 02 6fad", "6a82");
  UsimClient usim = open();
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(usim.imsi()) << i;
  EXPECT_FALSE(usim.mnc_digits());
  EXPECT_FALSE(usim.mnc_digits());
  EXPECT_EQ(usim.mnc_digits().error().answer, 0x6a82);
}

TEST_F(UsimClientTest, AuthenticatesWithKc) {
  const auto result = authenticate("db08" + kRes + "10" + kCk + "10" + kIk + "08 0102030405060708 9000").value();
  const auto& keys = std::get<UmtsKeys>(result);
  EXPECT_EQ(to_hex(keys.res), kRes);
  EXPECT_TRUE(keys.ck == Secret<16>(array<16>(kCk)));
  EXPECT_TRUE(keys.ik == Secret<16>(array<16>(kIk)));
  EXPECT_TRUE(keys.kc == Secret<8>(array<8>("0102030405060708")));
}

TEST_F(UsimClientTest, AuthenticatesWithoutKc) {
  const auto result = authenticate("db08" + kRes + "10" + kCk + "10" + kIk + "9000").value();
  EXPECT_FALSE(std::get<UmtsKeys>(result).kc);
}

TEST_F(UsimClientTest, ReportsSynchronisationFailure) {
  const auto result = authenticate("dc0e 0102030405060708090a0b0c0d0e 9000").value();
  EXPECT_EQ(to_hex(std::get<SynchronisationFailure>(result).auts), "0102030405060708090a0b0c0d0e");
}

TEST_F(UsimClientTest, ReportsMacFailure) {
  EXPECT_TRUE(std::holds_alternative<MacFailure>(authenticate("9862").value()));
}

TEST_F(UsimClientTest, RefusesResponsesThatAreCutOrWrong) {
  const Bytes whole = from_hex("db08" + kRes + "10" + kCk + "10" + kIk).value();
  card.expect_opening_of_usim();
  UsimClient usim = open();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    card.expect(kAuthenticate, to_hex(ByteView(whole).first(size)) + "9000");
    EXPECT_FALSE(usim.authenticate(rand, autn)) << size;
  }
  for (const char* bad :
       {"dd08", "db03010203", "dc0d0102030405060708090a0b0c0d", "db 11 0102030405060708090a0b0c0d0e0f1011"}) {
    card.expect(kAuthenticate, std::string(bad) + "9000");
    EXPECT_FALSE(usim.authenticate(rand, autn)) << bad;
  }
  card.expect(kAuthenticate, "6983");
  EXPECT_EQ(usim.authenticate(rand, autn).error().answer, 0x6983);
}

TEST_F(UsimClientTest, AuthenticatesInTheGsmContext) {
  card.expect_opening_of_usim()
      .expect("01 88 00 80 11 10" + kRand + "00", "04 11223344 08 0102030405060708 9000")
      .expect("01 88 00 80 11 10" + kRand + "00", "9864");
  UsimClient usim = open();
  const auto result = usim.authenticate_gsm(rand).value();
  EXPECT_EQ(to_hex(result.sres), "11223344");
  EXPECT_TRUE(result.kc == Secret<8>(array<8>("0102030405060708")));
  EXPECT_EQ(usim.authenticate_gsm(rand).error().answer, 0x9864);
}

TEST_F(UsimClientTest, BootstrapsAndDerivesNafKeys) {
  card.expect_opening_of_usim()
      .expect(kGba, "db08" + kRes + "9000")
      .expect(kGba, "dc0e 0102030405060708090a0b0c0d0e 9000")
      .expect(kGba, "9862")
      .expect("01 88 00 84 0c de 06 647266 010000 03 494d50 00", "db04 01020304 9000")
      .expect("01 88 00 84 0c de 06 647266 010000 03 494d50 00", "6985");
  UsimClient usim = open();
  EXPECT_EQ(to_hex(std::get<GbaResponse>(usim.authenticate_gba(rand, autn).value()).res), kRes);
  EXPECT_TRUE(std::holds_alternative<SynchronisationFailure>(usim.authenticate_gba(rand, autn).value()));
  EXPECT_TRUE(std::holds_alternative<MacFailure>(usim.authenticate_gba(rand, autn).value()));
  const Bytes naf = {'d', 'r', 'f', 1, 0, 0};
  EXPECT_EQ(to_hex(usim.derive_naf_key(naf, "IMP").value().reveal()), "01020304");
  EXPECT_EQ(usim.derive_naf_key(naf, "IMP").error().answer, 0x6985);
  EXPECT_FALSE(usim.derive_naf_key(Bytes(256, 0), "IMP"));
}

}  // namespace
}  // namespace foothold::m2me
