// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "m2me/tre_client/apdu_port.h"

namespace foothold::m2me {

// The TRE behind its unix stream socket: two octets of length, then the APDU, both ways (docs/interfaces.md 3). After
// an error the connection is closed, since request and answer could no longer be told apart; every later call fails.
Result<std::unique_ptr<ApduPort>> connect_unix_apdu_port(const std::string& path,
                                                         std::chrono::milliseconds timeout = std::chrono::seconds(10));

}  // namespace foothold::m2me
