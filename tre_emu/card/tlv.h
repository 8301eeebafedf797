// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::tre_emu::card {

// One BER-TLV object (ISO 7816-4 5.2.2); `value` is a view into what was decoded.
struct Tlv {
  unsigned tag = 0;  // one octet, or two as one number (5F2D)
  ByteView value;
};

// All objects that lie one after another in `octets`. Tags of one or two octets, lengths of up to three; a value past
// the end, a reserved length form or a longer tag is an error.
Result<std::vector<Tlv>> decode_tlvs(ByteView octets);

// As decode_tlvs(), for a data field that must hold exactly these tags in this order: the values.
Result<std::vector<ByteView>> decode_exactly(ByteView octets, std::initializer_list<unsigned> tags);

// Appends an object; value at most 65535 octets.
void put_tlv(Bytes& out, unsigned tag, ByteView value);

}  // namespace foothold::tre_emu::card
