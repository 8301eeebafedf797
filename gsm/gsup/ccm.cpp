// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gsup/ccm.h"

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "gsm/gsup/ipa_stream.h"

namespace foothold::gsm::gsup {

namespace {

constexpr std::size_t kMaxTags = 32;
constexpr std::size_t kMaxText = 64;

Result<ByteReader> content_of(ByteView payload, CcmType type) {
  ByteReader reader(payload);
  const auto octet = reader.u8("CCM type");
  if (!octet) return tl::unexpected(octet.error());
  if (*octet != static_cast<std::uint8_t>(type)) return fail("another type was expected", "CCM type", 0);
  return reader;
}

Result<std::string> take_text(ByteView octets, std::size_t offset) {
  while (!octets.empty() && octets.back() == 0) octets = octets.first(octets.size() - 1);
  if (octets.size() > kMaxText) return fail("longer than 64 characters", "identity", offset);
  std::string text;
  for (const auto octet : octets) {
    if (octet < 0x20 || octet > 0x7e) return fail("not printable", "identity", offset);
    text.push_back(static_cast<char>(octet));
  }
  return text;
}

}  // namespace

Bytes encode_ccm(CcmType type) {
  const std::uint8_t payload[] = {static_cast<std::uint8_t>(type)};
  return encode_ipa(IpaProtocol::ccm, payload);
}

Bytes encode_id_get(const std::vector<IdTag>& tags) {
  Bytes out;
  ByteWriter writer(out);
  writer.u8(static_cast<std::uint8_t>(CcmType::id_get));
  for (const auto tag : tags) {
    writer.u8(1);  // length: the tag alone
    writer.u8(static_cast<std::uint8_t>(tag));
  }
  return out;
}

Result<std::vector<IdTag>> decode_id_get(ByteView payload) {
  auto reader = content_of(payload, CcmType::id_get);
  if (!reader) return tl::unexpected(reader.error());
  std::vector<IdTag> tags;
  while (!reader->empty()) {
    const auto entry = reader->take_lv("identity tag");
    if (!entry) return tl::unexpected(entry.error());
    if (entry->empty()) return fail("an entry without a tag", "identity tag", reader->offset());
    if (tags.size() == kMaxTags) return fail("more than 32", "identity tag", reader->offset());
    tags.push_back(static_cast<IdTag>((*entry)[0]));
  }
  return tags;
}

Bytes encode_id_resp(const Identity& identity) {
  Bytes out;
  ByteWriter writer(out);
  writer.u8(static_cast<std::uint8_t>(CcmType::id_resp));
  for (const auto& [tag, text] : identity) {
    const auto cut = text.substr(0, kMaxText);
    writer.u16(static_cast<std::uint16_t>(1 + cut.size() + 1));
    writer.u8(static_cast<std::uint8_t>(tag));
    out.insert(out.end(), cut.begin(), cut.end());
    writer.u8(0);
  }
  return out;
}

Result<Identity> decode_id_resp(ByteView payload) {
  auto reader = content_of(payload, CcmType::id_resp);
  if (!reader) return tl::unexpected(reader.error());
  Identity identity;
  while (!reader->empty()) {
    const auto length = reader->u16("identity length");
    if (!length) return tl::unexpected(length.error());
    const auto entry = reader->take(*length, "identity");
    if (!entry) return tl::unexpected(entry.error());
    if (entry->empty()) return fail("an entry without a tag", "identity", reader->offset());
    if (identity.size() == kMaxTags) return fail("more than 32", "identity", reader->offset());
    auto text = take_text(entry->subspan(1), reader->offset() - entry->size() + 1);
    if (!text) return tl::unexpected(text.error());
    identity[static_cast<IdTag>((*entry)[0])] = *std::move(text);
  }
  return identity;
}

}  // namespace foothold::gsm::gsup
