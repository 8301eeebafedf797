// SPDX-License-Identifier: AGPL-3.0-or-later
// A token as it comes, and the input as the claims of a well-signed one.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "pki/eat.h"
#include "pki/jws.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold;
  using namespace foothold::pki;
  static const PrivateKey key = PrivateKey::generate().value();
  static const PublicKey public_key = key.public_key();
  if (verify_jws(std::string_view(reinterpret_cast<const char*>(data), size), "eat+jwt", public_key)) std::abort();
  const auto token = sign_jws(ByteView(data, size), kEatType, key.signer());
  if (!token) return 0;
  if (const auto claims = verify_eat(*token, public_key))
    if (!sign_eat(*claims, key.signer())) std::abort();
  return 0;
}
