// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <deque>
#include <optional>

#include "base/bytes.h"
#include "rf_bridge/trx/trxc.h"

namespace foothold::rf_bridge::trx {

using Instant = std::chrono::steady_clock::time_point;

// The TRXC side that commands: one command after another, each repeated until it is answered, without end: a
// transceiver may start later than we do, and TRXC runs over UDP.
class ControlClient {
 public:
  static constexpr std::chrono::milliseconds kPatience{500};

  // Forgets what was under way. The result, as that of the other calls, is a datagram to send.
  std::optional<Bytes> begin(std::deque<TrxcCommand> commands, Instant now);
  // One more, after what is under way. Beyond 32 commands under way it is dropped.
  std::optional<Bytes> add(TrxcCommand command, Instant now);
  // An answer to something else than the command under way is passed over: a late one, to a repetition.
  std::optional<Bytes> on_response(const TrxcResponse& response, Instant now);
  std::optional<Bytes> on_time(Instant now);

  bool done() const { return commands_.empty(); }
  // When on_time() has something to repeat.
  std::optional<Instant> next() const;

 private:
  std::optional<Bytes> send(Instant now);

  std::deque<TrxcCommand> commands_;  // the first one is under way
  Instant sent_{};
};

}  // namespace foothold::rf_bridge::trx
