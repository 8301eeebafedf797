// SPDX-License-Identifier: AGPL-3.0-or-later
// A run among others, and how it ends when somebody ends it.
#include <grp.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cstdlib>

#include "tests/e2e/demo_run.h"

namespace foothold::e2e {
namespace {

namespace fs = std::filesystem;

// Printed when the mobile's attach request was seen: everything runs by then.
constexpr const char* kUnderWay = "attaches to the network it found";

TEST(Supervision, TwoRunsAtOnceDoNotMeet) {
  const TemporaryFolder folder;
  DemoRun first(folder.path() / "first");
  DemoRun second(folder.path() / "second");
  EXPECT_EQ(first.wait(), 0) << first.output();
  EXPECT_EQ(second.wait(), 0) << second.output();
}

TEST(Supervision, CtrlCEndsEverythingInOrder) {
  const TemporaryFolder folder;
  const auto run_folder = folder.path() / "run";
  DemoRun run(run_folder);
  ASSERT_TRUE(run.wait_for(kUnderWay)) << run.output();
  run.signal(SIGINT);
  EXPECT_EQ(run.wait(), 130) << run.output();
  EXPECT_TRUE(run.nobody_left());
  EXPECT_EQ(run.last_line().find("interrupted"), 0U) << run.output();
  EXPECT_TRUE(fs::exists(run_folder / "summary.json"));
}

TEST(Supervision, CtrlCWhileStartingEndsEverything) {
  const TemporaryFolder folder;
  DemoRun run(folder.path() / "run");
  ASSERT_TRUE(run.wait_for("run folder"));
  run.signal(SIGINT);
  const int code = run.wait();
  EXPECT_TRUE(code == 130 || code == 128 + SIGINT) << run.output();  // the latter before it listens for signals
  EXPECT_TRUE(run.nobody_left());
}

TEST(Supervision, KillingTheCommandLeavesNeitherProcessNorKey) {
  const TemporaryFolder folder;
  const TemporaryFolder temporary;
  ::setenv("TMPDIR", temporary.path().c_str(), 1);
  DemoRun run(folder.path() / "run");
  ::unsetenv("TMPDIR");
  ASSERT_TRUE(run.wait_for(kUnderWay)) << run.output();
  run.signal(SIGKILL);
  EXPECT_EQ(run.wait(), 128 + SIGKILL);
  EXPECT_TRUE(run.nobody_left());
  // The state was in memory; the folder that it was mounted on is all that nobody was left to remove.
  for (const auto& state : fs::directory_iterator(temporary.path())) EXPECT_TRUE(fs::is_empty(state)) << state.path();
}

TEST(Supervision, RefusesAFolderInUse) {
  const TemporaryFolder folder;
  fs::create_directories(folder.path() / "run" / "something");
  DemoRun run(folder.path() / "run");
  EXPECT_EQ(run.wait(), 2) << run.output();
}

TEST(Supervision, RefusesAScenarioThatIsNotThere) {
  const TemporaryFolder folder;
  DemoRun run(folder.path() / "run", {"--scenario", "nosuch"});
  EXPECT_EQ(run.wait(), 2);
  EXPECT_NE(run.output().find("nosuch"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder.path() / "run"));
}

// Where the unprivileged run finds the programs: below the home of root nobody else may look.
fs::path g_folder_for_nobody;

// In the child, as root: a TUN device that everybody may open, as udev makes it, seen by this process only; then
// nobody.
void become_nobody() {
  constexpr uid_t kNobody = 65534;
  const auto programs = g_folder_for_nobody / "bin";
  const auto device = g_folder_for_nobody / "dev" / "tun";
  const bool done =
      ::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
      ::mount("tmpfs", (g_folder_for_nobody / "dev").c_str(), "tmpfs", 0, "mode=0755") == 0 &&
      ::mknod(device.c_str(), S_IFCHR | 0666, ::makedev(10, 200)) == 0 && ::chmod(device.c_str(), 0666) == 0 &&
      ::mount(device.c_str(), "/dev/net/tun", nullptr, MS_BIND, nullptr) == 0 &&
      ::mount(foothold_program().parent_path().c_str(), programs.c_str(), nullptr, MS_BIND, nullptr) == 0 &&
      ::setgroups(0, nullptr) == 0 && ::setgid(kNobody) == 0 && ::setuid(kNobody) == 0;
  if (!done) ::_exit(126);
}

// Whether an unprivileged process may make namespaces: not below chroot, and not where the administrator forbids it.
bool user_namespaces_allowed() {
  const auto child = ::fork();
  if (child == 0) ::_exit(::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 ? 0 : 1);
  int status = 1;
  return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

TEST(Supervision, NeedsNoPrivilege) {
  if (!user_namespaces_allowed()) GTEST_SKIP() << "this machine allows no user namespaces";
  const TemporaryFolder folder;
  const auto run_folder = folder.path() / "runs" / "run";
  if (::geteuid() != 0) {  // then every other run here shows it already
    DemoRun run(run_folder);
    EXPECT_EQ(run.wait(), 0) << run.output();
    return;
  }
  g_folder_for_nobody = folder.path();
  fs::permissions(folder.path(), fs::perms(0755));
  for (const auto* name : {"bin", "dev", "runs"}) fs::create_directory(folder.path() / name);
  fs::permissions(folder.path() / "runs", fs::perms(0777));
  DemoRun run({(folder.path() / "bin" / "foothold").string(), "demo", "--run-dir", run_folder.string()}, become_nobody);
  EXPECT_EQ(run.wait(), 0) << run.output();
  EXPECT_EQ(run.last_line().find("22 of 22 steps observed"), 0U) << run.output();
}

}  // namespace
}  // namespace foothold::e2e
