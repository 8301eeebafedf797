// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/sho/provisioning.h"

#include <array>
#include <utility>

#include "base/base64.h"
#include "base/hex.h"
#include "operators/service/service_event.h"
#include "pki/m2msimmobj.h"
#include "pki/strict_json.h"

namespace foothold::operators::sho {
namespace {

using ::foothold::trace::Actor;
using ::foothold::trace::Kind;
using ::foothold::trace::Layer;

constexpr std::size_t kMaxCertificate = 12 * 1024;  // characters of base64
constexpr std::size_t kMaxEvidence = 16 * 1024;
constexpr std::size_t kMaxReason = 4096;
constexpr int kGaveUp = 9;  // DM result: internal

bool is_pcid(const std::string& text) {
  return text.find_first_not_of("0123456789") == std::string::npos;
}

Result<pki::Certificate> certificate_of(const std::string& base64) {
  const auto der = from_base64(base64);
  if (!der) return tl::unexpected(der.error());
  return pki::Certificate::from_der(*der);
}

JsonAnswer refusal_of(const Error& error) {
  return refusal(error.answer == 404 ? 404 : 500, to_string(error));
}

}  // namespace

Provisioning::Provisioning(Settings settings, ShoStore& store, OperatorsPort& operators, SubscribersPort& subscribers,
                           trace::Sink& events, Clock clock, pki::RandomSource random)
    : settings_(std::move(settings)),
      store_(store),
      operators_(operators),
      subscribers_(subscribers),
      events_(events),
      clock_(std::move(clock)),
      random_(std::move(random)) {}

void Provisioning::trace(trace::Kind kind, trace::Actor from, const Transaction& transaction, const char* name,
                         std::vector<trace::Field> fields) {
  const auto to = from == Actor::sho ? Actor::none : Actor::sho;
  events_.write(service_event(kind, Layer::mcim, from, to, transaction.pcid, name, std::move(fields)));
}

Result<Transaction> Provisioning::advance(const std::string& id, Incident incident, const ShoStore::Change& change) {
  return store_.update(id, [&](Transaction& transaction) -> Result<void> {
    const auto next = next_state(transaction.state, incident);
    if (!next) return {};
    transaction.state = *next;
    return change ? change(transaction) : Result<void>();
  });
}

JsonAnswer Provisioning::registration(const nlohmann::json& body) {
  const auto pcid = pki::json_text(body, "pcid", 6, 15);
  if (!pcid || !is_pcid(*pcid)) return refusal(400, "pcid: is not 6 to 15 digits");
  const auto dpf = pki::json_text(body, "dpf", 1, 256);
  const auto url = dpf ? parse_url(*dpf) : Result<Url>(tl::unexpected(dpf.error()));
  if (!url || !url->tls) return refusal(400, "dpf: is not an https address");
  std::array<std::uint8_t, 8> octets{};
  if (auto filled = random_(octets); !filled) return refusal(500, filled.error().what);
  const auto transaction = store_.register_device(*pcid, *dpf, "T-" + to_hex(octets), clock_());
  if (!transaction) return refusal_of(transaction.error());
  trace(Kind::received, Actor::drf, *transaction, "sho.registration_received",
        {{"pcid", *pcid}, {"transaction", transaction->id}});
  return {202, {{"transaction", transaction->id}}};
}

JsonAnswer Provisioning::evidence(const nlohmann::json& body) {
  const auto id = pki::json_text(body, "transaction", 1, 64);
  const auto pcid = pki::json_text(body, "pcid", 6, 15);
  auto pfc_sign = pki::json_text(body, "pfc_sign", 1, kMaxCertificate);
  auto pfc_enc = pki::json_text(body, "pfc_enc", 1, kMaxCertificate);
  auto evidence = pki::json_text(body, "evidence", 1, kMaxEvidence);
  for (const Result<std::string>* member :
       {&id, &pcid, &std::as_const(pfc_sign), &std::as_const(pfc_enc), &std::as_const(evidence)})
    if (!*member) return refusal(400, to_string(member->error()));
  const auto earlier = store_.find(*id);
  if (!earlier) return refusal_of(earlier.error());
  if (!*earlier) return refusal(404, "transaction: is not known here");
  if ((*earlier)->pcid != *pcid) return refusal(409, "pcid: is not the one of this transaction");
  if ((*earlier)->evidence == *evidence) return {202};  // sent again
  if (!next_state((*earlier)->state, Incident::evidence_received))
    return refusal(409, "transaction: does not wait for evidence");
  const auto transaction = advance(*id, Incident::evidence_received, [&](Transaction& t) -> Result<void> {
    t.pfc_sign = std::move(*pfc_sign);
    t.pfc_enc = std::move(*pfc_enc);
    t.evidence = std::move(*evidence);
    return {};
  });
  if (!transaction) return refusal_of(transaction.error());
  trace(Kind::received, Actor::dpf, *transaction, "sho.evidence_received", {{"transaction", *id}});
  return {202};
}

JsonAnswer Provisioning::report(const nlohmann::json& body) {
  const auto id = pki::json_text(body, "transaction", 1, 64);
  const auto pcid = pki::json_text(body, "pcid", 6, 15);
  for (const auto* member : {&id, &pcid})
    if (!*member) return refusal(400, to_string(member->error()));
  const auto found = body.find("result");
  if (found == body.end() || !found->is_number_integer() || *found < -1 || *found > 99)
    return refusal(400, "result: is not a result code");
  const int result = found->get<int>();
  const std::string reason = pki::json_text(body, "reason", 0, kMaxReason).value_or("");
  const auto earlier = store_.find(*id);
  if (!earlier) return refusal_of(earlier.error());
  if (!*earlier) return refusal(404, "transaction: is not known here");
  if ((*earlier)->pcid != *pcid) return refusal(409, "pcid: is not the one of this transaction");
  const auto state = (*earlier)->state;
  if (state == State::reported || state == State::provisioned) {  // sent again
    if ((*earlier)->result == result) return {200};
    return refusal(409, "result: another one was reported before");
  }
  const auto incident = result == 0 ? Incident::success_reported : Incident::failure_reported;
  if (!next_state(state, incident)) return refusal(409, "result: no object was delivered that could be installed");
  const auto transaction = advance(*id, incident, [&](Transaction& t) -> Result<void> {
    t.result = result;
    t.report_reason = reason;
    return {};
  });
  if (!transaction) return refusal_of(transaction.error());
  trace(Kind::received, Actor::dpf, *transaction, "sho.report_received",
        {{"transaction", *id}, {"result", std::to_string(result)}, {"reason", reason}});
  return {200};
}

Result<void> Provisioning::perform(const Transaction& transaction) {
  switch (transaction.task()) {
    case Task::order_evidence:
      return order_evidence(transaction);
    case Task::ask_verdict:
      return ask_verdict(transaction);
    case Task::deliver_object:
      return deliver_object(transaction);
    case Task::deliver_refusal:
      return deliver_refusal(transaction);
    case Task::make_subscriber:
      return make_subscriber(transaction);
    case Task::none:
      break;
  }
  return {};
}

void Provisioning::give_up(const Transaction& transaction, const std::string& reason) {
  const auto done = advance(transaction.id, Incident::failure_reported, [&](Transaction& t) -> Result<void> {
    t.result = kGaveUp;
    t.report_reason = reason;
    return {};
  });
  trace(Kind::failure, Actor::sho, transaction, "sho.gave_up",
        {{"transaction", transaction.id}, {"reason", done ? reason : done.error().what}});
}

Result<void> Provisioning::order_evidence(const Transaction& transaction) {
  auto current = transaction;
  if (current.nonce.empty()) {
    const auto nonce = operators_.ask_nonce(transaction.pcid);
    if (!nonce) return tl::unexpected(nonce.error());
    auto noted = store_.update(transaction.id, [&](Transaction& t) -> Result<void> {
      t.nonce = *nonce;
      t.nonce_time = clock_();
      return {};
    });
    if (!noted) return tl::unexpected(noted.error());
    current = std::move(*noted);
  }
  if (auto ordered = operators_.order_evidence(current, current.nonce); !ordered) return ordered;
  return advance(transaction.id, Incident::order_accepted).map([](const Transaction&) {});
}

Result<void> Provisioning::ask_verdict(const Transaction& transaction) {
  // Whose credential it is, the certificate says; whether that is true, the PVA says.
  const auto certificate = certificate_of(transaction.pfc_sign);
  const std::string tre_identity = certificate ? certificate->common_name() : "";
  const auto verdict =
      operators_.ask_verdict(transaction, tre_identity.empty() ? std::string("unknown") : tre_identity);
  if (!verdict) return tl::unexpected(verdict.error());
  const auto incident = verdict->valid ? Incident::found_valid : Incident::found_invalid;
  const auto done = advance(transaction.id, incident, [&](Transaction& t) -> Result<void> {
    t.verdict_reason = verdict->reason;
    return {};
  });
  if (!done) return tl::unexpected(done.error());
  trace(Kind::received, Actor::pva, transaction, "sho.verdict_received",
        {{"pcid", transaction.pcid}, {"result", verdict->valid ? "valid" : "invalid"}, {"reason", verdict->reason}});
  return {};
}

// Step 16, not a moment before the verdict: keys for a device that nobody vouches for are never even made.
Result<Transaction> Provisioning::make_mcim(const Transaction& transaction) {
  if (!transaction.object.empty()) return transaction;
  const auto number = store_.next_pool_number();
  if (!number) return tl::unexpected(number.error());
  const auto imsi = settings_.pool.imsi(*number);
  if (!imsi) return tl::unexpected(imsi.error());
  const auto count = store_.count_mcims(transaction.pcid);
  if (!count) return tl::unexpected(count.error());
  Transaction made = transaction;
  made.imsi = *imsi;
  made.iccid = settings_.pool.iccid(*number);
  made.mcim = "MCIM-" + std::to_string(*count + 1);
  // A random OPc stands for a random OP: OPc = OP xor E_K(OP) (TS 35.206 4.1), and nobody needs the OP.
  for (auto* key : {&made.k, &made.opc})
    if (auto filled = random_(key->reveal_mutable()); !filled) return tl::unexpected(filled.error());
  auto object = seal(made);
  if (!object) return tl::unexpected(object.error());
  made.object = std::move(*object);
  auto stored = store_.update(transaction.id, [&](Transaction& t) -> Result<void> {
    if (t.state != State::valid) return fail("the transaction moved on meanwhile");
    t = made;
    return {};
  });
  if (!stored) return stored;
  trace(Kind::decision, Actor::sho, *stored, "sho.object_built", {{"transaction", stored->id}, {"mcim", stored->mcim}});
  return stored;
}

Result<Bytes> Provisioning::seal(const Transaction& t) const {
  const auto pfc_enc = certificate_of(t.pfc_enc);
  if (!pfc_enc) return tl::unexpected(pfc_enc.error());
  pki::M2msimmobjContent content;
  content.transaction = t.id;
  content.pcid = t.pcid;
  content.tre_identity = pfc_enc->common_name();
  content.sho_plmn = settings_.pool.plmn().digits();
  content.mcim = t.mcim;
  content.expiry = clock_() + settings_.object_lifetime;
  content.imsi = t.imsi;
  content.iccid = t.iccid;
  content.k = t.k;
  content.opc = t.opc;
  content.apn = settings_.apn;
  return pki::seal_m2msimmobj(content, *pfc_enc, settings_.signer.certificate, settings_.signer.key);
}

Result<void> Provisioning::deliver_object(const Transaction& transaction) {
  const auto made = make_mcim(transaction);
  if (!made) return tl::unexpected(made.error());
  if (auto delivered = operators_.deliver_object(*made); !delivered) return delivered;
  return advance(transaction.id, Incident::object_accepted).map([](const Transaction&) {});
}

Result<void> Provisioning::deliver_refusal(const Transaction& transaction) {
  if (auto delivered = operators_.deliver_refusal(transaction); !delivered) return delivered;
  return advance(transaction.id, Incident::refusal_accepted).map([](const Transaction&) {});
}

// After the report of success only: before, the subscription would be open for a device that may not have it.
Result<void> Provisioning::make_subscriber(const Transaction& transaction) {
  if (auto made = subscribers_.make({transaction.imsi, transaction.k, transaction.opc}); !made) return made;
  const auto done = advance(transaction.id, Incident::subscriber_made);
  if (!done) return tl::unexpected(done.error());
  trace(Kind::state, Actor::sho, transaction, "sho.subscriber_provisioned",
        {{"transaction", transaction.id}, {"imsi", transaction.imsi}});
  return {};
}

}  // namespace foothold::operators::sho
