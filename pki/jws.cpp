// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/jws.h"

#include <nlohmann/json.hpp>

#include "base/base64.h"
#include "pki/strict_json.h"

namespace foothold::pki {
namespace {

constexpr std::size_t kMaxHeaderSize = 512;

ByteView octets_of(std::string_view text) {
  return ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

Result<void> check_header(std::string_view encoded, std::string_view type) {
  const auto octets = from_base64url(encoded);
  if (!octets) return fail("the header is not base64url", "JWS header", 0);
  const auto header =
      parse_json(std::string_view(reinterpret_cast<const char*>(octets->data()), octets->size()), kMaxHeaderSize);
  if (!header) return fail(header.error().what, "JWS header", 0);
  if (!header->is_object()) return fail("is not an object", "JWS header", 0);
  for (const auto& [name, value] : header->items())
    if (name != "alg" && name != "typ") return fail("has a parameter that is not known here", "JWS header", 0);
  if (json_text(*header, "alg", 0, 16).value_or("") != "ES256") return fail("is not ES256", "alg", 0);
  const bool has_type = header->contains("typ");
  if (has_type == type.empty() || (has_type && json_text(*header, "typ", 0, 64).value_or("") != type))
    return fail("is not the type expected", "typ", 0);
  return {};
}

}  // namespace

Result<std::string> sign_jws(ByteView payload, std::string_view type, const SignFunction& sign) {
  nlohmann::ordered_json header = {{"alg", "ES256"}};
  if (!type.empty()) header["typ"] = std::string(type);
  std::string token = to_base64url(octets_of(header.dump())) + "." + to_base64url(payload);
  const auto der = sign(octets_of(token));
  if (!der) return tl::unexpected(der.error());
  const auto raw = raw_signature(*der);
  if (!raw) return tl::unexpected(raw.error());
  token += "." + to_base64url(*raw);
  if (token.size() > kMaxJwsSize) return fail("the payload is too long", "JWS");
  return token;
}

Result<Bytes> verify_jws(std::string_view token, std::string_view type, const PublicKey& key) {
  if (token.size() > kMaxJwsSize) return fail("is longer than 16384 characters", "JWS");
  const auto first = token.find('.');
  const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
    return fail("has not three parts", "JWS");
  if (auto good = check_header(token.substr(0, first), type); !good) return tl::unexpected(good.error());
  const auto raw = from_base64url(token.substr(second + 1));
  const auto der = raw ? der_signature(*raw) : Result<Bytes>(tl::unexpected(raw.error()));
  if (!der) return fail("is not a signature of 64 octets in base64url", "JWS signature", second + 1);
  if (!key.verify(octets_of(token.substr(0, second)), *der)) return fail("is wrong", "JWS signature", second + 1);
  auto payload = from_base64url(token.substr(first + 1, second - first - 1));
  if (!payload) return fail("is not base64url", "JWS payload", first + 1);
  return payload;
}

}  // namespace foothold::pki
