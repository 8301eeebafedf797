// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/pva/validation.h"

#include <algorithm>

#include "base/hex.h"
#include "pki/crypto.h"
#include "pki/eat.h"
#include "pki/strict_json.h"

namespace foothold::operators::pva {
namespace {

constexpr std::size_t kMaxCertificate = 12 * 1024;
constexpr std::size_t kMaxEvidence = 16 * 1024;

Verdict invalid(std::string reason) {
  Verdict verdict;
  verdict.reason = std::move(reason);
  return verdict;
}

// The two certificates of the platform credential, once each is good for its purpose.
struct PlatformCredential {
  pki::Certificate sign;
  pki::Certificate enc;
};

tl::expected<PlatformCredential, std::string> check_chains(const ValidationRequest& request,
                                                           const ValidationReference& reference,
                                                           std::chrono::sys_seconds now) {
  auto sign = parse_certificate(request.pfc_sign, "PfC sign certificate");
  if (!sign) return tl::unexpected(to_string(sign.error()));
  auto enc = parse_certificate(request.pfc_enc, "PfC enc certificate");
  if (!enc) return tl::unexpected(to_string(enc.error()));
  if (auto good = verify_chain(*sign, reference.platform_ca, pki::Purpose::tls_client, now); !good)
    return tl::unexpected("PfC sign certificate: " + good.error().what);
  if (auto good = verify_chain(*enc, reference.platform_ca, pki::Purpose::key_agreement, now); !good)
    return tl::unexpected("PfC enc certificate: " + good.error().what);
  return PlatformCredential{std::move(*sign), std::move(*enc)};
}

std::optional<std::string> wrong_owner(const PlatformCredential& credential, const ValidationRequest& request) {
  if (credential.sign.common_name() != credential.enc.common_name() ||
      credential.sign.user_id() != credential.enc.user_id())
    return "the two PfC certificates belong to different TREs";
  if (credential.sign.common_name() != request.tre_identity)
    return "the PfC is of TRE " + credential.sign.common_name() + ", not of " + request.tre_identity;
  if (credential.sign.user_id() != request.pcid)
    return "the PfC was issued for PCID " + credential.sign.user_id() + ", not for " + request.pcid;
  return std::nullopt;
}

std::optional<std::string> not_as_issued(const PlatformCredential& credential, const ValidationRequest& request,
                                         const std::optional<IssuedDevice>& device) {
  if (!device) return "no device with PCID " + request.pcid + " was issued";
  if (device->tre_identity != request.tre_identity)
    return "PCID " + request.pcid + " was issued with TRE " + device->tre_identity + ", not with " +
           request.tre_identity + ": the TRE was replaced";
  if (device->pfc_sign.to_der() != credential.sign.to_der() || device->pfc_enc.to_der() != credential.enc.to_der())
    return "the PfC is not the one issued to this device";
  return std::nullopt;
}

std::vector<ComponentVerdict> compare(const std::vector<pki::MeasuredComponent>& expected,
                                      const std::vector<pki::MeasuredComponent>& actual) {
  const auto find = [](const auto& list, const std::string& name) {
    return std::find_if(list.begin(), list.end(), [&](const auto& component) { return component.name == name; });
  };
  std::vector<ComponentVerdict> verdicts;
  for (const auto& component : expected) {
    const auto found = find(actual, component.name);
    verdicts.push_back({component.name, to_hex(component.register_value),
                        found == actual.end() ? std::string() : to_hex(found->register_value)});
  }
  for (const auto& component : actual)
    if (find(expected, component.name) == expected.end())
      verdicts.push_back({component.name, "", to_hex(component.register_value)});
  return verdicts;
}

// Names what is wrong with the components; empty if nothing is.
std::string words_for(const std::vector<ComponentVerdict>& components) {
  std::string words;
  for (const auto& component : components) {
    if (component.expected == component.actual) continue;
    if (!words.empty()) words += "; ";
    words += "component " + component.name +
             (component.actual.empty()     ? " was not measured"
              : component.expected.empty() ? " is not expected on this device"
                                           : " has another measurement than the one expected");
  }
  return words;
}

Verdict judge_evidence(const ValidationRequest& request, const ValidationReference& reference,
                       const IssuedDevice& device) {
  const auto claims = pki::verify_eat(request.evidence, device.pfc_sign.public_key());
  if (!claims) return invalid("the evidence is not one of this TRE: " + to_string(claims.error()));
  const auto nonce = std::find_if(reference.nonces.begin(), reference.nonces.end(), [&](const Bytes& given) {
    return pki::equal_in_constant_time(given, claims->nonce);
  });
  if (nonce == reference.nonces.end()) return invalid("the evidence is stale: it was not made for a nonce of ours");
  Verdict verdict;
  verdict.nonce = *nonce;
  if (claims->tre_identity != device.tre_identity || claims->pcid != device.pcid) {
    verdict.reason = "the evidence names another TRE or PCID";
    return verdict;
  }
  verdict.components = compare(device.components, claims->components);
  verdict.reason = words_for(verdict.components);
  verdict.valid = verdict.reason.empty();
  if (verdict.valid) verdict.reason = "issued, genuine and unaltered";
  return verdict;
}

}  // namespace

Result<ValidationRequest> ValidationRequest::parse(const nlohmann::json& body) {
  ValidationRequest request;
  struct Member {
    const char* name;
    std::size_t max;
    std::string& place;
  };
  for (const auto& member :
       {Member{"pcid", 15, request.pcid}, Member{"tre_identity", 64, request.tre_identity},
        Member{"pfc_sign", kMaxCertificate, request.pfc_sign}, Member{"pfc_enc", kMaxCertificate, request.pfc_enc},
        Member{"evidence", kMaxEvidence, request.evidence}}) {
    auto text = pki::json_text(body, member.name, 1, member.max);
    if (!text) return tl::unexpected(text.error());
    member.place = std::move(*text);
  }
  return request;
}

nlohmann::json Verdict::to_json() const {
  nlohmann::json list = nlohmann::json::array();
  for (const auto& component : components)
    list.push_back({{"name", component.name}, {"expected", component.expected}, {"actual", component.actual}});
  return {{"result", valid ? "valid" : "invalid"}, {"reason", reason}, {"components", list}};
}

Result<Verdict> validate(const ValidationRequest& request, const ValidationReference& reference,
                         std::chrono::sys_seconds now) {
  if (reference.nonces.empty()) return invalid("no nonce is open for this PCID: none given, expired, or used already");
  const auto credential = check_chains(request, reference, now);
  if (!credential) return invalid(credential.error());
  if (auto wrong = wrong_owner(*credential, request)) return invalid(*wrong);
  if (reference.revoked.contains(credential->sign.serial()) || reference.revoked.contains(credential->enc.serial()))
    return invalid("the PfC is revoked");
  const auto device = reference.find_device(request.pcid);
  if (!device) return tl::unexpected(device.error());
  if (auto wrong = not_as_issued(*credential, request, *device)) return invalid(*wrong);
  return judge_evidence(request, reference, **device);
}

}  // namespace foothold::operators::pva
