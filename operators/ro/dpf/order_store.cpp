// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/dpf/order_store.h"

#include <array>
#include <utility>

namespace foothold::operators::dpf {
namespace {

constexpr std::array kMigrations = {
    "CREATE TABLE orders(id INTEGER PRIMARY KEY AUTOINCREMENT, transaction_id TEXT NOT NULL UNIQUE, pcid TEXT NOT NULL,"
    " nonce BLOB NOT NULL, evidence_given INTEGER NOT NULL DEFAULT 0, mcim TEXT NOT NULL DEFAULT '', object BLOB,"
    " refusal TEXT, closed INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX orders_of ON orders(pcid);"
    "CREATE TABLE outgoing(id INTEGER PRIMARY KEY AUTOINCREMENT, pcid TEXT NOT NULL, path TEXT NOT NULL,"
    " body TEXT NOT NULL);"};

constexpr const char* kColumns = "transaction_id, pcid, nonce, evidence_given, mcim, object, refusal, closed";

dm::ProvisioningOrder row_of(const SqliteStatement& query) {
  dm::ProvisioningOrder order;
  order.transaction = query.text(0);
  order.pcid = query.text(1);
  order.nonce = query.blob(2);
  order.evidence_given = query.integer(3) != 0;
  order.mcim = query.text(4);
  order.object = query.blob(5);
  if (!query.is_null(6)) order.refusal = query.text(6);
  order.closed = query.integer(7) != 0;
  return order;
}

}  // namespace

Result<std::unique_ptr<OrderStore>> OrderStore::open(const std::filesystem::path& file) {
  auto store = SqliteStore::open(file, kMigrations);
  if (!store) return tl::unexpected(store.error());
  return std::unique_ptr<OrderStore>(new OrderStore(std::move(*store)));
}

Result<dm::ProvisioningOrder> OrderStore::find(const std::string& transaction, const std::string& pcid) {
  auto query = store_.prepare(std::string("SELECT ") + kColumns + " FROM orders WHERE transaction_id = ?");
  if (!query) return tl::unexpected(query.error());
  const auto row = query->bind(transaction).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return fail("is unknown", "transaction", Error::kNoOffset, kUnknown);
  auto order = row_of(*query);
  if (order.pcid != pcid) return fail("is of another device", "transaction", Error::kNoOffset, kConflict);
  return order;
}

Result<bool> OrderStore::add(const OrderRequest& request) {
  const std::lock_guard lock(mutex_);
  const auto known = find(request.transaction, request.pcid);
  if (known) {
    if (known->nonce == request.nonce) return false;
    return fail("has another nonce already", "transaction", Error::kNoOffset, kConflict);
  }
  if (known.error().answer != kUnknown) return tl::unexpected(known.error());
  return store_
      .run("INSERT INTO orders(transaction_id, pcid, nonce) VALUES(?, ?, ?)", request.transaction, request.pcid,
           ByteView(request.nonce))
      .map([](int) { return true; });
}

Result<bool> OrderStore::add(const ObjectRequest& request) {
  const std::lock_guard lock(mutex_);
  const auto known = find(request.transaction, request.pcid);
  if (!known) return tl::unexpected(known.error());
  if (!known->object.empty()) {
    if (known->object == request.object && known->mcim == request.mcim) return false;
    return fail("has another object already", "transaction", Error::kNoOffset, kConflict);
  }
  if (known->closed || known->refusal) return fail("has ended", "transaction", Error::kNoOffset, kConflict);
  return store_
      .run("UPDATE orders SET mcim = ?, object = ? WHERE transaction_id = ?", request.mcim, ByteView(request.object),
           request.transaction)
      .map([](int) { return true; });
}

Result<bool> OrderStore::add(const RefusalRequest& request) {
  const std::lock_guard lock(mutex_);
  const auto known = find(request.transaction, request.pcid);
  if (!known) return tl::unexpected(known.error());
  if (known->refusal) return false;
  if (known->closed || !known->object.empty()) return fail("has ended", "transaction", Error::kNoOffset, kConflict);
  return store_.run("UPDATE orders SET refusal = ? WHERE transaction_id = ?", request.reason, request.transaction)
      .map([](int) { return true; });
}

Result<std::optional<dm::ProvisioningOrder>> OrderStore::newest(const std::string& pcid) {
  const std::lock_guard lock(mutex_);
  auto query =
      store_.prepare(std::string("SELECT ") + kColumns + " FROM orders WHERE pcid = ? ORDER BY id DESC LIMIT 1");
  if (!query) return tl::unexpected(query.error());
  const auto row = query->bind(pcid).step();
  if (!row) return tl::unexpected(row.error());
  return *row ? std::optional(row_of(*query)) : std::nullopt;
}

Result<void> OrderStore::note(const char* column, const std::string& transaction, const std::string& path,
                              const std::string& body) {
  const std::lock_guard lock(mutex_);
  return store_.in_transaction([&]() -> Result<void> {
    const std::string name(column);
    const auto changed =
        store_.run("UPDATE orders SET " + name + " = 1 WHERE transaction_id = ? AND " + name + " = 0", transaction);
    if (!changed) return tl::unexpected(changed.error());
    if (*changed == 0) return {};
    return store_
        .run("INSERT INTO outgoing(pcid, path, body) SELECT pcid, ?, ? FROM orders WHERE transaction_id = ?", path,
             body, transaction)
        .map([](int) {});
  });
}

Result<void> OrderStore::evidence_given(const std::string& transaction, const std::string& path,
                                        const std::string& body) {
  return note("evidence_given", transaction, path, body);
}

Result<void> OrderStore::close(const std::string& transaction, const std::string& path, const std::string& body) {
  return note("closed", transaction, path, body);
}

Result<std::optional<OrderStore::Outgoing>> OrderStore::next_outgoing() {
  const std::lock_guard lock(mutex_);
  auto query = store_.prepare("SELECT id, pcid, path, body FROM outgoing ORDER BY id LIMIT 1");
  if (!query) return tl::unexpected(query.error());
  const auto row = query->step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<Outgoing>();
  return std::optional(Outgoing{query->integer(0), query->text(1), query->text(2), query->text(3)});
}

Result<bool> OrderStore::has_outgoing(const std::string& pcid) {
  const std::lock_guard lock(mutex_);
  auto query = store_.prepare("SELECT 1 FROM outgoing WHERE pcid = ? LIMIT 1");
  if (!query) return tl::unexpected(query.error());
  return query->bind(pcid).step();
}

Result<void> OrderStore::delivered(std::int64_t id) {
  const std::lock_guard lock(mutex_);
  return store_.run("DELETE FROM outgoing WHERE id = ?", id).map([](int) {});
}

}  // namespace foothold::operators::dpf
