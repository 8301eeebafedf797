// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "operators/service/http_service.h"
#include "operators/service/run_service.h"
#include "operators/sho/hlr_vty.h"
#include "operators/sho/http_operators.h"
#include "operators/sho/provisioning.h"

namespace foothold::operators::sho {

struct ShoSettings {
  HttpSettings http;
  std::filesystem::path store;
  std::filesystem::path signing_certificate;
  std::filesystem::path signing_key;
  std::string pva;      // https URL without a path
  std::string hlr_vty;  // address:port
  std::string plmn;     // 001-03
  std::string imsi_first;
  std::string imsi_last;
  std::string apn;
};

// Keys: those of every HTTP service, and the members' names here. All are required but `apn` ("internet").
ShoSettings read_sho_settings(config::ConfigFile& config);

// The selected home operator: requests over HTTPS, tasks on threads of its own, an attempt failed is made again.
class ShoService : public Service {
 public:
  static Result<std::unique_ptr<ShoService>> make(const ShoSettings& settings, trace::Sink& events);
  ~ShoService() override { stop(); }

  Result<void> start() override;
  void stop() override;

 private:
  ShoService(const ShoSettings& settings, Provisioning::Settings provisioning, std::unique_ptr<ShoStore> store,
             std::unique_ptr<JsonClient> client, Endpoint hlr, trace::Sink& events);

  struct Attempts {
    int count = 0;
    std::chrono::steady_clock::time_point not_before{};
  };

  void work();
  // The next transaction whose task may be done now; waits for one. Nothing once the service ends.
  std::optional<Transaction> take_task();
  void finish_task(const Transaction& transaction, const Result<void>& outcome);
  void wake();
  // Returns when the subscriber is made, or it takes too long to wait for.
  void await_subscriber(const std::string& id);

  std::unique_ptr<ShoStore> store_;
  HttpOperators operators_;
  HlrVty subscribers_;
  Provisioning provisioning_;
  HttpService http_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;
  std::set<std::string> busy_;
  std::map<std::string, Attempts> attempts_;
  std::vector<std::thread> threads_;
};

}  // namespace foothold::operators::sho
