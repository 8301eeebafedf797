// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/attest/evidence.h"

#include <string_view>

#include "pki/eat.h"
#include "pki/private_key.h"

namespace foothold::tre_emu::attest {

namespace {

constexpr std::string_view kModel = "foothold-tre";
constexpr std::uint32_t kExampleEnterprise = 32473;  // reserved for documentation (RFC 5612); no real maker is claimed

}  // namespace

Result<std::string> make_evidence(const vault::Vault& vault, const MeasurementRegisters& registers, ByteView nonce) {
  const auto key = pki::PrivateKey::from_der(vault.state().sign_key.reveal());
  if (!key) return tl::unexpected(key.error());
  pki::EatClaims claims;
  claims.nonce.assign(nonce.begin(), nonce.end());
  claims.tre_identity = vault.tre_identity();
  claims.pcid = vault.pcid();
  claims.hardware_model.assign(kModel.begin(), kModel.end());
  claims.hardware_version = "emulated";
  claims.software_name = kModel;
  claims.software_version = FOOTHOLD_VERSION;
  claims.oem_number = kExampleEnterprise;
  claims.debug_status = pki::DebugStatus::enabled;  // whoever may trace this process can debug it: said openly
  claims.components = registers.components();
  return pki::sign_eat(claims, key->signer());
}

}  // namespace foothold::tre_emu::attest
