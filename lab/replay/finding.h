// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace foothold::lab::replay {

// What came of one thing that was compared.
enum class Verdict : std::uint8_t {
  same,
  must_differ,  // no two sessions agree in this: a challenge, a temporary identity, a signature
  follows,      // another outcome, but only since something that must differ came before
  different,    // this is what a regression test looks for
  left_out,     // was not replayed: the capture hides it, or it depends on what is not replayed
};

const char* to_string(Verdict verdict);

// One element of one message.
struct Finding {
  std::size_t packet = 0;  // in the capture, counted from 1; 0: none of the capture's
  std::string message;     // "SELECT", "gmm.attach_accept"
  std::string element;     // "status word", "allocated P-TMSI"; empty: the whole message
  Verdict verdict = Verdict::same;
  std::string captured;  // as a person reads it; empty: not there
  std::string live;
  std::string reason;  // in words; empty for what is the same
};

struct Summary {
  std::size_t messages = 0;  // that were replayed or waited for
  std::size_t same = 0;      // findings, by verdict
  std::size_t must_differ = 0;
  std::size_t follows = 0;
  std::size_t different = 0;
  std::size_t left_out = 0;
};

struct Report {
  std::string target;  // "tre", "sgsn", "m2me"
  std::size_t messages = 0;
  std::vector<Finding> findings;

  Summary summary() const;
  bool passed() const;  // something was compared, and nothing is different
};

// For a person: a line for each finding but those that are the same (`all`: those too), and the sum below.
std::string to_text(const Report& report, bool all);
// For programs: docs/replay.md has its form.
std::string to_json(const Report& report);

}  // namespace foothold::lab::replay
