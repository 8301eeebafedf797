// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "pki/crypto.h"
#include "tre_emu/vault/device_state.h"
#include "tre_emu/vault/file_operations.h"
#include "tre_emu/vault/fuse.h"

namespace foothold::tre_emu::vault {

// The sealed store of a TRE (TR 33.812 5.1.2.2): the whole state under one seal, whose key comes from the fuses, and a
// monotonic counter against the return of an older image.
//
//   fuse     root key and identities; written once
//   counter  the number of the newest store, with a MAC
//   store    number, AES-256-GCM(state); bound to number, TRE identity and PCID
//   locked   there once tampering was found: the reason in words. Models a blown fuse; nothing takes it away.
//
// A commit writes the store with number n+1, then the counter n+1. So a store that is one ahead of the counter is a
// commit that was interrupted, and counts; any other difference is tampering.
class Vault {
 public:
  // Personalisation. Refused where there is a fuse already; the fuse comes last, so that an interrupted attempt can be
  // repeated.
  static Result<void> create(FileOperations& files, const pki::RandomSource& random, const Fuse& fuse,
                             const DeviceState& state);
  static Result<bool> is_personalised(FileOperations& files);
  // An error only if the device was never personalised or the files cannot be read or written. Tampering gives a
  // locked vault. `files` must outlive it.
  static Result<Vault> open(FileOperations& files, pki::RandomSource random);

  bool locked() const { return !lock_reason_.empty(); }
  const std::string& lock_reason() const { return lock_reason_; }         // in words
  const std::string& tre_identity() const { return fuse_.tre_identity; }  // both are empty if the fuses are broken
  const std::string& pcid() const { return fuse_.pcid; }

  // Without meaning while locked.
  const DeviceState& state() const { return state_; }
  // Grows with every commit: whoever has seen this number has seen this state.
  std::uint64_t number() const { return number_; }
  // Makes `next` the state once it is safe on disk. On an error the state is as before, and after a restart it is
  // that or `next`.
  Result<void> commit(DeviceState next);
  // For good, over restarts. The keys in memory are wiped.
  void lock(const std::string& reason);

 private:
  Vault(FileOperations& files, pki::RandomSource random) : files_(&files), random_(std::move(random)) {}
  Result<void> load();

  FileOperations* files_;
  pki::RandomSource random_;
  Fuse fuse_;
  DeviceState state_;
  std::uint64_t number_ = 0;  // of the store that holds state_
  std::string lock_reason_;
};

}  // namespace foothold::tre_emu::vault
