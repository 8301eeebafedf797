// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "gsm/l1/frame_number.h"

// TRXC, the control interface of a transceiver as Osmocom's programs speak it: a datagram each, of text that ends in a
// zero. "CMD SETSLOT 0 5" is answered by "RSP SETSLOT 0 0 5": a status, 0 for done, then the arguments.
namespace foothold::rf_bridge::trx {

inline constexpr std::size_t kLargestTrxcMessage = 256;

struct TrxcCommand {
  std::string verb;
  std::vector<std::string> arguments;
  friend bool operator==(const TrxcCommand&, const TrxcCommand&) = default;
};

struct TrxcResponse {
  std::string verb;
  int status = 0;
  std::vector<std::string> arguments;
  friend bool operator==(const TrxcResponse&, const TrxcResponse&) = default;
};

Bytes encode(const TrxcCommand& command);
Bytes encode(const TrxcResponse& response);
// Errors: not of this kind, no verb, more than kLargestTrxcMessage octets, or characters that are not printable.
Result<TrxcCommand> decode_command(ByteView datagram);
Result<TrxcResponse> decode_response(ByteView datagram);

// "IND CLOCK <frame>", on a socket of its own.
Bytes encode_clock_indication(gsm::l1::FrameNumber frame);

// The whole of `text` as a decimal number from `min` to `max`. Error: Error::field is `field`.
Result<std::int64_t> number_in(const std::string& text, std::int64_t min, std::int64_t max, const char* field);

}  // namespace foothold::rf_bridge::trx
