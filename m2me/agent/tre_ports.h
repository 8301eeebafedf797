// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "dm/tree/device_ports.h"
#include "m2me/tre_client/tre_client.h"

namespace foothold::m2me {

// What the management tree knows and does, over the TRE's APDUs.
class TrePorts : public dm::IdentityPort, public dm::EvidencePort, public dm::InstallPort {
 public:
  explicit TrePorts(TreClient& tre) : tre_(tre) {}

  Result<std::string> pcid() override;
  Result<std::string> tre_identity() override;
  Result<Bytes> pfc_sign() override;
  Result<Bytes> pfc_enc() override;
  Result<bool> tre_locked() override;

  Result<Bytes> evidence(ByteView nonce) override;

  dm::InstallResult install(std::string_view mcim, std::string_view transaction, ByteView object) override;
  std::optional<dm::InstallResult> recorded(std::string_view transaction) override;
  Result<std::vector<dm::InstalledMcim>> installed() override;
  Result<void> activate(std::string_view mcim) override;
  Result<void> deactivate(std::string_view mcim) override;
  Result<void> erase(std::string_view mcim) override;

 private:
  TreClient& tre_;
};

}  // namespace foothold::m2me
