// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/run_folders.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "tests/temporary_folder.h"

namespace foothold::lab {
namespace {

namespace fs = std::filesystem;

class RunFoldersTest : public testing::Test {
 protected:
  foothold::test::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
};

TEST_F(RunFoldersTest, StateIsForItsOwnerOnly) {
  const auto folders = make_run_folders(folder_ / "run");
  ASSERT_TRUE(folders);
  struct stat status {};
  ASSERT_EQ(::stat(folders->state.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0700U);
  EXPECT_TRUE(fs::is_directory(folder_ / "run" / "log"));
  EXPECT_TRUE(fs::is_directory(folder_ / "run" / "config"));
  ASSERT_TRUE(furnish_state(*folders, false));
  EXPECT_TRUE(fs::is_directory(folders->device(1)));
  fs::remove_all(folders->state);
}

TEST_F(RunFoldersTest, RefusesAFolderInUse) {
  ASSERT_TRUE(write_text_file(folder_ / "something", "x"));
  const auto folders = make_run_folders(folder_);
  ASSERT_FALSE(folders);
  EXPECT_EQ(folders.error().field, folder_.string());
}

TEST_F(RunFoldersTest, ReadsBackWhatItWrote) {
  const std::string text("a\0b\n", 4);
  ASSERT_TRUE(write_text_file(folder_ / "file", text, 0600));
  const auto read = read_text_file(folder_ / "file");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, text);
  EXPECT_FALSE(read_text_file(folder_ / "nosuch"));
  EXPECT_FALSE(write_text_file(folder_ / "nosuch" / "file", ""));
}

}  // namespace
}  // namespace foothold::lab
