// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::operators {

// One prepared statement, run row by row. Values are bound in order, from the first '?' on.
class SqliteStatement {
 public:
  SqliteStatement& bind(std::int64_t value);
  SqliteStatement& bind(std::string_view value);
  SqliteStatement& bind(ByteView value);
  SqliteStatement& bind_null();

  // True: a row is there. False: no more rows.
  Result<bool> step();

  // Columns of the row, from 0; a NULL gives 0 or nothing.
  std::int64_t integer(int column) const;
  std::string text(int column) const;
  Bytes blob(int column) const;
  bool is_null(int column) const;

 private:
  friend class SqliteStore;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  void note(int code);

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int next_ = 1;
  int failed_ = 0;  // the first bind that failed; step() tells it
};

// An SQLite file that is safe when the program is killed at any moment: rollback journal, synchronous=FULL, file mode
// 0600. Not for several threads at once: its owner locks.
class SqliteStore {
 public:
  // `migrations[i]` is the SQL that takes the schema from version i to i+1 (PRAGMA user_version); each runs once, in a
  // transaction. A file from a newer program is refused. ":memory:" is for tests.
  static Result<SqliteStore> open(const std::filesystem::path& file, std::span<const char* const> migrations);

  Result<SqliteStatement> prepare(std::string_view sql);
  // Prepares, binds, runs to the end. The number of rows changed.
  template <class... Values>
  Result<int> run(std::string_view sql, const Values&... values) {
    auto statement = prepare(sql);
    if (!statement) return tl::unexpected(statement.error());
    (statement->bind(values), ...);
    return finish(*statement);
  }
  // BEGIN IMMEDIATE, `work`, COMMIT; ROLLBACK if `work` fails. Not nested.
  Result<void> in_transaction(const std::function<Result<void>()>& work);

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  explicit SqliteStore(sqlite3* database) : database_(database) {}
  Result<int> finish(SqliteStatement& statement);
  Result<void> execute(const char* sql);
  Result<void> migrate(std::span<const char* const> migrations);

  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace foothold::operators
