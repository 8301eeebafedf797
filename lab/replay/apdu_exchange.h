// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::lab::replay {

// A command and its answer as a terminal means them: what T=0 does in between (GET RESPONSE after 61xx, the same
// command again after 6Cxx, TS 102 221 7.3.1.1) is folded in.
struct ApduExchange {
  std::size_t packet = 0;  // of the command in the capture
  Bytes command;           // with Lc and data, and Le where the capture has one
  Bytes data;              // of the answer
  std::uint16_t sw = 0;
  bool command_cut = false;  // the card refused before the data of the command had come (T=0)
  bool hidden_command = false;
};

// Splits what GSMTAP carries of a card (type SIM): command and answer one after the other, with nothing between them.
// Where the command ends follows from its instruction, as in T=0: P3 is a length of either direction (TS 102 221
// 10.1.2, table 10.5). Errors: shorter than a header and a status word.
Result<ApduExchange> split_exchange(ByteView octets);

// The exchanges of a session, in order, as ApduExchange wants them.
class ApduSession {
 public:
  // One GSMTAP SIM payload. What cannot be split is counted.
  void take(std::size_t packet, ByteView octets);

  const std::vector<ApduExchange>& exchanges() const { return exchanges_; }
  std::size_t damaged() const { return damaged_; }

 private:
  std::vector<ApduExchange> exchanges_;
  std::size_t damaged_ = 0;
};

// The name of a command for a person: "SELECT", "80 32", as TS 102 221 and docs/tre-apdu.md call it.
std::string command_name(ByteView command);

}  // namespace foothold::lab::replay
