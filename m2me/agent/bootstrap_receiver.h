// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "dm/bootstrap/bootstrap.h"
#include "m2me/push/push_receiver.h"
#include "m2me/tre_client/tre_client.h"
#include "trace/sink.h"

namespace foothold::m2me {

// Steps 10 and 11 on the device: takes the pushed bootstrap, has the TRE check its MAC, and keeps it for the agent.
class BootstrapReceiver {
 public:
  // Listens in the calling thread's network namespace.
  static Result<std::unique_ptr<BootstrapReceiver>> listen(std::uint16_t port, TreClient& tre, std::string device,
                                                           trace::Sink& sink);

  // The bootstrap, once one with the right MAC has come.
  std::optional<dm::Bootstrap> wait(std::chrono::milliseconds timeout);

 private:
  BootstrapReceiver(TreClient& tre, std::string device, trace::Sink& sink)
      : tre_(tre), device_(std::move(device)), sink_(sink) {}
  PushVerdict on_push(const Bytes& document, const PushReceiver::Mac& mac);
  void note(trace::Kind kind, const char* name, std::vector<trace::Field> fields);

  TreClient& tre_;
  std::string device_;
  trace::Sink& sink_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::optional<dm::Bootstrap> bootstrap_;
  std::unique_ptr<PushReceiver> receiver_;  // last: its threads end before what they use
};

}  // namespace foothold::m2me
