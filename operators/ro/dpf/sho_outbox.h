// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "operators/ro/dpf/order_store.h"
#include "operators/service/json_client.h"
#include "trace/sink.h"

namespace foothold::operators::dpf {

// Brings to the SHO what the store has for it (evidence, reports), oldest first, on a thread of its own. A message
// stays in the store until the SHO took it, so neither a kill nor an SHO that is away loses one. One that the SHO
// answers with 4xx would never be taken: it is dropped, and traced.
class ShoOutbox {
 public:
  // All outlive the outbox. `sho`: base URL.
  ShoOutbox(OrderStore& store, JsonClient& client, std::string sho, trace::Sink& events);
  ~ShoOutbox() { stop(); }

  void start();
  void stop();
  void wake();  // there is something new in the store
  // Waits until the SHO has taken everything about this device; false if it has not by then, or we are stopping.
  bool wait_until_taken(const std::string& pcid, std::chrono::milliseconds timeout);

 private:
  void run();
  bool deliver_one();  // false: nothing to do, or not possible now

  OrderStore& store_;
  JsonClient& client_;
  std::string sho_;
  trace::Sink& events_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = true;
  std::uint64_t deliveries_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace foothold::operators::dpf
