// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "base/bytes.h"

namespace foothold {

namespace detail {
void wipe(void* data, std::size_t size) noexcept;  // not removed by the optimiser
bool equal_in_constant_time(const std::uint8_t* a, const std::uint8_t* b, std::size_t size) noexcept;
}  // namespace detail

// A key of N octets. It wipes itself, compares in constant time, and has neither a printer nor a conversion that a
// trace event would accept: whoever needs the octets asks for them by name and answers for where they go.
template <std::size_t N>
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::span<const std::uint8_t, N> octets) { std::copy(octets.begin(), octets.end(), octets_.begin()); }
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  ~Secret() { detail::wipe(octets_.data(), N); }

  static constexpr std::size_t size() { return N; }
  std::span<const std::uint8_t, N> reveal() const { return octets_; }
  std::span<std::uint8_t, N> reveal_mutable() { return octets_; }

  friend bool operator==(const Secret& a, const Secret& b) {
    return detail::equal_in_constant_time(a.octets_.data(), b.octets_.data(), N);
  }

 private:
  std::array<std::uint8_t, N> octets_{};
};

// The same for a key whose size is not known in advance (a DER private key, a decrypted object).
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(Bytes octets) : octets_(std::move(octets)) {}
  explicit SecretBytes(ByteView octets) : octets_(octets.begin(), octets.end()) {}
  SecretBytes(const SecretBytes&) = default;
  SecretBytes(SecretBytes&& other) noexcept : octets_(std::move(other.octets_)) {}
  SecretBytes& operator=(SecretBytes other) noexcept {
    octets_.swap(other.octets_);  // `other` wipes what was here
    return *this;
  }
  ~SecretBytes() { detail::wipe(octets_.data(), octets_.size()); }

  std::size_t size() const { return octets_.size(); }
  bool empty() const { return octets_.empty(); }
  ByteView reveal() const { return octets_; }

 private:
  Bytes octets_;
};

}  // namespace foothold
