// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::pki {

// HTTP Digest (RFC 2617) as AKAv1-MD5 (RFC 3310) uses it, for both ends of Ub. Texts have at most 512 characters, a
// header 4096. Fields that are absent are empty.

// WWW-Authenticate.
struct DigestChallenge {
  std::string realm;
  std::string nonce;  // AKA: see aka_nonce()
  std::string algorithm = "AKAv1-MD5";
  std::string qop = "auth-int";  // a list; TS 33.220 asks for integrity of the body
  std::string opaque;

  std::string to_header() const;
  static Result<DigestChallenge> parse(std::string_view header);
};

// Authorization.
struct DigestCredentials {
  std::string username;
  std::string realm;
  std::string nonce;
  std::string uri;
  std::string response;  // 32 hex digits
  std::string algorithm;
  std::string qop;
  std::string nc;  // 8 hex digits
  std::string cnonce;
  std::string opaque;
  std::string auts;  // base64, after a synchronization failure (RFC 3310 3.4)

  std::string to_header() const;
  // The first request of Ub carries a username and little else, so only that one is required.
  static Result<DigestCredentials> parse(std::string_view header);
};

// Authentication-Info: the server's proof that it knows the password too (RFC 2617 3.2.3).
struct DigestAuthenticationInfo {
  std::string rspauth;
  std::string cnonce;
  std::string nc;
  std::string qop;

  std::string to_header() const;
  static Result<DigestAuthenticationInfo> parse(std::string_view header);
};

// request-digest (RFC 2617 3.2.2.1): qop empty, "auth" or "auth-int". `password` is RES as octets for AKA (RFC 3310
// 3.3), empty together with AUTS. An unknown algorithm or qop is an error.
Result<std::string> digest_response(const DigestCredentials& credentials, ByteView password, std::string_view method,
                                    std::string_view body);
// response-digest of Authentication-Info (RFC 2617 3.2.3): the same without the method.
Result<std::string> digest_rspauth(const DigestCredentials& credentials, ByteView password, std::string_view body);

// base64(RAND || AUTN [|| server data]) (RFC 3310 3.2).
struct AkaNonce {
  std::array<std::uint8_t, 16> rand{};
  std::array<std::uint8_t, 16> autn{};

  std::string to_text() const;
  static Result<AkaNonce> parse(std::string_view nonce);  // at most 64 octets of server data, passed over
};

}  // namespace foothold::pki
