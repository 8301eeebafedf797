// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/llc/xid.h"

#include "base/byte_reader.h"

namespace foothold::gsm::llc {
namespace {

constexpr std::size_t kMaxParameters = 16;

}  // namespace

// Each parameter: XL bit, five bits of type, then two bits of length, or eight where XL is set (figure 12).
Result<std::vector<XidParameter>> decode_xid(ByteView information) {
  std::vector<XidParameter> parameters;
  ByteReader reader(information);
  while (!reader.empty()) {
    if (parameters.size() == kMaxParameters) return fail("too many parameters", "XID", reader.offset());
    const auto first = *reader.u8("XID type");
    std::size_t length = first & 3;
    if (first & 0x80) {
      auto second = reader.u8("XID length");
      if (!second) return tl::unexpected(second.error());
      length = length << 6 | *second >> 2;
    }
    auto value = reader.take(length, "XID value");
    if (!value) return tl::unexpected(value.error());
    parameters.push_back({static_cast<XidType>(first >> 2 & 31), Bytes(value->begin(), value->end())});
  }
  return parameters;
}

Bytes encode_xid(const std::vector<XidParameter>& parameters) {
  Bytes out;
  for (const auto& [type, value] : parameters) {
    const auto base = static_cast<unsigned>(type) << 2;
    if (value.size() < 4) {
      out.push_back(static_cast<std::uint8_t>(base | value.size()));
    } else {
      out.push_back(static_cast<std::uint8_t>(0x80 | base | (value.size() >> 6 & 3)));
      out.push_back(static_cast<std::uint8_t>(value.size() << 2));
    }
    out.insert(out.end(), value.begin(), value.end());
  }
  return out;
}

std::uint32_t number(const XidParameter& parameter) {
  std::uint32_t value = 0;
  for (const auto octet : parameter.value) value = value << 8 | octet;
  return value;
}

}  // namespace foothold::gsm::llc
