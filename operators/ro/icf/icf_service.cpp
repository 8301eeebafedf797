// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/icf_service.h"

#include "operators/ro/icf/bootstrap_request.h"
#include "operators/ro/icf/icf_events.h"

namespace foothold::operators::icf {

using std::chrono::steady_clock;

namespace {

constexpr std::size_t kMaxBootstrapRequests = 1024;
// A visited network waits 5 s for its vectors, so more patience with the CCIF would be for nobody.
constexpr RetryPolicy kCcifRetry{2, std::chrono::milliseconds{200}, std::chrono::milliseconds{200}};
constexpr RetryPolicy kDrfRetry{6, std::chrono::milliseconds{200}, std::chrono::milliseconds{2000}};

HttpSettings ub_settings(HttpSettings settings) {
  settings.client_certificate = false;  // the device is authenticated by AKA
  return settings;
}

void check_base_url(config::ConfigFile& config, const std::string& key, std::string& url) {
  const auto parsed = parse_url(url);
  if (!parsed || !parsed->tls || parsed->path != "/")
    config.refuse(key, "is not an address like https://10.23.1.2:443");
  if (!url.empty() && url.back() == '/') url.pop_back();
}

}  // namespace

Result<std::unique_ptr<Service>> IcfService::make(config::ConfigFile& config, trace::Sink& events) {
  Settings settings;
  settings.http = read_http_settings(config);
  settings.database = config.path("database");
  const auto gsup = TcpEndpoint::parse(config.text("gsup"));
  if (gsup)
    settings.gsup = *gsup;
  else
    config.refuse("gsup", gsup.error().what);
  settings.ccif = config.text("ccif");
  check_base_url(config, "ccif", settings.ccif);
  settings.drf = config.text("drf");
  check_base_url(config, "drf", settings.drf);
  settings.drf_name = config.text("drf_name");
  const auto plmn = gsm::Plmn::parse(config.text("plmn"));
  if (plmn)
    settings.plmn = *plmn;
  else
    config.refuse("plmn", plmn.error().what);
  settings.apn = config.text("apn");
  gsm::gsup::Message probe(gsm::gsup::MessageType::insert_data_request, *gsm::Imsi::parse("001010000000000"));
  probe.pdp_infos.push_back({.context_id = 1, .pdp_type = {}, .apn = settings.apn, .qos = {}});
  if (const auto encoded = probe.encode(); !encoded) config.refuse("apn", encoded.error().what);
  if (auto good = config.finish(); !good) return tl::unexpected(good.error());
  auto service = create(std::move(settings), events);
  if (!service) return tl::unexpected(service.error());
  return std::unique_ptr<Service>(*std::move(service));
}

Result<std::unique_ptr<IcfService>> IcfService::create(Settings settings, trace::Sink& events) {
  auto store = AuthenticationStore::open(settings.database);
  if (!store) return tl::unexpected(store.error());
  auto loop = TcpLoop::create();
  if (!loop) return tl::unexpected(loop.error());
  return std::unique_ptr<IcfService>(new IcfService(std::move(settings), *std::move(store), *std::move(loop), events));
}

IcfService::IcfService(Settings settings, AuthenticationStore store, std::unique_ptr<TcpLoop> loop, trace::Sink& events)
    : settings_(std::move(settings)),
      events_(events),
      store_(std::move(store)),
      vectors_(store_, pki::fill_random),
      procedures_({settings_.plmn, settings_.apn}, store_, vectors_),
      loop_(std::move(loop)),
      bootstrapping_({settings_.plmn, settings_.drf_name}, store_, vectors_, pki::fill_random),
      ub_(ub_settings(settings_.http), trace::Actor::icf, events) {
  ub_.route("GET", "/.*", {}, [this](const HttpRequest& request) { return on_ub(request); });
}

Result<void> IcfService::start() {
  auto ccif = JsonClient::open(settings_.http, trace::Actor::icf, events_, kCcifRetry);
  if (!ccif) return tl::unexpected(ccif.error());
  auto drf = JsonClient::open(settings_.http, trace::Actor::icf, events_, kDrfRetry);
  if (!drf) return tl::unexpected(drf.error());
  ccif_client_ = *std::move(ccif);
  drf_client_ = *std::move(drf);
  const auto listening = loop_->listen(settings_.gsup);
  if (!listening) return tl::unexpected(listening.error());
  settings_.gsup = *listening;
  ccif_work_ = std::make_unique<WorkQueue>(2, CredentialInquiries::kMaxInquiries);
  drf_work_ = std::make_unique<WorkQueue>(2, kMaxBootstrapRequests);
  return ub_.start();
}

Result<void> IcfService::run(int stop_fd) {
  loop_->run(*this, stop_fd);
  return {};
}

void IcfService::stop() {
  ub_.stop();  // first: it feeds the others
  for (const auto& client : {ccif_client_.get(), drf_client_.get()})
    if (client != nullptr) client->cancel();
  for (const auto& work : {ccif_work_.get(), drf_work_.get()})
    if (work != nullptr) work->stop();
}

void IcfService::on_accepted(TcpId id) {
  for (const auto& effect : connections_[id].start())
    if (const auto* send = std::get_if<gsm::gsup::SendBytes>(&effect)) loop_->send(id, send->bytes);
}

void IcfService::on_received(TcpId id, ByteView bytes) {
  const auto connection = connections_.find(id);
  if (connection == connections_.end()) return;
  for (const auto& effect : connection->second.receive(bytes)) {
    if (const auto* send = std::get_if<gsm::gsup::SendBytes>(&effect)) {
      loop_->send(id, send->bytes);
    } else if (const auto* received = std::get_if<gsm::gsup::MessageReceived>(&effect)) {
      apply(procedures_.on_message(id, received->gsup, steady_clock::now()));
    } else if (const auto* discarded = std::get_if<gsm::gsup::InputDiscarded>(&effect)) {
      events_.write(gsup_discarded(to_string(discarded->error)));
    } else if (const auto* close = std::get_if<gsm::gsup::CloseLink>(&effect)) {
      events_.write(gsup_discarded(close->reason));
      loop_->close(id);
      connections_.erase(id);
      return;
    }
  }
}

void IcfService::on_closed(TcpId id, const std::string&) {
  connections_.erase(id);
}

void IcfService::apply(GsupEffects effects) {
  for (auto& effect : effects) {
    if (const auto* send = std::get_if<SendMessage>(&effect)) {
      // It cannot fail: list lengths and the APN are ours.
      if (const auto encoded = send->message.encode())
        loop_->send(send->connection, gsm::gsup::ServerConnection::frame(*encoded));
    } else if (const auto* ask = std::get_if<AskCcif>(&effect)) {
      const auto pcid = ask->pcid;
      if (!ccif_work_->add([this, pcid] { report(pcid, ask_ccif(pcid)); })) report(pcid, CcifOutcome::unreachable);
    } else if (auto* event = std::get_if<WriteEvent>(&effect)) {
      events_.write(std::move(event->event));
    }
  }
}

CcifOutcome IcfService::ask_ccif(const gsm::Imsi& pcid) {
  const auto answer =
      ccif_client_->get(settings_.ccif + "/ccif/v1/credentials/" + pcid.digits(), trace::Actor::ccif, pcid.digits());
  if (!answer) return CcifOutcome::unreachable;  // the client has said why in the trace
  if (answer->status == 404) return CcifOutcome::unknown;
  const auto unusable = [&](const std::string& reason) {
    events_.write(icf_event(trace::Kind::failure, "credential_unusable", pcid, reason));
    return CcifOutcome::unreachable;
  };
  if (answer->status != 200) return unusable("the CCIF answered " + std::to_string(answer->status));
  const auto credential = credential_from_json(answer->body);
  if (!credential) return unusable(to_string(credential.error()));
  if (credential->pcid != pcid) return unusable("the CCIF answered for another PCID");
  if (const auto kept = store_.keep(*credential); !kept) return unusable(to_string(kept.error()));
  return CcifOutcome::kept;
}

void IcfService::report(const gsm::Imsi& pcid, CcifOutcome outcome) {
  const std::lock_guard lock(ccif_mutex_);
  ccif_answers_.emplace_back(pcid, outcome);
  loop_->wake();
}

void IcfService::on_wake() {
  std::vector<std::pair<gsm::Imsi, CcifOutcome>> answers;
  {
    const std::lock_guard lock(ccif_mutex_);
    answers.swap(ccif_answers_);
  }
  for (const auto& [pcid, outcome] : answers) apply(procedures_.on_ccif_answer(pcid, outcome, steady_clock::now()));
}

HttpAnswer IcfService::on_ub(const HttpRequest& request) {
  UbOutcome outcome;
  {
    const std::lock_guard lock(ub_mutex_);
    outcome = bootstrapping_.on_request(
        {request.method, request.path, request.authorization, request.body, request.address}, steady_clock::now(),
        std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
  }
  for (auto& event : outcome.events) events_.write(std::move(event));
  if (outcome.bootstrapped) {
    const auto bootstrapped = *std::move(outcome.bootstrapped);
    const auto queued =
        drf_work_->add([this, bootstrapped] { request_bootstrap(*drf_client_, settings_.drf, bootstrapped, events_); });
    if (!queued) {
      events_.write(icf_event(trace::Kind::failure, "bootstrap_request_failed", bootstrapped.pcid,
                              "too many bootstrap requests wait for the DRF"));
      return {.status = 503};
    }
  }
  return {outcome.answer.status, outcome.answer.body, outcome.answer.content_type, outcome.answer.headers};
}

}  // namespace foothold::operators::icf
