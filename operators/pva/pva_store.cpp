// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/pva/pva_store.h"

#include <array>

namespace foothold::operators::pva {
namespace {

constexpr std::array kMigrations = {
    "CREATE TABLE device(pcid TEXT PRIMARY KEY, tre_identity TEXT NOT NULL UNIQUE, json TEXT NOT NULL);"
    "CREATE TABLE nonce(value BLOB PRIMARY KEY, pcid TEXT NOT NULL, expires INTEGER NOT NULL, used INTEGER NOT NULL"
    " DEFAULT 0, request BLOB, verdict TEXT);"
    "CREATE INDEX nonce_of ON nonce(pcid);"
    "CREATE INDEX nonce_request ON nonce(request);"};

std::int64_t seconds(std::chrono::sys_seconds time) {
  return time.time_since_epoch().count();
}

constexpr int kServiceUnavailable = 503;

}  // namespace

Result<std::unique_ptr<PvaStore>> PvaStore::open(const std::filesystem::path& file) {
  auto store = SqliteStore::open(file, kMigrations);
  if (!store) return tl::unexpected(store.error());
  return std::unique_ptr<PvaStore>(new PvaStore(std::move(*store)));
}

Result<IssuedDevice> PvaStore::import(std::string_view json) {
  auto device = IssuedDevice::parse(json);
  if (!device) return device;
  const std::lock_guard lock(mutex_);
  const auto stored = store_.run(
      "INSERT INTO device VALUES(?, ?, ?) ON CONFLICT(pcid) DO UPDATE SET tre_identity = excluded.tre_identity,"
      " json = excluded.json",
      device->pcid, device->tre_identity, json);
  if (!stored) return tl::unexpected(stored.error());
  return device;
}

Result<std::optional<IssuedDevice>> PvaStore::find(const std::string& pcid) {
  const std::lock_guard lock(mutex_);
  auto query = store_.prepare("SELECT json FROM device WHERE pcid = ?");
  if (!query) return tl::unexpected(query.error());
  const auto row = query->bind(pcid).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<IssuedDevice>();
  auto device = IssuedDevice::parse(query->text(0));
  if (!device) return tl::unexpected(device.error());
  return std::optional(std::move(*device));
}

Result<void> PvaStore::forget_expired(std::chrono::sys_seconds now) {
  return store_.run("DELETE FROM nonce WHERE expires <= ?", seconds(now)).map([](int) {});
}

Result<std::int64_t> PvaStore::count_open() {
  auto query = store_.prepare("SELECT count(*) FROM nonce WHERE used = 0");
  if (!query) return tl::unexpected(query.error());
  const auto row = query->step();
  if (!row) return tl::unexpected(row.error());
  return query->integer(0);
}

Result<Bytes> PvaStore::give_nonce(const std::string& pcid, std::chrono::sys_seconds now,
                                   const pki::RandomSource& random) {
  Bytes nonce(kNonceSize);
  if (auto filled = random(nonce); !filled) return tl::unexpected(filled.error());
  const std::lock_guard lock(mutex_);
  const auto done = store_.in_transaction([&]() -> Result<void> {
    if (auto cleaned = forget_expired(now); !cleaned) return cleaned;
    const auto open = count_open();
    if (!open) return tl::unexpected(open.error());
    if (*open >= kMaxNonces) return fail("too many nonces are open", "nonce", Error::kNoOffset, kServiceUnavailable);
    const auto dropped = store_.run(
        "DELETE FROM nonce WHERE used = 0 AND pcid = ?1 AND rowid NOT IN"
        " (SELECT rowid FROM nonce WHERE used = 0 AND pcid = ?1 ORDER BY rowid DESC LIMIT ?2)",
        pcid, kMaxNoncesPerDevice - 1);
    if (!dropped) return tl::unexpected(dropped.error());
    return store_
        .run("INSERT INTO nonce(value, pcid, expires) VALUES(?, ?, ?)", nonce, pcid, seconds(now + kNonceLifetime))
        .map([](int) {});
  });
  if (!done) return tl::unexpected(done.error());
  return nonce;
}

Result<std::vector<Bytes>> PvaStore::open_nonces(const std::string& pcid, std::chrono::sys_seconds now) {
  const std::lock_guard lock(mutex_);
  auto query = store_.prepare("SELECT value FROM nonce WHERE pcid = ? AND used = 0 AND expires > ?");
  if (!query) return tl::unexpected(query.error());
  query->bind(pcid).bind(seconds(now));
  std::vector<Bytes> nonces;
  for (;;) {
    const auto row = query->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return nonces;
    nonces.push_back(query->blob(0));
  }
}

Result<bool> PvaStore::use_nonce(ByteView nonce, const pki::Sha256Digest& request, std::string_view verdict) {
  const std::lock_guard lock(mutex_);
  const auto changed = store_.run("UPDATE nonce SET used = 1, request = ?, verdict = ? WHERE value = ? AND used = 0",
                                  ByteView(request), verdict, nonce);
  if (!changed) return tl::unexpected(changed.error());
  return *changed == 1;
}

Result<std::optional<std::string>> PvaStore::verdict_for(const pki::Sha256Digest& request,
                                                         std::chrono::sys_seconds now) {
  const std::lock_guard lock(mutex_);
  auto query = store_.prepare("SELECT verdict FROM nonce WHERE request = ? AND used = 1 AND expires > ?");
  if (!query) return tl::unexpected(query.error());
  const auto row = query->bind(ByteView(request)).bind(seconds(now)).step();
  if (!row) return tl::unexpected(row.error());
  return *row ? std::optional(query->text(0)) : std::nullopt;
}

}  // namespace foothold::operators::pva
