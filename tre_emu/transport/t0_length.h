// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/bytes.h"

namespace foothold::tre_emu::transport {

// What P3 = 00 is over T=0 for a command without data: the reader takes 256 octets, no fewer, so that a phone would go
// on waiting for those that do not come. 6Cxx says how many there are, and the command comes again with that number
// (TS 102 221 7.3.1.1 and C.1.2; ISO 7816-3 12.2.3). The card carries it out once: the answer is kept until then.
// Any other command in between drops it.
class T0Length {
 public:
  // The answer that was kept for this command, if it is the one that 6Cxx has asked for.
  std::optional<Bytes> kept_for(ByteView command);
  // What the reader is told of the card's answer to `command`, which has SW1 SW2 at least.
  Bytes told(ByteView command, Bytes answer);
  void reset() { kept_.clear(); }

 private:
  std::array<std::uint8_t, 4> header_{};  // CLA INS P1 P2
  Bytes kept_;                            // empty: nothing
};

}  // namespace foothold::tre_emu::transport
