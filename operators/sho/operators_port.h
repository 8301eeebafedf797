// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "base/result.h"
#include "operators/sho/transaction.h"

namespace foothold::operators::sho {

struct PvaVerdict {
  bool valid = false;
  std::string reason;
};

// The operators that the SHO calls. An error means: not now, try again later.
class OperatorsPort {
 public:
  virtual ~OperatorsPort() = default;
  virtual Result<std::string> ask_nonce(const std::string& pcid) = 0;
  virtual Result<void> order_evidence(const Transaction& transaction, const std::string& nonce) = 0;
  virtual Result<PvaVerdict> ask_verdict(const Transaction& transaction, const std::string& tre_identity) = 0;
  virtual Result<void> deliver_object(const Transaction& transaction) = 0;
  virtual Result<void> deliver_refusal(const Transaction& transaction) = 0;
};

}  // namespace foothold::operators::sho
