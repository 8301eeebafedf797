// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "dm/server_session/server_session.h"
#include "operators/ro/dpf/device_sessions.h"
#include "operators/ro/dpf/dpf_settings.h"
#include "operators/ro/dpf/order_store.h"
#include "operators/ro/dpf/sho_outbox.h"
#include "operators/service/http_service.h"
#include "operators/service/json_client.h"
#include "operators/service/run_service.h"

namespace foothold::operators::dpf {

// The download and provisioning function: steps 11 and 17 to 21 of TR 33.812 5.1.3.6.2, over docs/interfaces.md
// sections 5 and 6. The SHO's orders are in the store before they are acknowledged, and the device's evidence and
// result before the device is answered; so it may be killed at any moment.
class DpfService : public Service {
 public:
  static Result<std::unique_ptr<DpfService>> open(DpfSettings settings, trace::Sink& events, RetryPolicy retry = {});
  ~DpfService() override { stop(); }

  Result<void> start() override;
  void stop() override;

  int device_port() const { return device_http_.port(); }
  int operators_port() const { return operators_http_.port(); }

 private:
  // Requests of devices that may wait for the SHO at once; others are told to come again, so that threads are left.
  static constexpr int kMaxWaiting = 4;
  static constexpr int kMaxRequestsOfSession = 2;  // at once: one, and its repetition

  DpfService(DpfSettings settings, std::unique_ptr<OrderStore> store, std::unique_ptr<JsonClient> client,
             trace::Sink& events);

  HttpAnswer device_message(const HttpRequest& request);
  JsonAnswer order_received(const nlohmann::json& body);
  JsonAnswer object_received(const nlohmann::json& body);
  JsonAnswer refusal_received(const nlohmann::json& body);

  Result<Bytes> exchange(DeviceSessions::Entry& entry, dm::ServerSession::Effects effects, const std::string& pcid);
  Result<void> perform(const dm::ServerSession::EvidenceGiven& given, const std::string& pcid);
  Result<void> perform(const dm::ServerSession::ResultGiven& given, const std::string& pcid);
  Result<dm::ServerSession::Effects> wait_for_sho(DeviceSessions::Entry& entry, const std::string& pcid);
  Result<dm::ServerSession::Order> order_of(const std::string& pcid);
  void wake_waiting();

  DpfSettings settings_;
  std::unique_ptr<OrderStore> store_;
  std::unique_ptr<JsonClient> client_;
  trace::Sink& events_;
  DeviceSessions sessions_;
  ShoOutbox outbox_;

  std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  std::uint64_t changes_ = 0;
  int waiting_ = 0;
  bool stopping_ = false;

  HttpService device_http_;
  HttpService operators_http_;
};

}  // namespace foothold::operators::dpf
