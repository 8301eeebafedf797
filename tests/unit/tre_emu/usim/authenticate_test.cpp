// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/usim/authenticate.h"

#include <gtest/gtest.h>

#include "base/byte_writer.h"
#include "gsm/auth/auts.h"
#include "gsm/auth/quintet.h"
#include "pki/gba.h"
#include "tests/unit/tre_emu/test_device.h"
#include "tre_emu/usim/bootstrap_mac.h"
#include "tre_emu/usim/usim_files.h"

namespace foothold::tre_emu::usim {
namespace {

using card::StatusWord;

constexpr std::uint8_t kUmts = 0x81;
constexpr std::uint8_t kGsm = 0x80;
constexpr std::uint8_t kGba = 0x84;

// TS 35.208 4.3, test set 1: RAND, and AUTN = SQN xor AK || AMF || MAC-A.
constexpr std::string_view kRand = "23553cbe9637a89d218ae64dae47bf35";
constexpr std::string_view kAutn = "55f328b43577b9b94a9ffac354dfafb3";
constexpr std::string_view kRes = "a54211d5e3ba50bf";
constexpr std::string_view kCk = "b40ba9a3c58b2a05bbf0d987b21bf8cb";
constexpr std::string_view kIk = "f769bcd751044604127672711c6d3441";
constexpr std::string_view kKc = "eae4be823af9a08b";  // c3 of CK and IK
constexpr std::string_view kSres = "46f8416a";        // c2 of RES

std::string text(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const auto part : parts) out += part;
  return out;
}

class AuthenticateTest : public testing::Test {
 protected:
  Authentication ask(std::uint8_t p2, std::string_view data) {
    auto outcome = authenticate(subscription_, {0x00, 0x88, 0x00, p2, hex(data), 256});
    if (outcome.changed) subscription_ = outcome.subscription;
    return outcome;
  }
  std::string fact(const Authentication& outcome, std::string_view name) const {
    for (const auto& [key, value] : outcome.answer.facts) {
      if (key == name) return value;
    }
    return "none";
  }

