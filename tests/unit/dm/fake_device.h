// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "dm/tree/device_ports.h"
#include "dm/tree/management_tree.h"

namespace foothold::dm {

// A machine that records what it is asked for and answers as told.
class FakeDevice : public IdentityPort, public EvidencePort, public InstallPort {
 public:
  struct Installation {
    std::string mcim;
    std::string transaction;
    Bytes object;
  };

  Result<std::string> pcid() override { return pcid_text; }
  Result<std::string> tre_identity() override { return std::string("TRE-000001"); }
  Result<Bytes> pfc_sign() override { return Bytes(600, 0x51); }
  Result<Bytes> pfc_enc() override { return Bytes(600, 0xec); }
  Result<bool> tre_locked() override { return locked; }

  Result<Bytes> evidence(ByteView nonce) override {
    nonces.emplace_back(nonce.begin(), nonce.end());
    if (locked) return fail("locked", "GET EVIDENCE");
    const std::string jwt = "eyJhbGciOiJFUzI1NiJ9.e30.c2ln";
    return Bytes(jwt.begin(), jwt.end());
  }

  InstallResult install(std::string_view mcim, std::string_view transaction, ByteView object) override {
    installations.push_back({std::string(mcim), std::string(transaction), Bytes(object.begin(), object.end())});
    if (result == InstallResult::ok) mcims.push_back({std::string(mcim), false, "00103"});
    return result;
  }
  std::optional<InstallResult> recorded(std::string_view transaction) override {
    const auto found = record.find(std::string(transaction));
    if (found == record.end()) return std::nullopt;
    return found->second;
  }
  Result<std::vector<InstalledMcim>> installed() override { return mcims; }
  Result<void> activate(std::string_view mcim) override { return set_active(mcim, true); }
  Result<void> deactivate(std::string_view mcim) override { return set_active(mcim, false); }
  Result<void> erase(std::string_view mcim) override {
    const auto erased = std::erase_if(mcims, [&](const InstalledMcim& each) { return each.id == mcim; });
    if (erased == 0) return fail("no such MCIM");
    return {};
  }

  std::string pcid_text = "001020000000001";
  bool locked = false;
  InstallResult result = InstallResult::ok;
  std::map<std::string, InstallResult> record;
  std::vector<Bytes> nonces;
  std::vector<Installation> installations;
  std::vector<InstalledMcim> mcims;

 private:
  Result<void> set_active(std::string_view mcim, bool active) {
    for (InstalledMcim& each : mcims) {
      if (each.id != mcim) continue;
      each.active = active;
      return {};
    }
    return fail("no such MCIM");
  }
};

}  // namespace foothold::dm
