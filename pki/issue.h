// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "base/result.h"
#include "pki/certificate.h"
#include "pki/private_key.h"

namespace foothold::pki {

struct Validity {
  std::chrono::sys_seconds from;
  std::chrono::sys_seconds until;
};

// A certificate authority: its key and its self-signed certificate.
struct Authority {
  PrivateKey key;
  Certificate certificate;
};

// The profiles of docs/interfaces.md section 2. Serial numbers are random, 16 octets. Texts are 1..64 characters.
Result<Authority> make_authority(const std::string& organization, const std::string& common_name, Validity validity);

// `O=<organization>, CN=<role>`, SAN the IP address, serverAuth and clientAuth.
Result<Certificate> issue_operator_tls(const Authority& authority, const PublicKey& key,
                                       const std::string& organization, const std::string& role,
                                       const std::string& ip_address, Validity validity);

// `O=SHO, CN=<PLMN digits>`, digitalSignature, emailProtection.
Result<Certificate> issue_sho_signer(const Authority& authority, const PublicKey& key, const std::string& sho_plmn,
                                     Validity validity);

// `CN=<TRE identity>, UID=<PCID>`: sign has digitalSignature and clientAuth, enc has keyAgreement.
Result<Certificate> issue_pfc_sign(const Authority& authority, const PublicKey& key, const std::string& tre_identity,
                                   const std::string& pcid, Validity validity);
Result<Certificate> issue_pfc_enc(const Authority& authority, const PublicKey& key, const std::string& tre_identity,
                                  const std::string& pcid, Validity validity);

}  // namespace foothold::pki
