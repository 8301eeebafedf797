// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "gsm/identity/imsi.h"
#include "m2me/mobile/bearer.h"

namespace foothold::m2me {

// What a user asks of a mobile: the device agent, a test, later an AT command interpreter. Calls block until the answer
// is there or the time is up, and may come from any thread but the modem's own.
class Modem {
 public:
  virtual ~Modem() = default;

  // The subscription that the USIM shows now: after a start, and after the TRE switched to another one. The modem must
  // be disconnected.
  virtual Result<void> use_subscription(const gsm::Imsi& imsi) = 0;
  // Attaches and activates a PDP context for `apn`; returns at once if that bearer is there. The modem restores it by
  // itself as long as the network lets it, until disconnect(). Error: refused, or not there in time.
  virtual Result<Bearer> connect(const std::string& apn, std::chrono::milliseconds timeout) = 0;
  // Detaches. Error: the network did not confirm in time; the modem is disconnected nevertheless.
  virtual Result<void> disconnect(std::chrono::milliseconds timeout) = 0;

  // For a user to whom nothing comes over a bearer that stands: the network is asked whether it still knows the mobile.
  // If not, the bearer goes down, and the modem restores it. Does not wait for the answer.
  virtual void verify_registration() = 0;

  virtual std::optional<Bearer> bearer() const = 0;
  // Grows with each bearer that came up: whoever sees another number than before knows that connections were cut.
  virtual std::uint64_t bearer_count() const = 0;

  // Called on the modem's thread whenever a bearer goes down: what runs over it should not wait for answers any more.
  // Once this returns, what was set before is not called any more.
  virtual void on_bearer_down(std::function<void()> told) = 0;

  // The calling thread enters the network in which the bearer is the only way out.
  virtual Result<void> enter_network() const = 0;
};

}  // namespace foothold::m2me
