// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "base/bytes.h"
#include "base/result.h"

namespace foothold::m2me {

// BER-TLV with tags of one octet and lengths up to 65535 (TS 101 220 7.1), as the TRE's commands have it.
struct Tlv {
  std::uint8_t tag = 0;
  ByteView value;
};

void write_tlv(ByteWriter& writer, std::uint8_t tag, ByteView value);
Result<Tlv> read_tlv(ByteReader& reader);

}  // namespace foothold::m2me
