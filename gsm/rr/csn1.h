// SPDX-License-Identifier: AGPL-3.0-or-later
//
// CSN.1 (TS 24.007 annex B): messages of single bits, most significant first. A message is described once, by a
// function
//
//   template <class Csn> void describe(Csn& csn, Message& message)
//
// that names its fields in their order; with a BitReader it decodes, with a BitWriter it encodes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::gsm::rr {

// The octet whose bits fill what a message leaves free, and against which L and H are read (TS 44.018 10.5.2.16).
inline constexpr std::uint8_t kPadding = 0x2b;

class BitReader {
 public:
  static constexpr bool kDecodes = true;

  // From bit `begin` of `octets` to their end.
  explicit BitReader(ByteView octets, std::size_t begin = 0) : octets_(octets), at_(begin), end_(octets.size() * 8) {}

  // A field of `count` bits, 0..64. Past the end: 0, and the reader has failed for good.
  template <class T>
  void bits(std::string_view field, T& value, unsigned count) {
    value = static_cast<T>(take(field, count));
  }
  void flag(std::string_view field, bool& value) { value = take(field, 1) != 0; }
  // One bit that is read against the padding: H is true.
  void low_high(std::string_view field, bool& value) {
    const bool padding = ((kPadding >> (7 - at_ % 8)) & 1) != 0;
    value = (take(field, 1) != 0) != padding;
  }
  // Bits that must be so, for else the message goes on in a way that is not described.
  void constant(std::string_view field, unsigned value, unsigned count) {
    if (take(field, count) != value) refuse(field, "has a form that is not supported");
  }
  // { 0 | 1 < field > }
  template <class T, class Describe>
  void optional(std::string_view field, std::optional<T>& value, Describe describe) {
    bool present = false;
    flag(field, present);
    read(present, value, describe);
  }
  // { L | H < field > }
  template <class T, class Describe>
  void optional_high(std::string_view field, std::optional<T>& value, Describe describe) {
    bool present = false;
    low_high(field, present);
    read(present, value, describe);
  }

  void refuse(std::string_view field, std::string_view what);
  bool ok() const { return !error_; }
  std::size_t position() const { return at_; }  // bits from the start of the octets
  std::size_t remaining() const { return at_ < end_ ? end_ - at_ : 0; }

  // What was read, unless reading failed; offsets in the error count octets.
  template <class T>
  Result<T> result(T value) const {
    if (error_) return tl::unexpected<Error>(*error_);
    return value;
  }

 private:
  std::uint64_t take(std::string_view field, unsigned count);
  template <class T, class Describe>
  void read(bool present, std::optional<T>& value, Describe describe) {
    value.reset();
    if (!present || !ok()) return;
    value = T{};
    describe(*value);
  }

  ByteView octets_;
  std::size_t at_;
  std::size_t end_;
  std::optional<Error> error_;
};

class BitWriter {
 public:
  static constexpr bool kDecodes = false;

  template <class T>
  void bits(std::string_view, const T& value, unsigned count) {
    put(static_cast<std::uint64_t>(value), count);
  }
  void flag(std::string_view, bool value) { put(value ? 1 : 0, 1); }
  void low_high(std::string_view, bool value) { put(value != (((kPadding >> (7 - size_ % 8)) & 1) != 0) ? 1 : 0, 1); }
  void constant(std::string_view, unsigned value, unsigned count) { put(value, count); }
  template <class T, class Describe>
  void optional(std::string_view field, std::optional<T>& value, Describe describe) {
    flag(field, value.has_value());
    if (value) describe(*value);
  }
  template <class T, class Describe>
  void optional_high(std::string_view field, std::optional<T>& value, Describe describe) {
    low_high(field, value.has_value());
    if (value) describe(*value);
  }
  void refuse(std::string_view, std::string_view) {}
  bool ok() const { return true; }

  // The first `count` bits of `octets`, which has as many.
  void append(ByteView octets, std::size_t count);
  std::size_t size() const { return size_; }  // bits
  // Filled up with padding to `octets`; more is cut off.
  Bytes padded(std::size_t octets) const;

 private:
  void put(std::uint64_t value, unsigned count);

  Bytes octets_;
  std::size_t size_ = 0;
};

}  // namespace foothold::gsm::rr
