// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"
#include "operators/ro/drf/contract.h"

namespace foothold::operators::drf {

// One OTA-HTTP push: the document and what vouches for it (docs/interfaces.md section 5, step 10).
struct SignedBootstrap {
  std::string content_type;
  Bytes document;  // WBXML
};

// The document for a contract, with the MAC under Ks_int_NAF. Error: the contract's texts do not fit into it.
Result<SignedBootstrap> sign_bootstrap(const Contract& contract, const Secret<32>& ks_int_naf);

// What the device's answer means for the push.
enum class PushAnswer { applied, refused, again };
PushAnswer judge_push(int http_status);

struct PushPolicy {
  int port = 4035;
  int attempts = 12;
  std::chrono::milliseconds first_delay{200};  // doubles each time
  std::chrono::milliseconds longest_delay{2000};
};

// Pushes a bootstrap to a device that may still be about to listen. For several threads.
class BootstrapPush {
 public:
  explicit BootstrapPush(PushPolicy policy) : policy_(policy) {}

  // Error: the device refused it (403: wrong MAC, 400: malformed), or never took it.
  Result<void> push(const std::string& address, const SignedBootstrap& bootstrap);
  // Ends the pauses of this and every later push.
  void cancel();

 private:
  bool pause(std::chrono::milliseconds delay);

  PushPolicy policy_;
  std::mutex mutex_;
  std::condition_variable cancelled_changed_;
  bool cancelled_ = false;
};

}  // namespace foothold::operators::drf
