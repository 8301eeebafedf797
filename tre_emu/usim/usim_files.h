// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "tre_emu/card/file.h"
#include "tre_emu/usim/file_table.h"
#include "tre_emu/usim/initial_content.h"
#include "tre_emu/vault/device_state.h"

namespace foothold::tre_emu::usim {

inline constexpr std::uint16_t kEfGbabp = 0x6FD6;
inline constexpr std::size_t kGbabpSize = 128;  // octets

// Application identifiers of USIMs (TS 101 220 annex E: RID of 3GPP, application code 1002). That of the PCID is always
// the same; an MCIM's ends in octets that follow from its identifier, so that it is the same over all power cycles.
inline constexpr std::size_t kUsimAidSize = 16;
ByteView usim_aid();
Bytes usim_aid(std::string_view mcim);

// ADF_USIM (TS 31.102 4.2) of a subscription: what follows from it, what terminals have written into it, and the
// initial values of annex E for the rest.
std::shared_ptr<card::Df> make_usim_adf(const vault::Subscription& subscription, ByteView aid = usim_aid());

// The tables behind it, in the order of the files; for documentation and tools.
std::span<const FileRow> adf_usim_table();
std::span<const FileRow> df_gsm_access_table();

}  // namespace foothold::tre_emu::usim
