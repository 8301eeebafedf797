// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/vault/vault.h"

#include <gtest/gtest.h>

#include "tests/unit/tre_emu/memory_folder.h"
#include "tests/unit/tre_emu/test_device.h"

namespace foothold::tre_emu::vault {
namespace {

class VaultTest : public testing::Test {
 protected:
  VaultTest() { require(Vault::create(folder_, seeded_random(), made_.fuse, made_.state)); }

  Vault open() { return Vault::open(folder_, seeded_random()).value(); }
  static DeviceState with_apn(const Vault& vault, std::string apn) {
    auto state = vault.state();
    state.pcid.apn = std::move(apn);
    return state;
  }

  const personalise::Personalisation made_ = test_personalisation();
  MemoryFolder folder_;
};

TEST_F(VaultTest, KeepsTheStateOverRestarts) {
  {
    auto vault = open();
    EXPECT_EQ(vault.pcid(), kPcid);
    EXPECT_EQ(vault.tre_identity(), kTreIdentity);
    EXPECT_EQ(vault.state().pcid.apn, "foothold.ro");
    ASSERT_TRUE(vault.commit(with_apn(vault, "second")));
    EXPECT_EQ(vault.state().pcid.apn, "second");
    ASSERT_TRUE(vault.commit(with_apn(vault, "third")));
  }
  const auto vault = open();
  EXPECT_FALSE(vault.locked());
  EXPECT_EQ(vault.state().pcid.apn, "third");
  EXPECT_EQ(std::get<gsm::auth::MilenageKey>(vault.state().pcid.algorithm).k, key_of(kK));
}

TEST_F(VaultTest, IsMadeOnce) {
  const auto before = folder_.image();
  EXPECT_FALSE(Vault::create(folder_, seeded_random(), made_.fuse, made_.state));
  EXPECT_EQ(folder_.image(), before);
}

TEST_F(VaultTest, IsAnErrorWhereNothingWasPersonalised) {
  MemoryFolder empty;
  EXPECT_FALSE(Vault::open(empty, seeded_random()));
}

TEST_F(VaultTest, HoldsNoKeyInTheClear) {
  const auto k = hex(kK);
  for (const auto& [name, content] : folder_.image()) {
    EXPECT_EQ(std::search(content.begin(), content.end(), k.begin(), k.end()), content.end()) << name;
  }
}

// Every step of a commit, with each of the two ways in which what was not synced may look afterwards.
TEST_F(VaultTest, HasOldOrNewStateWheneverPowerGoes) {
  for (const auto kept : {MemoryFolder::Kept::synced_only, MemoryFolder::Kept::names_and_torn_contents}) {
    bool completed = false;
    for (int steps = 0; !completed; ++steps) {
      ASSERT_LT(steps, 100);
      MemoryFolder folder;
      require(Vault::create(folder, seeded_random(), made_.fuse, made_.state));
      auto vault = Vault::open(folder, seeded_random()).value();
      require(vault.commit(with_apn(vault, "old")));
      folder.lose_power_after(steps);
      completed = vault.commit(with_apn(vault, "new")).has_value();
      EXPECT_EQ(vault.state().pcid.apn, completed ? "new" : "old");
      folder.restore_power(kept);

      auto again = Vault::open(folder, seeded_random()).value();
      ASSERT_FALSE(again.locked()) << "after " << steps << " steps: " << again.lock_reason();
      const auto apn = again.state().pcid.apn;
      EXPECT_TRUE(apn == "new" || (apn == "old" && !completed)) << apn << " after " << steps << " steps";
      ASSERT_TRUE(again.commit(with_apn(again, "newest")));
      EXPECT_EQ(Vault::open(folder, seeded_random())->state().pcid.apn, "newest");
    }
  }
}

TEST_F(VaultTest, IsWholeOrNotThereWheneverPowerGoesAtPersonalisation) {
  bool completed = false;
  for (int steps = 0; !completed; ++steps) {
    ASSERT_LT(steps, 100);
    MemoryFolder folder;
    folder.lose_power_after(steps);
    completed = Vault::create(folder, seeded_random(), made_.fuse, made_.state).has_value();
    folder.restore_power(MemoryFolder::Kept::synced_only);
    if (!Vault::is_personalised(folder).value()) {
      ASSERT_FALSE(completed);
      ASSERT_TRUE(Vault::create(folder, seeded_random(), made_.fuse, made_.state));
    }
    EXPECT_FALSE(Vault::open(folder, seeded_random())->locked()) << steps;
  }
}

TEST_F(VaultTest, LocksForGoodOnAnyChangedOctetOfTheStore) {
  const auto store = folder_.content("store");
  for (std::size_t at = 0; at < store.size(); at += (at < 40 ? 1 : 97)) {
    MemoryFolder folder;
    for (const auto& [name, content] : folder_.image()) folder.put(name, content);
    auto changed = store;
    changed[at] ^= 0x10;
    folder.put("store", changed);
    EXPECT_TRUE(Vault::open(folder, seeded_random())->locked()) << at;
    folder.put("store", store);  // too late
    const auto vault = Vault::open(folder, seeded_random()).value();
    EXPECT_TRUE(vault.locked()) << at;
    EXPECT_FALSE(vault.lock_reason().empty());
    EXPECT_EQ(vault.pcid(), kPcid);
    EXPECT_TRUE(vault.state().sign_key.empty());
  }
}

TEST_F(VaultTest, LocksOnEveryTruncatedStore) {
  const auto store = folder_.content("store");
  for (std::size_t size = 0; size < store.size(); size += (size < 64 ? 1 : 131)) {
    MemoryFolder folder;
    for (const auto& [name, content] : folder_.image()) folder.put(name, content);
    folder.put("store", Bytes(store.begin(), store.begin() + static_cast<std::ptrdiff_t>(size)));
    EXPECT_TRUE(Vault::open(folder, seeded_random())->locked()) << size;
  }
}

TEST_F(VaultTest, LocksOnAnOlderStore) {
  const auto old_store = folder_.content("store");
  auto vault = open();
  ASSERT_TRUE(vault.commit(with_apn(vault, "newer")));
  folder_.put("store", old_store);
  const auto rolled_back = open();
  EXPECT_TRUE(rolled_back.locked());
  EXPECT_NE(rolled_back.lock_reason().find("older"), std::string::npos);
}

TEST_F(VaultTest, LocksOnAnOlderCounter) {
  const auto old_counter = folder_.content("counter");
  auto vault = open();
  ASSERT_TRUE(vault.commit(with_apn(vault, "second")));
  ASSERT_TRUE(vault.commit(with_apn(vault, "third")));
  folder_.put("counter", old_counter);
  EXPECT_TRUE(open().locked());
}

TEST_F(VaultTest, LocksOnAChangedOrMissingCounter) {
  const auto counter = folder_.content("counter");
  for (const std::size_t at : {std::size_t{7}, counter.size() - 1}) {
    MemoryFolder folder;
    for (const auto& [name, content] : folder_.image()) folder.put(name, content);
    auto changed = counter;
    changed[at] ^= 1;
    folder.put("counter", changed);
    EXPECT_TRUE(Vault::open(folder, seeded_random())->locked());
  }
  folder_.erase("counter");
  EXPECT_TRUE(open().locked());
}

TEST_F(VaultTest, LocksOnAMissingStore) {
  folder_.erase("store");
  EXPECT_TRUE(open().locked());
}

// Threat 5 of TR 33.812 6.1.2.3: what was provisioned into one TRE is of no use in another.
TEST_F(VaultTest, LocksOnTheStoreOfAnotherTre) {
  auto order = test_order();
  order.tre_identity = "TRE-000002";
  const auto other = personalise::personalise(order, TestPki::get().platform, TestPki::get().operators.certificate,
                                              kNow, pki::fill_random)
                         .value();
  MemoryFolder other_folder;
  require(Vault::create(other_folder, seeded_random(), other.fuse, other.state));
  folder_.put("store", other_folder.content("store"));
  EXPECT_TRUE(open().locked());
}

TEST_F(VaultTest, LocksOnChangedFuses) {
  auto fuse = folder_.content("fuse");
  fuse[10] ^= 1;  // in the root key
  folder_.put("fuse", fuse);
  EXPECT_TRUE(open().locked());
}

TEST_F(VaultTest, LocksOnUnreadableFuses) {
  folder_.put("fuse", Bytes(20, 0));
  const auto vault = open();
  EXPECT_TRUE(vault.locked());
  EXPECT_TRUE(vault.pcid().empty());
}

TEST_F(VaultTest, RefusesCommitsWhileLocked) {
  auto vault = open();
  const auto next = with_apn(vault, "next");
  vault.lock("a test found tampering");
  EXPECT_FALSE(vault.commit(next));
  EXPECT_EQ(open().lock_reason(), "a test found tampering");
}

}  // namespace
}  // namespace foothold::tre_emu::vault
