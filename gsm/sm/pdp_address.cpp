// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sm/pdp_address.h"

#include <algorithm>

namespace foothold::gsm::sm {

std::optional<Ipv4Address> PdpAddress::ipv4() const {
  if (organisation != kIetf || type != kIpv4 || address.size() != 4) return std::nullopt;
  Ipv4Address octets;
  std::copy_n(address.begin(), octets.size(), octets.begin());
  return octets;
}

Result<PdpAddress> PdpAddress::decode(ByteView value) {
  if (value.size() < 2) return fail("is too short");
  PdpAddress pdp;
  pdp.organisation = value[0] & 0x0f;
  pdp.type = value[1];
  pdp.address.assign(value.begin() + 2, value.end());
  if (pdp.organisation == kIetf && pdp.type == kIpv4 && pdp.address.size() != 0 && pdp.address.size() != 4) {
    return fail("is not four octets", "IPv4 address", 2);
  }
  return pdp;
}

void PdpAddress::encode(ByteWriter& writer) const {
  writer.u8(organisation & 0x0f);
  writer.u8(type);
  writer.bytes(address);
}

std::string to_string(const Ipv4Address& address) {
  std::string text;
  for (const auto octet : address) {
    if (!text.empty()) text += '.';
    text += std::to_string(octet);
  }
  return text;
}

}  // namespace foothold::gsm::sm
