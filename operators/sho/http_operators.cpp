// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/sho/http_operators.h"

#include "base/base64.h"
#include "pki/strict_json.h"

namespace foothold::operators::sho {
namespace {

using trace::Actor;

// base + path, whether or not the base ends with a slash.
std::string join(std::string base, const char* path) {
  while (!base.empty() && base.back() == '/') base.pop_back();
  return base + path;
}

tl::unexpected<Error> unexpected_status(const char* whom, int status) {
  return fail(std::string(whom) + " answered " + std::to_string(status));
}

}  // namespace

HttpOperators::HttpOperators(std::unique_ptr<JsonClient> client, std::string pva)
    : client_(std::move(client)), pva_(std::move(pva)) {}

Result<std::string> HttpOperators::ask_nonce(const std::string& pcid) {
  const auto answer = client_->post(join(pva_, "/pva/v1/nonces"), {{"pcid", pcid}}, Actor::pva, pcid);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status != 200) return unexpected_status("the PVA", answer->status);
  return pki::json_text(answer->body, "nonce", 8, 128);
}

Result<PvaVerdict> HttpOperators::ask_verdict(const Transaction& t, const std::string& tre_identity) {
  const auto answer = client_->post(join(pva_, "/pva/v1/validations"),
                                    {{"pcid", t.pcid},
                                     {"tre_identity", tre_identity},
                                     {"pfc_sign", t.pfc_sign},
                                     {"pfc_enc", t.pfc_enc},
                                     {"evidence", t.evidence}},
                                    Actor::pva, t.pcid);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status == 400) return PvaVerdict{false, "the PVA cannot read what the device sent"};
  if (answer->status != 200) return unexpected_status("the PVA", answer->status);
  const auto result = pki::json_text(answer->body, "result", 1, 16);
  if (!result) return tl::unexpected(result.error());
  if (*result != "valid" && *result != "invalid") return fail("is neither valid nor invalid", "result");
  auto reason = pki::json_text(answer->body, "reason", 0, 4096);
  if (!reason) return tl::unexpected(reason.error());
  return PvaVerdict{*result == "valid", std::move(*reason)};
}

Result<void> HttpOperators::tell_dpf(const Transaction& t, const char* path, const nlohmann::json& body) {
  const auto answer = client_->post(join(t.dpf, path), body, Actor::dpf, t.pcid);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status != 202 && answer->status != 200) return unexpected_status("the DPF", answer->status);
  return {};
}

Result<void> HttpOperators::order_evidence(const Transaction& t, const std::string& nonce) {
  return tell_dpf(t, "/dpf/v1/orders", {{"transaction", t.id}, {"pcid", t.pcid}, {"nonce", nonce}});
}

Result<void> HttpOperators::deliver_object(const Transaction& t) {
  return tell_dpf(t, "/dpf/v1/objects",
                  {{"transaction", t.id}, {"pcid", t.pcid}, {"mcim", t.mcim}, {"object", to_base64(t.object)}});
}

Result<void> HttpOperators::deliver_refusal(const Transaction& t) {
  return tell_dpf(t, "/dpf/v1/refusals", {{"transaction", t.id}, {"pcid", t.pcid}, {"reason", t.verdict_reason}});
}

}  // namespace foothold::operators::sho
