// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/host/isolation.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "base/unique_fd.h"
#include "lab/host/network_interface.h"

namespace foothold::lab {
namespace {

constexpr int kSignalsUntilKill = 3;

std::string system_error() {
  return std::strerror(errno);
}

Result<void> write_file(const char* path, const std::string& text) {
  UniqueFd file(::open(path, O_WRONLY | O_CLOEXEC));
  if (!file || ::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    return fail("cannot write: " + system_error(), path);
  }
  return {};
}

Result<void> become_root_of_user_namespace() {
  const auto user = std::to_string(::geteuid());
  const auto group = std::to_string(::getegid());
  if (::unshare(CLONE_NEWUSER) != 0) {
    return fail("this machine does not let you make a user namespace (" + system_error() +
                    "); allow it (sysctl kernel.unprivileged_userns_clone=1, user.max_user_namespaces > 0, in a "
                    "container --privileged) or run as root",
                "user namespace");
  }
  // A group map without privilege is accepted only once setgroups is off: user_namespaces(7).
  if (auto done = write_file("/proc/self/setgroups", "deny"); !done) return done;
  if (auto done = write_file("/proc/self/gid_map", "0 " + group + " 1"); !done) return done;
  return write_file("/proc/self/uid_map", "0 " + user + " 1");
}

Result<void> enter_namespaces() {
  if (::geteuid() != 0) {
    if (auto done = become_root_of_user_namespace(); !done) return done;
  }
  if (::unshare(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET) != 0) {
    return fail("this machine does not let you make mount, PID and network namespaces (" + system_error() +
                    "); in a container, start it with --privileged",
                "namespaces");
  }
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
    return fail("cannot make the mounts private: " + system_error(), "mount namespace");
  }
  return {};
}

// In process 1. Whoever reads `parent_alive` sees its end hang up when the caller is gone.
Result<void> settle_as_process_1(int parent_alive) {
  ::setsid();  // a Ctrl-C of the terminal goes to the caller alone, which passes it on
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return fail("prctl: " + system_error(), "PR_SET_PDEATHSIG");
  pollfd parent{parent_alive, POLLIN, 0};
  if (::poll(&parent, 1, 0) > 0) ::_exit(1);  // it died before we asked to die with it
  // Refused in a container whose /proc is masked. Then the old one stays, which is enough for us: /proc/self/net is
  // right in it all the same.
  ::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr);
  return bring_up("lo");
}

int wait_and_pass_signals_on(pid_t child, const sigset_t& signals) {
  int passed_on = 0;
  for (;;) {
    siginfo_t info{};
    if (::sigwaitinfo(&signals, &info) < 0) continue;
    if (info.si_signo != SIGCHLD) {
      ::kill(child, ++passed_on < kSignalsUntilKill ? info.si_signo : SIGKILL);
      continue;
    }
    int status = 0;
    if (::waitpid(child, &status, WNOHANG) != child) continue;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
}

}  // namespace

Result<int> run_isolated(const std::function<int()>& body) {
  if (auto done = enter_namespaces(); !done) return tl::unexpected(done.error());

  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail("pipe: " + system_error());
  UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);

  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&signals, signal);
  ::sigprocmask(SIG_BLOCK, &signals, nullptr);

  std::fflush(nullptr);  // or the child prints it again
  const pid_t child = ::fork();
  if (child < 0) return fail("fork: " + system_error());
  if (child == 0) {
    write_end.reset();
    int code = 3;
    if (auto settled = settle_as_process_1(read_end.get())) {
      code = body();
    } else {
      std::fprintf(stderr, "foothold: %s\n", to_string(settled.error()).c_str());
    }
    std::fflush(nullptr);
    ::_exit(code);
  }
  read_end.reset();
  return wait_and_pass_signals_on(child, signals);
}

}  // namespace foothold::lab
