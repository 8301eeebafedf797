// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/up/lab_namespaces.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
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

// 0, or an errno.
int enter(pid_t process) {
  const UniqueFd lab(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
  const int user = in_our_user_namespace(process) ? 0 : CLONE_NEWUSER;
  std::error_code error;
  const auto folder = std::filesystem::current_path(error);
  if (!lab || ::setns(lab.get(), user | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID) != 0) return errno;
  std::filesystem::current_path(folder, error);  // a mount namespace brings its root folder along
  return 0;
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

[[noreturn]] void become(char* const argv[]) {
  ::signal(SIGINT, SIG_DFL);
  ::signal(SIGQUIT, SIG_DFL);
  ::execvp(argv[0], argv);
  std::fprintf(stderr, "foothold: %s: %s\n", argv[0], std::strerror(errno));
  ::_exit(127);
}

// In a process of its own, which has nothing to do but this: it leaves its namespaces for good. What hinders it goes
// into `obstacle`, as an errno.
[[noreturn]] void enter_and_run(pid_t process, char* const argv[], int obstacle) {
  int error = enter(process);
  const pid_t child = error != 0 ? -1 : ::fork();  // only a child is in the PID namespace
  if (child == 0) become(argv);
  if (child > 0) ::_exit(wait_for(child));
  if (error == 0) error = errno;
  (void)!::write(obstacle, &error, sizeof error);
  ::_exit(1);
}

}  // namespace

Result<int> run_in_namespaces_of(pid_t process, const std::vector<std::string>& command_line) {
  std::vector<char*> argv;
  for (const auto& word : command_line) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail(std::strerror(errno), "pipe");
  const UniqueFd reading(ends[0]);
  UniqueFd writing(ends[1]);
  // Ctrl-C reaches the program by itself; here it must not cut the wait for it short.
  ::signal(SIGINT, SIG_IGN);
  ::signal(SIGQUIT, SIG_IGN);
  const pid_t child = ::fork();
  if (child < 0) return fail(std::strerror(errno), "fork");
  if (child == 0) enter_and_run(process, argv.data(), writing.get());
  writing.reset();
  const int code = wait_for(child);
  int error = 0;
  if (::read(reading.get(), &error, sizeof error) == sizeof error) {
    return fail(std::string("cannot be entered: ") + std::strerror(error), "the lab's namespaces");
  }
  return code;
}

}  // namespace foothold::lab
