// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/gba/ub_client.h"

#include <utility>

#include "base/hex.h"
#include "pki/crypto.h"

namespace foothold::m2me {

Result<Bootstrapping> bootstrap_over_ub(HttpsClient& client, const std::string& path, const std::string& impi,
                                        const std::string& realm, const GbaUsim& usim) {
  auto cnonce = pki::random_bytes(16);
  if (!cnonce) return tl::unexpected(cnonce.error());
  UbExchange exchange(impi, realm, path, to_hex(*cnonce));
  Result<UbExchange::Next> next = exchange.start();
  while (next) {
    if (const auto* done = std::get_if<Bootstrapping>(&*next)) return *done;
    if (const auto* ask = std::get_if<UbExchange::AskUsim>(&*next)) {
      next = usim(ask->rand, ask->autn).and_then([&](const GbaAuthentication& result) {
        return exchange.on_usim(result);
      });
    } else {
      next = client.request(std::get<HttpRequest>(*next)).and_then([&](const HttpResponse& response) {
        return exchange.on_response(response);
      });
    }
  }
  return tl::unexpected(next.error());
}

}  // namespace foothold::m2me
