// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/up/lab_namespaces.h"

#include <sched.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>

#include "base/unique_fd.h"

namespace foothold::lab {
namespace {

// Root makes no user namespace for a lab, and nobody may enter the one that he is in already: setns(2).
bool in_our_user_namespace(pid_t process) {
  struct stat ours {};
  struct stat theirs {};
  const auto path = "/proc/" + std::to_string(process) + "/ns/user";
  return ::stat("/proc/self/ns/user", &ours) == 0 && ::stat(path.c_str(), &theirs) == 0 && ours.st_ino == theirs.st_ino;
}

Result<void> enter(pid_t process) {
  const UniqueFd lab(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
  const int user = in_our_user_namespace(process) ? 0 : CLONE_NEWUSER;
  std::error_code error;
  const auto folder = std::filesystem::current_path(error);
  if (!lab || ::setns(lab.get(), user | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID) != 0) {
    return fail(std::string("cannot be entered: ") + std::strerror(errno), "the lab's namespaces");
  }
  std::filesystem::current_path(folder, error);  // a mount namespace brings its root folder along
  return {};
}

}  // namespace

Result<int> run_in_namespaces_of(pid_t process, const std::vector<std::string>& command_line) {
  if (auto entered = enter(process); !entered) return tl::unexpected(entered.error());
  std::vector<char*> argv;
  for (const auto& word : command_line) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  // Ctrl-C reaches the program by itself; here it must not cut the wait for it short.
  ::signal(SIGINT, SIG_IGN);
  ::signal(SIGQUIT, SIG_IGN);
  const pid_t child = ::fork();  // only a child is in the PID namespace
  if (child < 0) return fail(std::strerror(errno), "fork");
  if (child == 0) {
    ::signal(SIGINT, SIG_DFL);
    ::signal(SIGQUIT, SIG_DFL);
    ::execvp(argv[0], argv.data());
    std::fprintf(stderr, "foothold: %s: %s\n", argv[0], std::strerror(errno));
    ::_exit(127);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace foothold::lab
