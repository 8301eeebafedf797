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
#include <utility>

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

// In process 1. Whoever reads `keeper_alive` sees its end hang up when the keeper is gone.
Result<void> settle_as_process_1(int keeper_alive) {
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return fail("prctl: " + system_error(), "PR_SET_PDEATHSIG");
  pollfd keeper{keeper_alive, POLLIN, 0};
  if (::poll(&keeper, 1, 0) > 0) ::_exit(1);  // it died before we asked to die with it
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

[[noreturn]] void be_process_1(const std::function<int()>& body, int keeper_alive) {
  int code = 3;
  if (auto settled = settle_as_process_1(keeper_alive)) {
    code = body();
  } else {
    std::fprintf(stderr, "foothold: %s\n", to_string(settled.error()).c_str());
  }
  std::fflush(nullptr);
  ::_exit(code);
}

// Who enters a new PID namespace can start one child there and hardly anything else, so a process of its own does it.
// It tells on `report` why it could not, as a line with the field and the words behind it.
[[noreturn]] void be_keeper(const std::function<int()>& body, pid_t caller, UniqueFd report, const sigset_t& signals) {
  ::setsid();  // a Ctrl-C of the terminal goes to the caller alone, which passes it on
  const auto give_up = [&](const Error& error) {
    const auto text = error.field + "\n" + error.what;
    (void)!::write(report.get(), text.data(), text.size());
    ::_exit(1);
  };
  if (auto entered = enter_namespaces(); !entered) give_up(entered.error());
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // here, since new credentials clear it
  if (::getppid() != caller) ::_exit(1);

  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) give_up({"pipe: " + system_error(), {}});
  UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  const pid_t child = ::fork();
  if (child < 0) give_up({"fork: " + system_error(), {}});
  report.reset();
  if (child == 0) {
    write_end.reset();
    be_process_1(body, read_end.get());
  }
  read_end.reset();
  ::_exit(wait_and_pass_signals_on(child, signals));
}

std::string read_to_end(int fd) {
  std::string text;
  char octet = 0;
  while (::read(fd, &octet, 1) == 1) text.push_back(octet);
  return text;
}

}  // namespace

Result<int> run_isolated(const std::function<int()>& body) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail("pipe: " + system_error());
  UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);

  sigset_t signals;
  sigset_t before;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&signals, signal);
  ::sigprocmask(SIG_BLOCK, &signals, &before);

  std::fflush(nullptr);  // or the children print it again
  const pid_t caller = ::getpid();
  const pid_t keeper = ::fork();
  if (keeper < 0) return fail("fork: " + system_error());
  if (keeper == 0) be_keeper(body, caller, std::move(write_end), signals);
  write_end.reset();
  const auto report = read_to_end(read_end.get());
  const int code = wait_and_pass_signals_on(keeper, signals);
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  if (report.empty()) return code;
  const auto line_end = report.find('\n');
  return fail(report.substr(line_end + 1), report.substr(0, line_end));
}

}  // namespace foothold::lab
