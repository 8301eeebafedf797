// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::gsm::gsup {

// A point on whatever steady clock the adapter has.
using TimePoint = std::chrono::steady_clock::time_point;

// What an end of a GSUP link wants done, in this order.
struct SendBytes {
  Bytes bytes;  // on the TCP connection
};
struct ClientIdentified {
  std::string name;  // a client told a server what it calls itself; may be empty
};
struct LinkReady {};  // a server got a client's name: messages may flow
struct MessageReceived {
  Bytes gsup;  // without framing; not decoded yet
};
struct InputDiscarded {
  Error error;  // one message was refused, the link goes on
};
struct CloseLink {
  std::string reason;
};
using ConnectionEffect =
    std::variant<SendBytes, ClientIdentified, LinkReady, MessageReceived, InputDiscarded, CloseLink>;
using ConnectionEffects = std::vector<ConnectionEffect>;

}  // namespace foothold::gsm::gsup
