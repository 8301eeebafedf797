// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/vault/posix_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/temporary_folder.h"

namespace foothold::tre_emu::vault {
namespace {

class PosixFolderTest : public testing::Test {
 protected:
  std::string path() const { return (parent_ / "device").string(); }

  foothold::test::TemporaryFolder temporary_;
  const std::filesystem::path parent_ = temporary_.path();
};

TEST_F(PosixFolderTest, ReplacesAFileWholeAndPrivately) {
  auto folder = PosixFolder::open(path()).value();
  EXPECT_FALSE(folder.read("store").value());
  ASSERT_TRUE(replace_file(folder, "store", Bytes{1, 2, 3}));
  ASSERT_TRUE(replace_file(folder, "store", Bytes{4}));
  EXPECT_EQ(folder.read("store").value(), Bytes{4});
  EXPECT_FALSE(std::filesystem::exists(path() + "/store.new"));
  struct stat status {};
  ASSERT_EQ(::stat((path() + "/store").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(PosixFolderTest, BelongsToOneUserAtATime) {
  auto first = PosixFolder::open(path());
  ASSERT_TRUE(first);
  EXPECT_FALSE(PosixFolder::open(path()));
  EXPECT_TRUE(PosixFolder::open_shared(path()));
  first = fail("closed");
  EXPECT_TRUE(PosixFolder::open(path()));
}

TEST_F(PosixFolderTest, SaysWhatItCannotDo) {
  EXPECT_FALSE(PosixFolder::open((parent_ / "no" / "such").string()));
  auto folder = PosixFolder::open(path()).value();
  EXPECT_FALSE(folder.rename("nothing", "something"));
  EXPECT_FALSE(folder.sync("nothing"));
  std::filesystem::create_symlink("/etc/hostname", path() + "/link");
  EXPECT_FALSE(folder.read("link"));
  EXPECT_FALSE(folder.write("link", Bytes{1}));
}

}  // namespace
}  // namespace foothold::tre_emu::vault
