// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/authentication_store.h"

#include "gsm/auth/auts.h"
#include "operators/ro/credential/credential_table.h"

namespace foothold::operators::icf {

using gsm::auth::Sqn;

Result<AuthenticationStore> AuthenticationStore::open(const std::filesystem::path& file) {
  auto store = SqliteStore::open(file, credential_table::kMigrations);
  if (!store) return tl::unexpected(store.error());
  return AuthenticationStore(*std::move(store));
}

Result<void> AuthenticationStore::keep(const TemporaryCredential& credential) {
  const std::lock_guard lock(*mutex_);
  return credential_table::put(store_, credential, credential_table::Existing::keep);
}

Result<std::optional<AuthenticationStore::Reserved>> AuthenticationStore::reserve(const gsm::Imsi& pcid,
                                                                                  std::size_t count) {
  const std::lock_guard lock(*mutex_);
  std::optional<Reserved> reserved;
  const auto done = store_.in_transaction([&]() -> Result<void> {
    const auto row = credential_table::find(store_, pcid);
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
    Reserved taken{(*row)->key, (*row)->amf, {}};
    auto sqn = (*row)->sqn;
    while (taken.sqns.size() < count) {
      const auto next = next_sqn(sqn);
      if (!next) return tl::unexpected(next.error());
      sqn = *next;
      taken.sqns.push_back(sqn);
    }
    if (auto stored = set_sqn(pcid, sqn); !stored) return stored;
    reserved = std::move(taken);
    return {};
  });
  if (!done) return tl::unexpected(done.error());
  return reserved;
}

Result<AuthenticationStore::Resynchronisation> AuthenticationStore::resynchronise(const gsm::Imsi& pcid,
                                                                                  const gsm::auth::Rand& rand,
                                                                                  const gsm::auth::Auts& auts) {
  const std::lock_guard lock(*mutex_);
  auto outcome = Resynchronisation::unknown_pcid;
  const auto done = store_.in_transaction([&]() -> Result<void> {
    const auto row = credential_table::find(store_, pcid);
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
    const auto sqn_ms = gsm::auth::check_auts((*row)->key, rand, auts);
    if (!sqn_ms) {
      outcome = Resynchronisation::wrong_mac;
      return {};
    }
    outcome = Resynchronisation::done;
    return set_sqn(pcid, gsm::auth::resynchronised((*row)->sqn, *sqn_ms));
  });
  if (!done) return tl::unexpected(done.error());
  return outcome;
}

Result<void> AuthenticationStore::set_sqn(const gsm::Imsi& pcid, Sqn sqn) {
  const auto done = store_.run("UPDATE credentials SET sqn = ? WHERE pcid = ?", static_cast<std::int64_t>(sqn.value()),
                               std::string_view(pcid.digits()));
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace foothold::operators::icf
