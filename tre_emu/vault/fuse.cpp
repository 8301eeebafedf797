// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/vault/fuse.h"

#include <algorithm>
#include <array>

#include "base/byte_reader.h"
#include "base/byte_writer.h"

namespace foothold::tre_emu::vault {

namespace {

constexpr std::array<std::uint8_t, 5> kHeader = {'F', 'U', 'S', 'E', 1};  // the last octet is the version
constexpr std::size_t kMaxSize = 256;

ByteView octets_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

SecretBytes encode_fuse(const Fuse& fuse) {
  Bytes out;
  out.reserve(kMaxSize);
  ByteWriter writer(out);
  writer.bytes(kHeader);
  writer.bytes(fuse.root_key.reveal());
  writer.lv(octets_of(fuse.tre_identity));
  writer.lv(octets_of(fuse.pcid));
  return SecretBytes(std::move(out));
}

Result<Fuse> decode_fuse(ByteView octets) {
  ByteReader reader(octets);
  const auto header = reader.take(kHeader.size(), "header");
  if (!header) return tl::unexpected(header.error());
  if (!std::ranges::equal(*header, kHeader)) return fail("not a fuse file of this version", "header", 0);
  Fuse fuse;
  const auto key = reader.take(fuse.root_key.size(), "root key");
  if (!key) return tl::unexpected(key.error());
  std::ranges::copy(*key, fuse.root_key.reveal_mutable().begin());
  const auto identity = reader.take_lv("TRE identity");
  if (!identity) return tl::unexpected(identity.error());
  fuse.tre_identity.assign(identity->begin(), identity->end());
  const auto pcid = reader.take_lv("PCID");
  if (!pcid) return tl::unexpected(pcid.error());
  fuse.pcid.assign(pcid->begin(), pcid->end());
  if (!reader.empty()) return fail("octets are left over", "fuse", reader.offset());
  return fuse;
}

}  // namespace foothold::tre_emu::vault
