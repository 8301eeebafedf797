// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "trace/event.h"

namespace foothold::gsm::l3 {

// Signalling of GMM and SM uses LLC SAPI 1 (TS 44.064 6.2.3).
inline constexpr std::uint8_t kLlgmmSapi = 1;

// Give this layer 3 message to LLC for unacknowledged transfer (LL-UNITDATA-REQ, TS 44.064 7.2.1.3).
struct SendPdu {
  std::uint8_t sapi = kLlgmmSapi;
  Bytes bytes;
  // LLC ciphers it when an algorithm is in use; false for the messages that never are (TS 24.008 4.7.1.2).
  bool ciphered = true;
};

// Something happened that the run wants to know. The adapter stamps the time.
struct Trace {
  trace::Event event;
};

}  // namespace foothold::gsm::l3
