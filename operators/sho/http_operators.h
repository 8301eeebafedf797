// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "operators/service/json_client.h"
#include "operators/sho/operators_port.h"

namespace foothold::operators::sho {

// The operators as docs/interfaces.md section 6 has them.
class HttpOperators : public OperatorsPort {
 public:
  // `pva`: https URL without a path.
  HttpOperators(std::unique_ptr<JsonClient> client, std::string pva);

  Result<std::string> ask_nonce(const std::string& pcid) override;
  Result<void> order_evidence(const Transaction& transaction, const std::string& nonce) override;
  Result<PvaVerdict> ask_verdict(const Transaction& transaction, const std::string& tre_identity) override;
  Result<void> deliver_object(const Transaction& transaction) override;
  Result<void> deliver_refusal(const Transaction& transaction) override;

  void cancel() { client_->cancel(); }

 private:
  Result<void> tell_dpf(const Transaction& transaction, const char* path, const nlohmann::json& body);

  std::unique_ptr<JsonClient> client_;
  std::string pva_;
};

}  // namespace foothold::operators::sho
