// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <optional>

#include "operators/ro/credential/temporary_credential.h"
#include "operators/service/sqlite_store.h"

// The table `credentials` of an SQLite store: what the CCIF hands out and the ICF counts on from.
namespace foothold::operators::credential_table {

inline constexpr std::array kMigrations = {
    "CREATE TABLE credentials ("
    " pcid TEXT PRIMARY KEY,"
    " k BLOB NOT NULL CHECK(length(k) = 16),"
    " opc BLOB NOT NULL CHECK(length(opc) = 16),"
    " amf BLOB NOT NULL CHECK(length(amf) = 2),"
    " sqn INTEGER NOT NULL) WITHOUT ROWID"};

enum class Existing { keep, replace };
// `existing`: what becomes of a credential of the same PCID that is there already.
Result<void> put(SqliteStore& store, const TemporaryCredential& credential, Existing existing);
// Nothing if the PCID is not there; an error if its row is damaged.
Result<std::optional<TemporaryCredential>> find(SqliteStore& store, const gsm::Imsi& pcid);

}  // namespace foothold::operators::credential_table
