// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/result.h"
#include "dm/server_session/provisioning_order.h"
#include "operators/ro/dpf/sho_messages.h"
#include "operators/service/sqlite_store.h"

namespace foothold::operators::dpf {

// What is kept over a kill: the SHO's orders, how far each has come, and what the SHO has not yet been told. Each call
// is one transaction; may be used by several threads.
class OrderStore {
 public:
  // Error::answer of the SHO's requests is the HTTP status to give.
  static constexpr int kUnknown = 404;   // no such transaction
  static constexpr int kConflict = 409;  // of another device, or after its end

  static Result<std::unique_ptr<OrderStore>> open(const std::filesystem::path& file);

  // The results say whether the request was new; a repeated one changes nothing. A new transaction for a device takes
  // the place of the one before.
  Result<bool> add(const OrderRequest& request);
  Result<bool> add(const ObjectRequest& request);
  Result<bool> add(const RefusalRequest& request);

  // The newest order of that device, if there is one.
  Result<std::optional<dm::ProvisioningOrder>> newest(const std::string& pcid);

  // Notes the fact and, with it, a message to the SHO. Repeating either changes nothing.
  Result<void> evidence_given(const std::string& transaction, const std::string& path, const std::string& body);
  Result<void> close(const std::string& transaction, const std::string& path, const std::string& body);

  struct Outgoing {
    std::int64_t id = 0;
    std::string pcid;
    std::string path;
    std::string body;  // JSON
  };
  Result<std::optional<Outgoing>> next_outgoing();  // the oldest
  Result<bool> has_outgoing(const std::string& pcid);
  Result<void> delivered(std::int64_t id);

 private:
  explicit OrderStore(SqliteStore store) : store_(std::move(store)) {}

  Result<dm::ProvisioningOrder> find(const std::string& transaction, const std::string& pcid);
  Result<void> note(const char* column, const std::string& transaction, const std::string& path,
                    const std::string& body);

  std::mutex mutex_;
  SqliteStore store_;
};

}  // namespace foothold::operators::dpf
