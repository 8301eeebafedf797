// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/secret.h"
#include "operators/ro/drf/bootstrap_push.h"
#include "operators/ro/drf/contract.h"
#include "operators/service/http_service.h"
#include "operators/service/json_client.h"
#include "operators/service/run_service.h"

namespace foothold::operators::drf {

struct DrfSettings {
  HttpSettings http;
  std::filesystem::path store;
  PushPolicy push;
};

// Keys: those of every HTTP service, `store`, and, if need be, `push_port` and `push_attempts`.
DrfSettings read_drf_settings(config::ConfigFile& config);

// Discovery and registration: steps 8 to 10 and 12 of TR 33.812 5.1.3.6.2. What is under way is not stored: it lives
// from one key of one GBA run, and the device begins with a new one.
class DrfService : public Service {
 public:
  static constexpr std::size_t kMaxJobs = 1024;  // waiting or under way

  DrfService(const DrfSettings& settings, std::unique_ptr<ContractStore> store, std::unique_ptr<JsonClient> client,
             trace::Sink& events);
  ~DrfService() override { stop(); }

  Result<void> start() override;
  void stop() override;
  int port() const { return http_.port(); }

 private:
  struct Job {
    Contract contract;
    std::string address;  // of the device
    Secret<32> key;       // Ks_int_NAF
  };

  JsonAnswer bootstrap_requested(const nlohmann::json& body);
  void work();
  void perform(const Job& job);
  void register_device(const Contract& contract);
  void trace_failure(const std::string& pcid, const char* name, const std::string& reason);

  std::unique_ptr<ContractStore> store_;
  std::unique_ptr<JsonClient> client_;
  trace::Sink& events_;
  BootstrapPush push_;
  HttpService http_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;
  std::deque<Job> waiting_;
  std::set<std::string> in_progress_;  // PCIDs, waiting ones included
  std::vector<std::thread> threads_;
};

}  // namespace foothold::operators::drf
