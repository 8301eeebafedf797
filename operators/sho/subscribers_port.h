// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "base/result.h"
#include "base/secret.h"

namespace foothold::operators::sho {

struct Subscriber {
  std::string imsi;
  Secret<16> k;
  Secret<16> opc;
};

// Where the SHO keeps its subscribers.
class SubscribersPort {
 public:
  virtual ~SubscribersPort() = default;
  // Makes the subscriber, Milenage and packet services only; making it again with the same keys changes nothing.
  virtual Result<void> make(const Subscriber& subscriber) = 0;
};

}  // namespace foothold::operators::sho
