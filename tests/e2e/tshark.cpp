// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/e2e/tshark.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <sstream>
#include <stdexcept>

#include "base/unique_fd.h"

namespace foothold::e2e {

std::vector<std::string> lines_of(const std::vector<std::string>& command_line) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
  UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  std::vector<char*> argv;
  for (const auto& argument : command_line) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(write_end.get(), STDOUT_FILENO);
    ::execvp(argv[0], argv.data());
    ::_exit(127);
  }
  write_end.reset();
  std::string text;
  std::array<char, 65536> buffer{};
  for (ssize_t count = 0; (count = ::read(read_end.get(), buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error(command_line[0] + " failed");

  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> Tshark::packets(const std::string& filter) const {
  return lines_of({"tshark", "-n", "-r", trace_.string(), "-Y", filter});
}

std::vector<std::string> Tshark::values(const std::string& filter, const std::string& field) const {
  return lines_of({"tshark", "-n", "-r", trace_.string(), "-Y", filter, "-T", "fields", "-e", field});
}

}  // namespace foothold::e2e
