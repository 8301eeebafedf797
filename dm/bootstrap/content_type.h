// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace foothold::dm {

// The content type of a bootstrap push with its security parameters (SEC and MAC as OMA Client Provisioning has them):
// `application/vnd.syncml.dm+wbxml;SEC=1;MAC=<40 hex digits>`.
struct BootstrapContentType {
  static constexpr int kUserPin = 1;   // SEC=1 USERPIN: here the shared secret is Ks_int_NAF (docs/interfaces.md 5)
  int security = kUserPin;             // 0..3
  std::array<std::uint8_t, 20> mac{};  // HMAC-SHA-1 over the document
  friend bool operator==(const BootstrapContentType&, const BootstrapContentType&) = default;
};

std::string to_string(const BootstrapContentType& type);
// Parameter names and hex digits in either case, white space around ';' allowed, quoted values allowed, unknown
// parameters ignored; a repeated or missing SEC or MAC is an error.
Result<BootstrapContentType> parse_bootstrap_content_type(std::string_view header);

}  // namespace foothold::dm
