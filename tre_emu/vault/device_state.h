// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"
#include "tre_emu/card/pin.h"
#include "tre_emu/vault/subscription.h"

namespace foothold::tre_emu::vault {

// A machine communication identity module in the TRE.
struct Mcim {
  std::string identifier;
  std::string sho_plmn;  // digits
  bool active = false;
  Subscription subscription;
};

// Everything that the sealed store holds. Identity and PCID are in the fuses as well; the store is bound to them.
struct DeviceState {
  static constexpr std::size_t kMaxMcims = 8;
  // Transactions are never forgotten, lest one be played again; a TRE that has seen so many takes no more.
  static constexpr std::size_t kMaxTransactions = 1024;

  Bytes pfc_sign;  // certificates, DER
  Bytes pfc_enc;
  Bytes operators_ca;
  SecretBytes sign_key;  // PKCS#8
  SecretBytes enc_key;
  std::string discovery_url;  // of the RO's Ub
  std::string drf_name;       // the DRF's FQDN as NAF
  Subscription pcid;
  std::vector<Mcim> mcims;                // at most one is active
  std::vector<std::string> transactions;  // of M2MSIMMobjs that were installed
  card::Pins pins = card::Pins::initial();
  std::map<std::uint16_t, SecretBytes> card_files;  // what a terminal has written in the MF, by file identifier

  const Mcim* active_mcim() const;
  const Mcim* find_mcim(std::string_view identifier) const;
  Mcim* find_mcim(std::string_view identifier);
  // The active MCIM's, or the PCID's.
  const Subscription& active() const;
  Subscription& active();
};

// The versioned form in which the state is sealed. decode_state() refuses other versions and anything left over.
SecretBytes encode_state(const DeviceState& state);
Result<DeviceState> decode_state(ByteView octets);

}  // namespace foothold::tre_emu::vault
