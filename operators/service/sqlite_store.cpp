// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/service/sqlite_store.h"

#include <sys/stat.h>

namespace foothold::operators {
namespace {

// SQLite's message may quote the statement, never bound values, so no key gets into it.
tl::unexpected<Error> sqlite_failure(sqlite3* database, std::string what) {
  return fail(std::move(what) + ": " + sqlite3_errmsg(database), "store");
}

}  // namespace

void SqliteStatement::note(int code) {
  if (code != SQLITE_OK && failed_ == 0) failed_ = code;
  ++next_;
}

SqliteStatement& SqliteStatement::bind(std::int64_t value) {
  note(sqlite3_bind_int64(statement_.get(), next_, value));
  return *this;
}

SqliteStatement& SqliteStatement::bind(std::string_view value) {
  note(sqlite3_bind_text64(statement_.get(), next_, value.data() ? value.data() : "", value.size(), SQLITE_TRANSIENT,
                           SQLITE_UTF8));
  return *this;
}

SqliteStatement& SqliteStatement::bind(ByteView value) {
  note(value.empty() ? sqlite3_bind_zeroblob(statement_.get(), next_, 0)
                     : sqlite3_bind_blob64(statement_.get(), next_, value.data(), value.size(), SQLITE_TRANSIENT));
  return *this;
}

SqliteStatement& SqliteStatement::bind_null() {
  note(sqlite3_bind_null(statement_.get(), next_));
  return *this;
}

Result<bool> SqliteStatement::step() {
  if (failed_ != 0) return fail(std::string("cannot bind a value: ") + sqlite3_errstr(failed_), "store");
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_failure(sqlite3_db_handle(statement_.get()), "a statement failed");
}

std::int64_t SqliteStatement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string SqliteStatement::text(int column) const {
  const auto* text = sqlite3_column_text(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return text ? std::string(reinterpret_cast<const char*>(text), size) : std::string();
}

Bytes SqliteStatement::blob(int column) const {
  const auto* octets = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return octets ? Bytes(octets, octets + size) : Bytes();
}

bool SqliteStatement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

Result<SqliteStore> SqliteStore::open(const std::filesystem::path& file, std::span<const char* const> migrations) {
  sqlite3* raw = nullptr;
  const ::mode_t before = ::umask(0077);  // SQLite creates its files with the mode that the mask leaves
  const int code =
      sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, nullptr);
  ::umask(before);
  SqliteStore store(raw);
  if (code != SQLITE_OK)
    return fail("cannot be opened: " + std::string(raw ? sqlite3_errmsg(raw) : "no memory"), file.string());
  sqlite3_busy_timeout(raw, 5000);  // ms; --import may run beside the service
  for (const char* setting :
       {"PRAGMA journal_mode=DELETE", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA secure_delete=ON"})
    if (auto done = store.execute(setting); !done) return tl::unexpected(done.error());
  if (auto done = store.migrate(migrations); !done) return fail(done.error().what, file.string());
  return store;
}

Result<void> SqliteStore::migrate(std::span<const char* const> migrations) {
  std::int64_t version = 0;
  {
    auto query = prepare("PRAGMA user_version");
    if (!query) return tl::unexpected(query.error());
    const auto row = query->step();
    if (!row) return tl::unexpected(row.error());
    version = query->integer(0);
  }
  if (version < 0 || version > static_cast<std::int64_t>(migrations.size()))
    return fail("was written by a newer program (schema " + std::to_string(version) + ")");
  for (auto next = static_cast<std::size_t>(version); next < migrations.size(); ++next) {
    const auto done = in_transaction([&]() -> Result<void> {
      if (auto step = execute(migrations[next]); !step) return step;
      return execute(("PRAGMA user_version=" + std::to_string(next + 1)).c_str());
    });
    if (!done) return done;
  }
  return {};
}

Result<SqliteStatement> SqliteStore::prepare(std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr) != SQLITE_OK)
    return sqlite_failure(database_.get(), "a statement cannot be prepared");
  SqliteStatement statement;
  statement.statement_.reset(raw);
  return statement;
}

Result<int> SqliteStore::finish(SqliteStatement& statement) {
  for (;;) {
    const auto row = statement.step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return sqlite3_changes(database_.get());
  }
}

Result<void> SqliteStore::execute(const char* sql) {
  if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    return sqlite_failure(database_.get(), "a statement failed");
  return {};
}

Result<void> SqliteStore::in_transaction(const std::function<Result<void>()>& work) {
  if (auto begun = execute("BEGIN IMMEDIATE"); !begun) return begun;
  auto done = work();
  if (done) done = execute("COMMIT");
  if (!done) sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  return done;
}

}  // namespace foothold::operators
