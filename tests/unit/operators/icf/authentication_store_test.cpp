// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/authentication_store.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>
#include <thread>

#include "icf_fixture.h"
#include "tests/temporary_folder.h"

namespace foothold::operators::icf {
namespace {

using gsm::auth::Sqn;

class AuthenticationStoreTest : public testing::Test {
 protected:
  AuthenticationStore open() { return AuthenticationStore::open(folder_.path() / "icf.db").value(); }

 private:
  foothold::test::TemporaryFolder folder_;
};

TEST_F(AuthenticationStoreTest, KnowsOnlyWhatItWasGiven) {
  auto store = open();
  EXPECT_FALSE(store.reserve(imsi(kPcid), 1)->has_value());
  ASSERT_TRUE(store.keep(credential(kPcid)));
  const auto reserved = store.reserve(imsi(kPcid), 1);
  ASSERT_TRUE(reserved && *reserved);
  EXPECT_EQ((*reserved)->key.k, credential(kPcid).key.k);
  EXPECT_EQ((*reserved)->key.opc, credential(kPcid).key.opc);
  EXPECT_EQ((*reserved)->amf, credential(kPcid).amf);
}

TEST_F(AuthenticationStoreTest, NeverGivesANumberTwiceOverRestarts) {
  std::set<Sqn> seen;
  for (int restart = 0; restart < 4; ++restart) {
    auto store = open();
    ASSERT_TRUE(store.keep(credential(kPcid)));  // the CCIF may answer again: its old SQN must not come back
    const auto reserved = store.reserve(imsi(kPcid), 5).value().value();
    for (const auto sqn : reserved.sqns) EXPECT_TRUE(seen.insert(sqn).second);
  }
  EXPECT_EQ(seen.size(), 20U);
}

TEST_F(AuthenticationStoreTest, NeverGivesANumberTwiceToTwoThreads) {
  auto store = open();
  ASSERT_TRUE(store.keep(credential(kPcid)));
  std::array<std::vector<Sqn>, 2> taken;
  const auto take = [&](std::size_t who) {
    for (int i = 0; i < 20; ++i) {
      const auto reserved = store.reserve(imsi(kPcid), 2).value().value();
      taken[who].insert(taken[who].end(), reserved.sqns.begin(), reserved.sqns.end());
    }
  };
  std::thread other(take, 1);
  take(0);
  other.join();
  std::set<Sqn> all(taken[0].begin(), taken[0].end());
  all.insert(taken[1].begin(), taken[1].end());
  EXPECT_EQ(all.size(), 80U);
}

// A child hands out numbers through a pipe until it is killed: what came through must never come again.
TEST_F(AuthenticationStoreTest, NeverGivesANumberTwiceOverAKill) {
  ASSERT_TRUE(open().keep(credential(kPcid)));
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const auto child = ::fork();
  if (child == 0) {
    auto store = open();
    for (;;) {
      const auto value = (*store.reserve(imsi(kPcid), 1))->sqns[0].value();
      if (::write(ends[1], &value, sizeof(value)) != sizeof(value)) ::_exit(1);
    }
  }
  ::close(ends[1]);
  std::uint64_t highest = 0;
  std::uint64_t value = 0;
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(::read(ends[0], &value, sizeof(value)), static_cast<ssize_t>(sizeof(value)));
    highest = std::max(highest, value);
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  while (::read(ends[0], &value, sizeof(value)) == static_cast<ssize_t>(sizeof(value)))
    highest = std::max(highest, value);
  ::close(ends[0]);
  auto store = open();
  EXPECT_GT((*store.reserve(imsi(kPcid), 1))->sqns[0].value(), highest);
}

TEST_F(AuthenticationStoreTest, FollowsARightAutsOnly) {
  auto store = open();
  ASSERT_TRUE(store.keep(credential(kPcid)));
  const gsm::auth::Rand rand = {1, 2, 3};
  auto auts = gsm::auth::make_auts(credential(kPcid).key, rand, Sqn(5000, 3));
  auts[0] ^= 1;
  EXPECT_EQ(store.resynchronise(imsi(kPcid), rand, auts), AuthenticationStore::Resynchronisation::wrong_mac);
  EXPECT_EQ((*store.reserve(imsi(kPcid), 1))->sqns[0].seq(), 1U);
  auts[0] ^= 1;
  EXPECT_EQ(store.resynchronise(imsi(kPcid), rand, auts), AuthenticationStore::Resynchronisation::done);
  EXPECT_EQ((*store.reserve(imsi(kPcid), 1))->sqns[0], Sqn(5001, 4));
  EXPECT_EQ(store.resynchronise(imsi(kOtherPcid), rand, auts), AuthenticationStore::Resynchronisation::unknown_pcid);
}

TEST_F(AuthenticationStoreTest, GivesNothingWhenTheNumbersAreUsedUp) {
  auto store = open();
  ASSERT_TRUE(store.keep(credential(kPcid, 1, Sqn(Sqn::kMaxSeq - 2, 0))));
  EXPECT_FALSE(store.reserve(imsi(kPcid), 5));
  EXPECT_TRUE(store.reserve(imsi(kPcid), 2)) << "the refused call must use up nothing";
  EXPECT_FALSE(store.reserve(imsi(kPcid), 1));
}

}  // namespace
}  // namespace foothold::operators::icf
