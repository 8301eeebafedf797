// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"
#include "gsm/auth/algorithm.h"
#include "gsm/auth/sqn_window.h"
#include "pki/certificate.h"
#include "pki/crypto.h"
#include "pki/issue.h"
#include "tre_emu/card/pin.h"
#include "tre_emu/vault/device_state.h"
#include "tre_emu/vault/fuse.h"

namespace foothold::tre_emu::personalise {

// A part of the machine that is measured at start, and the SHA-256 of what it ought to be.
struct Component {
  std::string name;
  pki::Sha256Digest digest{};
};

// What one TRE is to become (TR 33.812 5.1.2.2: pre-provisioned out of band, in a secure facility).
struct Order {
  std::string pcid;          // 6..15 digits
  int mnc_digits = 2;        // 2 or 3
  std::string tre_identity;  // 1..64 printable characters
  std::string discovery_url;
  std::string apn;
  std::string drf_name;  // the DRF's FQDN as NAF
  std::vector<Component> components;
  std::optional<gsm::auth::Algorithm> algorithm;  // with its key; Milenage with the two below where empty
  std::optional<Secret<16>> k;                    // made at random where empty
  std::optional<Secret<16>> opc;                  // likewise
  gsm::auth::MilenageConstants milenage_constants;
  gsm::auth::Sqn sqn;  // the last number that counts as used, on both sides
  gsm::auth::SqnScheme sqn_scheme;
  // PIN1 is 0000 and disabled where empty; the others are made at random.
  std::optional<card::PinValue> pin1, puk1, pin2, puk2, adm1;
};

// The TRE's content and the two halves that its issuers get (docs/interfaces.md section 7), JSON. The RO's half holds
// the keys of the temporary-access credential and the card's PINs.
struct Personalisation {
  vault::Fuse fuse;
  vault::DeviceState state;
  SecretBytes ro_half;
  std::string pva_half;
};

// Makes keys and identities and has the platform's authority issue the PfC, valid from `now` for ten years.
Result<Personalisation> personalise(const Order& order, const pki::Authority& platform_ca,
                                    const pki::Certificate& operators_ca, std::chrono::sys_seconds now,
                                    const pki::RandomSource& random);

}  // namespace foothold::tre_emu::personalise
