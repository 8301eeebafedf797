// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "tre_emu/card/file.h"
#include "tre_emu/vault/device_state.h"

namespace foothold::tre_emu::usim {

inline constexpr std::uint16_t kEfDir = 0x2F00;
inline constexpr std::uint16_t kEfIccid = 0x2FE2;

struct DirectoryEntry {
  ByteView aid;
  std::string_view label;  // at most 16 characters
};

// EF_DIR (TS 102 221 13.1): an application template to a record. It has no empty records, which some readers take for
// applications that they do not know; a terminal that holds a session reads it anew after the REFRESH.
Bytes directory_content(std::span<const DirectoryEntry> applications);

// The MF (TS 102 221 13) without folders. EF_DIR is empty and EF_ICCID the active subscription's.
std::shared_ptr<card::Df> make_mf(const vault::DeviceState& state);

}  // namespace foothold::tre_emu::usim
