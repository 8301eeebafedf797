// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace foothold::e2e {

// The output of a program, line by line; throws std::runtime_error if it fails.
std::vector<std::string> lines_of(const std::vector<std::string>& command_line);

// What Wireshark says about a trace.
class Tshark {
 public:
  explicit Tshark(std::filesystem::path trace) : trace_(std::move(trace)) {}
  // One line for each packet that a display filter lets through.
  std::vector<std::string> packets(const std::string& filter) const;
  // The values of a field in those packets.
  std::vector<std::string> values(const std::string& filter, const std::string& field) const;

 private:
  std::filesystem::path trace_;
};

}  // namespace foothold::e2e