  vault::Subscription subscription_ = test_personalisation().state.pcid;
};

TEST_F(AuthenticateTest, AnswersTestSet1InTheUmtsContext) {
  const auto outcome = ask(kUmts, text({"10", kRand, "10", kAutn}));
  EXPECT_EQ(outcome.answer.sw, StatusWord::ok);
  EXPECT_EQ(to_hex(outcome.answer.data), text({"db08", kRes, "10", kCk, "10", kIk, "08", kKc}));
  EXPECT_EQ(to_hex(*outcome.answer.shown),
            "db08" + to_hex(Bytes(8)) + "10" + to_hex(Bytes(16)) + "10" + to_hex(Bytes(16)) + "08" + to_hex(Bytes(8)));
  EXPECT_TRUE(outcome.changed);
  EXPECT_EQ(outcome.subscription.sqn.highest(), gsm::auth::Sqn(kSqn));
  EXPECT_EQ(fact(outcome, "imsi"), kPcid);
  EXPECT_EQ(fact(outcome, "context"), "umts");
  EXPECT_EQ(fact(outcome, "result"), "ok");
}

TEST_F(AuthenticateTest, AnswersTheSameChallengeOnceOnly) {
  ask(kUmts, text({"10", kRand, "10", kAutn}));
  const auto again = ask(kUmts, text({"10", kRand, "10", kAutn}));
  EXPECT_EQ(again.answer.sw, StatusWord::ok);
  EXPECT_FALSE(again.changed);
  EXPECT_EQ(fact(again, "result"), "sync");
  ASSERT_EQ(again.answer.data.size(), 16U);
  EXPECT_EQ(to_hex(again.answer.data).substr(0, 4), "dc0e");

  gsm::auth::Auts auts{};
  std::copy(again.answer.data.begin() + 2, again.answer.data.end(), auts.begin());
  gsm::auth::Rand rand{};
  std::ranges::copy(hex(kRand), rand.begin());
  const auto sqn = gsm::auth::check_auts(subscription_.algorithm, rand, auts);
  ASSERT_TRUE(sqn);
  EXPECT_EQ(*sqn, gsm::auth::Sqn(kSqn));
}

TEST_F(AuthenticateTest, RefusesEveryChangedOctetOfAutnAsWrongMac) {
  for (std::size_t at = 0; at < 16; ++at) {
    auto autn = hex(kAutn);
    autn[at] ^= 0x01;
    const auto outcome = ask(kUmts, text({"10", kRand, "10", to_hex(autn)}));
    EXPECT_EQ(outcome.answer.sw, StatusWord::mac_wrong) << at;
    EXPECT_TRUE(outcome.answer.data.empty());
    EXPECT_FALSE(outcome.changed);
    EXPECT_EQ(fact(outcome, "result"), "mac");
  }
}

TEST_F(AuthenticateTest, AnswersTestSet1InTheGsmContext) {
  const auto outcome = ask(kGsm, text({"10", kRand}));
  EXPECT_EQ(to_hex(outcome.answer.data), text({"04", kSres, "08", kKc}));
  EXPECT_EQ(to_hex(*outcome.answer.shown), "0400000000080000000000000000");
  EXPECT_FALSE(outcome.changed);
}

TEST_F(AuthenticateTest, RefusesDataOfAnotherForm) {
  const auto whole = hex(text({"10", kRand, "10", kAutn}));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto cut = to_hex(ByteView(whole).first(size));
    EXPECT_EQ(ask(kUmts, cut).answer.sw, StatusWord::wrong_length) << size;
    EXPECT_EQ(ask(kGba, "dd" + cut).answer.sw, StatusWord::wrong_length) << size;
    if (size != 17) {
      EXPECT_EQ(ask(kGsm, cut).answer.sw, StatusWord::wrong_length) << size;
    }
  }
  EXPECT_EQ(ask(kUmts, to_hex(whole) + "00").answer.sw, StatusWord::wrong_length);
  EXPECT_EQ(ask(kGba, "").answer.sw, StatusWord::wrong_length);
  EXPECT_EQ(ask(kGba, "df" + to_hex(whole)).answer.sw, StatusWord::wrong_data);
  EXPECT_EQ(ask(0x82, to_hex(whole)).answer.sw, StatusWord::context_not_supported);
  EXPECT_EQ(ask(0x00, to_hex(whole)).answer.sw, StatusWord::wrong_p1_p2);
  EXPECT_EQ(authenticate(subscription_, {0x00, 0x88, 0x01, kUmts, whole, 256}).answer.sw, StatusWord::wrong_p1_p2);
}

class GbaTest : public AuthenticateTest {
 protected:
  std::string star_autn() const {
    const auto ik = key_of(kIk);
    return to_hex(pki::gba::gba_u_autn(ByteView(hex(kAutn)).first<16>(), ik.reveal()));
  }
  Secret<32> ks() const { return pki::gba::ks(key_of(kCk).reveal(), key_of(kIk).reveal()); }
  gsm::auth::Rand rand() const {
    gsm::auth::Rand out{};
    std::ranges::copy(hex(kRand), out.begin());
    return out;
  }
  static std::string lv(std::string_view octets) {
    Bytes out;
    ByteWriter(out).lv(ByteView(reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()));
    return to_hex(out);
  }
  static constexpr std::string_view kImpi = "001020000000001@ims.mnc002.mcc001.3gppnetwork.org";
};

TEST_F(GbaTest, BootstrapsAndGivesResAlone) {
  const auto outcome = ask(kGba, text({"dd10", kRand, "10", star_autn()}));
  EXPECT_EQ(to_hex(outcome.answer.data), text({"db08", kRes}));
  EXPECT_EQ(to_hex(*outcome.answer.shown), "db08" + to_hex(Bytes(8)));
  ASSERT_TRUE(subscription_.gba);
  EXPECT_EQ(subscription_.gba->ks, ks());
  EXPECT_EQ(to_hex(subscription_.files[kEfGbabp].reveal().first(17)), text({"10", kRand}));
  EXPECT_EQ(fact(outcome, "context"), "gba");
}

