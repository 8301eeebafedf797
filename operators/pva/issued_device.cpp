// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/pva/issued_device.h"

#include <algorithm>
#include <set>

#include "base/base64.h"
#include "base/hex.h"
#include "pki/strict_json.h"

namespace foothold::operators::pva {
namespace {

constexpr std::size_t kMaxFile = 64 * 1024;
constexpr std::size_t kMaxCertificate = 12 * 1024;  // characters of base64

bool is_pcid(const std::string& text) {
  return text.find_first_not_of("0123456789") == std::string::npos;
}

Result<std::vector<pki::MeasuredComponent>> parse_components(const nlohmann::json& object) {
  const auto found = object.find("components");
  if (found == object.end() || !found->is_array() || found->empty() || found->size() > pki::EatClaims::kMaxComponents)
    return fail("is not a list of 1 to 32 components", "components");
  std::vector<pki::MeasuredComponent> components;
  std::set<std::string> names;
  for (const auto& entry : *found) {
    auto name = pki::json_text(entry, "name", 1, 64);
    if (!name) return tl::unexpected(name.error());
    const auto digits = pki::json_text(entry, "register", 64, 64);
    if (!digits) return tl::unexpected(digits.error());
    const auto value = from_hex(*digits);
    pki::MeasuredComponent component{*name, {}};
    if (!value || value->size() != component.register_value.size()) return fail("is not 64 hex digits", "register");
    if (!names.insert(*name).second) return fail("names a component twice", "components");
    std::copy(value->begin(), value->end(), component.register_value.begin());
    components.push_back(std::move(component));
  }
  return components;
}

}  // namespace

Result<pki::Certificate> parse_certificate(std::string_view base64, const char* field) {
  const auto der = from_base64(base64);
  if (!der) return fail("is not base64", field);
  auto certificate = pki::Certificate::from_der(*der);
  if (!certificate) return fail(certificate.error().what, field);
  return certificate;
}

Result<IssuedDevice> IssuedDevice::parse(std::string_view json) {
  const auto object = pki::parse_json(json, kMaxFile);
  if (!object) return tl::unexpected(object.error());
  auto pcid = pki::json_text(*object, "pcid", 6, 15);
  if (!pcid) return tl::unexpected(pcid.error());
  if (!is_pcid(*pcid)) return fail("is not made of digits", "pcid");
  auto tre_identity = pki::json_text(*object, "tre_identity", 1, 64);
  if (!tre_identity) return tl::unexpected(tre_identity.error());
  const auto sign_text = pki::json_text(*object, "pfc_sign", 1, kMaxCertificate);
  if (!sign_text) return tl::unexpected(sign_text.error());
  const auto enc_text = pki::json_text(*object, "pfc_enc", 1, kMaxCertificate);
  if (!enc_text) return tl::unexpected(enc_text.error());
  auto pfc_sign = parse_certificate(*sign_text, "pfc_sign");
  if (!pfc_sign) return tl::unexpected(pfc_sign.error());
  auto pfc_enc = parse_certificate(*enc_text, "pfc_enc");
  if (!pfc_enc) return tl::unexpected(pfc_enc.error());
  auto components = parse_components(*object);
  if (!components) return tl::unexpected(components.error());
  return IssuedDevice{std::move(*pcid), std::move(*tre_identity), std::move(*pfc_sign), std::move(*pfc_enc),
                      std::move(*components)};
}

}  // namespace foothold::operators::pva
