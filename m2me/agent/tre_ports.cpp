// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/agent/tre_ports.h"

namespace foothold::m2me {

Result<std::string> TrePorts::pcid() {
  return tre_.pcid().map([](const gsm::Imsi& pcid) { return pcid.digits(); });
}
Result<std::string> TrePorts::tre_identity() {
  return tre_.tre_identity();
}
Result<Bytes> TrePorts::pfc_sign() {
  return tre_.pfc_sign_certificate();
}
Result<Bytes> TrePorts::pfc_enc() {
  return tre_.pfc_enc_certificate();
}
Result<bool> TrePorts::tre_locked() {
  return tre_.state().map([](TreState state) { return state == TreState::locked; });
}

Result<Bytes> TrePorts::evidence(ByteView nonce) {
  return tre_.evidence(nonce).map([](const std::string& token) { return Bytes(token.begin(), token.end()); });
}

dm::InstallResult TrePorts::install(std::string_view mcim, std::string_view, ByteView object) {
  const auto installed = tre_.install_mcim(object);
  if (!installed) return dm::install_result_of(static_cast<std::uint16_t>(installed.error().answer));
  // The object names the MCIM inside; a DPF that stores it under another name made a mistake, but not the TRE.
  return *installed == mcim ? dm::InstallResult::ok : dm::InstallResult::malformed;
}

std::optional<dm::InstallResult> TrePorts::recorded(std::string_view transaction) {
  const auto installed = tre_.was_installed(std::string(transaction));
  if (installed && *installed) return dm::InstallResult::ok;
  return std::nullopt;
}

Result<std::vector<dm::InstalledMcim>> TrePorts::installed() {
  return tre_.list_mcim().map([](const std::vector<McimEntry>& entries) {
    std::vector<dm::InstalledMcim> all;
    for (const auto& entry : entries) {
      all.push_back({entry.identifier, entry.state == McimState::active, entry.sho_plmn});
    }
    return all;
  });
}

Result<void> TrePorts::activate(std::string_view mcim) {
  return tre_.activate_mcim(std::string(mcim));
}
Result<void> TrePorts::deactivate(std::string_view mcim) {
  return tre_.deactivate_mcim(std::string(mcim));
}
Result<void> TrePorts::erase(std::string_view mcim) {
  return tre_.delete_mcim(std::string(mcim));
}

}  // namespace foothold::m2me
