// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "base/result.h"
#include "base/secret.h"
#include "gsm/auth/algorithm.h"
#include "gsm/auth/sqn_window.h"

namespace foothold::tre_emu::vault {

inline constexpr std::size_t kUsualStateSize = 65536;  // reserved at once, so that growing leaves no copies of keys

// StateEncoder and StateDecoder take the same lists of fields, so that the two directions cannot drift apart. Every
// text and octet string has a length of four octets, every list a count of four.
class StateEncoder {
 public:
  explicit StateEncoder(Bytes& out) : writer_(out) {}

  void operator()(std::uint8_t value) { writer_.u8(value); }
  void operator()(std::uint16_t value) { writer_.u16(value); }
  void operator()(bool value) { writer_.u8(value ? 1 : 0); }
  void operator()(const std::string& text) {
    count(text.size());
    for (const char c : text) writer_.u8(static_cast<std::uint8_t>(c));
  }
  void operator()(const Bytes& octets) { string(octets); }
  void operator()(const SecretBytes& octets) { string(octets.reveal()); }
  template <std::size_t N>
  void operator()(const Secret<N>& key) {
    writer_.bytes(key.reveal());
  }
  void operator()(const gsm::auth::SqnWindow& window) {
    for (const auto seq : window.entries()) writer_.u64(seq);
    writer_.u8(window.scheme().ind_bits);
    writer_.u64(window.scheme().delta);
    writer_.u64(window.scheme().age_limit);
  }
  template <std::size_t N>
  void operator()(const std::array<std::uint8_t, N>& octets) {
    writer_.bytes(octets);
  }
  // One octet that says which, then its fields.
  template <class Fields>
  void choice(const gsm::auth::Algorithm& algorithm, Fields fields) {
    (*this)(static_cast<std::uint8_t>(algorithm.index()));
    std::visit([&](const auto& key) { fields(*this, key); }, algorithm);
  }
  template <class T, class Fields>
  void optional(const std::optional<T>& value, Fields fields) {
    (*this)(value.has_value());
    if (value) fields(*this, *value);
  }
  template <class T, class Fields>
  void list(const std::vector<T>& values, std::size_t, Fields fields) {
    count(values.size());
    for (const auto& value : values) fields(*this, value);
  }
  void files(const std::map<std::uint16_t, SecretBytes>& files) {
    count(files.size());
    for (const auto& [fid, content] : files) {
      (*this)(fid);
      (*this)(content);
    }
  }

 private:
  void count(std::size_t number) { writer_.u32(static_cast<std::uint32_t>(number)); }
  void string(ByteView octets) {
    count(octets.size());
    writer_.bytes(octets);
  }

  ByteWriter writer_;
};

class StateDecoder {
 public:
  explicit StateDecoder(ByteView octets) : reader_(octets) {}

  Result<void> finish() const {
    if (failure_) return tl::unexpected(*failure_);
    if (!reader_.empty()) return fail("octets are left over", "state", reader_.offset());
    return {};
  }

  void operator()(std::uint8_t& value) { keep(reader_.u8("number"), value); }
  void operator()(std::uint16_t& value) { keep(reader_.u16("number"), value); }
  void operator()(bool& value) {
    std::uint8_t octet = 0;
    (*this)(octet);
    if (octet > 1) refuse("not a truth value");
    value = octet == 1;
  }
  void operator()(std::string& text) {
    const auto octets = string();
    text.assign(octets.begin(), octets.end());
  }
  void operator()(Bytes& out) {
    const auto octets = string();
    out.assign(octets.begin(), octets.end());
  }
  void operator()(SecretBytes& out) { out = SecretBytes(string()); }
  template <std::size_t N>
  void operator()(Secret<N>& key) {
    const auto octets = take(N);
    if (octets.size() == N) std::ranges::copy(octets, key.reveal_mutable().begin());
  }
  template <std::size_t N>
  void operator()(std::array<std::uint8_t, N>& out) {
    const auto octets = take(N);
    if (octets.size() == N) std::ranges::copy(octets, out.begin());
  }
  void operator()(gsm::auth::SqnWindow& window) {
    gsm::auth::SqnWindow::Entries entries{};
    for (auto& seq : entries) {
      keep(reader_.u64("SEQ"), seq);
    }
    gsm::auth::SqnScheme scheme;
    (*this)(scheme.ind_bits);
    keep(reader_.u64("delta"), scheme.delta);
    keep(reader_.u64("age limit"), scheme.age_limit);
    if (scheme.ind_bits > gsm::auth::Sqn::kIndBits) return refuse("IND has more than 5 bits");
    for (const auto seq : entries)
      if (seq > gsm::auth::Sqn::kMax >> scheme.ind_bits) refuse("a sequence number of more than 48 bits with IND");
    window = gsm::auth::SqnWindow(entries, scheme);
  }
  template <class Fields>
  void choice(gsm::auth::Algorithm& algorithm, Fields fields) {
    std::uint8_t which = 0;
    (*this)(which);
    switch (which) {
      case 0:
        return fields(*this, algorithm.emplace<0>());
      case 1:
        return fields(*this, algorithm.emplace<1>());
      case 2:
        return fields(*this, algorithm.emplace<2>());
      case 3:
        return fields(*this, algorithm.emplace<3>());
      default:
        refuse("no algorithm");
    }
  }
  template <class T, class Fields>
  void optional(std::optional<T>& value, Fields fields) {
    bool there = false;
    (*this)(there);
    value.reset();
    if (there) fields(*this, value.emplace());
  }
  template <class T, class Fields>
  void list(std::vector<T>& values, std::size_t limit, Fields fields) {
    values.clear();
    for (auto left = count(limit); left > 0 && !failure_; --left) fields(*this, values.emplace_back());
  }
  void refuse(std::string what) {
    if (!failure_) failure_ = Error{std::move(what), "state", reader_.offset()};
  }
  void files(std::map<std::uint16_t, SecretBytes>& files) {
    files.clear();
    for (auto left = count(0x10000); left > 0 && !failure_; --left) {
      std::uint16_t fid = 0;
      (*this)(fid);
      (*this)(files[fid]);
    }
  }

 private:
  template <class T>
  void keep(const Result<T>& read, T& value) {
    if (failure_) return;
    if (read) {
      value = *read;
    } else {
      failure_ = read.error();
    }
  }
  ByteView take(std::size_t size) {
    ByteView octets;
    keep(reader_.take(size, "octets"), octets);
    return octets;
  }
  std::uint32_t count(std::size_t limit) {
    std::uint32_t number = 0;
    keep(reader_.u32("count"), number);
    if (number > limit) refuse("a longer list than there can be");
    return failure_ ? 0 : number;
  }
  ByteView string() { return take(count(kUsualStateSize)); }

  ByteReader reader_;
  std::optional<Error> failure_;
};

}  // namespace foothold::tre_emu::vault
