// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/sho/sho_service.h"

#include <algorithm>

#include "pki/strict_json.h"

namespace foothold::operators::sho {
namespace {

constexpr std::size_t kThreads = 4;
constexpr int kMaxAttempts = 60;
constexpr std::chrono::milliseconds kFirstDelay{250};
constexpr std::chrono::milliseconds kLongestDelay{5000};
// How long the answer to a report of success waits for the HLR, so that the DPF may take it for "can attach now".
constexpr std::chrono::seconds kSubscriberWait{4};

std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::chrono::milliseconds delay_after(int attempts) {
  return std::min(kLongestDelay, kFirstDelay * (1 << std::min(attempts - 1, 10)));
}

Result<McimPool> make_pool(const ShoSettings& settings) {
  const auto plmn = gsm::Plmn::parse(settings.plmn);
  if (!plmn) return fail(plmn.error().what, "plmn");
  const auto first = gsm::Imsi::parse(settings.imsi_first);
  if (!first) return fail(first.error().what, "imsi_first");
  const auto last = gsm::Imsi::parse(settings.imsi_last);
  if (!last) return fail(last.error().what, "imsi_last");
  return McimPool::make(*plmn, *first, *last);
}

}  // namespace

ShoSettings read_sho_settings(config::ConfigFile& config) {
  ShoSettings settings;
  settings.http = read_http_settings(config);
  settings.store = config.path("store");
  settings.signing_certificate = config.path("signing_certificate");
  settings.signing_key = config.path("signing_key");
  settings.pva = config.text("pva");
  settings.hlr_vty = config.text("hlr_vty");
  settings.plmn = config.text("plmn");
  settings.imsi_first = config.text("imsi_first");
  settings.imsi_last = config.text("imsi_last");
  settings.apn = config.text_or("apn", "internet");
  return settings;
}

Result<std::unique_ptr<ShoService>> ShoService::make(const ShoSettings& settings, trace::Sink& events) {
  auto pool = make_pool(settings);
  if (!pool) return tl::unexpected(pool.error());
  auto signer = load_identity(settings.signing_certificate, settings.signing_key);
  if (!signer) return tl::unexpected(signer.error());
  // The TRE would refuse every object (docs/interfaces.md section 4); better said now.
  if (signer->certificate.common_name() != pool->plmn().digits())
    return fail("its CN is not the PLMN " + pool->plmn().digits(), settings.signing_certificate.string());
  const auto pva = parse_url(settings.pva);
  if (!pva || !pva->tls) return fail("is not an https address", "pva");
  auto hlr = parse_endpoint(settings.hlr_vty);
  if (!hlr) return fail(hlr.error().what, "hlr_vty");
  auto store = ShoStore::open(settings.store);
  if (!store) return tl::unexpected(store.error());
  auto client = JsonClient::open(settings.http, trace::Actor::sho, events);
  if (!client) return tl::unexpected(client.error());
  Provisioning::Settings provisioning{std::move(*pool), std::move(*signer), settings.apn};
  return std::unique_ptr<ShoService>(new ShoService(settings, std::move(provisioning), std::move(*store),
                                                    std::move(*client), std::move(*hlr), events));
}

ShoService::ShoService(const ShoSettings& settings, Provisioning::Settings provisioning,
                       std::unique_ptr<ShoStore> store, std::unique_ptr<JsonClient> client, Endpoint hlr,
                       trace::Sink& events)
    : store_(std::move(store)),
      operators_(std::move(client), settings.pva),
      subscribers_(std::move(hlr)),
      provisioning_(std::move(provisioning), *store_, operators_, subscribers_, events, now, pki::fill_random),
      http_(settings.http, trace::Actor::sho, events) {
  http_.post_json("/sho/v1/registrations", {"DRF"}, [this](const HttpRequest&, const nlohmann::json& body) {
    auto answer = provisioning_.registration(body);
    wake();
    return answer;
  });
  http_.post_json("/sho/v1/evidence", {"DPF"}, [this](const HttpRequest&, const nlohmann::json& body) {
    auto answer = provisioning_.evidence(body);
    wake();
    return answer;
  });
  http_.post_json("/sho/v1/reports", {"DPF"}, [this](const HttpRequest&, const nlohmann::json& body) {
    auto answer = provisioning_.report(body);
    wake();
    if (answer.status == 200) await_subscriber(pki::json_text(body, "transaction", 1, 64).value_or(""));
    return answer;
  });
}

Result<void> ShoService::start() {
  if (auto started = http_.start(); !started) return started;
  for (std::size_t i = 0; i < kThreads; ++i) threads_.emplace_back([this] { work(); });
  return {};
}

void ShoService::stop() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  operators_.cancel();
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
  http_.stop();
}

void ShoService::work() {
  while (const auto transaction = take_task()) finish_task(*transaction, provisioning_.perform(*transaction));
}

std::optional<Transaction> ShoService::take_task() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    const auto time = std::chrono::steady_clock::now();
    auto wait_until = time + kLongestDelay;
    const auto waiting = store_->with_tasks();
    if (waiting) {
      for (const auto& transaction : *waiting) {
        if (busy_.contains(transaction.id)) continue;
        const auto not_before = attempts_[transaction.id].not_before;
        if (not_before <= time) {
          busy_.insert(transaction.id);
          return transaction;
        }
        wait_until = std::min(wait_until, not_before);
      }
    }
    changed_.wait_until(lock, wait_until);
  }
  return std::nullopt;
}

void ShoService::finish_task(const Transaction& transaction, const Result<void>& outcome) {
  bool exhausted = false;
  {
    const std::lock_guard lock(mutex_);
    if (outcome) {
      attempts_.erase(transaction.id);
    } else if (!ending_) {
      auto& attempts = attempts_[transaction.id];
      exhausted = ++attempts.count >= kMaxAttempts;
      attempts.not_before = std::chrono::steady_clock::now() + delay_after(attempts.count);
    }
  }
  // The MCIM is in the TRE by then: a subscriber who cannot be made is tried for as long as it takes.
  if (exhausted && transaction.task() != Task::make_subscriber)
    provisioning_.give_up(transaction, to_string(outcome.error()));
  {
    const std::lock_guard lock(mutex_);
    busy_.erase(transaction.id);
    if (exhausted && transaction.task() != Task::make_subscriber) attempts_.erase(transaction.id);
  }
  changed_.notify_all();
}

void ShoService::wake() {
  {
    const std::lock_guard lock(mutex_);  // so that a worker either sees the new task or is already waiting
  }
  changed_.notify_all();
}

void ShoService::await_subscriber(const std::string& id) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, kSubscriberWait, [&] {
    const auto transaction = store_->find(id);
    return ending_ || !transaction || !*transaction || (*transaction)->is_over();
  });
}

}  // namespace foothold::operators::sho
