// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <tl/expected.hpp>

#include "base/bytes.h"
#include "tre_emu/card/file.h"
#include "tre_emu/card/status_word.h"

namespace foothold::tre_emu::card {

// Modes of READ and UPDATE RECORD (TS 102 221 table 11.11), as in the low three bits of P2.
enum class RecordMode : std::uint8_t { next = 2, previous = 3, absolute = 4 };

// The record pointer of a file that was just selected: in a cyclic file at the record that was updated or increased
// last, in a linear one nowhere, 0 (TS 102 221 11.1.1, TS 51.011 8.1).
std::size_t record_at_selection(const Ef& file);

// The record that a mode means, from 1; 0 if there is none. `number` is P1 and `current` the record pointer (0: none).
// Next and previous go round in a cyclic file, and stop at the ends of a linear one.
std::size_t find_record(const Ef& file, RecordMode mode, std::size_t number, std::size_t current);

// The content of the file with one record written over, or with a new one in place of the oldest. `record` has the
// file's record length.
Bytes with_record(const Ef& file, std::size_t number, ByteView record);
Bytes with_newest(const Ef& file, ByteView record);

// `value` and `more` as numbers, big endian; empty if the sum does not fit in the octets of `value`.
std::optional<Bytes> increased(ByteView value, ByteView more);

// What SEARCH RECORD looks for (TS 102 221 11.1.7, table 11.13).
struct SearchQuery {
  std::size_t start = 1;  // record number, from 1
  bool backward = false;
  std::size_t offset = 0;                   // within the record
  std::optional<std::uint8_t> begin_after;  // else: behind the first of these characters
  ByteView pattern;
};
// From P1, the low three bits of P2 and the data; the error is 6A86, 6700, 6A80 or 6A83.
tl::expected<SearchQuery, StatusWord> search_query(std::uint8_t p1, std::uint8_t mode, ByteView data,
                                                   std::size_t current, std::size_t records);
// The numbers of the records that match, in the order of the search.
Bytes search(const Ef& file, const SearchQuery& query);

}  // namespace foothold::tre_emu::card
