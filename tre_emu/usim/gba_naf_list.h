// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/bytes.h"

namespace foothold::tre_emu::usim {

inline constexpr std::uint16_t kEfGbanl = 0x6FDA;
inline constexpr std::size_t kGbanlRecord = 128;  // octets
inline constexpr std::size_t kGbanlRecords = 4;

// EF_GBANL (TS 31.102 4.2.83) once a key was derived for `naf_id`: a record with the NAF_Id and the B-TID that the
// terminal has put into EF_GBABP, in place of the NAF's former one, else of an empty one, else of the first. Empty
// where there is nothing to change, or it does not fit into a record.
std::optional<Bytes> with_naf(ByteView list, ByteView bootstrap_parameters, ByteView naf_id);

}  // namespace foothold::tre_emu::usim
