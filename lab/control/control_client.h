// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"
#include "lab/control/control_request.h"

namespace foothold::lab::control {

// Talks to a running lab or demo.
class ControlClient {
 public:
  // `run`: the lab's run folder, which has the socket. Error: no lab runs there.
  static Result<ControlClient> connect(const std::filesystem::path& run);

  // The answer's line, without its line feed. Errors: the lab ended, or did not answer in time.
  Result<std::string> ask(const Request& request, std::chrono::milliseconds patience);
  // The lab's process, as this process numbers it; whoever is in it is in the lab's namespaces.
  Result<pid_t> process() const;

 private:
  explicit ControlClient(UniqueFd socket) : socket_(std::move(socket)) {}

  UniqueFd socket_;
};

// Where a run or lab is asked.
std::filesystem::path control_socket(const std::filesystem::path& run);

}  // namespace foothold::lab::control
