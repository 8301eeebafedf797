// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "operators/pva/pva_store.h"
#include "operators/service/http_service.h"
#include "operators/service/run_service.h"
#include "pki/certificate.h"
#include "pki/crypto.h"

namespace foothold::operators::pva {

struct ValidationRequest;

struct PvaSettings {
  HttpSettings http;
  std::filesystem::path platform_ca;  // PEM
  std::filesystem::path store;
  std::set<std::string> revoked;  // serial numbers of PfC certificates, lower-case hex
};

// Keys: those of every HTTP service, `platform_ca`, `store`, and `revoked` (a list, may be absent).
PvaSettings read_pva_settings(config::ConfigFile& config);

// The platform validation authority: steps 13 to 15 of TR 33.812 5.1.3.6.2, over docs/interfaces.md section 6.
class PvaService : public Service {
 public:
  using Clock = std::function<std::chrono::sys_seconds()>;

  PvaService(PvaSettings settings, std::unique_ptr<PvaStore> store, std::vector<pki::Certificate> platform_ca,
             trace::Sink& events, Clock clock, pki::RandomSource random);

  Result<void> start() override { return http_.start(); }
  void stop() override { http_.stop(); }
  int port() const { return http_.port(); }

  // The two requests; what HTTP adds is authorisation (CN=SHO).
  JsonAnswer nonce_requested(const nlohmann::json& body);
  JsonAnswer validation_requested(const nlohmann::json& body);

 private:
  Result<nlohmann::json> verdict_on(const ValidationRequest& request);
  void trace_verdict(const std::string& pcid, bool valid, const std::string& reason);

  PvaSettings settings_;
  std::unique_ptr<PvaStore> store_;
  std::vector<pki::Certificate> platform_ca_;
  trace::Sink& events_;
  Clock clock_;
  pki::RandomSource random_;
  HttpService http_;
};

}  // namespace foothold::operators::pva
