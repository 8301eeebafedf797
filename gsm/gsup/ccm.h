// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::gsm::gsup {

// Connection management (CCM) on an IPA link: who is there, and is it alive? A message is its type, then content.
enum class CcmType : std::uint8_t { ping = 0x00, pong = 0x01, id_get = 0x04, id_resp = 0x05, id_ack = 0x06 };

// A message without content, framed.
Bytes encode_ccm(CcmType type);

// What an end can be asked for.
enum class IdTag : std::uint8_t {
  serial_number = 0x00,  // OsmoHLR takes this as the peer's name
  unit_name = 0x01,
  location_1 = 0x02,
  location_2 = 0x03,
  equipment_version = 0x04,
  software_version = 0x05,
  ip_address = 0x06,
  mac_address = 0x07,
  unit_id = 0x08,
};

// ID_GET: (length 1, tag) pairs, as OsmoHLR asks.
Bytes encode_id_get(const std::vector<IdTag>& tags);
Result<std::vector<IdTag>> decode_id_get(ByteView payload);  // payload with the type octet; at most 32 tags

// ID_RESP: (length 2 octets, tag, text, NUL) each.
using Identity = std::map<IdTag, std::string>;
Bytes encode_id_resp(const Identity& identity);
Result<Identity> decode_id_resp(ByteView payload);  // texts: printable ASCII, at most 64 characters

}  // namespace foothold::gsm::gsup
