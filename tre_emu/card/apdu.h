// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "tre_emu/card/status_word.h"

namespace foothold::tre_emu::card {

// A command APDU, cases 1 to 4, short and extended (ISO 7816-4 5.1).
struct Command {
  std::uint8_t cla = 0;
  std::uint8_t ins = 0;
  std::uint8_t p1 = 0;
  std::uint8_t p2 = 0;
  Bytes data;
  std::optional<std::size_t> ne;  // octets of answer that are wanted at most, 1..65536; empty in cases 1 and 3

  // For the classes that TerminalSession lets through: 0 to 19 (ISO 7816-4 5.1.1).
  unsigned channel() const { return (cla & 0x40U) != 0 ? 4 + (cla & 0x0FU) : cla & 0x03U; }
  bool more_follow() const { return (cla & 0x10U) != 0; }  // part of a command chain, not the last
  bool proprietary() const { return (cla & 0x80U) != 0; }

  friend bool operator==(const Command&, const Command&) = default;
};

// The error is the status word to answer: 6700 for every length that fits no case.
tl::expected<Command, StatusWord> decode_command(ByteView apdu);
// Short where it fits, extended else; data at most 65535 octets.
Bytes encode_command(const Command& command);

// What a command came to. `shown` stands in for `data` (same size) where data holds a secret and somebody wants to
// record the exchange; `facts` is what else may be said of the command.
struct Response {
  Bytes data;
  StatusWord sw = StatusWord::ok;
  std::optional<Bytes> shown;
  bool command_is_secret = false;  // the data of the command, e.g. keys that the terminal stores
  std::vector<std::pair<std::string, std::string>> facts;

  Response() = default;
  Response(StatusWord status) : sw(status) {}  // an error is an answer: `return StatusWord::file_not_found;`
  explicit Response(Bytes octets) : data(std::move(octets)) {}
};

}  // namespace foothold::tre_emu::card
