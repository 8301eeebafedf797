// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/eat.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/base64.h"
#include "pki/jws.h"
#include "pki/strict_json.h"

namespace foothold::pki {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxText = 64;
// CoAP content format of application/measured-component+json (RFC 10013); such a component is a JSON text in a JSON
// text, since the measurements claim (RFC 9711 4.2.16) does not know what its formats look like.
constexpr unsigned kMeasuredComponentJson = 296;
constexpr const char* kSha256Name = "sha-256";  // IANA, Named Information Hash Algorithm Registry
constexpr std::array kDebugNames = {"enabled", "disabled", "disabled-since-boot", "disabled-permanently",
                                    "disabled-fully-and-permanently"};

ByteView octets_of(std::string_view text) {
  return ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

bool is_text(std::string_view text) {
  return !text.empty() && text.size() <= kMaxText &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

bool is_digits(std::string_view text) {
  return text.size() >= 6 && text.size() <= 15 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// One rule for what is sent and what is accepted.
Result<void> check(const EatClaims& claims) {
  if (claims.nonce.size() < 8 || claims.nonce.size() > 64) return fail("has not 8 to 64 octets", "eat_nonce");
  if (!is_text(claims.tre_identity)) return fail("is not a text of 1 to 64 characters", "x-m2msim-treid");
  if (!is_digits(claims.pcid)) return fail("is not 6 to 15 digits", "x-m2msim-pcid");
  if (claims.hardware_model.empty() || claims.hardware_model.size() > 32)
    return fail("has not 1 to 32 octets", "hwmodel");
  if (!is_text(claims.hardware_version)) return fail("is not a text of 1 to 64 characters", "hwversion");
  if (!is_text(claims.software_name)) return fail("is not a text of 1 to 64 characters", "swname");
  if (!is_text(claims.software_version)) return fail("is not a text of 1 to 64 characters", "swversion");
  if (claims.components.size() > EatClaims::kMaxComponents) return fail("has more than 32 entries", "measurements");
  std::set<std::string> names;
  for (const auto& component : claims.components)
    if (!is_text(component.name) || !names.insert(component.name).second)
      return fail("has a component without a name of its own", "measurements");
  return {};
}

json encode(const MeasuredComponent& component) {
  const json measured = {{"id", json::array({component.name})},
                         {"digested-measurement", json::array({kSha256Name, to_base64url(component.register_value)})}};
  return json::array({kMeasuredComponentJson, measured.dump()});
}

Result<MeasuredComponent> decode_component(const json& entry) {
  const auto bad = [](const char* what) { return fail(what, "measurements"); };
  if (!entry.is_array() || entry.size() != 2 || entry[0] != kMeasuredComponentJson || !entry[1].is_string())
    return bad("has an entry that is not a measured component in JSON");
  const auto measured = parse_json(entry[1].get_ref<const std::string&>(), 1024);
  if (!measured || !measured->is_object()) return bad("has a component that is not a JSON object");
  const auto id = measured->find("id");
  const auto digest = measured->find("digested-measurement");
  if (id == measured->end() || !id->is_array() || id->empty() || !(*id)[0].is_string())
    return bad("has a component without a name");
  if (digest == measured->end() || !digest->is_array() || digest->size() != 2 || (*digest)[0] != kSha256Name ||
      !(*digest)[1].is_string())
    return bad("has a component without a SHA-256 digest");
  const auto octets = from_base64url((*digest)[1].get_ref<const std::string&>());
  MeasuredComponent component{(*id)[0].get<std::string>(), {}};
  if (!octets || octets->size() != component.register_value.size())
    return bad("has a component whose digest has not 32 octets");
  std::copy(octets->begin(), octets->end(), component.register_value.begin());
  return component;
}

// Reads claims one after the other and keeps the first error.
class ClaimsReader {
 public:
  explicit ClaimsReader(const json& claims) : claims_(claims) {}

  std::string text(const char* name) { return keep(json_text(claims_, name, 1, 2 * kMaxText)); }
  Bytes octets(const char* name) {
    const auto encoded = text(name);
    auto octets = from_base64url(encoded);
    if (!octets) note(name, "is not base64url");
    return octets.value_or(Bytes{});
  }
  // hwversion and swversion: [version, ?scheme] (RFC 9711 4.2.5, 4.2.7).
  std::string version(const char* name) {
    const json* value = find(name);
    if (value && value->is_array() && !value->empty() && value->size() <= 2 && (*value)[0].is_string())
      return (*value)[0].get<std::string>();
    note(name, "is not an array with a version text");
    return {};
  }
  std::uint32_t number(const char* name) {
    const json* value = find(name);
    if (value && value->is_number_unsigned() && value->get<std::uint64_t>() <= 0xFFFFFFFFU)
      return value->get<std::uint32_t>();
    note(name, "is not a number of 32 bits");
    return 0;
  }
  DebugStatus debug_status(const char* name) {
    const auto found = std::find(kDebugNames.begin(), kDebugNames.end(), text(name));
    if (found == kDebugNames.end()) note(name, "has no such value");
    return static_cast<DebugStatus>(found == kDebugNames.end() ? 0 : found - kDebugNames.begin());
  }
  std::vector<MeasuredComponent> components(const char* name) {
    std::vector<MeasuredComponent> list;
    const json* value = find(name);
    if (!value || !value->is_array() || value->size() > EatClaims::kMaxComponents) {
      note(name, "is not an array of at most 32 entries");
      return list;
    }
    for (const auto& entry : *value) list.push_back(keep(decode_component(entry)));
    return list;
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  const json* find(const char* name) const {
    const auto found = claims_.find(name);
    return found == claims_.end() ? nullptr : &*found;
  }
  void note(const char* name, const char* what) {
    if (!error_) error_ = Error{what, name};
  }
  template <class T>
  T keep(Result<T> result) {
    if (result) return std::move(*result);
    if (!error_) error_ = result.error();
    return T{};
  }

  const json& claims_;
  std::optional<Error> error_;
};

}  // namespace

Bytes ueid_of(std::string_view tre_identity) {
  Bytes ueid{0x01};
  const auto digest = sha256(octets_of(tre_identity));
  ueid.insert(ueid.end(), digest.begin(), digest.end());
  return ueid;
}

Result<std::string> sign_eat(const EatClaims& claims, const SignFunction& sign) {
  if (auto good = check(claims); !good) return tl::unexpected(good.error());
  json measurements = json::array();
  for (const auto& component : claims.components) measurements.push_back(encode(component));
  const nlohmann::ordered_json payload = {{"eat_profile", kEatProfile},
                                          {"eat_nonce", to_base64url(claims.nonce)},
                                          {"ueid", to_base64url(ueid_of(claims.tre_identity))},
                                          {"oemid", claims.oem_number},
                                          {"hwmodel", to_base64url(claims.hardware_model)},
                                          {"hwversion", nlohmann::ordered_json::array({claims.hardware_version})},
                                          {"swname", claims.software_name},
                                          {"swversion", nlohmann::ordered_json::array({claims.software_version})},
                                          {"dbgstat", kDebugNames.at(static_cast<std::size_t>(claims.debug_status))},
                                          {"measurements", measurements},
                                          {"x-m2msim-treid", claims.tre_identity},
                                          {"x-m2msim-pcid", claims.pcid}};
  return sign_jws(octets_of(payload.dump()), kEatType, sign);
}

Result<EatClaims> verify_eat(std::string_view token, const PublicKey& pfc_sign) {
  const auto payload = verify_jws(token, kEatType, pfc_sign);
  if (!payload) return tl::unexpected(payload.error());
  const auto body =
      parse_json(std::string_view(reinterpret_cast<const char*>(payload->data()), payload->size()), kMaxJwsSize);
  if (!body) return tl::unexpected(body.error());
  if (!body->is_object()) return fail("is not an object", "claims");
  ClaimsReader reader(*body);
  if (reader.text("eat_profile") != kEatProfile) return fail("is not the profile known here", "eat_profile");
  EatClaims claims;
  claims.nonce = reader.octets("eat_nonce");
  const Bytes ueid = reader.octets("ueid");
  claims.oem_number = reader.number("oemid");
  claims.hardware_model = reader.octets("hwmodel");
  claims.hardware_version = reader.version("hwversion");
  claims.software_name = reader.text("swname");
  claims.software_version = reader.version("swversion");
  claims.debug_status = reader.debug_status("dbgstat");
  claims.components = reader.components("measurements");
  claims.tre_identity = reader.text("x-m2msim-treid");
  claims.pcid = reader.text("x-m2msim-pcid");
  if (reader.error()) return tl::unexpected(*reader.error());
  if (auto good = check(claims); !good) return tl::unexpected(good.error());
  if (ueid != ueid_of(claims.tre_identity)) return fail("does not belong to the TRE identity", "ueid");
  return claims;
}

}  // namespace foothold::pki
