// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace foothold::tre_emu::card {

// SW1 SW2 (ISO 7816-4 5.1.3, TS 102 221 10.2.1, TS 31.102 7.3). 61xx and 6Cxx are made by the functions below.
enum class StatusWord : std::uint16_t {
  ok = 0x9000,
  search_unsuccessful = 0x6282,
  selected_file_deactivated = 0x6283,
  memory_failure = 0x6581,
  wrong_length = 0x6700,
  channel_not_supported = 0x6881,
  secure_messaging_not_supported = 0x6882,
  last_of_chain_expected = 0x6883,
  chaining_not_supported = 0x6884,
  incompatible_file_structure = 0x6981,
  security_status_not_satisfied = 0x6982,
  blocked = 0x6983,                     // "authentication method blocked"; here also: the TRE is locked
  reference_data_invalidated = 0x6984,  // the PIN is disabled
  conditions_not_satisfied = 0x6985,
  no_ef_selected = 0x6986,
  cannot_be_decrypted = 0x6988,  // "incorrect secure messaging data objects"
  wrong_data = 0x6A80,
  function_not_supported = 0x6A81,
  file_not_found = 0x6A82,
  record_not_found = 0x6A83,
  no_space = 0x6A84,
  wrong_p1_p2 = 0x6A86,
  reference_not_found = 0x6A88,
  already_there = 0x6A89,  // "file already exists"; here also: this transaction was seen before
  outside_file = 0x6B00,
  ins_not_supported = 0x6D00,
  class_not_supported = 0x6E00,
  technical_problem = 0x6F00,
  maximum_reached = 0x9850,  // INCREASE cannot be performed
  mac_wrong = 0x9862,        // "authentication error, incorrect MAC"
  context_not_supported = 0x9864,
};

// `octets` more are there for GET RESPONSE; 61 00 says 256 or more.
constexpr StatusWord more_data(std::size_t octets) {
  return static_cast<StatusWord>(0x6100 | (octets > 255 ? 0 : octets));
}

// Le is wrong, `octets` would be right (1..256).
constexpr StatusWord right_length(std::size_t octets) {
  return static_cast<StatusWord>(0x6C00 | (octets & 0xFF));
}

// The PIN was wrong, or is only asked for: so many tries are left (0..15).
constexpr StatusWord tries_left(std::uint8_t tries) {
  return static_cast<StatusWord>(0x63C0 | (tries & 0x0F));
}

// Normal ending, and a proactive command of so many octets waits for FETCH (1..256).
constexpr StatusWord proactive_command(std::size_t octets) {
  return static_cast<StatusWord>(0x9100 | (octets & 0xFF));
}

}  // namespace foothold::tre_emu::card
