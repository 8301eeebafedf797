// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/unique_fd.h"

namespace foothold::bench {

// What a modem asks its card again and again, and how a right answer to it begins.
struct Question {
  Bytes command;
  Bytes answer_begins;
};
const std::vector<Question>& modem_questions();
// What vpicc answers without falling over.
const std::vector<Question>& simple_questions();

struct Speed {
  std::size_t exchanges = 0;
  std::chrono::duration<double> time{};
  std::chrono::duration<double> card_time{};  // what the card's process used of the processors for it
  std::size_t wrong = 0;                      // answers that are not what they should be

  double per_second() const { return time.count() > 0 ? static_cast<double>(exchanges) / time.count() : 0; }
};

// How a reader sends length and content of a command.
enum class Sending {
  apart,   // as vsmartcard's vpcd of Debian 12 (3.3): the content goes once the length is acknowledged
  at_once  // in one segment, as its later versions
};

// The reader's end as vsmartcard's vpcd has it: a server that takes cards. One thread asks all cards at once, each one
// its next question as soon as it has answered.
class VpcdReaders {
 public:
  explicit VpcdReaders(Sending sending);
  std::uint16_t port() const { return port_; }

  // Waits for `cards` of them and powers them; false if they do not come.
  bool take(std::size_t cards);
  // Asks them for so long. `judge`: whether answers are held against what they should be.
  Speed ask(const std::vector<Question>& questions, std::chrono::duration<double> how_long, bool judge);

 private:
  struct Slot {
    UniqueFd socket;
    std::size_t question = 0;
  };

  bool send_frame(int socket, ByteView content) const;

  Sending sending_;
  UniqueFd listener_;
  std::uint16_t port_ = 0;
  std::vector<Slot> slots_;
};

// Through pcscd, as any PC/SC program: the only card in its first reader. An empty text: all is well.
std::string ask_through_pcscd(const std::vector<Question>& questions, std::chrono::duration<double> how_long,
                              bool judge, Speed& speed);

}  // namespace foothold::bench
