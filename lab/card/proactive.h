// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::lab {

// A proactive command as a terminal sees it (TS 102 223 6.5 ff.).
struct FetchedCommand {
  std::uint8_t number = 0;
  std::uint8_t type = 0;
  std::uint8_t qualifier = 0;
  std::uint8_t destination = 0;  // 82 the terminal, 21 to 27 a channel
  Bytes objects;                 // COMPREHENSION-TLVs behind command details and device identities
};

// What FETCH gave: tag D0.
Result<FetchedCommand> parse_fetched(ByteView octets);

// The value of the first object with this tag, given without the comprehension bit.
std::optional<ByteView> object_in(ByteView objects, std::uint8_t tag);
// Appends one; value at most 255 octets.
void append_object(Bytes& out, std::uint8_t tag, ByteView value);

}  // namespace foothold::lab
