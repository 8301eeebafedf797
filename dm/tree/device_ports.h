// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

// What the management tree needs of the machine. The machine implements these over the TRE's APDUs.
namespace foothold::dm {

class IdentityPort {
 public:
  virtual ~IdentityPort() = default;
  virtual Result<std::string> pcid() = 0;          // digits
  virtual Result<std::string> tre_identity() = 0;  // text
  virtual Result<Bytes> pfc_sign() = 0;            // certificate, DER
  virtual Result<Bytes> pfc_enc() = 0;             // certificate, DER
  virtual Result<bool> tre_locked() = 0;
};

class EvidencePort {
 public:
  virtual ~EvidencePort() = default;
  // Evidence over `nonce` (8..64 octets), signed by the TRE: an EAT as JWT.
  virtual Result<Bytes> evidence(ByteView nonce) = 0;
};

// DM results of an installation (docs/interfaces.md section 3).
enum class InstallResult : std::int8_t {
  refused_by_sho = -1,  // never sent by a device; what the DPF reports after a refusal
  ok = 0,
  malformed = 1,
  cannot_be_decrypted = 2,
  wrong_signature = 3,
  made_for_another = 4,
  replay_or_old_version = 5,
  policy = 6,
  tre_locked = 7,
  no_space = 8,
  internal = 9,
};
const char* to_string(InstallResult result);  // in words
// The result that an INSTALL MCIM status word becomes (docs/interfaces.md section 3); `internal` for any other.
InstallResult install_result_of(std::uint16_t status_word);

struct InstalledMcim {
  std::string id;
  bool active = false;
  std::string sho_plmn;  // digits
};

class InstallPort {
 public:
  virtual ~InstallPort() = default;
  // Gives an M2MSIMMobj to the TRE. `transaction` is what the server called it, for the machine's own records.
  virtual InstallResult install(std::string_view mcim, std::string_view transaction, ByteView object) = 0;
  // What became of a transaction installed before a restart of the machine, so that the server's repeated order gets
  // the same answer instead of a replay error. Machines that keep no record answer nothing.
  virtual std::optional<InstallResult> recorded(std::string_view /*transaction*/) { return std::nullopt; }
  // What is installed in the TRE; ids as in ./M2M/MCIM/<id>.
  virtual Result<std::vector<InstalledMcim>> installed() = 0;
  // Exec of Operations/{Activate,Deactivate,Delete} on an installed MCIM.
  virtual Result<void> activate(std::string_view mcim) = 0;
  virtual Result<void> deactivate(std::string_view mcim) = 0;
  virtual Result<void> erase(std::string_view mcim) = 0;
};

}  // namespace foothold::dm
