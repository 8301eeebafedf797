// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace foothold::lab::control {

// What can be asked of a running lab (docs/interfaces.md section 9). Machines are counted from 1; 0 is all of them.
struct Status {
  friend bool operator==(const Status&, const Status&) = default;
};
struct Attach {
  unsigned device = 0;  // 1..64
  friend bool operator==(const Attach&, const Attach&) = default;
};
struct Detach {
  unsigned device = 0;  // 1..64
  friend bool operator==(const Detach&, const Detach&) = default;
};
struct SetLoss {
  unsigned device = 0;
  unsigned downlink = 0;  // percent of the bursts
  unsigned uplink = 0;
  friend bool operator==(const SetLoss&, const SetLoss&) = default;
};
struct Outage {
  unsigned device = 0;
  unsigned milliseconds = 0;  // 0..3 600 000
  friend bool operator==(const Outage&, const Outage&) = default;
};
struct SetPathLoss {
  unsigned device = 0;
  unsigned db = 0;  // 0..200
  friend bool operator==(const SetPathLoss&, const SetPathLoss&) = default;
};
struct SetDelay {
  unsigned device = 0;
  unsigned symbols = 0;  // 0..63
  friend bool operator==(const SetDelay&, const SetDelay&) = default;
};
struct Cut {
  std::string link;  // the name of a process, or "air"
  friend bool operator==(const Cut&, const Cut&) = default;
};
struct Restore {
  std::string link;
  friend bool operator==(const Restore&, const Restore&) = default;
};
struct Stop {
  friend bool operator==(const Stop&, const Stop&) = default;
};
using Request = std::variant<Status, Attach, Detach, SetLoss, Outage, SetPathLoss, SetDelay, Cut, Restore, Stop>;

inline constexpr std::size_t kLongestLine = 4096;  // octets of a request or answer, line feed included

// One line, without its line feed: {"command":"loss","device":1,"downlink":10,"uplink":30}. Errors name the key.
Result<Request> parse_request(std::string_view line);
// The same from the words of a command line, in the order of the table in docs/interfaces.md: loss 1 10 30.
Result<Request> request_from_words(const std::vector<std::string>& words);
std::string to_line(const Request& request);

// Whether the line of an answer says that it was done.
bool is_positive(std::string_view answer);

// A line for each command, for people.
std::string commands_in_words();

}  // namespace foothold::lab::control
