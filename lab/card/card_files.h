// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "lab/card/card_link.h"

namespace foothold::lab {

// A file as the card shows it.
struct CardFile {
  enum class Structure { folder, transparent, records };

  Bytes fcp;  // the whole template, tag 62
  Structure structure = Structure::folder;
  std::size_t size = 0;         // octets of a transparent file
  std::size_t record_size = 0;  // of a file of records
  std::size_t records = 0;
};

// What FCP says of a file (TS 102 221 11.1.1.3): a folder, or an EF with its structure and size.
Result<CardFile> parse_fcp(ByteView fcp);

// Selects step by step. Errors name the file; `answer` is the status word that the card refused with.
Result<CardFile> select_file(const CardExchange& exchange, std::string_view name);

// The content of the selected file: one entry, or one for each record; none of a folder.
Result<std::vector<Bytes>> read_selected(const CardExchange& exchange, const CardFile& file);

// Writes a transparent file from its start, or a record (from 1). Content that does not fit is an error.
Result<void> write_selected(const CardExchange& exchange, const CardFile& file, std::size_t record, ByteView content);

// VERIFY PIN (TS 102 221 11.1.9). `reference`: 01 for PIN1, 0A for ADM1; `value` has at most 8 octets.
Result<void> verify_pin(const CardExchange& exchange, std::uint8_t reference, ByteView value);

}  // namespace foothold::lab
