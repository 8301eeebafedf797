// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/process/process_table.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "lab/process/log_text.h"
#include "tests/temporary_folder.h"

namespace foothold::lab {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

class ProcessTableTest : public testing::Test {
 protected:
  ProcessTableTest() {
    sigset_t child_ended;
    sigemptyset(&child_ended);
    sigaddset(&child_ended, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &child_ended, nullptr);
  }

  Command shell(const std::string& name, const std::string& script) const {
    return {name, {"/bin/sh", "-c", script}, folder_ / (name + ".log")};
  }
  // Returns when the script has said so in its log.
  void wait_for(const Command& command, const std::string& text) const {
    while (!contains(command.log, text)) ::usleep(1000);
  }

  foothold::test::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
  ProcessTable table_;
};

TEST_F(ProcessTableTest, RunsToTheEndAndKeepsBothOutputs) {
  const auto command = shell("a", "echo out; echo err >&2; exit 7");
  const auto end = table_.run_to_end(command, seconds(60));
  ASSERT_TRUE(end);
  EXPECT_EQ(end->in_words(), "ended with code 7");
  EXPECT_FALSE(end->clean());
  EXPECT_FALSE(end->asked);
  EXPECT_EQ(last_lines(command.log, 9), "out\nerr\n");
  EXPECT_EQ(last_lines(command.log, 1), "err\n");
}

TEST_F(ProcessTableTest, TellsAProgramThatIsNotThere) {
  const auto started = table_.start({"nosuch", {"/nosuch/program"}, folder_ / "log"});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().field, "nosuch");
  EXPECT_NE(started.error().what.find("/nosuch/program"), std::string::npos);
  EXPECT_FALSE(table_.running("nosuch"));
}

TEST_F(ProcessTableTest, StopsWithSigterm) {
  const auto command = shell("a", "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.01; done");
  ASSERT_TRUE(table_.start(command));
  EXPECT_TRUE(table_.running("a"));
  wait_for(command, "ready");
  const auto ends = table_.stop("a", seconds(60));
  ASSERT_EQ(ends.size(), 1U);
  EXPECT_TRUE(ends[0].clean());
  EXPECT_TRUE(ends[0].asked);
  EXPECT_FALSE(table_.running("a"));
  EXPECT_TRUE(contains(command.log, "bye"));
}

TEST_F(ProcessTableTest, KillsWhatDoesNotListen) {
  const auto command = shell("a", "trap '' TERM; echo ready; while :; do sleep 0.01; done");
  ASSERT_TRUE(table_.start(command));
  wait_for(command, "ready");
  const auto ends = table_.stop("a", std::chrono::milliseconds(50));
  ASSERT_EQ(ends.size(), 1U);
  EXPECT_EQ(ends[0].in_words(), "was killed by signal 9");
}

TEST_F(ProcessTableTest, StopsAllAndReportsEach) {
  for (const auto* name : {"a", "b", "c"}) ASSERT_TRUE(table_.start(shell(name, "exec sleep 1000")));
  EXPECT_EQ(table_.stop_all(seconds(60)).size(), 3U);
  EXPECT_FALSE(table_.running("b"));
}

TEST_F(ProcessTableTest, ReportsAnEndThatNobodyAskedFor) {
  ASSERT_TRUE(table_.start(shell("a", "exit 0")));
  std::vector<ProcessEnd> ends;
  while (ends.empty()) ends = table_.reap();
  EXPECT_EQ(ends[0].name, "a");
  EXPECT_FALSE(ends[0].asked);
  EXPECT_TRUE(table_.start(shell("a", "exit 0")));  // the name is free again
}

TEST_F(ProcessTableTest, FreezesAndThaws) {
  const auto command = shell("a", "trap 'exit 0' TERM; echo $$; while :; do sleep 0.01; done");
  ASSERT_TRUE(table_.start(command));
  while (last_lines(command.log, 1).empty()) ::usleep(1000);
  const auto status = fs::path("/proc") / std::to_string(std::stoi(last_lines(command.log, 1))) / "status";
  const auto stopped = [&] { return contains(status, "State:\tT"); };
  table_.freeze("a");
  while (!stopped()) ::usleep(1000);
  EXPECT_EQ(table_.names(), std::vector<std::string>{"a"});
  table_.thaw("a");
  while (stopped()) ::usleep(1000);
  const auto ends = table_.stop("a", seconds(60));
  ASSERT_EQ(ends.size(), 1U);
  EXPECT_TRUE(ends[0].clean());
}

TEST_F(ProcessTableTest, RefusesANameThatRuns) {
  ASSERT_TRUE(table_.start(shell("a", "exec sleep 1000")));
  EXPECT_FALSE(table_.start(shell("a", "exit 0")));
}

TEST_F(ProcessTableTest, StartsWithoutOurBlockedSignalsAndWithoutInput) {
  const auto command = shell("a", "grep SigBlk /proc/self/status; readlink /proc/self/fd/0");
  ASSERT_TRUE(table_.run_to_end(command, seconds(60)));
  EXPECT_TRUE(contains(command.log, "SigBlk:\t0000000000000000"));
  EXPECT_TRUE(contains(command.log, "/dev/null"));
}

TEST(LogText, AnAbsentLogHoldsNothing) {
  EXPECT_FALSE(contains("/nosuch/log", ""));
  EXPECT_EQ(last_lines("/nosuch/log", 3), "");
}

}  // namespace
}  // namespace foothold::lab
