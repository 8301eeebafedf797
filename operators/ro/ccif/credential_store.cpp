// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/ccif/credential_store.h"

#include "operators/ro/credential/credential_table.h"

namespace foothold::operators::ccif {

Result<CredentialStore> CredentialStore::open(const std::filesystem::path& file) {
  auto store = SqliteStore::open(file, credential_table::kMigrations);
  if (!store) return tl::unexpected(store.error());
  return CredentialStore(*std::move(store));
}

Result<void> CredentialStore::put(const std::vector<TemporaryCredential>& credentials) {
  return store_.in_transaction([&]() -> Result<void> {
    for (const auto& credential : credentials) {
      const auto done = credential_table::put(store_, credential, credential_table::Existing::replace);
      if (!done) return done;
    }
    return {};
  });
}

Result<std::optional<TemporaryCredential>> CredentialStore::find(const gsm::Imsi& pcid) {
  return credential_table::find(store_, pcid);
}

}  // namespace foothold::operators::ccif
