// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/ccif/ccif_service.h"

#include "operators/ro/ccif/credential_file.h"

namespace foothold::operators::ccif {

namespace {

trace::Event event_of(trace::Kind kind, const std::string& name, const gsm::Imsi& pcid) {
  trace::Event event;
  event.device = pcid.digits();
  event.from = trace::Actor::ccif;
  event.to = trace::Actor::icf;
  event.layer = trace::Layer::http;
  event.kind = kind;
  event.name = "ccif." + name;
  event.fields = {{"pcid", pcid.digits()}};
  return event;
}

}  // namespace

Result<std::unique_ptr<Service>> CcifService::make(config::ConfigFile& config, trace::Sink& events) {
  auto settings = read_http_settings(config);
  const auto database = config.path("database");
  if (auto good = config.finish(); !good) return tl::unexpected(good.error());
  auto store = CredentialStore::open(database);
  if (!store) return tl::unexpected(store.error());
  return std::make_unique<CcifService>(std::move(settings), *std::move(store), events);
}

Result<std::string> CcifService::import(config::ConfigFile& config, const std::string& file) {
  read_http_settings(config);
  const auto database = config.path("database");
  if (auto good = config.finish(); !good) return tl::unexpected(good.error());
  const auto credentials = read_credential_file(file);
  if (!credentials) {
    auto error = credentials.error();
    error.field = error.field.empty() || error.field == file ? file : file + ", " + error.field;
    return tl::unexpected(std::move(error));
  }
  auto store = CredentialStore::open(database);
  if (!store) return tl::unexpected(store.error());
  if (auto done = store->put(*credentials); !done) return tl::unexpected(done.error());
  return "stored " + std::to_string(credentials->size()) + " credential(s)";
}

CcifService::CcifService(HttpSettings settings, CredentialStore store, trace::Sink& events)
    : store_(std::move(store)), http_(std::move(settings), trace::Actor::ccif, events), events_(events) {
  http_.get_json("/ccif/v1/credentials/([0-9]{6,15})", {"ICF"},
                 [this](const HttpRequest& request, const nlohmann::json&) { return give(request.parts.at(0)); });
}

JsonAnswer CcifService::give(const std::string& pcid) {
  const auto imsi = gsm::Imsi::parse(pcid);
  if (!imsi) return refusal(400, "not a PCID");
  const auto found = [&] {
    const std::lock_guard lock(mutex_);
    return store_.find(*imsi);
  }();
  if (!found) return refusal(500, "the store cannot be read");
  if (!*found) {
    auto event = event_of(trace::Kind::failure, "credential_unknown", *imsi);
    event.fields.push_back({"reason", "no credential was personalised for this PCID"});
    events_.write(std::move(event));
    return refusal(404, "no such PCID");
  }
  events_.write(event_of(trace::Kind::decision, "credential_issued", *imsi));
  return {200, to_json(**found)};
}

}  // namespace foothold::operators::ccif
