// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/service/sqlite_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>

#include "tests/unit/operators/service/service_files.h"

namespace foothold::operators {
namespace {

constexpr std::array kFirst = {"CREATE TABLE device(pcid TEXT PRIMARY KEY, sqn INTEGER, k BLOB)"};
constexpr std::array kBoth = {kFirst[0], "ALTER TABLE device ADD COLUMN note TEXT"};

std::int64_t count(SqliteStore& store) {
  auto query = store.prepare("SELECT count(*) FROM device").value();
  EXPECT_TRUE(query.step().value());
  return query.integer(0);
}

TEST(SqliteStore, KeepsWhatWasWritten) {
  const test::TemporaryFolder folder;
  {
    auto store = SqliteStore::open(folder.path() / "a.db", kFirst).value();
    ASSERT_TRUE(store.run("INSERT INTO device VALUES(?, ?, ?)", "00102", 7, Bytes{1, 2, 3}));
  }
  auto store = SqliteStore::open(folder.path() / "a.db", kFirst).value();
  auto query = store.prepare("SELECT pcid, sqn, k FROM device WHERE pcid = ?").value();
  ASSERT_TRUE(query.bind("00102").step().value());
  EXPECT_EQ(query.text(0), "00102");
  EXPECT_EQ(query.integer(1), 7);
  EXPECT_EQ(query.blob(2), (Bytes{1, 2, 3}));
  EXPECT_FALSE(query.step().value());
}

TEST(SqliteStore, IsReadableByItsOwnerOnly) {
  const test::TemporaryFolder folder;
  auto store = SqliteStore::open(folder.path() / "a.db", kFirst).value();
  struct ::stat status {};
  ASSERT_EQ(::stat((folder.path() / "a.db").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(SqliteStore, BringsAnOldFileUpToDateOnce) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "a.db";
  { ASSERT_TRUE(SqliteStore::open(file, kFirst)->run("INSERT INTO device VALUES('1', 2, NULL)")); }
  for (int i = 0; i < 2; ++i) {
    auto store = SqliteStore::open(file, kBoth).value();
    EXPECT_EQ(count(store), 1);
    EXPECT_TRUE(store.prepare("SELECT note FROM device"));
  }
}

TEST(SqliteStore, RefusesAFileOfANewerProgram) {
  const test::TemporaryFolder folder;
  { ASSERT_TRUE(SqliteStore::open(folder.path() / "a.db", kBoth)); }
  EXPECT_FALSE(SqliteStore::open(folder.path() / "a.db", kFirst));
}

TEST(SqliteStore, RefusesAFileThatIsNoDatabase) {
  const test::TemporaryFolder folder;
  EXPECT_FALSE(SqliteStore::open(folder.write("a.db", std::string(4096, 'x')), kFirst));
}

TEST(SqliteStore, TakesBackAFailedTransaction) {
  auto store = SqliteStore::open(":memory:", kFirst).value();
  const auto done = store.in_transaction([&]() -> Result<void> {
    EXPECT_TRUE(store.run("INSERT INTO device VALUES('1', 2, NULL)"));
    return fail("no");
  });
  EXPECT_FALSE(done);
  EXPECT_EQ(count(store), 0);
  EXPECT_TRUE(store.in_transaction(
      [&]() -> Result<void> { return store.run("INSERT INTO device VALUES('1', 2, NULL)").map([](int) {}); }));
  EXPECT_EQ(count(store), 1);
}

TEST(SqliteStore, TellsAViolatedConstraint) {
  auto store = SqliteStore::open(":memory:", kFirst).value();
  ASSERT_TRUE(store.run("INSERT INTO device VALUES('1', 2, NULL)"));
  EXPECT_FALSE(store.run("INSERT INTO device VALUES('1', 3, NULL)"));
  EXPECT_FALSE(store.run("INSERT INTO nowhere VALUES(1)"));
}

TEST(SqliteStore, NeverQuotesABoundValueInAnError) {
  auto store = SqliteStore::open(":memory:", kFirst).value();
  ASSERT_TRUE(store.run("INSERT INTO device VALUES(?, 2, NULL)", "swordfish"));
  const auto again = store.run("INSERT INTO device VALUES(?, 2, NULL)", "swordfish");
  ASSERT_FALSE(again);
  EXPECT_EQ(to_string(again.error()).find("swordfish"), std::string::npos);
}

}  // namespace
}  // namespace foothold::operators
