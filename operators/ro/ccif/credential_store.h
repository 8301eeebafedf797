// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

#include "operators/ro/credential/temporary_credential.h"
#include "operators/service/sqlite_store.h"

namespace foothold::operators::ccif {

// The credentials that personalisation handed to this RO, by PCID. Not for several threads at once.
class CredentialStore {
 public:
  static Result<CredentialStore> open(const std::filesystem::path& file);

  // All or none; a PCID that is there already is replaced.
  Result<void> put(const std::vector<TemporaryCredential>& credentials);
  Result<std::optional<TemporaryCredential>> find(const gsm::Imsi& pcid);

 private:
  explicit CredentialStore(SqliteStore store) : store_(std::move(store)) {}
  SqliteStore store_;
};

}  // namespace foothold::operators::ccif
