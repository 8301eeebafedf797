// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/credential/temporary_credential.h"

#include <algorithm>
#include <span>

#include "base/hex.h"
#include "pki/strict_json.h"

namespace foothold::operators {

namespace {

Result<void> read_hex(const nlohmann::json& json, const char* name, std::span<std::uint8_t> out) {
  const auto text = pki::json_text(json, name, 2 * out.size(), 2 * out.size());
  if (!text) return tl::unexpected(text.error());
  auto octets = from_hex(*text);
  if (!octets || octets->size() != out.size()) return fail("is not hexadecimal", name);
  std::copy(octets->begin(), octets->end(), out.begin());
  detail::wipe(octets->data(), octets->size());
  return {};
}

bool is_milenage(const nlohmann::json& json) {
  const auto found = json.find("algorithm");
  if (found == json.end()) return false;
  return (found->is_string() && *found == "milenage") || (found->is_number_integer() && *found == 1);
}

}  // namespace

Result<TemporaryCredential> credential_from_json(const nlohmann::json& json) {
  if (!json.is_object()) return fail("is not a JSON object", "credential");
  const auto digits = pki::json_text(json, "pcid", 6, 15);
  if (!digits) return tl::unexpected(digits.error());
  const auto pcid = gsm::Imsi::parse(*digits);
  if (!pcid) return fail(pcid.error().what, "pcid");
  if (!is_milenage(json)) return fail("is not one known here (\"milenage\")", "algorithm");
  TemporaryCredential credential{*pcid, {}, {}, {}};
  std::array<std::uint8_t, 6> sqn{};
  for (const auto& done : {read_hex(json, "k", credential.key.k.reveal_mutable()),
                           read_hex(json, "opc", credential.key.opc.reveal_mutable()),
                           read_hex(json, "amf", credential.amf), read_hex(json, "sqn", sqn)})
    if (!done) return tl::unexpected(done.error());
  credential.sqn = gsm::auth::Sqn::from_octets(sqn);
  return credential;
}

nlohmann::json to_json(const TemporaryCredential& credential) {
  return {{"pcid", credential.pcid.digits()},           {"k", to_hex(credential.key.k.reveal())},
          {"opc", to_hex(credential.key.opc.reveal())}, {"amf", to_hex(credential.amf)},
          {"sqn", to_hex(credential.sqn.octets())},     {"algorithm", "milenage"}};
}

}  // namespace foothold::operators
