// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace foothold::lab {

// One command APDU to the card, one response APDU back.
using CardExchange = std::function<Result<Bytes>(ByteView)>;

struct CardAnswer {
  Bytes data;
  std::uint16_t sw = 0;

  bool ok() const { return sw == 0x9000 || (sw >> 8) == 0x91; }  // 91xx: and a proactive command waits
};

// Sends a command as a terminal does under T=0: with GET RESPONSE after 61xx, and again with the right Le after 6Cxx
// (TS 102 221 7.3.1.1). An Error means that the card is gone; what it refuses is in `sw`.
Result<CardAnswer> transact(const CardExchange& exchange, Bytes command);

// The socket of a foothold-tre (docs/interfaces.md section 3), as a terminal session of its own.
class CardLink {
 public:
  static Result<CardLink> connect(const std::string& path);
  Result<Bytes> exchange(ByteView command);

 private:
  explicit CardLink(UniqueFd socket) : socket_(std::move(socket)) {}
  UniqueFd socket_;
};

}  // namespace foothold::lab
