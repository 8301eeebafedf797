// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "operators/service/sqlite_store.h"

namespace foothold::operators::drf {

// With whom a device has its contract, and where it gets its MCIM from (TR 33.812 5.1.3.6.2, step 9).
struct Contract {
  std::string pcid;
  std::string dpf;            // URL for the device
  std::string dpf_operators;  // https URL for operators
  std::string sho;            // https URL
  std::string sho_plmn;
  std::string mcim_context;
  std::string app_context;
  friend bool operator==(const Contract&, const Contract&) = default;

  // The records of docs/interfaces.md section 7: a list of 1..10000. Errors name the member.
  static Result<std::vector<Contract>> parse_list(std::string_view json);
};

// The DRF's file. For several threads.
class ContractStore {
 public:
  static Result<std::unique_ptr<ContractStore>> open(const std::filesystem::path& file);

  // Adds or replaces all of them, or none.
  Result<void> import(const std::vector<Contract>& contracts);
  Result<std::optional<Contract>> find(const std::string& pcid);

 private:
  explicit ContractStore(SqliteStore store) : store_(std::move(store)) {}
  std::mutex mutex_;
  SqliteStore store_;
};

}  // namespace foothold::operators::drf
