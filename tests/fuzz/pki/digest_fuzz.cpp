// SPDX-License-Identifier: AGPL-3.0-or-later
// Headers of HTTP Digest: what is accepted comes back from its own header.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "pki/digest_aka.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold::pki;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(DigestChallenge::parse(text));
  static_cast<void>(DigestAuthenticationInfo::parse(text));
  static_cast<void>(AkaNonce::parse(text));
  if (const auto credentials = DigestCredentials::parse(text)) {
    const auto again = DigestCredentials::parse(credentials->to_header());
    // Escaping may push a header over its limit; otherwise nothing may get lost.
    if (again ? again->username != credentials->username : credentials->to_header().size() <= 512) std::abort();
  }
  return 0;
}
