// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/credential/credential_table.h"

#include <algorithm>

namespace foothold::operators::credential_table {

Result<void> put(SqliteStore& store, const TemporaryCredential& credential, Existing existing) {
  const auto* const sql = existing == Existing::replace
                              ? "INSERT OR REPLACE INTO credentials (pcid, k, opc, amf, sqn) VALUES (?, ?, ?, ?, ?)"
                              : "INSERT OR IGNORE INTO credentials (pcid, k, opc, amf, sqn) VALUES (?, ?, ?, ?, ?)";
  const auto done = store.run(sql, std::string_view(credential.pcid.digits()), ByteView(credential.key.k.reveal()),
                              ByteView(credential.key.opc.reveal()), ByteView(credential.amf),
                              static_cast<std::int64_t>(credential.sqn.value()));
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::optional<TemporaryCredential>> find(SqliteStore& store, const gsm::Imsi& pcid) {
  auto query = store.prepare("SELECT k, opc, amf, sqn FROM credentials WHERE pcid = ?");
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

}  // namespace foothold::operators::credential_table