// The MAC of a challenge tells what it was made for, and one kind does not pass for the other.
TEST_F(GbaTest, KeepsBothKindsOfChallengeApart) {
  EXPECT_EQ(ask(kGba, text({"dd10", kRand, "10", kAutn})).answer.sw, StatusWord::mac_wrong);
  EXPECT_EQ(ask(kUmts, text({"10", kRand, "10", star_autn()})).answer.sw, StatusWord::mac_wrong);
  EXPECT_FALSE(subscription_.gba);
}

TEST_F(GbaTest, SharesTheSequenceNumbersOfAka) {
  ask(kUmts, text({"10", kRand, "10", kAutn}));
  const auto outcome = ask(kGba, text({"dd10", kRand, "10", star_autn()}));
  EXPECT_EQ(fact(outcome, "result"), "sync");
  EXPECT_EQ(to_hex(outcome.answer.data).substr(0, 4), "dc0e");
  EXPECT_FALSE(subscription_.gba);
}

TEST_F(GbaTest, DerivesTheExternalKey) {
  const std::string naf("drf.foothold.ro\x01\x00\x00\x00\x02", 20);
  const auto data = "de" + lv(naf) + lv(kImpi);
  EXPECT_EQ(ask(kGba, data).answer.sw, StatusWord::conditions_not_satisfied);
  ask(kGba, text({"dd10", kRand, "10", star_autn()}));
  const auto outcome = ask(kGba, data);
  const auto key = pki::gba::ks_ext_naf(ks(), rand(), kImpi, pki::gba::naf_id("drf.foothold.ro"));
  EXPECT_EQ(to_hex(outcome.answer.data), "db20" + to_hex(key.reveal()));
  EXPECT_EQ(to_hex(*outcome.answer.shown), "db20" + to_hex(Bytes(32)));
  EXPECT_EQ(fact(outcome, "context"), "naf");
  ASSERT_TRUE(outcome.changed);  // the NAF is in EF_GBANL now
  EXPECT_EQ(to_hex(outcome.subscription.files.at(0x6FDA).reveal()).substr(0, 48),
            "8014" + to_hex(Bytes(naf.begin(), naf.end())) + "8100");
  EXPECT_EQ(ask(kGba, "de00" + lv(kImpi)).answer.sw, StatusWord::wrong_length);
  EXPECT_EQ(ask(kGba, "de" + lv(naf)).answer.sw, StatusWord::wrong_length);
}

TEST_F(GbaTest, VerifiesTheBootstrapMacWithTheInternalKey) {
  const auto document = hex("0102030405");
  const auto key = pki::gba::ks_int_naf(ks(), rand(), kImpi, pki::gba::naf_id("drf.foothold.ro"));
  const auto mac = pki::hmac_sha1(key.reveal(), document);
  EXPECT_EQ(verify_bootstrap_mac(subscription_, "drf.foothold.ro", mac, document),
            StatusWord::conditions_not_satisfied);
  ask(kGba, text({"dd10", kRand, "10", star_autn()}));
  EXPECT_EQ(verify_bootstrap_mac(subscription_, "drf.foothold.ro", mac, document), StatusWord::ok);
  EXPECT_EQ(verify_bootstrap_mac(subscription_, "drf.other.ro", mac, document), StatusWord::mac_wrong);
  EXPECT_EQ(verify_bootstrap_mac(subscription_, "drf.foothold.ro", mac, hex("0102030406")), StatusWord::mac_wrong);
  EXPECT_EQ(verify_bootstrap_mac(subscription_, "drf.foothold.ro", ByteView(mac).first(19), document),
            StatusWord::mac_wrong);
  const auto external = pki::gba::ks_ext_naf(ks(), rand(), kImpi, pki::gba::naf_id("drf.foothold.ro"));
  EXPECT_EQ(
      verify_bootstrap_mac(subscription_, "drf.foothold.ro", pki::hmac_sha1(external.reveal(), document), document),
      StatusWord::mac_wrong);
}

}  // namespace
}  // namespace foothold::tre_emu::usim
