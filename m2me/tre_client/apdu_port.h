// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::m2me {

// Carries one command APDU to a card and brings its response back: the only way from the machine to its TRE. A test's
// double stands here as well as the socket.
class ApduPort {
 public:
  virtual ~ApduPort() = default;

  // The response with its two status octets, so at least 2 octets long. Blocks; called by one thread at a time. Error:
  // the card is not there any more, or did not answer in time.
  virtual Result<Bytes> transmit(ByteView command) = 0;
};

}  // namespace foothold::m2me
