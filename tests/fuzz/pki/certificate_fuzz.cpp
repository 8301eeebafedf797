// SPDX-License-Identifier: AGPL-3.0-or-later
// Certificates, keys and signatures as they come from outside.
#include <array>
#include <chrono>
#include <cstdint>

#include "pki/certificate.h"
#include "pki/private_key.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold;
  using namespace foothold::pki;
  const ByteView input(data, size);
  if (const auto certificate = Certificate::from_der(input)) {
    static_cast<void>(certificate->common_name() + certificate->user_id() + certificate->serial());
    static_cast<void>(
        verify_chain(*certificate, std::array{*certificate}, Purpose::tls_client, certificate->not_before()));
  }
  static_cast<void>(Certificate::list_from_pem(input));
  static_cast<void>(PrivateKey::from_der(input));
  static_cast<void>(PublicKey::from_der(input));
  static_cast<void>(raw_signature(input));
  return 0;
}
