// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <span>

#include "tre_emu/card/file.h"
#include "tre_emu/usim/file_table.h"
#include "tre_emu/vault/subscription.h"

namespace foothold::tre_emu::sim {

inline constexpr std::uint16_t kDfTelecom = 0x7F10;
inline constexpr std::uint16_t kDfGsm = 0x7F20;

// DF_TELECOM and DF_GSM (TS 51.011 10.3 to 10.5) into an MF, for the subscription that is active. Files that the USIM
// has as well are one with the USIM's.
void add_folders(card::Df& mf, const vault::Subscription& active);
// Another subscription is active: the same folders with its content. Channels that stand in them stay.
void refill(card::Df& mf, const vault::Subscription& active);
// The content of a file was changed elsewhere.
void show(card::Df& mf, std::uint16_t kept_as, ByteView content);

std::span<const usim::FileRow> df_gsm_table();
std::span<const usim::FileRow> df_telecom_table();

}  // namespace foothold::tre_emu::sim
