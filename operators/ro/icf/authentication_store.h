// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "gsm/auth/milenage.h"
#include "operators/ro/credential/temporary_credential.h"
#include "operators/service/sqlite_store.h"

namespace foothold::operators::icf {

// Credentials and the sequence numbers used up of each. A number is on the disk as used before a vector made of it can
// leave; a kill at any moment can waste numbers, never repeat one. GSUP and Ub draw from the same row. For any thread.
class AuthenticationStore {
 public:
  static Result<AuthenticationStore> open(const std::filesystem::path& file);

  // Takes a credential that the CCIF gave. One that is there already stays: its numbers may be ahead of the CCIF's.
  Result<void> keep(const TemporaryCredential& credential);

  struct Reserved {
    gsm::auth::MilenageKey key;
    gsm::auth::Amf amf;
    std::vector<gsm::auth::Sqn> sqns;  // fresh, each for one vector
  };
  // Uses up `count` numbers; nothing if the PCID is not known here.
  Result<std::optional<Reserved>> reserve(const gsm::Imsi& pcid, std::size_t count);

  enum class Resynchronisation { done, wrong_mac, unknown_pcid };
  // TS 33.102 6.3.5, in one transaction.
  Result<Resynchronisation> resynchronise(const gsm::Imsi& pcid, const gsm::auth::Rand& rand,
                                          const gsm::auth::Auts& auts);

 private:
  explicit AuthenticationStore(SqliteStore store) : store_(std::move(store)) {}
  Result<void> set_sqn(const gsm::Imsi& pcid, gsm::auth::Sqn sqn);

  std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
  SqliteStore store_;
};

}  // namespace foothold::operators::icf
