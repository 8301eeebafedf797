// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/gb/message.h"

namespace foothold::rf_bridge::gb {

void write_length(ByteWriter& writer, std::size_t length) {
  if (length <= 0x7f) {
    writer.u8(static_cast<std::uint8_t>(0x80U | length));
  } else {
    writer.u16(static_cast<std::uint16_t>(length & 0x7fffU));
  }
}

Result<std::size_t> read_length(ByteReader& reader, std::string_view field) {
  auto first = reader.u8(field);
  if (!first) return tl::unexpected(first.error());
  if ((*first & 0x80U) != 0) return std::size_t{*first & 0x7fU};
  auto second = reader.u8(field);
  if (!second) return tl::unexpected(second.error());
  return std::size_t{*first} << 8 | *second;
}

Result<TlvElements> TlvElements::read(ByteReader reader) {
  TlvElements elements;
  const auto damaged = [](Error error) {
    error.answer = static_cast<int>(Defect::invalid_element);
    return tl::unexpected(std::move(error));
  };
  while (!reader.empty()) {
    auto iei = reader.u8("information element");
    auto length = read_length(reader, "length of an information element");
    if (!length) return damaged(length.error());
    const std::size_t offset = reader.offset();
    auto value = reader.take(*length, "information element");
    if (!value) return damaged(value.error());
    if (elements.find(*iei) != nullptr || elements.count_ == kMostElements) continue;
    elements.ieis_[elements.count_] = *iei;
    elements.found_[elements.count_++] = {*value, offset};
  }
  return elements;
}

const TlvElements::Found* TlvElements::find(std::uint8_t iei) const {
  for (std::size_t i = 0; i < count_; ++i) {
    if (ieis_[i] == iei) return &found_[i];
  }
  return nullptr;
}

}  // namespace foothold::rf_bridge::gb
