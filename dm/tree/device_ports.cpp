// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/tree/device_ports.h"

namespace foothold::dm {

const char* to_string(InstallResult result) {
  switch (result) {
    case InstallResult::refused_by_sho:
      return "refused by the SHO";
    case InstallResult::ok:
      return "installed";
    case InstallResult::malformed:
      return "the object is malformed";
    case InstallResult::cannot_be_decrypted:
      return "the object cannot be decrypted";
    case InstallResult::wrong_signature:
      return "the object's signature or signer is wrong";
    case InstallResult::made_for_another:
      return "the object was made for another TRE or PCID";
    case InstallResult::replay_or_old_version:
      return "the object is a replay or an old version";
    case InstallResult::policy:
      return "the TRE's policy forbids it";
    case InstallResult::tre_locked:
      return "the TRE is locked";
    case InstallResult::no_space:
      return "the TRE has no space";
    case InstallResult::internal:
      return "internal error of the device";
  }
  return "unknown result";
}

InstallResult install_result_of(std::uint16_t status_word) {
  switch (status_word) {
    case 0x9000:
      return InstallResult::ok;
    case 0x6a80:
      return InstallResult::malformed;
    case 0x6988:
      return InstallResult::cannot_be_decrypted;
    case 0x9862:
      return InstallResult::wrong_signature;
    case 0x6a88:
      return InstallResult::made_for_another;
    case 0x6a89:
      return InstallResult::replay_or_old_version;
    case 0x6985:
      return InstallResult::policy;
    case 0x6983:
      return InstallResult::tre_locked;
    case 0x6a84:
      return InstallResult::no_space;
    default:
      return InstallResult::internal;
  }
}

}  // namespace foothold::dm
