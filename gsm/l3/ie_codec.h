// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "base/bytes.h"
#include "base/result.h"
#include "gsm/identity/mobile_identity.h"
#include "gsm/identity/routing_area.h"
#include "gsm/identity/tlli.h"

namespace foothold::gsm::l3 {

// How the value part of an information element becomes a C++ type. `kSize` is there for elements of fixed length,
// which alone may be listed as V or TV. decode() may be given more octets than it knows: later releases append, and
// what is appended is skipped (TS 24.007 11.2.1.1.4).
template <class T>
struct IeCodec;

// An element that brings its own codec.
template <class T>
concept SelfCoded = requires(const T& value, ByteView view, ByteWriter& writer) {
  { T::decode(view) } -> std::same_as<Result<T>>;
  {value.encode(writer)};
};

template <SelfCoded T>
struct IeCodec<T> {
  static constexpr std::size_t kSize = [] {
    if constexpr (requires { T::kSize; }) {
      return T::kSize;
    } else {
      return std::size_t{0};
    }
  }();
  static Result<T> decode(ByteView value) { return T::decode(value); }
  static void encode(const T& value, ByteWriter& writer) { value.encode(writer); }
};

// One octet: a cause, a timer value, a number.
template <class T>
requires(std::same_as<T, std::uint8_t> || (std::is_enum_v<T> && sizeof(T) == 1)) struct IeCodec<T> {
  static constexpr std::size_t kSize = 1;
  static Result<T> decode(ByteView value) {
    if (value.empty()) return fail("is empty");
    return static_cast<T>(value[0]);
  }
  static void encode(const T& value, ByteWriter& writer) { writer.u8(static_cast<std::uint8_t>(value)); }
};

// Octets whose inside this layer does not look at.
template <std::size_t N>
struct IeCodec<std::array<std::uint8_t, N>> {
  static constexpr std::size_t kSize = N;
  static Result<std::array<std::uint8_t, N>> decode(ByteView value) {
    if (value.size() < N) return fail("is too short");
    std::array<std::uint8_t, N> octets;
    std::copy_n(value.begin(), N, octets.begin());
    return octets;
  }
  static void encode(const std::array<std::uint8_t, N>& value, ByteWriter& writer) { writer.bytes(value); }
};

template <>
struct IeCodec<Bytes> {
  static constexpr std::size_t kSize = 0;
  static Result<Bytes> decode(ByteView value) { return Bytes(value.begin(), value.end()); }
  static void encode(const Bytes& value, ByteWriter& writer) { writer.bytes(value); }
};

// Routing area identification (TS 24.008 10.5.5.15).
template <>
struct IeCodec<RoutingArea> {
  static constexpr std::size_t kSize = 6;
  static Result<RoutingArea> decode(ByteView value) {
    if (value.size() < kSize) return fail("is too short");
    return RoutingArea::decode(value.first(kSize));
  }
  static void encode(const RoutingArea& value, ByteWriter& writer) { writer.bytes(value.encode()); }
};

// Mobile identity (TS 24.008 10.5.1.4).
template <>
struct IeCodec<MobileIdentity> {
  static constexpr std::size_t kSize = 0;
  static Result<MobileIdentity> decode(ByteView value) { return decode_mobile_identity(value); }
  static void encode(const MobileIdentity& value, ByteWriter& writer) { writer.bytes(encode_mobile_identity(value)); }
};

// A mobile identity that can only be a P-TMSI: "Allocated P-TMSI" and its like.
template <>
struct IeCodec<Ptmsi> {
  static constexpr std::size_t kSize = 0;
  static Result<Ptmsi> decode(ByteView value) {
    auto identity = decode_mobile_identity(value);
    if (!identity) return tl::unexpected(std::move(identity.error()));
    if (const auto* ptmsi = std::get_if<Ptmsi>(&*identity)) return *ptmsi;
    return fail("is not a P-TMSI");
  }
  static void encode(const Ptmsi& value, ByteWriter& writer) { writer.bytes(encode_mobile_identity(value)); }
};

}  // namespace foothold::gsm::l3
