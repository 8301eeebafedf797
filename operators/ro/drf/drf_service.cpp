// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/drf/drf_service.h"

#include "base/hex.h"
#include "operators/service/service_event.h"
#include "pki/strict_json.h"

namespace foothold::operators::drf {
namespace {

using trace::Actor;
using trace::Kind;
using trace::Layer;

constexpr std::size_t kThreads = 4;

Result<Secret<32>> parse_key(const nlohmann::json& body) {
  const auto digits = pki::json_text(body, "key", 64, 64);
  if (!digits) return tl::unexpected(digits.error());
  auto octets = from_hex(*digits);
  if (!octets || octets->size() != 32) return fail("is not 64 hex digits", "key");
  const SecretBytes key(std::move(*octets));
  return Secret<32>(key.reveal().first<32>());
}

std::string without_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

}  // namespace

DrfSettings read_drf_settings(config::ConfigFile& config) {
  DrfSettings settings;
  settings.http = read_http_settings(config);
  settings.store = config.path("store");
  settings.push.port = static_cast<int>(config.integer_or("push_port", 1, 65535, settings.push.port));
  settings.push.attempts = static_cast<int>(config.integer_or("push_attempts", 1, 100, settings.push.attempts));
  return settings;
}

DrfService::DrfService(const DrfSettings& settings, std::unique_ptr<ContractStore> store,
                       std::unique_ptr<JsonClient> client, trace::Sink& events)
    : store_(std::move(store)),
      client_(std::move(client)),
      events_(events),
      push_(settings.push),
      http_(settings.http, Actor::drf, events) {
  http_.post_json("/drf/v1/bootstrap", {"ICF"},
                  [this](const HttpRequest&, const nlohmann::json& body) { return bootstrap_requested(body); });
}

Result<void> DrfService::start() {
  if (auto started = http_.start(); !started) return started;
  for (std::size_t i = 0; i < kThreads; ++i) threads_.emplace_back([this] { work(); });
  return {};
}

void DrfService::stop() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  push_.cancel();
  client_->cancel();
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
  http_.stop();
}

void DrfService::trace_failure(const std::string& pcid, const char* name, const std::string& reason) {
  events_.write(service_event(Kind::failure, Layer::dm, Actor::drf, Actor::none, pcid, name,
                              {{"pcid", pcid}, {"reason", reason}}));
}

JsonAnswer DrfService::bootstrap_requested(const nlohmann::json& body) {
  const auto pcid = pki::json_text(body, "pcid", 6, 15);
  if (!pcid) return refusal(400, to_string(pcid.error()));
  const auto address = pki::json_text(body, "ip", 2, 45);
  if (!address || !parse_endpoint(*address + ":0")) return refusal(400, "ip: is not an IP address");
  const auto key = parse_key(body);
  if (!key) return refusal(400, to_string(key.error()));
  events_.write(service_event(Kind::received, Layer::dm, Actor::icf, Actor::drf, *pcid, "drf.bootstrap_requested",
                              {{"pcid", *pcid}, {"ip", *address}}));
  const auto contract = store_->find(*pcid);
  if (!contract) return refusal(500, contract.error().what);
  if (!*contract) {
    const std::string reason = "no SHO has a contract for this PCID";
    trace_failure(*pcid, "drf.no_contract", reason);
    return refusal(404, reason);
  }
  const std::lock_guard lock(mutex_);
  if (in_progress_.contains(*pcid)) return refusal(409, "a bootstrap of this PCID is in progress");
  if (in_progress_.size() >= kMaxJobs) return refusal(503, "too many bootstraps are in progress");
  in_progress_.insert(*pcid);
  waiting_.push_back({**contract, *address, *key});
  changed_.notify_one();
  return {202};
}

void DrfService::work() {
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (ending_) return;
    const Job job = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    perform(job);
    lock.lock();
    in_progress_.erase(job.contract.pcid);
  }
}

void DrfService::perform(const Job& job) {
  const auto& contract = job.contract;
  const auto bootstrap = sign_bootstrap(contract, job.key);
  if (!bootstrap) return trace_failure(contract.pcid, "drf.push_failed", to_string(bootstrap.error()));
  events_.write(service_event(Kind::decision, Layer::dm, Actor::drf, Actor::none, contract.pcid, "drf.bootstrap_built",
                              {{"pcid", contract.pcid}, {"dpf", contract.dpf}, {"sho", contract.sho}}));
  if (auto pushed = push_.push(job.address, *bootstrap); !pushed)
    return trace_failure(contract.pcid, "drf.push_failed", pushed.error().what);
  events_.write(service_event(Kind::state, Layer::dm, Actor::drf, Actor::none, contract.pcid, "drf.bootstrap_pushed",
                              {{"pcid", contract.pcid}, {"octets", std::to_string(bootstrap->document.size())}}));
  register_device(contract);
}

// Step 12, only for a device that took its bootstrap: nobody else would come to the DPF.
void DrfService::register_device(const Contract& contract) {
  const auto answer =
      client_->post(without_slash(contract.sho) + "/sho/v1/registrations",
                    {{"pcid", contract.pcid}, {"dpf", contract.dpf_operators}}, Actor::sho, contract.pcid);
  if (!answer) return trace_failure(contract.pcid, "drf.registration_failed", to_string(answer.error()));
  if (answer->status != 202)
    return trace_failure(contract.pcid, "drf.registration_failed",
                         "the SHO answered " + std::to_string(answer->status));
  const auto transaction = pki::json_text(answer->body, "transaction", 1, 64).value_or("");
  events_.write(service_event(Kind::state, Layer::dm, Actor::drf, Actor::none, contract.pcid, "drf.device_registered",
                              {{"pcid", contract.pcid}, {"transaction", transaction}}));
}

}  // namespace foothold::operators::drf
