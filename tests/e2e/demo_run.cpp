// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/e2e/demo_run.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace foothold::e2e {

namespace fs = std::filesystem;

namespace {

constexpr int kPatienceForEndsMs = 30'000;

std::vector<std::string> demo_command_line(const fs::path& run_folder, const std::vector<std::string>& arguments) {
  std::vector<std::string> line{foothold_program().string(), "demo", "--run-dir", run_folder.string()};
  line.insert(line.end(), arguments.begin(), arguments.end());
  return line;
}

}  // namespace

DemoRun::DemoRun(const fs::path& run_folder, const std::vector<std::string>& arguments) {
  start(demo_command_line(run_folder, arguments), nullptr);
}

DemoRun::DemoRun(const std::vector<std::string>& command_line, void (*before_exec)()) {
  start(command_line, before_exec);
}

DemoRun::~DemoRun() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void DemoRun::start(const std::vector<std::string>& command_line, void (*before_exec)()) {
  int output[2];
  int lifeline[2];
  if (::pipe2(output, O_CLOEXEC) != 0 || ::pipe(lifeline) != 0) throw std::runtime_error("pipe");
  output_end_ = UniqueFd(output[0]);
  lifeline_ = UniqueFd(lifeline[0]);
  ::fcntl(lifeline_.get(), F_SETFD, FD_CLOEXEC);
  const UniqueFd output_write_end(output[1]);
  const UniqueFd lifeline_write_end(lifeline[1]);  // inherited by every process of the run

  std::vector<char*> argv;
  for (const auto& argument : command_line) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("fork");
  if (pid_ == 0) {
    ::dup2(output_write_end.get(), STDOUT_FILENO);
    ::dup2(output_write_end.get(), STDERR_FILENO);
    if (before_exec != nullptr) before_exec();
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
}

bool DemoRun::read_some() {
  std::array<char, 4096> buffer{};
  const auto count = ::read(output_end_.get(), buffer.data(), buffer.size());
  if (count <= 0) return false;
  output_.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

bool DemoRun::wait_for(const std::string& text) {
  while (output_.find(text) == std::string::npos) {
    if (!read_some()) return false;
  }
  return true;
}

void DemoRun::signal(int signal) {
  ::kill(pid_, signal);
}

int DemoRun::wait() {
  while (read_some()) {
  }
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool DemoRun::nobody_left() {
  pollfd hang_up{lifeline_.get(), POLLIN, 0};
  char octet = 0;
  return ::poll(&hang_up, 1, kPatienceForEndsMs) == 1 && ::read(lifeline_.get(), &octet, 1) == 0;
}

std::string DemoRun::last_line() const {
  auto end = output_.find_last_not_of('\n');
  if (end == std::string::npos) return {};
  const auto begin = output_.rfind('\n', end);
  return output_.substr(begin == std::string::npos ? 0 : begin + 1,
                        end - (begin == std::string::npos ? 0 : begin + 1) + 1);
}

fs::path foothold_program() {
  return FOOTHOLD_PROGRAM;
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace foothold::e2e
