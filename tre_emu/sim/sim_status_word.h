// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>

#include "tre_emu/card/status_word.h"

namespace foothold::tre_emu::sim {

// SW1 SW2 of class A0 (TS 51.011 9.4), where they are not those of a UICC.
inline constexpr card::StatusWord kMemoryProblem{0x9240};
inline constexpr card::StatusWord kNoEfSelected{0x9400};
inline constexpr card::StatusWord kOutOfRange{0x9402};  // a record
inline constexpr card::StatusWord kNotFound{0x9404};    // a file, or a pattern
inline constexpr card::StatusWord kInconsistentFile{0x9408};
inline constexpr card::StatusWord kNoChv{0x9802};
inline constexpr card::StatusWord kAccessRefused{0x9804};  // also: the CHV was wrong, and tries are left
inline constexpr card::StatusWord kContradictsChv{0x9808};
inline constexpr card::StatusWord kInvalidated{0x9810};
inline constexpr card::StatusWord kChvBlocked{0x9840};
inline constexpr card::StatusWord kMaximumReached{0x9850};

// So many octets wait for GET RESPONSE.
constexpr card::StatusWord answer_waits(std::size_t octets) {
  return static_cast<card::StatusWord>(0x9F00 | (octets & 0xFF));
}
// P3 is wrong, `octets` would be right.
constexpr card::StatusWord right_p3(std::size_t octets) {
  return static_cast<card::StatusWord>(0x6700 | (octets & 0xFF));
}

// What a status word of the UICC's PIN commands is here.
card::StatusWord of_chv(card::StatusWord sw);
// The same of its toolkit commands. What TS 51.011 9.4 has no word for is a technical problem.
card::StatusWord of_toolkit(card::StatusWord sw);

}  // namespace foothold::tre_emu::sim
