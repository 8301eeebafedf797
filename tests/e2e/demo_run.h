// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "tests/temporary_folder.h"

namespace foothold::e2e {

using test::TemporaryFolder;

// One `foothold demo` as a child process. Its output is read here; everybody in it inherits the write end of a pipe
// (the lifeline), which so hangs up only when the last of its processes is gone.
class DemoRun {
 public:
  // `run_folder` becomes --run-dir.
  explicit DemoRun(const std::filesystem::path& run_folder, const std::vector<std::string>& arguments = {});
  // The same with a whole command line and something to do in the child before it (e.g. to become another user).
  DemoRun(const std::vector<std::string>& command_line, void (*before_exec)());
  ~DemoRun();
  DemoRun(const DemoRun&) = delete;
  DemoRun& operator=(const DemoRun&) = delete;

  // Reads until the output holds `text`; false if the output ended without it.
  bool wait_for(const std::string& text);
  void signal(int signal);
  // The run's first process; until wait().
  pid_t pid() const { return pid_; }
  // Reads to the end of the output; the exit code, or 128 + signal.
  int wait();
  // After wait(): whether no process of the run is left. Waits for ends that are under way.
  bool nobody_left();

  const std::string& output() const { return output_; }
  std::string last_line() const;

 private:
  void start(const std::vector<std::string>& command_line, void (*before_exec)());
  bool read_some();

  pid_t pid_ = -1;
  UniqueFd output_end_;
  UniqueFd lifeline_;
  std::string output_;
};

// The `foothold` command under test.
std::filesystem::path foothold_program();
std::string read_file(const std::filesystem::path& path);

}  // namespace foothold::e2e
