// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/mcim/mcim_life_cycle.h"

#include <gtest/gtest.h>

#include "tests/unit/tre_emu/test_device.h"

namespace foothold::tre_emu::mcim {
namespace {

using card::StatusWord;

class McimTest : public testing::Test {
 protected:
  McimTest() {
    const auto made = test_personalisation();
    require(vault::Vault::create(folder_, seeded_random(), made.fuse, made.state));
    vault_.emplace(vault::Vault::open(folder_, seeded_random()).value());
  }

  Bytes seal(const pki::M2msimmobjContent& content, const pki::Certificate& signer, const pki::PrivateKey& key) {
    const auto pfc_enc = pki::Certificate::from_der(vault_->state().pfc_enc).value();
    return pki::seal_m2msimmobj(content, pfc_enc, signer, key).value();
  }
  Bytes seal(const pki::M2msimmobjContent& content) {
    return seal(content, TestPki::get().sho, TestPki::get().sho_key);
  }
  StatusWord install(const pki::M2msimmobjContent& content) { return mcims_.install(seal(content), now_).sw; }

  // Runs `attempt`, which has to be refused with `sw` and to leave state and disk as they were.
  template <class Attempt>
  void expect_refused(StatusWord sw, Attempt attempt) {
    const auto image = folder_.image();
    const Outcome outcome = attempt();
    EXPECT_EQ(outcome.sw, sw) << outcome.reason;
    EXPECT_FALSE(outcome.reason.empty());
    EXPECT_EQ(folder_.image(), image);
  }

