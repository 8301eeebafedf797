// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace foothold::bench {

// A process of the bench's own, ended with it.
class Process {
 public:
  // A program, or something to do in a child.
  static Process run(const std::vector<std::string>& command_line);
  static Process run(int (*body)(const std::vector<std::string>&), const std::vector<std::string>& arguments);
  Process(Process&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}
  Process& operator=(Process&&) = delete;
  ~Process();

  // What it has used of the processors so far.
  std::chrono::duration<double> cpu_time() const;
  pid_t pid() const { return pid_; }

 private:
  explicit Process(pid_t pid) : pid_(pid) {}
  pid_t pid_;
};

// Who is in the reader.
enum class Contender {
  ours,         // foothold-tre, and nobody who wants to know of each APDU
  ours_traced,  // the same with its log of each, as it comes
  echo,         // the floor: foothold-tre's own transport, and one and the same answer to everything
  vpicc,        // vsmartcard's emulator
};
const char* name_of(Contender contender);
bool is_there(Contender contender);  // on this machine

// The state of cards that a foothold-tre can be, made once.
class Fleet {
 public:
  static constexpr std::size_t kMost = 100;
  explicit Fleet(const std::filesystem::path& folder);

  // A process with so many cards, which all look for a reader at this port. vpicc is one card.
  Process insert(Contender contender, std::size_t cards, std::uint16_t port) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace foothold::bench
