// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rlcmac/block.h"

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "gsm/rr/csn1.h"

namespace foothold::gsm::rlcmac {

namespace {

constexpr std::uint8_t kExtension = 0x01;  // E: no length indicator follows
constexpr std::uint8_t kMore = 0x02;       // M: another LLC PDU begins behind this one
constexpr std::size_t kHeader = 3;

// The RLC data field of a whole block: behind the header, without the spare bits at its end.
Result<ByteView> data_field(ByteView block) {
  const auto scheme = coding_scheme_of(block.size());
  if (!scheme) return fail("is none of CS-1 to CS-4", "block size", block.size());
  return block.subspan(kHeader, data_size(*scheme));
}

Result<Bytes> read_length_indicators(ByteReader& reader, bool none_follows) {
  Bytes out;
  while (!none_follows) {
    const auto octet = reader.u8("length indicator");
    if (!octet) return tl::unexpected<Error>(octet.error());
    out.push_back(*octet);
    none_follows = (*octet & kExtension) != 0;
  }
  return out;
}

Bytes fill(Bytes block, CodingScheme scheme) {
  block.resize(kHeader + data_size(scheme), rr::kPadding);
  block.resize(block_size(scheme), 0);
  return block;
}

}  // namespace

Result<std::vector<Segment>> split(ByteView length_indicators, ByteView data) {
  std::vector<Segment> out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < length_indicators.size(); ++i) {
    const std::size_t length = length_indicators[i] >> 2;
    const bool more = (length_indicators[i] & kMore) != 0;
    const bool last = i + 1 == length_indicators.size();
    if (!more && !last) return fail("ends the PDU, yet another follows", "length indicator", kHeader + i);
    if (length == 0) {
      // The PDU would have ended with the block, had there been no need to say so: it goes on in the next one.
      if (more) return fail("is 0, yet another PDU follows", "length indicator", kHeader + i);
      break;
    }
    if (length > data.size() - at) return fail("is longer than the block", "length indicator", kHeader + i);
    out.push_back(
        {Bytes(data.begin() + static_cast<std::ptrdiff_t>(at), data.begin() + static_cast<std::ptrdiff_t>(at + length)),
         true});
    at += length;
    if (!more) return out;  // the rest is filling
  }
  if (at < data.size()) out.push_back({Bytes(data.begin() + static_cast<std::ptrdiff_t>(at), data.end()), false});
  return out;
}

DownlinkMacHeader DownlinkMacHeader::decode(std::uint8_t octet) {
  DownlinkMacHeader header;
  header.payload_type = octet >> 6;
  if ((octet & 0x08) != 0) header.rrbp = (octet >> 4) & 0x03;
  header.usf = octet & 0x07;
  return header;
}

std::uint8_t DownlinkMacHeader::encode() const {
  return static_cast<std::uint8_t>(payload_type << 6 | (rrbp ? *rrbp << 4 | 0x08 : 0) | usf);
}

Result<DownlinkDataBlock> DownlinkDataBlock::decode(ByteView block) {
  const auto field = data_field(block);
  if (!field) return tl::unexpected<Error>(field.error());
  DownlinkDataBlock out;
  out.mac = DownlinkMacHeader::decode(block[0]);
  out.power_reduction = block[1] >> 6;
  out.tfi = (block[1] >> 1) & 0x1f;
  out.final_block = (block[1] & 0x01) != 0;
  out.bsn = block[2] >> 1;
  ByteReader reader(*field, kHeader);
  auto lengths = read_length_indicators(reader, (block[2] & kExtension) != 0);
  if (!lengths) return tl::unexpected<Error>(lengths.error());
  out.length_indicators = std::move(*lengths);
  out.data.assign(reader.rest().begin(), reader.rest().end());
  return out;
}

Bytes DownlinkDataBlock::encode(CodingScheme scheme) const {
  Bytes out;
  ByteWriter writer(out);
  writer.u8(mac.encode());
  writer.u8(static_cast<std::uint8_t>(power_reduction << 6 | tfi << 1 | (final_block ? 1 : 0)));
  writer.u8(static_cast<std::uint8_t>(bsn << 1 | (length_indicators.empty() ? kExtension : 0)));
  writer.bytes(length_indicators);
  writer.bytes(data);
  return fill(std::move(out), scheme);
}

Result<DownlinkControlBlock> DownlinkControlBlock::decode(ByteView block) {
  if (block.size() != block_size(CodingScheme::cs1)) {
    return fail("is not that of CS-1", "control block size", block.size());
  }
  DownlinkControlBlock out;
  out.mac = DownlinkMacHeader::decode(block[0]);
  out.message = block.subspan(1);
  if (out.mac.payload_type != 2) return out;
  const bool second_segment = (block[1] & 0x80) != 0;  // RBSN
  const bool final_segment = (block[1] & 0x02) != 0;   // FS
  const bool with_address = (block[1] & 0x01) != 0;    // AC
  if (second_segment || !final_segment) return fail("is one of two segments", "control block", 1);
  out.message = block.subspan(2);
  if (with_address) {
    out.address = AddressOctet{static_cast<std::uint8_t>((block[2] >> 1) & 0x1f), (block[2] & 0x01) != 0};
    out.message = block.subspan(3);
  }
  return out;
}

Result<UplinkDataBlock> UplinkDataBlock::decode(ByteView block) {
  const auto field = data_field(block);
  if (!field) return tl::unexpected<Error>(field.error());
  if ((block[0] & 0xc0) != 0) return fail("is not that of a data block", "payload type", 0);
  UplinkDataBlock out;
  out.countdown = (block[0] >> 2) & 0x0f;
  out.stall = (block[0] & 0x02) != 0;
  out.retry = (block[0] & 0x01) != 0;
  out.tfi = (block[1] >> 1) & 0x1f;
  out.bsn = block[2] >> 1;
  ByteReader reader(*field, kHeader);
  auto lengths = read_length_indicators(reader, (block[2] & kExtension) != 0);
  if (!lengths) return tl::unexpected<Error>(lengths.error());
  out.length_indicators = std::move(*lengths);
  if ((block[1] & 0x01) != 0) {
    const auto tlli = reader.u32("TLLI");
    if (!tlli) return tl::unexpected<Error>(tlli.error());
    out.tlli = *tlli;
  }
  out.data.assign(reader.rest().begin(), reader.rest().end());
  return out;
}

Bytes UplinkDataBlock::encode(CodingScheme scheme) const {
  Bytes out;
  ByteWriter writer(out);
  writer.u8(static_cast<std::uint8_t>(countdown << 2 | (stall ? 0x02 : 0) | (retry ? 0x01 : 0)));
  writer.u8(static_cast<std::uint8_t>(tfi << 1 | (tlli ? 1 : 0)));
  writer.u8(static_cast<std::uint8_t>(bsn << 1 | (length_indicators.empty() ? kExtension : 0)));
  writer.bytes(length_indicators);
  if (tlli) writer.u32(*tlli);
  writer.bytes(data);
  return fill(std::move(out), scheme);
}

}  // namespace foothold::gsm::rlcmac
