// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "operators/service/http_service.h"
#include "operators/service/http_settings.h"
#include "pki/tls.h"
#include "trace/sink.h"

namespace foothold::operators {

struct RetryPolicy {
  int attempts = 5;                            // 1..100, the first included
  std::chrono::milliseconds first_delay{200};  // doubles each time
  std::chrono::milliseconds longest_delay{2000};
};

// Calls other operators' services: JSON over mutual TLS 1.3. The server's certificate must chain to `trust` and name
// the address dialled. A call that could not be made, or was answered 502..504, is made again after a pause, since
// every exchange is idempotent; any other answer is the caller's to read. May be used by several threads.
class JsonClient {
 public:
  static constexpr std::size_t kMaxAnswer = 256 * 1024;  // octets

  // Loads the files of `settings` (`listen` is not used).
  static Result<std::unique_ptr<JsonClient>> open(const HttpSettings& settings, trace::Actor self, trace::Sink& events,
                                                  RetryPolicy retry = {});
  ~JsonClient();

  // `peer` and `device` (a PCID) are for the trace. Errors: never answered, or with something that is not JSON.
  Result<JsonAnswer> get(const std::string& url, trace::Actor peer, const std::string& device = {});
  Result<JsonAnswer> post(const std::string& url, const nlohmann::json& body, trace::Actor peer,
                          const std::string& device = {});

  // Ends the pauses of this and every later call, which then fail: for a clean end.
  void cancel();

 private:
  struct Call;
  JsonClient(pki::TlsIdentity identity, std::vector<pki::Certificate> anchors, std::filesystem::path trust,
             trace::Actor self, trace::Sink& events, RetryPolicy retry);
  Result<JsonAnswer> call(const Call& call);
  Result<JsonAnswer> attempt(const Call& call, const Url& url);
  // False if cancelled meanwhile.
  bool pause(std::chrono::milliseconds delay);

  pki::TlsIdentity identity_;
  std::vector<pki::Certificate> anchors_;
  std::filesystem::path trust_;
  trace::Actor self_;
  trace::Sink& events_;
  RetryPolicy retry_;
  std::mutex mutex_;
  std::condition_variable cancelled_changed_;
  bool cancelled_ = false;
};

}  // namespace foothold::operators