  MemoryFolder folder_;
  std::optional<vault::Vault> vault_;
  int switches_ = 0;
  std::optional<std::chrono::sys_seconds> now_;
  McimLifeCycle mcims_{*vault_, [this] { ++switches_; }};
};

using InstallTest = McimTest;
using LifeTest = McimTest;

TEST_F(InstallTest, TakesAnObjectMadeForThisTre) {
  const auto outcome = mcims_.install(seal(test_mcim()), kNow);
  EXPECT_EQ(outcome.sw, StatusWord::ok) << outcome.reason;
  EXPECT_EQ(outcome.identifier, "MCIM-1");
  const auto* const mcim = vault_->state().find_mcim("MCIM-1");
  ASSERT_NE(mcim, nullptr);
  EXPECT_FALSE(mcim->active);
  EXPECT_EQ(mcim->sho_plmn, "00103");
  EXPECT_EQ(mcim->subscription.imsi, "001030000000001");
  EXPECT_EQ(mcim->subscription.mnc_digits, 2);
  EXPECT_EQ(mcim->subscription.apn, "internet");
  const auto& key = std::get<gsm::auth::MilenageKey>(mcim->subscription.algorithm);
  EXPECT_EQ(key.k, test_mcim().k);
  EXPECT_EQ(key.opc, test_mcim().opc);
  EXPECT_EQ(switches_, 0);
  EXPECT_NE(vault::Vault::open(folder_, seeded_random())->state().find_mcim("MCIM-1"), nullptr);
}

TEST_F(InstallTest, RefusesReplay) {
  const auto object = seal(test_mcim());
  ASSERT_EQ(mcims_.install(object, now_).sw, StatusWord::ok);
  expect_refused(StatusWord::already_there, [&] { return mcims_.install(object, now_); });
  ASSERT_EQ(mcims_.remove("MCIM-1").sw, StatusWord::ok);
  expect_refused(StatusWord::already_there, [&] { return mcims_.install(object, now_); });  // deleting does not help

  auto same_transaction = test_mcim("MCIM-2", "001030000000002");
  same_transaction.transaction = test_mcim().transaction;
  expect_refused(StatusWord::already_there, [&] { return mcims_.install(seal(same_transaction), now_); });
}

TEST_F(InstallTest, RefusesAnIdentifierOrImsiThatIsThere) {
  ASSERT_EQ(install(test_mcim()), StatusWord::ok);
  auto same_identifier = test_mcim("MCIM-1", "001030000000002");
  same_identifier.transaction = "another";
  expect_refused(StatusWord::already_there, [&] { return mcims_.install(seal(same_identifier), now_); });
  expect_refused(StatusWord::conditions_not_satisfied,
                 [&] { return mcims_.install(seal(test_mcim("MCIM-2", "001030000000001")), now_); });
}

TEST_F(InstallTest, RefusesAnObjectForAnotherTreOrPcid) {
  auto other = test_mcim();
  other.tre_identity = "TRE-000002";
  expect_refused(StatusWord::reference_not_found, [&] { return mcims_.install(seal(other), now_); });
  other = test_mcim();
  other.pcid = "001020000000002";
  expect_refused(StatusWord::reference_not_found, [&] { return mcims_.install(seal(other), now_); });
}

TEST_F(InstallTest, RefusesASignerWhoIsNotTheSho) {
  const auto& pki = TestPki::get();
  // Another operator of the same CA signs for 001-03.
  const auto key = pki::PrivateKey::generate().value();
  const auto stranger = pki::issue_sho_signer(pki.operators, key.public_key(), "00104", pki.validity).value();
  expect_refused(StatusWord::mac_wrong, [&] { return mcims_.install(seal(test_mcim(), stranger, key), now_); });
  // An IMSI that is not the SHO's.
  expect_refused(StatusWord::mac_wrong,
                 [&] { return mcims_.install(seal(test_mcim("MCIM-1", "001040000000001")), now_); });
  // The right name from another CA.
  const auto forged = pki::issue_sho_signer(pki.platform, key.public_key(), "00103", pki.validity).value();
  expect_refused(StatusWord::mac_wrong, [&] { return mcims_.install(seal(test_mcim(), forged, key), now_); });
}

TEST_F(InstallTest, RefusesAnObjectForAnotherKey) {
  const auto& pki = TestPki::get();
  const auto key = pki::PrivateKey::generate().value();
  const auto other_enc = pki::issue_pfc_enc(pki.platform, key.public_key(), kTreIdentity, kPcid, pki.validity).value();
  const auto object = pki::seal_m2msimmobj(test_mcim(), other_enc, pki.sho, pki.sho_key).value();
  expect_refused(StatusWord::cannot_be_decrypted, [&] { return mcims_.install(object, now_); });
}

TEST_F(InstallTest, RefusesGarbageAndEveryTruncation) {
  expect_refused(StatusWord::wrong_data, [&] { return mcims_.install({}, now_); });
  expect_refused(StatusWord::wrong_data, [&] { return mcims_.install(Bytes(200, 0x30), now_); });
  const auto object = seal(test_mcim());
  for (std::size_t size = 0; size < object.size(); size += 17) {
    expect_refused(StatusWord::wrong_data, [&] { return mcims_.install(ByteView(object).first(size), now_); });
  }
}

TEST_F(InstallTest, RefusesEveryChangedOctet) {
  const auto object = seal(test_mcim());
  const auto image = folder_.image();
  for (std::size_t at = 0; at < object.size(); at += 13) {
    auto changed = object;
    changed[at] ^= 0x01;
    EXPECT_NE(mcims_.install(changed, now_).sw, StatusWord::ok) << at;
  }
  EXPECT_EQ(folder_.image(), image);
}

TEST_F(InstallTest, JudgesTheExpiryOnlyByAClock) {
  auto late = test_mcim();
  late.expiry = kNow - std::chrono::hours(1);
  EXPECT_NE(mcims_.install(seal(late), kNow).sw, StatusWord::ok);
  EXPECT_EQ(mcims_.install(seal(late), {}).sw, StatusWord::ok);
}

TEST_F(InstallTest, RefusesMoreThanFit) {
  for (std::size_t i = 0; i < vault::DeviceState::kMaxMcims; ++i) {
    const auto number = std::to_string(i);
    ASSERT_EQ(install(test_mcim("MCIM-" + number, "00103000000010" + number)), StatusWord::ok) << i;
  }
  expect_refused(StatusWord::no_space,
                 [&] { return mcims_.install(seal(test_mcim("MCIM-9", "001030000000109")), now_); });
}

TEST_F(InstallTest, LeavesNothingBehindWhenTheStoreFails) {
  folder_.lose_power_after(0);
  EXPECT_EQ(install(test_mcim()), StatusWord::memory_failure);
  EXPECT_EQ(vault_->state().find_mcim("MCIM-1"), nullptr);
  EXPECT_TRUE(vault_->state().transactions.empty());
  folder_.restore_power(MemoryFolder::Kept::synced_only);
  EXPECT_EQ(install(test_mcim()), StatusWord::ok);
}

TEST_F(LifeTest, ActivatesOneAtATimeAndFallsBackToThePcid) {
  ASSERT_EQ(install(test_mcim("MCIM-1", "001030000000001")), StatusWord::ok);
  ASSERT_EQ(install(test_mcim("MCIM-2", "001030000000002")), StatusWord::ok);
  EXPECT_EQ(mcims_.activate("MCIM-1").sw, StatusWord::ok);
  EXPECT_EQ(vault_->state().active().imsi, "001030000000001");
  EXPECT_EQ(mcims_.activate("MCIM-1").sw, StatusWord::ok);
  EXPECT_EQ(switches_, 1);
  EXPECT_EQ(mcims_.activate("MCIM-2").sw, StatusWord::ok);
  EXPECT_FALSE(vault_->state().find_mcim("MCIM-1")->active);
  EXPECT_EQ(vault_->state().active().imsi, "001030000000002");
  EXPECT_EQ(switches_, 2);
  EXPECT_EQ(mcims_.deactivate("MCIM-2").sw, StatusWord::ok);
  EXPECT_EQ(vault_->state().active().imsi, kPcid);
  EXPECT_EQ(switches_, 3);
}

TEST_F(LifeTest, RefusesWhatDoesNotFitTheState) {
  ASSERT_EQ(install(test_mcim()), StatusWord::ok);
  expect_refused(StatusWord::reference_not_found, [&] { return mcims_.activate("MCIM-7"); });
  expect_refused(StatusWord::reference_not_found, [&] { return mcims_.deactivate("MCIM-7"); });
  expect_refused(StatusWord::reference_not_found, [&] { return mcims_.remove("MCIM-7"); });
  expect_refused(StatusWord::reference_not_found, [&] { return mcims_.activate(""); });
  expect_refused(StatusWord::conditions_not_satisfied, [&] { return mcims_.deactivate("MCIM-1"); });
  ASSERT_EQ(mcims_.activate("MCIM-1").sw, StatusWord::ok);
  expect_refused(StatusWord::conditions_not_satisfied, [&] { return mcims_.remove("MCIM-1"); });
}

TEST_F(LifeTest, DeletesForGood) {
  ASSERT_EQ(install(test_mcim()), StatusWord::ok);
  EXPECT_EQ(mcims_.remove("MCIM-1").sw, StatusWord::ok);
  EXPECT_TRUE(mcims_.list().empty());
  EXPECT_TRUE(vault::Vault::open(folder_, seeded_random())->state().mcims.empty());
}

TEST_F(LifeTest, ListsWithoutSecrets) {
  EXPECT_TRUE(mcims_.list().empty());
  ASSERT_EQ(install(test_mcim()), StatusWord::ok);
  EXPECT_EQ(to_hex(mcims_.list()),
            "3023"
            "81064d43494d2d31"
            "820100"
            "830f303031303330303030303030303031"
            "84053030313033");
  mcims_.activate("MCIM-1");
  EXPECT_EQ(to_hex(mcims_.list()).substr(20, 6), "820101");
}

}  // namespace
}  // namespace foothold::tre_emu::mcim
