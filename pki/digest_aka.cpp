// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/digest_aka.h"

#include <openssl/evp.h>

#include <algorithm>
#include <initializer_list>

#include "base/base64.h"
#include "base/hex.h"
#include "pki/http_parameters.h"

namespace foothold::pki {
namespace {

constexpr std::string_view kScheme = "Digest";

ByteView octets_of(std::string_view text) {
  return ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

// MD5, for that is what RFC 2617 hashes with, in hex.
Result<std::string> md5_hex(ByteView octets) {
  std::array<std::uint8_t, 16> digest{};
  unsigned size = 0;
  if (EVP_Digest(octets.data(), octets.size(), digest.data(), &size, EVP_md5(), nullptr) != 1 || size != digest.size())
    return fail("the installed OpenSSL refuses MD5, which HTTP Digest needs");
  return to_hex(digest);
}

Result<std::string> md5_hex(std::string_view text) {
  return md5_hex(octets_of(text));
}

Result<std::string> response(const DigestCredentials& credentials, ByteView password, std::string_view method,
                             std::string_view body) {
  const auto& c = credentials;
  if (!c.algorithm.empty() && c.algorithm != "MD5" && c.algorithm != "AKAv1-MD5")
    return fail("is not one known here", "algorithm");
  if (!c.qop.empty() && c.qop != "auth" && c.qop != "auth-int") return fail("is not one known here", "qop");
  if (!c.qop.empty() && (c.nc.empty() || c.cnonce.empty())) return fail("goes with nc and cnonce", "qop");
  Bytes a1(c.username.begin(), c.username.end());
  a1.push_back(':');
  a1.insert(a1.end(), c.realm.begin(), c.realm.end());
  a1.push_back(':');
  a1.insert(a1.end(), password.begin(), password.end());  // RES is binary (RFC 3310 3.3)
  const auto ha1 = md5_hex(a1);
  std::fill(a1.begin(), a1.end(), std::uint8_t{0});
  const auto body_hash = md5_hex(body);
  if (!ha1 || !body_hash) return ha1 ? body_hash : ha1;
  std::string a2 = std::string(method) + ":" + c.uri;
  if (c.qop == "auth-int") a2 += ":" + *body_hash;
  const auto ha2 = md5_hex(a2);
  if (!ha2) return ha2;
  if (c.qop.empty()) return md5_hex(*ha1 + ":" + c.nonce + ":" + *ha2);
  return md5_hex(*ha1 + ":" + c.nonce + ":" + c.nc + ":" + c.cnonce + ":" + c.qop + ":" + *ha2);
}

// Parses and spreads over named texts; parameters without a place are passed over (RFC 2617 3.2.1, auth-param).
Result<void> spread(std::string_view header, std::string_view scheme,
                    std::initializer_list<std::pair<const char*, std::string*>> places) {
  auto parameters = parse_http_parameters(header, scheme);
  if (!parameters) return tl::unexpected(parameters.error());
  for (const auto& [name, place] : places) {
    const auto found = parameters->find(name);
    *place = found == parameters->end() ? std::string() : found->second;
  }
  return {};
}

bool is_hex(std::string_view text, std::size_t size) {
  return text.size() == size && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

}  // namespace

std::string DigestChallenge::to_header() const {
  std::string header = "Digest ";
  append_quoted(header, "realm", realm);
  append_quoted(header, "nonce", nonce);
  append_token(header, "algorithm", algorithm);
  append_quoted(header, "qop", qop);
  append_quoted(header, "opaque", opaque);
  return header;
}

Result<DigestChallenge> DigestChallenge::parse(std::string_view header) {
  DigestChallenge c;
  if (auto done = spread(header, kScheme,
                         {{"realm", &c.realm},
                          {"nonce", &c.nonce},
                          {"algorithm", &c.algorithm},
                          {"qop", &c.qop},
                          {"opaque", &c.opaque}});
      !done)
    return tl::unexpected(done.error());
  if (c.realm.empty()) return fail("is missing", "realm");
  if (c.nonce.empty()) return fail("is missing", "nonce");
  return c;
}

std::string DigestCredentials::to_header() const {
  std::string header = "Digest ";
  append_quoted(header, "username", username);
  append_quoted(header, "realm", realm);
  append_quoted(header, "nonce", nonce);
  append_quoted(header, "uri", uri);
  append_quoted(header, "response", response);
  append_token(header, "algorithm", algorithm);
  append_token(header, "qop", qop);
  append_token(header, "nc", nc);
  append_quoted(header, "cnonce", cnonce);
  append_quoted(header, "opaque", opaque);
  append_quoted(header, "auts", auts);
  return header;
}

Result<DigestCredentials> DigestCredentials::parse(std::string_view header) {
  DigestCredentials c;
  if (auto done = spread(header, kScheme,
                         {{"username", &c.username},
                          {"realm", &c.realm},
                          {"nonce", &c.nonce},
                          {"uri", &c.uri},
                          {"response", &c.response},
                          {"algorithm", &c.algorithm},
                          {"qop", &c.qop},
                          {"nc", &c.nc},
                          {"cnonce", &c.cnonce},
                          {"opaque", &c.opaque},
                          {"auts", &c.auts}});
      !done)
    return tl::unexpected(done.error());
  if (c.username.empty()) return fail("is missing", "username");
  if (!c.response.empty() && !is_hex(c.response, 32)) return fail("is not 32 hex digits", "response");
  if (!c.nc.empty() && !is_hex(c.nc, 8)) return fail("is not 8 hex digits", "nc");
  return c;
}

std::string DigestAuthenticationInfo::to_header() const {
  std::string header;
  append_token(header, "qop", qop);
  append_quoted(header, "rspauth", rspauth);
  append_quoted(header, "cnonce", cnonce);
  append_token(header, "nc", nc);
  return header;
}

Result<DigestAuthenticationInfo> DigestAuthenticationInfo::parse(std::string_view header) {
  DigestAuthenticationInfo i;
  if (auto done = spread(header, "", {{"rspauth", &i.rspauth}, {"cnonce", &i.cnonce}, {"nc", &i.nc}, {"qop", &i.qop}});
      !done)
    return tl::unexpected(done.error());
  if (!is_hex(i.rspauth, 32)) return fail("is not 32 hex digits", "rspauth");
  return i;
}

Result<std::string> digest_response(const DigestCredentials& credentials, ByteView password, std::string_view method,
                                    std::string_view body) {
  return response(credentials, password, method, body);
}

Result<std::string> digest_rspauth(const DigestCredentials& credentials, ByteView password, std::string_view body) {
  return response(credentials, password, "", body);
}

std::string AkaNonce::to_text() const {
  Bytes octets(rand.begin(), rand.end());
  octets.insert(octets.end(), autn.begin(), autn.end());
  return to_base64(octets);
}

Result<AkaNonce> AkaNonce::parse(std::string_view nonce) {
  const auto octets = from_base64(nonce);
  if (!octets) return fail("is not base64", "nonce", octets.error().offset);
  AkaNonce out;
  constexpr std::size_t kMaxServerData = 64;
  if (octets->size() < 32 || octets->size() > 32 + kMaxServerData) return fail("does not hold RAND and AUTN", "nonce");
  std::copy_n(octets->begin(), 16, out.rand.begin());
  std::copy_n(octets->begin() + 16, 16, out.autn.begin());
  return out;
}

}  // namespace foothold::pki
