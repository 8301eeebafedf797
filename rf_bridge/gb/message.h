// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "base/bytes.h"
#include "base/result.h"
#include "gsm/identity/routing_area.h"

// Messages of NS (TS 48.016) and BSSGP (TS 48.018) are built alike: elements of fixed size first, then elements with
// identifier and length. Each message lists its elements once; encode_elements() and decode_elements() follow that
// list.
namespace foothold::rf_bridge::gb {

// How one element is written: `V` (value only) or `TLV`; its identifier; its name for errors; where it is kept. A
// member of type std::optional<T> makes the element an optional one.
enum class Format : std::uint8_t { v, tlv };

template <class Message, class Member>
struct Element {
  Format format;
  std::uint8_t iei;
  std::string_view name;
  Member Message::*member;
};

template <class Message, class Member>
constexpr Element<Message, Member> value(std::string_view name, Member Message::*member) {
  return {Format::v, 0, name, member};
}
template <class Message, class Member>
constexpr Element<Message, Member> tlv(std::uint8_t iei, std::string_view name, Member Message::*member) {
  return {Format::tlv, iei, name, member};
}

// Why a message could not be read; each protocol has its own cause values for these.
enum class Defect : std::uint8_t {
  none = 0,
  missing_element = 1,
  invalid_element = 2,
  unknown_type = 3,
  too_short = 4
};

// The length indicator: one octet with the top bit set up to 127, two octets up to 32767 (TS 48.016 10.1.2,
// TS 48.018 11.1).
void write_length(ByteWriter& writer, std::size_t length);
Result<std::size_t> read_length(ByteReader& reader, std::string_view field);

// The elements with identifiers behind the fixed part, found by identifier: the first of each counts, unknown ones are
// skipped (TS 48.018 5.4.2, "unknown IE").
class TlvElements {
 public:
  static Result<TlvElements> read(ByteReader reader);
  // The value of an element and where it starts, counted from the message's first octet.
  struct Found {
    ByteView value;
    std::size_t offset = 0;
  };
  const Found* find(std::uint8_t iei) const;

 private:
  static constexpr std::size_t kMostElements = 64;
  std::array<std::uint8_t, kMostElements> ieis_{};
  std::array<Found, kMostElements> found_{};
  std::size_t count_ = 0;
};

namespace detail {

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
concept Number = std::unsigned_integral<T> || std::is_enum_v<T>;

// The octets of a member's type on the wire; 0 if they vary.
template <class T>
constexpr std::size_t size_of() {
  if constexpr (std::is_same_v<T, Bytes>) {
    return 0;
  } else if constexpr (std::is_same_v<T, gsm::CellIdentity>) {
    return 8;
  } else {
    return sizeof(T);
  }
}

template <Number T>
void put(ByteWriter& writer, T number) {
  for (std::size_t octet = sizeof(T); octet-- > 0;) {
    writer.u8(static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> (8 * octet)));
  }
}
inline void put(ByteWriter& writer, const Bytes& octets) {
  writer.bytes(octets);
}
template <std::size_t N>
void put(ByteWriter& writer, const std::array<std::uint8_t, N>& octets) {
  writer.bytes(octets);
}
inline void put(ByteWriter& writer, const gsm::CellIdentity& cell) {
  writer.bytes(cell.encode());
}

// `octets` holds at least size_of<T>() octets.
template <Number T>
Result<void> get(ByteView octets, T& number) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) value = value << 8 | octets[i];
  number = static_cast<T>(value);
  return {};
}
inline Result<void> get(ByteView octets, Bytes& out) {
  out.assign(octets.begin(), octets.end());
  return {};
}
template <std::size_t N>
Result<void> get(ByteView octets, std::array<std::uint8_t, N>& out) {
  std::copy_n(octets.begin(), N, out.begin());
  return {};
}
inline Result<void> get(ByteView octets, gsm::CellIdentity& cell) {
  auto decoded = gsm::CellIdentity::decode(octets.first(8));
  if (!decoded) return tl::unexpected(decoded.error());
  cell = *decoded;
  return {};
}

template <class Message, class Member>
void encode_element(ByteWriter& writer, const Message& message, const Element<Message, Member>& element) {
  const Member& member = message.*(element.member);
  const auto write = [&](const auto& present) {
    if (element.format == Format::v) return put(writer, present);
    Bytes octets;
    ByteWriter inner(octets);
    put(inner, present);
    writer.u8(element.iei);
    write_length(writer, octets.size());
    writer.bytes(octets);
  };
  if constexpr (IsOptional<Member>::value) {
    if (member) write(*member);
  } else {
    write(member);
  }
}

template <class Message, class Member>
Result<void> decode_value(ByteReader& reader, Message& message, const Element<Message, Member>& element) {
  if (element.format != Format::v) return {};
  if constexpr (!IsOptional<Member>::value) {
    auto octets = reader.take(size_of<Member>(), element.name);
    if (!octets) {
      octets.error().answer = static_cast<int>(Defect::too_short);
      return tl::unexpected(octets.error());
    }
    return get(*octets, message.*(element.member));
  }
  return {};
}

template <class Message, class Member>
Result<void> decode_tlv(const TlvElements& elements, Message& message, const Element<Message, Member>& element) {
  if (element.format != Format::tlv) return {};
  const TlvElements::Found* found = elements.find(element.iei);
  const auto read = [&](auto& target) -> Result<void> {
    using Target = std::remove_reference_t<decltype(target)>;
    // Longer than known is a later release's element: the known part is read (TS 48.018 5.4.2).
    if (found->value.size() < size_of<Target>()) {
      return fail("is too short", std::string(element.name), found->offset, static_cast<int>(Defect::invalid_element));
    }
    auto got = get(found->value, target);
    if (!got)
      return fail(got.error().what, std::string(element.name), found->offset,
                  static_cast<int>(Defect::invalid_element));
    return {};
  };
  if constexpr (IsOptional<Member>::value) {
    if (found == nullptr) return {};
    typename Member::value_type target{};
    // A damaged optional element is as if it were not there (TS 48.018 5.4.3).
    if (read(target)) message.*(element.member) = std::move(target);
    return {};
  } else {
    if (found == nullptr) {
      return fail("is missing", std::string(element.name), Error::kNoOffset, static_cast<int>(Defect::missing_element));
    }
    return read(message.*(element.member));
  }
}

}  // namespace detail

// The elements of `message` behind its PDU type.
template <class Message>
void encode_elements(ByteWriter& writer, const Message& message) {
  std::apply([&](const auto&... element) { (detail::encode_element(writer, message, element), ...); },
             Message::elements());
}

// Error::answer is a Defect.
template <class Message>
Result<Message> decode_elements(ByteReader reader) {
  Message message{};
  Result<void> result;
  const auto fixed = [&](const auto& element) {
    if (result) result = detail::decode_value(reader, message, element);
  };
  std::apply([&](const auto&... element) { (fixed(element), ...); }, Message::elements());
  if (!result) return tl::unexpected(result.error());
  auto elements = TlvElements::read(reader);
  if (!elements) return tl::unexpected(elements.error());
  const auto optional = [&](const auto& element) {
    if (result) result = detail::decode_tlv(*elements, message, element);
  };
  std::apply([&](const auto&... element) { (optional(element), ...); }, Message::elements());
  if (!result) return tl::unexpected(result.error());
  return message;
}

}  // namespace foothold::rf_bridge::gb
