// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rr/csn1.h"

namespace foothold::gsm::rr {

std::uint64_t BitReader::take(std::string_view field, unsigned count) {
  if (error_) return 0;
  if (count > remaining()) {
    refuse(field, "is cut off");
    return 0;
  }
  std::uint64_t value = 0;
  for (; count > 0; --count, ++at_) value = value << 1 | ((octets_[at_ / 8] >> (7 - at_ % 8)) & 1U);
  return value;
}

void BitReader::refuse(std::string_view field, std::string_view what) {
  if (!error_) error_ = Error{std::string(what), std::string(field), at_ / 8, 0};
}

void BitWriter::put(std::uint64_t value, unsigned count) {
  for (; count > 0; --count, ++size_) {
    if (size_ % 8 == 0) octets_.push_back(0);
    octets_.back() = static_cast<std::uint8_t>(octets_.back() | ((value >> (count - 1)) & 1U) << (7 - size_ % 8));
  }
}

void BitWriter::append(ByteView octets, std::size_t count) {
  for (std::size_t at = 0; at < count; ++at) put((octets[at / 8] >> (7 - at % 8)) & 1U, 1);
}

Bytes BitWriter::padded(std::size_t octets) const {
  Bytes out = octets_;
  if (size_ % 8 != 0) out.back() = static_cast<std::uint8_t>(out.back() | (kPadding & (0xff >> size_ % 8)));
  out.resize(octets, kPadding);
  return out;
}

}  // namespace foothold::gsm::rr
