// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gmm/ms_network_capability.h"

namespace foothold::gsm::gmm {

Result<MsNetworkCapability> MsNetworkCapability::decode(ByteView value) {
  if (value.empty()) return fail("is empty");
  MsNetworkCapability c;
  const unsigned first = value[0];
  if ((first & 0x80) != 0) c.set_gea(1);
  c.sms_via_dedicated_channels = (first & 0x40) != 0;
  c.sms_via_gprs = (first & 0x20) != 0;
  c.ucs2_preferred = (first & 0x10) != 0;
  c.ss_screening = (first >> 2) & 3;
  c.solsa = (first & 0x02) != 0;
  c.release_99 = (first & 0x01) != 0;
  if (value.size() < 2) return c;  // a mobile before R99
  const unsigned second = value[1];
  c.packet_flow = (second & 0x80) != 0;
  for (unsigned n = 2; n <= 7; ++n) {
    if ((second & (0x100U >> n)) != 0) c.set_gea(n);
  }
  c.lcs_va = (second & 0x01) != 0;
  c.later.assign(value.begin() + 2, value.end());
  return c;
}

void MsNetworkCapability::encode(ByteWriter& writer) const {
  const auto bit = [](bool set, unsigned mask) { return set ? mask : 0U; };
  writer.u8(static_cast<std::uint8_t>(bit(supports_gea(1), 0x80) | bit(sms_via_dedicated_channels, 0x40) |
                                      bit(sms_via_gprs, 0x20) | bit(ucs2_preferred, 0x10) | (ss_screening & 3U) << 2 |
                                      bit(solsa, 0x02) | bit(release_99, 0x01)));
  unsigned second = bit(packet_flow, 0x80) | bit(lcs_va, 0x01);
  for (unsigned n = 2; n <= 7; ++n) second |= bit(supports_gea(n), 0x100U >> n);
  writer.u8(static_cast<std::uint8_t>(second));
  writer.bytes(later);
}

}  // namespace foothold::gsm::gmm
