// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <variant>

#include "base/bytes.h"
#include "base/result.h"
#include "tre_emu/transport/apdu_frames.h"

namespace foothold::tre_emu::transport {

// What the reader does to the card. Only get_atr is answered, with the answer to reset.
enum class VpcdControl : std::uint8_t { power_off = 0, power_on = 1, reset = 2, get_atr = 4 };

// A control, or a command APDU of 2..65535 octets.
using VpcdMessage = std::variant<VpcdControl, Bytes>;

// Finds what vsmartcard's vpcd, a card reader of software, says in a stream: frames as on the TRE's own socket, where
// one octet alone is a control. Answers have the same frame, encode_frame(). Takes all messages out before it feeds
// more, as for ApduFrames.
class VpcdFrames {
 public:
  void feed(ByteView octets) { frames_.feed(octets); }
  // The next message; empty if more input is needed. Errors: a frame without content, an unknown control. The stream
  // is of no use after an error.
  Result<std::optional<VpcdMessage>> next();
  // A part of a message is here, and not yet all of it.
  bool begun() const { return frames_.begun(); }

 private:
  ApduFrames frames_;
};

}  // namespace foothold::tre_emu::transport
