// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace foothold::m2me {

// An https URL to an IPv4 address: the device has no name server that it could trust with names of operators.
struct HttpsUrl {
  std::string address;  // dotted decimal
  std::uint16_t port = 443;
  std::string path = "/";  // with the query, if there is one

  static Result<HttpsUrl> parse(const std::string& text);
  std::string host() const { return port == 443 ? address : address + ":" + std::to_string(port); }
};

}  // namespace foothold::m2me
