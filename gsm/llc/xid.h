// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::gsm::llc {

// XID parameter types (TS 44.064 6.4.1.6, table 6).
enum class XidType : std::uint8_t {
  version = 0,
  iov_ui = 1,
  iov_i = 2,
  t200 = 3,
  n200 = 4,
  n201_u = 5,
  n201_i = 6,
  md = 7,
  mu = 8,
  kd = 9,
  ku = 10,
  layer3 = 11,
  reset = 12,
};

struct XidParameter {
  XidType type = XidType::version;
  Bytes value;
  friend bool operator==(const XidParameter&, const XidParameter&) = default;
};

// At most 16 parameters, far more than table 6 names.
Result<std::vector<XidParameter>> decode_xid(ByteView information);
Bytes encode_xid(const std::vector<XidParameter>& parameters);

// The value as a number, big endian; of more than four octets the last four count.
std::uint32_t number(const XidParameter& parameter);

}  // namespace foothold::gsm::llc
