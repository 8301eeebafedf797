// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>

#include "base/bytes.h"
#include "tre_emu/card/file.h"
#include "tre_emu/vault/subscription.h"

namespace foothold::tre_emu::usim {

inline constexpr std::uint16_t kEfIccid = 0x2FE2;
inline constexpr std::uint16_t kEfGbabp = 0x6FD6;

// The USIM's application identifier (TS 101 220 annex E: RID of 3GPP, application code 1002).
ByteView usim_aid();

// The files of the MF (TS 102 221 13) of a card with these applications, by AID and label, in EF_DIR.
struct DirectoryEntry {
  ByteView aid;
  std::string_view label;  // at most 16 characters
};
std::shared_ptr<card::Df> make_mf(std::string_view iccid, std::initializer_list<DirectoryEntry> applications);

// ADF_USIM (TS 31.102 4.2) of a subscription: what follows from it, what terminals have written into it, and the
// initial values of annex E for the rest.
std::shared_ptr<card::Df> make_usim_adf(const vault::Subscription& subscription);

// EF_ICCID (TS 102 221 13.2): ten octets of swapped digits.
Bytes iccid_content(std::string_view iccid);
// EF_IMSI (TS 31.102 4.2.2).
Bytes imsi_content(std::string_view imsi);

}  // namespace foothold::tre_emu::usim
