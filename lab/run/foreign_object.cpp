// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/foreign_object.h"

#include <string>

#include "lab/run/plan.h"
#include "lab/run/run_pki.h"
#include "pki/crypto.h"
#include "pki/issue.h"
#include "pki/m2msimmobj.h"

namespace foothold::lab {
namespace {

// Of no machine of this run.
constexpr const char* kOtherPcid = "001020000009999";
constexpr const char* kOtherTre = "TRE-009999";

}  // namespace

Result<void> write_object_for_another_tre(const RunSetup& setup, const std::filesystem::path& path,
                                          std::chrono::sys_seconds now) {
  const auto platform = load_pair(setup.folders.pki(), "platform-ca");
  if (!platform) return tl::unexpected(platform.error());
  const auto sho = load_pair(setup.folders.pki(), "sho-signer");
  if (!sho) return tl::unexpected(sho.error());
  const auto key = pki::PrivateKey::generate();
  if (!key) return tl::unexpected(key.error());
  const auto pfc = pki::issue_pfc_enc(*platform, key->public_key(), kOtherTre, kOtherPcid,
                                      {now - std::chrono::days(1), now + std::chrono::days(1)});
  if (!pfc) return tl::unexpected(pfc.error());

  pki::M2msimmobjContent content;
  content.transaction = "another-device";
  content.pcid = kOtherPcid;
  content.tre_identity = kOtherTre;
  content.sho_plmn = plan::kShoPlmnDigits;
  content.mcim = "MCIM-1";
  content.expiry = now + std::chrono::days(1);
  content.imsi = std::string(plan::kShoPlmnDigits) + "0000009999";
  content.iccid = "8988211000000009999";
  for (auto* secret : {&content.k, &content.opc}) {
    if (auto filled = pki::fill_random(secret->reveal_mutable()); !filled) return filled;
  }
  content.apn = plan::kOperationalApn;
  const auto object = pki::seal_m2msimmobj(content, *pfc, sho->certificate, sho->key);
  if (!object) return tl::unexpected(object.error());
  return write_text_file(path, {reinterpret_cast<const char*>(object->data()), object->size()});
}

}  // namespace foothold::lab
