// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "operators/service/sqlite_store.h"
#include "operators/sho/transaction.h"

namespace foothold::operators::sho {

// The SHO's file: every transaction, and how far the IMSI pool is used up. For several threads. The keys of an MCIM are
// in it only until its transaction is over.
class ShoStore {
 public:
  static Result<std::unique_ptr<ShoStore>> open(const std::filesystem::path& file);

  // The open transaction of `pcid`, or a new one with the id `fresh_id`; that, too, where the open one is stale as of
  // `now`, which ends it.
  Result<Transaction> register_device(const std::string& pcid, const std::string& dpf, const std::string& fresh_id,
                                      std::chrono::sys_seconds now);

  Result<std::optional<Transaction>> find(const std::string& id);
  // Every open transaction with a task, oldest first.
  Result<std::vector<Transaction>> with_tasks();

  // Reads, lets `change` work on it, writes; all or nothing. Error with answer 404 if there is none of that id.
  using Change = std::function<Result<void>(Transaction&)>;
  Result<Transaction> update(const std::string& id, const Change& change);

  // The next number of the pool, from 0; never given twice, even if its MCIM comes to nothing.
  Result<std::int64_t> next_pool_number();
  // How many MCIMs were made for `pcid` so far.
  Result<std::int64_t> count_mcims(const std::string& pcid);

 private:
  explicit ShoStore(SqliteStore store) : store_(std::move(store)) {}
  Result<std::vector<Transaction>> query(const std::string& condition, const std::string& value);
  Result<void> write(const Transaction& transaction);

  std::mutex mutex_;
  SqliteStore store_;
};

}  // namespace foothold::operators::sho
