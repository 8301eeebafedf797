// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "operators/ro/ccif/credential_store.h"
#include "operators/service/http_service.h"
#include "operators/service/run_service.h"

namespace foothold::operators::ccif {

// The CCIF (TR 33.812 5.1.3.4.1): gives out temporary-access credentials, to this RO's ICF and to nobody else. Keys of
// the configuration: those of an HTTP service, and `database`.
class CcifService : public Service {
 public:
  static Result<std::unique_ptr<Service>> make(config::ConfigFile& config, trace::Sink& events);
  static Result<std::string> import(config::ConfigFile& config, const std::string& file);

  CcifService(HttpSettings settings, CredentialStore store, trace::Sink& events);

  Result<void> start() override { return http_.start(); }
  void stop() override { http_.stop(); }
  int port() const { return http_.port(); }

 private:
  JsonAnswer give(const std::string& pcid);

  std::mutex mutex_;  // the store's
  CredentialStore store_;
  HttpService http_;
  trace::Sink& events_;
};

}  // namespace foothold::operators::ccif
