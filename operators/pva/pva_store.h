// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "operators/pva/issued_device.h"
#include "operators/service/sqlite_store.h"
#include "pki/crypto.h"

namespace foothold::operators::pva {

// The PVA's file: issued devices, nonces, and the verdicts given for them. For several threads.
class PvaStore {
 public:
  static constexpr std::chrono::minutes kNonceLifetime{10};
  static constexpr int kMaxNonces = 4096;        // open at a time, all devices
  static constexpr int kMaxNoncesPerDevice = 4;  // the oldest gives way
  static constexpr std::size_t kNonceSize = 32;

  static Result<std::unique_ptr<PvaStore>> open(const std::filesystem::path& file);

  // Adds or replaces; `json` must parse as IssuedDevice, whose identities it is filed under.
  Result<IssuedDevice> import(std::string_view json);
  Result<std::optional<IssuedDevice>> find(const std::string& pcid);

  // A new nonce of `random`'s octets. Error with answer 503: too many are open.
  Result<Bytes> give_nonce(const std::string& pcid, std::chrono::sys_seconds now, const pki::RandomSource& random);
  // Those given for `pcid` that are neither used nor expired.
  Result<std::vector<Bytes>> open_nonces(const std::string& pcid, std::chrono::sys_seconds now);
  // Uses a nonce up and files the verdict (JSON text) under the request that led to it. False: somebody else used it
  // meanwhile.
  Result<bool> use_nonce(ByteView nonce, const pki::Sha256Digest& request, std::string_view verdict);
  // The verdict that this very request was given, so that asking again changes nothing. Kept as long as the nonce.
  Result<std::optional<std::string>> verdict_for(const pki::Sha256Digest& request, std::chrono::sys_seconds now);

 private:
  explicit PvaStore(SqliteStore store) : store_(std::move(store)) {}
  Result<void> forget_expired(std::chrono::sys_seconds now);
  Result<std::int64_t> count_open();

  std::mutex mutex_;
  SqliteStore store_;
};

}  // namespace foothold::operators::pva
