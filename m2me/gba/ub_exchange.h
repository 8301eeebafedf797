// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/bytes.h"
#include "base/result.h"
#include "m2me/tls/http_message.h"
#include "m2me/tre_client/authentication.h"
#include "pki/digest_aka.h"

namespace foothold::m2me {

// What a bootstrapping procedure leaves with the device; Ks stays in the TRE.
struct Bootstrapping {
  std::string btid;
  std::string lifetime;  // xsd:dateTime, as the BSF says it
};

// The device's side of Ub: HTTP Digest AKA (TS 33.220 4.5.2, TS 24.109 4.2, RFC 3310), sans-I/O.
//
//   start -> request with the IMPI only -> 401 with RAND, AUTN* -> USIM -> request with the digest -> 200 with B-TID
//
// AUTS from the USIM goes to the BSF once; a second synchronisation failure ends the procedure. The 200 counts only if
// its rspauth shows that the BSF knows RES (RFC 2617 3.2.3, which TS 24.109 4.2 asks for).
class UbExchange {
 public:
  struct AskUsim {
    Rand rand;
    Autn autn;  // with MAC*, GBA_U (TS 33.220 5.3.2)
  };
  using Next = std::variant<HttpRequest, AskUsim, Bootstrapping>;

  // `cnonce`: fresh text, from the caller's random source. `path`: of the discovery address.
  UbExchange(std::string impi, std::string realm_hint, std::string path, std::string cnonce);

  HttpRequest start();
  // Error: the procedure has failed; `what` says why in words.
  Result<Next> on_response(const HttpResponse& response);
  Result<Next> on_usim(const GbaAuthentication& result);

 private:
  enum class State : std::uint8_t { idle, challenged, asking_usim, answering, resynchronising, ended };

  Result<Next> on_challenge(const HttpResponse& response);
  Result<Next> on_success(const HttpResponse& response);
  Result<Next> answer(Bytes password, std::string auts);
  tl::unexpected<Error> end(std::string why, std::string field = {});

  State state_ = State::idle;
  std::string impi_;
  std::string realm_hint_;
  std::string path_;
  std::string cnonce_;
  bool resynchronised_ = false;
  pki::DigestChallenge challenge_;
  pki::DigestCredentials credentials_;
  Bytes res_;
};

// The body of the 200: application/vnd.3gpp.bsf+xml (TS 24.109 annex C).
Result<Bootstrapping> parse_bootstrapping_info(ByteView xml);

}  // namespace foothold::m2me
