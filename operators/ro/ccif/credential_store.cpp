// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/ccif/credential_store.h"

#include <algorithm>

namespace foothold::operators::ccif {

namespace {

constexpr const char* kMigrations[] = {
    "CREATE TABLE credentials ("
    " pcid TEXT PRIMARY KEY,"
    " k BLOB NOT NULL CHECK(length(k) = 16),"
    " opc BLOB NOT NULL CHECK(length(opc) = 16),"
    " amf BLOB NOT NULL CHECK(length(amf) = 2),"
    " sqn INTEGER NOT NULL) WITHOUT ROWID"};

}  // namespace

Result<CredentialStore> CredentialStore::open(const std::filesystem::path& file) {
  auto store = SqliteStore::open(file, kMigrations);
  if (!store) return tl::unexpected(store.error());
  return CredentialStore(*std::move(store));
}

Result<void> CredentialStore::put(const std::vector<TemporaryCredential>& credentials) {
  return store_.in_transaction([&]() -> Result<void> {
    for (const auto& credential : credentials) {
      const auto done = store_.run("INSERT OR REPLACE INTO credentials (pcid, k, opc, amf, sqn) VALUES (?, ?, ?, ?, ?)",
                                   std::string_view(credential.pcid.digits()), ByteView(credential.key.k.reveal()),
                                   ByteView(credential.key.opc.reveal()), ByteView(credential.amf),
                                   static_cast<std::int64_t>(credential.sqn.value()));
      if (!done) return tl::unexpected(done.error());
    }
    return {};
  });
}

Result<std::optional<TemporaryCredential>> CredentialStore::find(const gsm::Imsi& pcid) {
  auto query = store_.prepare("SELECT k, opc, amf, sqn FROM credentials WHERE pcid = ?");
  if (!query) return tl::unexpected(query.error());
  const auto row = query->bind(std::string_view(pcid.digits())).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::nullopt;
  TemporaryCredential credential{pcid, {}, {}, gsm::auth::Sqn(static_cast<std::uint64_t>(query->integer(3)))};
  const SecretBytes k(query->blob(0));
  const SecretBytes opc(query->blob(1));
  const auto amf = query->blob(2);
  if (k.size() != 16 || opc.size() != 16 || amf.size() != 2) return fail("holds a damaged credential", "store");
  std::copy(k.reveal().begin(), k.reveal().end(), credential.key.k.reveal_mutable().begin());
  std::copy(opc.reveal().begin(), opc.reveal().end(), credential.key.opc.reveal_mutable().begin());
  std::copy(amf.begin(), amf.end(), credential.amf.begin());
  return credential;
}

}  // namespace foothold::operators::ccif
