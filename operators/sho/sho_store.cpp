// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/sho/sho_store.h"

#include <algorithm>
#include <array>

namespace foothold::operators::sho {
namespace {

constexpr std::array kMigrations = {
    "CREATE TABLE provisioning(id TEXT PRIMARY KEY, pcid TEXT NOT NULL, dpf TEXT NOT NULL, state TEXT NOT NULL,"
    " pfc_sign TEXT NOT NULL, pfc_enc TEXT NOT NULL, evidence TEXT NOT NULL, verdict_reason TEXT NOT NULL,"
    " nonce TEXT NOT NULL, nonce_time INTEGER NOT NULL, mcim TEXT NOT NULL, imsi TEXT NOT NULL, iccid TEXT NOT NULL, k "
    "BLOB, opc BLOB, object BLOB,"
    " result INTEGER NOT NULL, report_reason TEXT NOT NULL, is_over INTEGER NOT NULL);"
    "CREATE INDEX provisioning_of ON provisioning(pcid);"
    "CREATE TABLE pool(next INTEGER NOT NULL);"
    "INSERT INTO pool VALUES(0);"};

constexpr const char* kColumns =
    "id, pcid, dpf, state, pfc_sign, pfc_enc, evidence, verdict_reason, mcim, imsi, iccid, k, opc, object, result,"
    " report_reason, nonce, nonce_time";
constexpr int kNotFound = 404;

Secret<16> key_of(const SqliteStatement& row, int column) {
  const SecretBytes octets(row.blob(column));
  return octets.size() == 16 ? Secret<16>(octets.reveal().first<16>()) : Secret<16>();
}

Result<Transaction> read(const SqliteStatement& row) {
  Transaction t;
  t.id = row.text(0);
  t.pcid = row.text(1);
  t.dpf = row.text(2);
  const auto state = state_from_string(row.text(3));
  if (!state) return fail("holds a state that is not known here", "store");
  t.state = *state;
  t.pfc_sign = row.text(4);
  t.pfc_enc = row.text(5);
  t.evidence = row.text(6);
  t.verdict_reason = row.text(7);
  t.mcim = row.text(8);
  t.imsi = row.text(9);
  t.iccid = row.text(10);
  t.k = key_of(row, 11);
  t.opc = key_of(row, 12);
  t.object = row.blob(13);
  t.result = static_cast<int>(row.integer(14));
  t.report_reason = row.text(15);
  t.nonce = row.text(16);
  t.nonce_time = std::chrono::sys_seconds(std::chrono::seconds(row.integer(17)));
  return t;
}

}  // namespace

Result<std::unique_ptr<ShoStore>> ShoStore::open(const std::filesystem::path& file) {
  auto store = SqliteStore::open(file, kMigrations);
  if (!store) return tl::unexpected(store.error());
  return std::unique_ptr<ShoStore>(new ShoStore(std::move(*store)));
}

Result<std::vector<Transaction>> ShoStore::query(const std::string& condition, const std::string& value) {
  auto statement =
      store_.prepare(std::string("SELECT ") + kColumns + " FROM provisioning WHERE " + condition + " ORDER BY rowid");
  if (!statement) return tl::unexpected(statement.error());
  statement->bind(value);
  std::vector<Transaction> found;
  for (;;) {
    const auto row = statement->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return found;
    auto transaction = read(*statement);
    if (!transaction) return tl::unexpected(transaction.error());
    found.push_back(std::move(*transaction));
  }
}

Result<void> ShoStore::write(const Transaction& t) {
  auto statement = store_.prepare(
      std::string("INSERT INTO provisioning(") + kColumns +
      ", is_over) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
      " ON CONFLICT(id) DO UPDATE SET dpf = excluded.dpf, state = excluded.state, pfc_sign = excluded.pfc_sign,"
      " pfc_enc = excluded.pfc_enc, evidence = excluded.evidence, verdict_reason = excluded.verdict_reason,"
      " mcim = excluded.mcim, imsi = excluded.imsi, iccid = excluded.iccid, k = excluded.k, opc = excluded.opc,"
      " object = excluded.object, result = excluded.result, report_reason = excluded.report_reason,"
      " nonce = excluded.nonce, nonce_time = excluded.nonce_time, is_over = excluded.is_over");
  if (!statement) return tl::unexpected(statement.error());
  statement->bind(t.id).bind(t.pcid).bind(t.dpf).bind(to_string(t.state)).bind(t.pfc_sign).bind(t.pfc_enc);
  statement->bind(t.evidence).bind(t.verdict_reason).bind(t.mcim).bind(t.imsi).bind(t.iccid);
  const bool keeps_keys = !t.mcim.empty() && !t.is_over();
  if (keeps_keys)
    statement->bind(ByteView(t.k.reveal())).bind(ByteView(t.opc.reveal())).bind(ByteView(t.object));
  else
    statement->bind_null().bind_null().bind_null();
  statement->bind(std::int64_t{t.result}).bind(t.report_reason).bind(t.nonce);
  statement->bind(std::int64_t{t.nonce_time.time_since_epoch().count()}).bind(std::int64_t{t.is_over()});
  const auto done = statement->step();
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<Transaction> ShoStore::register_device(const std::string& pcid, const std::string& dpf,
                                              const std::string& fresh_id, std::chrono::sys_seconds now) {
  constexpr int kSuperseded = 9;  // DM result: internal
  const std::lock_guard lock(mutex_);
  Transaction result;
  const auto done = store_.in_transaction([&]() -> Result<void> {
    auto open = query("is_over = 0 AND pcid = ?", pcid);
    if (!open) return tl::unexpected(open.error());
    if (!open->empty() && !open->back().is_stale(now)) {
      result = std::move(open->back());
      result.state = next_state(result.state, Incident::registered_again).value_or(result.state);
    } else {
      for (auto& stale : *open) {
        stale.state = State::reported;
        stale.result = kSuperseded;
        stale.report_reason = "the device began anew";
        if (auto ended = write(stale); !ended) return ended;
      }
      result.id = fresh_id;
      result.pcid = pcid;
    }
    result.dpf = dpf;
    return write(result);
  });
  if (!done) return tl::unexpected(done.error());
  return result;
}

Result<std::optional<Transaction>> ShoStore::find(const std::string& id) {
  const std::lock_guard lock(mutex_);
  auto found = query("id = ?", id);
  if (!found) return tl::unexpected(found.error());
  return found->empty() ? std::optional<Transaction>() : std::optional(std::move(found->front()));
}

Result<std::vector<Transaction>> ShoStore::with_tasks() {
  const std::lock_guard lock(mutex_);
  auto open = query("is_over = CAST(? AS INTEGER)", "0");
  if (!open) return open;
  std::erase_if(*open, [](const Transaction& t) { return t.task() == Task::none; });
  return open;
}

Result<Transaction> ShoStore::update(const std::string& id, const Change& change) {
  const std::lock_guard lock(mutex_);
  Transaction result;
  const auto done = store_.in_transaction([&]() -> Result<void> {
    auto found = query("id = ?", id);
    if (!found) return tl::unexpected(found.error());
    if (found->empty()) return fail("is not known here", "transaction", Error::kNoOffset, kNotFound);
    result = std::move(found->front());
    if (auto changed = change(result); !changed) return changed;
    return write(result);
  });
  if (!done) return tl::unexpected(done.error());
  return result;
}

Result<std::int64_t> ShoStore::next_pool_number() {
  const std::lock_guard lock(mutex_);
  std::int64_t number = 0;
  const auto done = store_.in_transaction([&]() -> Result<void> {
    auto statement = store_.prepare("SELECT next FROM pool");
    if (!statement) return tl::unexpected(statement.error());
    const auto row = statement->step();
    if (!row) return tl::unexpected(row.error());
    number = statement->integer(0);
    return store_.run("UPDATE pool SET next = ?", number + 1).map([](int) {});
  });
  if (!done) return tl::unexpected(done.error());
  return number;
}

Result<std::int64_t> ShoStore::count_mcims(const std::string& pcid) {
  const std::lock_guard lock(mutex_);
  auto statement = store_.prepare("SELECT count(*) FROM provisioning WHERE pcid = ? AND mcim <> ''");
  if (!statement) return tl::unexpected(statement.error());
  const auto row = statement->bind(pcid).step();
  if (!row) return tl::unexpected(row.error());
  return statement->integer(0);
}

}  // namespace foothold::operators::sho
