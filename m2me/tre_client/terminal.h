// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <mutex>

#include "base/bytes.h"
#include "base/result.h"
#include "m2me/tre_client/apdu_port.h"

namespace foothold::m2me {

// A command's class without the bits that the terminal sets itself: those of the logical channel and of chaining.
enum class CommandClass : std::uint8_t { interindustry = 0x00, proprietary = 0x80 };

struct CardCommand {
  CommandClass cla = CommandClass::interindustry;
  std::uint8_t ins = 0;
  std::uint8_t p1 = 0;
  std::uint8_t p2 = 0;
  Bytes data = {};  // more than 255 octets are chained; 16 KiB at most
  bool wants_data = true;
};

struct CardResponse {
  Bytes data;
  std::uint16_t sw = 0;  // never 61xx or 6Cxx: those are dealt with

  bool ok() const { return sw == 0x9000; }
};

// The terminal's side of ISO 7816-4 and TS 102 221 on one card: chaining of long commands (5.1.1.1), GET RESPONSE for
// 61xx, another try for 6Cxx, logical channels 0..3. May be used by several threads: a command with all its parts is
// one turn.
class Terminal {
 public:
  static constexpr std::size_t kLargestCommand = 16384;
  static constexpr std::size_t kLargestResponse = 65536;

  explicit Terminal(ApduPort& port) : port_(port) {}

  // Error: what ApduPort reports, or a card that does not keep to the rules. A refusal by the card is a CardResponse.
  Result<CardResponse> send(std::uint8_t channel, const CardCommand& command);
  // MANAGE CHANNEL open; the card chooses 1..3 (TS 102 221 11.1.17).
  Result<std::uint8_t> open_channel();
  Result<void> close_channel(std::uint8_t channel);

 private:
  Result<CardResponse> exchange(Bytes command);
  Result<CardResponse> collect(std::uint8_t channel, Bytes command);

  std::mutex mutex_;
  ApduPort& port_;
};

// The error for a status word: names it in words, and Error::answer is the status word.
tl::unexpected<Error> refused(std::string_view command, std::uint16_t sw);
const char* status_word_text(std::uint16_t sw);

}  // namespace foothold::m2me
