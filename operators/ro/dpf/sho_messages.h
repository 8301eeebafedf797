// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "base/bytes.h"
#include "base/result.h"

// What the SHO sends to the DPF (docs/interfaces.md section 6).
namespace foothold::operators::dpf {

struct OrderRequest {
  std::string transaction;  // 1..64 octets
  std::string pcid;         // 6..15 digits
  Bytes nonce;              // 8..64 octets
};
struct ObjectRequest {
  std::string transaction;
  std::string pcid;
  std::string mcim;  // 1..32 of letters, digits, '-', '_' and '.': it becomes a node's name
  Bytes object;      // not empty
};
struct RefusalRequest {
  std::string transaction;
  std::string pcid;
  std::string reason;  // 1..256 octets, made portable
};

// Errors name the member.
Result<OrderRequest> parse_order(const nlohmann::json& body);
Result<ObjectRequest> parse_object(const nlohmann::json& body);
Result<RefusalRequest> parse_refusal(const nlohmann::json& body);

}  // namespace foothold::operators::dpf
