// SPDX-License-Identifier: AGPL-3.0-or-later
#include <cstdlib>
#include <string>

#include "m2me/gba/ub_exchange.h"

// The input as challenge, as proof, and as body: nothing but the right proof ends in success, and that nobody can
// guess.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold;
  using namespace foothold::m2me;
  const std::string text(reinterpret_cast<const char*>(data), size);
  (void)parse_bootstrapping_info({data, size});
  UbExchange exchange("a@b", "b", "/", "1");
  exchange.start();
  auto next = exchange.on_response({401, {{"WWW-Authenticate", text}}, {}});
  if (!next) {
    UbExchange other("a@b", "b", "/", "1");
    other.start();
    const std::string good =
        "Digest realm=\"b\", nonce=\"" + std::string(42, 'A') + "A=\", algorithm=AKAv1-MD5, qop=\"auth-int\"";
    next = other.on_response({401, {{"WWW-Authenticate", good}}, {}});
    if (!next) std::abort();
    (void)other.on_usim(GbaResponse{{1, 2, 3, 4}});
    if (other.on_response({200, {{"Authentication-Info", text}}, Bytes(data, data + size)})) std::abort();
  }
  return 0;
}
