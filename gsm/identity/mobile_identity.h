// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <variant>

#include "base/bytes.h"
#include "base/result.h"
#include "gsm/identity/imei.h"
#include "gsm/identity/imsi.h"
#include "gsm/identity/tlli.h"

namespace foothold::gsm {

// "Type of identity" of the Mobile identity and Identity type 2 elements (TS 24.008 10.5.1.4, 10.5.5.9).
enum class IdentityType : std::uint8_t { none = 0, imsi = 1, imei = 2, imeisv = 3, tmsi = 4 };

struct NoIdentity {
  friend bool operator==(const NoIdentity&, const NoIdentity&) = default;
};

// Mobile identity (TS 24.008 10.5.1.4): the value part, without IEI and length.
using MobileIdentity = std::variant<NoIdentity, Imsi, Imei, Imeisv, Ptmsi>;

IdentityType type_of(const MobileIdentity& identity);
Result<MobileIdentity> decode_mobile_identity(ByteView value);
Bytes encode_mobile_identity(const MobileIdentity& identity);
std::string to_string(const MobileIdentity& identity);  // "IMSI 001020000000001"

}  // namespace foothold::gsm
