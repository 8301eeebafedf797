// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::m2me {

enum class PushVerdict : std::uint8_t { applied, wrong_mac, malformed };

// Receives the RO's bootstrap (OTA-HTTP push, docs/interfaces.md 5, step 10): POST / with the document and its MAC.
// 204 applied, 403 wrong MAC, 400 malformed, 413 larger than 64 KiB, 415 another type.
class PushReceiver {
 public:
  static constexpr std::size_t kLargestDocument = 65536;
  using Mac = std::array<std::uint8_t, 20>;
  // Called on a thread of the receiver, one push at a time.
  using Handler = std::function<PushVerdict(const Bytes& document, const Mac& mac)>;

  // Listens on all addresses of the calling thread's network namespace; port 0: any, see port(). It listens when this
  // returns. Error: the port is taken.
  static Result<std::unique_ptr<PushReceiver>> listen(std::uint16_t port, Handler handler);
  // Ends the receiver's threads; a push that is being handled is finished first.
  virtual ~PushReceiver() = default;

  virtual std::uint16_t port() const = 0;

 protected:
  PushReceiver() = default;
};

}  // namespace foothold::m2me
