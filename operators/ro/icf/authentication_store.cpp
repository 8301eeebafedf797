// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/authentication_store.h"

#include <algorithm>

#include "gsm/auth/auts.h"

namespace foothold::operators::icf {

using gsm::auth::Sqn;

namespace {

constexpr const char* kMigrations[] = {
    "CREATE TABLE credentials ("
    " pcid TEXT PRIMARY KEY,"
    " k BLOB NOT NULL CHECK(length(k) = 16),"
    " opc BLOB NOT NULL CHECK(length(opc) = 16),"
    " amf BLOB NOT NULL CHECK(length(amf) = 2),"
    " sqn INTEGER NOT NULL) WITHOUT ROWID"};

}  // namespace

Result<AuthenticationStore> AuthenticationStore::open(const std::filesystem::path& file) {
  auto store = SqliteStore::open(file, kMigrations);
  if (!store) return tl::unexpected(store.error());
  return AuthenticationStore(*std::move(store));
}

Result<void> AuthenticationStore::keep(const TemporaryCredential& credential) {
  const std::lock_guard lock(*mutex_);
  const auto done = store_.run("INSERT OR IGNORE INTO credentials (pcid, k, opc, amf, sqn) VALUES (?, ?, ?, ?, ?)",
                               std::string_view(credential.pcid.digits()), ByteView(credential.key.k.reveal()),
                               ByteView(credential.key.opc.reveal()), ByteView(credential.amf),
                               static_cast<std::int64_t>(credential.sqn.value()));
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::optional<AuthenticationStore::Reserved>> AuthenticationStore::reserve(const gsm::Imsi& pcid,
                                                                                  std::size_t count) {
  const std::lock_guard lock(*mutex_);
  std::optional<Reserved> reserved;
  const auto done = store_.in_transaction([&]() -> Result<void> {
    const auto row = find(pcid);
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
    const auto row = find(pcid);
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

Result<std::optional<AuthenticationStore::Row>> AuthenticationStore::find(const gsm::Imsi& pcid) {
  auto query = store_.prepare("SELECT k, opc, amf, sqn FROM credentials WHERE pcid = ?");
  if (!query) return tl::unexpected(query.error());
  const auto found = query->bind(std::string_view(pcid.digits())).step();
  if (!found) return tl::unexpected(found.error());
  if (!*found) return std::nullopt;
  Row row{{}, {}, Sqn(static_cast<std::uint64_t>(query->integer(3)))};
  const SecretBytes k(query->blob(0));
  const SecretBytes opc(query->blob(1));
  const auto amf = query->blob(2);
  if (k.size() != 16 || opc.size() != 16 || amf.size() != 2) return fail("holds a damaged credential", "store");
  std::copy(k.reveal().begin(), k.reveal().end(), row.key.k.reveal_mutable().begin());
  std::copy(opc.reveal().begin(), opc.reveal().end(), row.key.opc.reveal_mutable().begin());
  std::copy(amf.begin(), amf.end(), row.amf.begin());
  return row;
}

Result<void> AuthenticationStore::set_sqn(const gsm::Imsi& pcid, Sqn sqn) {
  const auto done = store_.run("UPDATE credentials SET sqn = ? WHERE pcid = ?", static_cast<std::int64_t>(sqn.value()),
                               std::string_view(pcid.digits()));
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace foothold::operators::icf
