// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/e2e/demo_run.h"

namespace foothold::e2e {

// A `foothold lab up` with this configuration, and what one asks of it from outside.
class LabRun {
 public:
  LabRun(const std::filesystem::path& folder, const std::string& configuration, const std::string& run = "run")
      : run_(folder / run), lab_(command_line(folder, configuration), nullptr) {}

  // As `foothold lab ctl RUN ...`; the exit code, and what it said in `answer`.
  int ask(std::vector<std::string> words, std::string* answer = nullptr) const {
    words.insert(words.begin(), {foothold_program().string(), "lab", "ctl", run_.string()});
    DemoRun ctl(words, nullptr);
    const int code = ctl.wait();
    if (answer != nullptr) *answer = ctl.output();
    return code;
  }
  // For DemoRun: `foothold lab exec RUN -- ...`.
  std::vector<std::string> inside(const std::vector<std::string>& words) const {
    std::vector<std::string> line{foothold_program().string(), "lab", "exec", run_.string(), "--"};
    line.insert(line.end(), words.begin(), words.end());
    return line;
  }
  // What the machine has to say goes to a file: more of it than a pipe holds that nobody reads meanwhile.
  std::vector<std::string> machine_inside() const {
    return inside({"sh", "-c", "exec \"$0\" --config \"$1\" > \"$2\" 2>&1",
                   (foothold_program().parent_path() / "foothold-m2me").string(),
                   (run_ / "config" / "foothold-m2me.toml").string(), machine_log().string()});
  }
  std::filesystem::path machine_log() const { return run_ / "log" / "machine.log"; }

  DemoRun& process() { return lab_; }
  bool wait_for(const std::string& text) { return lab_.wait_for(text); }
  const std::string& output() const { return lab_.output(); }
  const std::filesystem::path& run() const { return run_; }

 private:
  std::vector<std::string> command_line(const std::filesystem::path& folder, const std::string& configuration) const {
    const auto file = folder / "lab.toml";
    std::ofstream(file) << configuration;
    return {foothold_program().string(), "lab", "up", "--config", file.string(), "--run-dir", run_.string()};
  }

  std::filesystem::path run_;
  DemoRun lab_;
};

}  // namespace foothold::e2e
