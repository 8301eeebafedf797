// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/pva/pva_service.h"

#include "base/base64.h"
#include "operators/pva/validation.h"
#include "operators/service/service_event.h"
#include "pki/strict_json.h"

namespace foothold::operators::pva {
namespace {

using trace::Actor;
using trace::Kind;
using trace::Layer;

bool is_pcid(const std::string& text) {
  return text.size() >= 6 && text.size() <= 15 && text.find_first_not_of("0123456789") == std::string::npos;
}

// The same request always has the same digest: its members with their lengths.
pki::Sha256Digest digest_of(const ValidationRequest& request) {
  Bytes octets;
  for (const auto* member :
       {&request.pcid, &request.tre_identity, &request.pfc_sign, &request.pfc_enc, &request.evidence}) {
    const std::string length = std::to_string(member->size()) + ":";
    octets.insert(octets.end(), length.begin(), length.end());
    octets.insert(octets.end(), member->begin(), member->end());
  }
  return pki::sha256(octets);
}

}  // namespace

PvaSettings read_pva_settings(config::ConfigFile& config) {
  PvaSettings settings;
  settings.http = read_http_settings(config);
  settings.platform_ca = config.path("platform_ca");
  settings.store = config.path("store");
  for (auto& serial : config.texts_or_none("revoked")) settings.revoked.insert(std::move(serial));
  return settings;
}

PvaService::PvaService(PvaSettings settings, std::unique_ptr<PvaStore> store, std::vector<pki::Certificate> platform_ca,
                       trace::Sink& events, Clock clock, pki::RandomSource random)
    : settings_(std::move(settings)),
      store_(std::move(store)),
      platform_ca_(std::move(platform_ca)),
      events_(events),
      clock_(std::move(clock)),
      random_(std::move(random)),
      http_(settings_.http, Actor::pva, events) {
  http_.post_json("/pva/v1/nonces", {"SHO"},
                  [this](const HttpRequest&, const nlohmann::json& body) { return nonce_requested(body); });
  http_.post_json("/pva/v1/validations", {"SHO"},
                  [this](const HttpRequest&, const nlohmann::json& body) { return validation_requested(body); });
}

JsonAnswer PvaService::nonce_requested(const nlohmann::json& body) {
  const auto pcid = pki::json_text(body, "pcid", 6, 15);
  if (!pcid || !is_pcid(*pcid)) return refusal(400, "pcid: is not 6 to 15 digits");
  const auto nonce = store_->give_nonce(*pcid, clock_(), random_);
  if (!nonce) return refusal(nonce.error().answer == 503 ? 503 : 500, nonce.error().what);
  return {200, {{"nonce", to_base64url(*nonce)}}};
}

JsonAnswer PvaService::validation_requested(const nlohmann::json& body) {
  const auto request = ValidationRequest::parse(body);
  if (!request) return refusal(400, to_string(request.error()));
  events_.write(service_event(Kind::received, Layer::mcim, Actor::sho, Actor::pva, request->pcid,
                              "pva.validation_requested", {{"pcid", request->pcid}}));
  const auto verdict = verdict_on(*request);
  if (!verdict) return refusal(500, verdict.error().what);
  trace_verdict(request->pcid, verdict->at("result") == "valid", verdict->at("reason").get<std::string>());
  return {200, *verdict};
}

Result<nlohmann::json> PvaService::verdict_on(const ValidationRequest& request) {
  const auto now = clock_();
  const auto digest = digest_of(request);
  const auto earlier = store_->verdict_for(digest, now);
  if (!earlier) return tl::unexpected(earlier.error());
  if (*earlier) return pki::parse_json(**earlier, HttpService::kMaxBody);
  auto nonces = store_->open_nonces(request.pcid, now);
  if (!nonces) return tl::unexpected(nonces.error());
  const ValidationReference reference{platform_ca_, settings_.revoked, std::move(*nonces),
                                      [this](const std::string& pcid) { return store_->find(pcid); }};
  const auto verdict = validate(request, reference, now);
  if (!verdict) return tl::unexpected(verdict.error());
  auto json = verdict->to_json();
  if (verdict->nonce.empty()) return json;
  const auto used = store_->use_nonce(verdict->nonce, digest, json.dump());
  if (!used) return tl::unexpected(used.error());
  // Two requests with one nonce at the same moment: only the first counts.
  if (!*used) return Verdict{false, "the nonce was used already", {}, {}}.to_json();
  return json;
}

void PvaService::trace_verdict(const std::string& pcid, bool valid, const std::string& reason) {
  events_.write(service_event(valid ? Kind::decision : Kind::failure, Layer::mcim, Actor::pva, Actor::none, pcid,
                              "pva.verdict",
                              {{"pcid", pcid}, {"result", valid ? "valid" : "invalid"}, {"reason", reason}}));
}

}  // namespace foothold::operators::pva
