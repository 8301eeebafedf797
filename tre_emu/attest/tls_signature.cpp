// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/attest/tls_signature.h"

#include <algorithm>
#include <string_view>

namespace foothold::tre_emu::attest {

bool is_client_certificate_verify(ByteView content) {
  constexpr std::size_t kSpaces = 64;
  constexpr std::string_view kContext = "TLS 1.3, client CertificateVerify";
  constexpr std::size_t kBeforeHash = kSpaces + kContext.size() + 1;
  if (content.size() != kBeforeHash + 32 && content.size() != kBeforeHash + 48) return false;
  return std::ranges::all_of(content.first(kSpaces), [](auto octet) { return octet == 0x20; }) &&
         std::ranges::equal(content.subspan(kSpaces, kContext.size()), kContext) && content[kBeforeHash - 1] == 0;
}

}  // namespace foothold::tre_emu::attest
