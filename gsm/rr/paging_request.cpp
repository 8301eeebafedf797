// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rr/paging_request.h"

#include "base/byte_reader.h"
#include "gsm/rr/rr_header.h"

namespace foothold::gsm::rr {

namespace {

constexpr std::uint8_t kFurtherIdentity = 0x17;

Result<void> add(ByteView value, std::size_t offset, std::vector<MobileIdentity>& out) {
  auto identity = decode_mobile_identity(value);
  if (!identity) return fail(identity.error().what, "mobile identity", offset);
  if (!std::holds_alternative<NoIdentity>(*identity)) out.push_back(std::move(*identity));
  return {};
}

Result<void> add_lv(ByteReader& reader, std::vector<MobileIdentity>& out) {
  const auto value = reader.take_lv("mobile identity");
  if (!value) return tl::unexpected<Error>(value.error());
  return add(*value, reader.offset() - value->size(), out);
}

Result<void> add_tmsis(ByteReader& reader, unsigned count, std::vector<MobileIdentity>& out) {
  for (; count > 0; --count) {
    const auto tmsi = reader.u32("TMSI");
    if (!tmsi) return tl::unexpected<Error>(tmsi.error());
    out.push_back(Ptmsi{*tmsi});
  }
  return {};
}

}  // namespace

Result<std::vector<MobileIdentity>> decode_paging_request(ByteView block) {
  const auto header = RrHeader::decode(block);
  if (!header) return tl::unexpected<Error>(header.error());
  // What lies behind the rest octets' start belongs to them.
  ByteReader reader(block.first(header->rest_octets));
  std::vector<MobileIdentity> out;
  auto read = reader.take(RrHeader::kSize + 1, "page mode and channels needed");
  if (!read) return tl::unexpected<Error>(read.error());
  Result<void> done;
  switch (header->type) {
    case MessageType::paging_request_1:
      done = add_lv(reader, out);
      break;
    case MessageType::paging_request_2:
      done = add_tmsis(reader, 2, out);
      break;
    default:
      done = add_tmsis(reader, 4, out);
  }
  if (done && !reader.empty() && reader.peek() == kFurtherIdentity) {
    reader = ByteReader(reader.rest().subspan(1), reader.offset() + 1);
    done = add_lv(reader, out);
  }
  if (!done) return tl::unexpected<Error>(done.error());
  return out;
}

}  // namespace foothold::gsm::rr
