// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sndcp/sn_pdu.h"

#include "base/byte_reader.h"
#include "base/byte_writer.h"

namespace foothold::gsm::sndcp {
namespace {

constexpr std::uint8_t kFirst = 0x40, kTypeUnitdata = 0x20, kMore = 0x10;

}  // namespace

Result<SnUnitdata> decode_sn_unitdata(ByteView bytes) {
  ByteReader reader(bytes);
  auto flags = reader.u8("SNDCP header");
  if (!flags) return tl::unexpected(flags.error());
  if ((*flags & kTypeUnitdata) == 0) return fail("an SN-DATA PDU, but acknowledged mode was never entered", "SNDCP", 0);
  SnUnitdata pdu;
  pdu.first = (*flags & kFirst) != 0;
  pdu.more = (*flags & kMore) != 0;
  pdu.nsapi = *flags & 15;
  if (pdu.nsapi < 5) return fail("NSAPI " + std::to_string(pdu.nsapi) + " is reserved (7.2)", "NSAPI", 0);
  if (pdu.first) {
    auto compression = reader.u8("DCOMP/PCOMP");
    if (!compression) return tl::unexpected(compression.error());
    pdu.dcomp = *compression >> 4;
    pdu.pcomp = *compression & 15;
  }
  auto numbers = reader.u16("N-PDU number");
  if (!numbers) return tl::unexpected(numbers.error());
  pdu.segment = static_cast<std::uint8_t>(*numbers >> 12);
  pdu.n_pdu = *numbers & 0x0fff;
  if (pdu.first != (pdu.segment == 0)) return fail("segment 0 and only that is the first", "segment number", 0);
  pdu.data = reader.rest();
  return pdu;
}

Bytes encode_sn_unitdata(const SnUnitdata& pdu) {
  Bytes out;
  ByteWriter writer(out);
  writer.u8(static_cast<std::uint8_t>((pdu.first ? kFirst : 0) | kTypeUnitdata | (pdu.more ? kMore : 0) | pdu.nsapi));
  if (pdu.first) writer.u8(static_cast<std::uint8_t>(pdu.dcomp << 4 | pdu.pcomp));
  writer.u16(static_cast<std::uint16_t>(pdu.segment << 12 | pdu.n_pdu));
  writer.bytes(pdu.data);
  return out;
}

}  // namespace foothold::gsm::sndcp
