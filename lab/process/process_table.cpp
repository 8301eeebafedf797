// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/process/process_table.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace foothold::lab {
namespace {

using Clock = std::chrono::steady_clock;

// posix_spawn's attributes and file actions, freed in every case.
class SpawnSettings {
 public:
  explicit SpawnSettings(const std::filesystem::path& log) {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::posix_spawn_file_actions_adddup2(&files_, STDOUT_FILENO, STDERR_FILENO);
    ::posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    sigset_t all;
    sigfillset(&all);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  const posix_spawn_file_actions_t* files() const { return &files_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

void append(std::vector<ProcessEnd>& to, std::vector<ProcessEnd> more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

}  // namespace

bool ProcessEnd::clean() const {
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string ProcessEnd::in_words() const {
  if (WIFSIGNALED(status)) return "was killed by signal " + std::to_string(WTERMSIG(status));
  return "ended with code " + std::to_string(WEXITSTATUS(status));
}

Result<void> ProcessTable::start(const Command& command) {
  if (running(command.name)) return fail("runs already", command.name);
  std::vector<char*> argv;
  argv.reserve(command.argv.size() + 1);
  for (const auto& argument : command.argv) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const SpawnSettings settings(command.log);
  pid_t pid = 0;
  const int error = ::posix_spawnp(&pid, argv[0], settings.files(), settings.attributes(), argv.data(), environ);
  if (error != 0) return fail("cannot start " + command.argv[0] + ": " + std::strerror(error), command.name);
  entries_.push_back({command.name, pid, false});
  return {};
}

bool ProcessTable::running(const std::string& name) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.name == name; });
}

std::optional<pid_t> ProcessTable::pid_of(const std::string& name) const {
  const auto entry = std::ranges::find(entries_, name, &Entry::name);
  return entry == entries_.end() ? std::nullopt : std::optional(entry->pid);
}

std::vector<std::string> ProcessTable::names() const {
  std::vector<std::string> names;
  for (const auto& entry : entries_) names.push_back(entry.name);
  return names;
}

std::vector<ProcessEnd> ProcessTable::reap() {
  std::vector<ProcessEnd> ends;
  int status = 0;
  for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
    const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.pid == pid; });
    if (entry == entries_.end()) continue;
    ends.push_back({entry->name, status, entry->asked});
    entries_.erase(entry);
  }
  return ends;
}

void ProcessTable::signal(const std::string& name, int signal) {
  for (auto& entry : entries_) {
    if (entry.name == name) entry.asked = true;
  }
  send(name, signal);
}

void ProcessTable::freeze(const std::string& name) {
  send(name, SIGSTOP);
}

void ProcessTable::thaw(const std::string& name) {
  send(name, SIGCONT);
}

void ProcessTable::send(const std::string& name, int signal) const {
  for (const auto& entry : entries_) {
    if (entry.name == name) ::kill(entry.pid, signal);
  }
}

std::vector<ProcessEnd> ProcessTable::wait_until_gone(const std::vector<std::string>& names,
                                                      std::chrono::milliseconds patience) {
  const auto any_runs = [&] {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return running(name); });
  };
  std::vector<ProcessEnd> ends;
  const auto deadline = Clock::now() + patience;
  sigset_t child_ended;
  sigemptyset(&child_ended);
  sigaddset(&child_ended, SIGCHLD);
  for (append(ends, reap()); any_runs(); append(ends, reap())) {
    const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(deadline - Clock::now());
    if (left.count() <= 0) break;
    const timespec timeout{left.count() / 1'000'000'000, left.count() % 1'000'000'000};
    ::sigtimedwait(&child_ended, nullptr, &timeout);
  }
  return ends;
}

std::vector<ProcessEnd> ProcessTable::stop(const std::string& name, std::chrono::milliseconds patience) {
  signal(name, SIGTERM);
  auto ends = wait_until_gone({name}, patience);
  if (running(name)) {
    signal(name, SIGKILL);
    append(ends, wait_until_gone({name}, patience));
  }
  return ends;
}

std::vector<ProcessEnd> ProcessTable::stop_all(std::chrono::milliseconds patience) {
  auto names = this->names();
  std::reverse(names.begin(), names.end());
  for (const auto& name : names) signal(name, SIGTERM);
  auto ends = wait_until_gone(names, patience);
  for (const auto& name : names) signal(name, SIGKILL);
  append(ends, wait_until_gone(names, patience));
  return ends;
}

Result<ProcessEnd> ProcessTable::run_to_end(const Command& command, std::chrono::milliseconds patience) {
  if (auto started = start(command); !started) return tl::unexpected(started.error());
  auto ends = wait_until_gone({command.name}, patience);
  if (running(command.name)) append(ends, stop(command.name, std::chrono::seconds(1)));
  const auto end = std::find_if(ends.begin(), ends.end(), [&](const auto& e) { return e.name == command.name; });
  if (end == ends.end()) return fail("cannot be stopped", command.name);
  return *end;
}

}  // namespace foothold::lab
