// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A message lists its information elements once, in the order of its clause:
//
//   static void ies(auto& self, auto& v) {
//     v.half_octets("attach type", self.attach_type, "CKSN", self.cksn);
//     v.lv("mobile identity", self.mobile_identity);
//     v.tlv(0x18, "P-TMSI", self.ptmsi);  // std::optional<...>
//   }
//
// and both directions come from that list, so they cannot drift apart.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "gsm/l3/ie_codec.h"
#include "gsm/l3/optional_ies.h"

namespace foothold::gsm::l3 {

// Writes the elements of a message.
class Encoder {
 public:
  explicit Encoder(Bytes& out) : writer_(out) {}

  // Two half octets that share one: `low` is the one the clause lists first.
  template <class Low, class High>
  void half_octets(std::string_view, const Low& low, std::string_view, const High& high) {
    writer_.u8(
        static_cast<std::uint8_t>((static_cast<unsigned>(high) & 0x0f) << 4 | (static_cast<unsigned>(low) & 0x0f)));
  }
  // A half octet and a spare one.
  template <class Low>
  void half_octet(std::string_view, const Low& low) {
    writer_.u8(static_cast<std::uint8_t>(static_cast<unsigned>(low) & 0x0f));
  }
  template <class T>
  void v(std::string_view, const T& value) {
    IeCodec<T>::encode(value, writer_);
  }
  template <class T>
  void lv(std::string_view, const T& value) {
    Bytes octets;
    ByteWriter inner(octets);
    IeCodec<T>::encode(value, inner);
    writer_.lv(octets);
  }
  void t(std::uint8_t iei, std::string_view, const bool& present) {
    if (present) writer_.u8(iei);
  }
  template <class T>
  void tv_half_octet(std::uint8_t iei, std::string_view, const std::optional<T>& value) {
    if (value) writer_.u8(static_cast<std::uint8_t>(iei | (static_cast<unsigned>(*value) & 0x0f)));
  }
  template <class T>
  void tv(std::uint8_t iei, std::string_view name, const std::optional<T>& value) {
    if (!value) return;
    writer_.u8(iei);
    v(name, *value);
  }
  template <class T>
  void tlv(std::uint8_t iei, std::string_view name, const std::optional<T>& value) {
    if (!value) return;
    writer_.u8(iei);
    lv(name, *value);
  }

 private:
  ByteWriter writer_;
};

// Reads them: once over the list for the imperative part, which also learns what optional elements the message may
// hold, and once more to hand those out.
class Decoder {
 public:
  Decoder(ByteView body, std::size_t offset) : reader_(body, offset) {}

  template <class Low, class High>
  void half_octets(std::string_view low_name, Low& low, std::string_view, High& high) {
    if (const auto octet = mandatory_octet(low_name)) {
      low = static_cast<Low>(*octet & 0x0f);
      high = static_cast<High>(*octet >> 4);
    }
  }
  template <class Low>
  void half_octet(std::string_view name, Low& low) {
    if (const auto octet = mandatory_octet(name)) low = static_cast<Low>(*octet & 0x0f);
  }
  template <class T>
  void v(std::string_view name, T& value) {
    static_assert(IeCodec<T>::kSize > 0, "only an element of fixed length has format V");
    mandatory(name, value, [&] { return reader_.take(IeCodec<T>::kSize, name); });
  }
  template <class T>
  void lv(std::string_view name, T& value) {
    mandatory(name, value, [&] { return reader_.take_lv(name); });
  }
  void t(std::uint8_t iei, std::string_view, bool& present) {
    if (learns({iei, IeFormat::t, 0})) return;
    present = find(iei) != nullptr;
  }
  template <class T>
  void tv_half_octet(std::uint8_t iei, std::string_view, std::optional<T>& value) {
    if (learns({iei, IeFormat::tv_half_octet, 0})) return;
    if (const auto* found = find(iei)) value = static_cast<T>(found->half_octet);
  }
  template <class T>
  void tv(std::uint8_t iei, std::string_view, std::optional<T>& value) {
    static_assert(IeCodec<T>::kSize > 0, "only an element of fixed length has format TV");
    if (learns({iei, IeFormat::tv, IeCodec<T>::kSize})) return;
    optional(iei, value);
  }
  template <class T>
  void tlv(std::uint8_t iei, std::string_view, std::optional<T>& value) {
    if (learns({iei, IeFormat::tlv, 0})) return;
    optional(iei, value);
  }

  // Between the two passes.
  void split_optional_part() {
    imperative_ = false;
    if (error_) return;
    auto found = split_optional_ies(reader_.rest(), reader_.offset(), known_);
    if (found) {
      found_ = std::move(*found);
    } else {
      error_ = std::move(found.error());
    }
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  std::optional<std::uint8_t> mandatory_octet(std::string_view name) {
    if (!imperative_ || error_) return std::nullopt;
    auto octet = reader_.u8(name);
    if (octet) return *octet;
    refuse(std::move(octet.error()), name, reader_.offset());
    return std::nullopt;
  }
  template <class T, class Take>
  void mandatory(std::string_view name, T& value, Take take) {
    if (!imperative_ || error_) return;
    auto octets = take();
    if (!octets) return refuse(std::move(octets.error()), name, reader_.offset());
    const auto offset = reader_.offset() - octets->size();
    auto decoded = IeCodec<T>::decode(*octets);
    if (!decoded) return refuse(std::move(decoded.error()), name, offset);
    value = std::move(*decoded);
  }
  // A syntactically incorrect optional element counts as not present (TS 24.008 8.7.1).
  template <class T>
  void optional(std::uint8_t iei, std::optional<T>& value) {
    const auto* found = find(iei);
    if (found == nullptr) return;
    auto decoded = IeCodec<T>::decode(found->value);
    if (decoded) value = std::move(*decoded);
  }
  bool learns(const OptionalIe& ie) {
    if (imperative_) known_.push_back(ie);
    return imperative_;
  }
  const FoundIe* find(std::uint8_t iei) const {
    const auto found = std::find_if(found_.begin(), found_.end(), [&](const auto& ie) { return ie.iei == iei; });
    return found == found_.end() ? nullptr : &*found;
  }
  // Missing or syntactically incorrect mandatory elements: cause 96 (TS 24.008 8.5).
  void refuse(Error error, std::string_view name, std::size_t offset) {
    error.field = name;
    error.offset = offset;
    error.answer = kInvalidMandatoryInformation;
    error_ = std::move(error);
  }

  ByteReader reader_;
  bool imperative_ = true;
  std::vector<OptionalIe> known_;
  std::vector<FoundIe> found_;
  std::optional<Error> error_;
};

// The elements behind the message type. Every LV and TLV value is at most 255 octets by what its type can hold.
template <class Message>
void encode_body(const Message& message, Bytes& out) {
  Encoder encoder(out);
  Message::ies(message, encoder);
}

// `offset` is where the body starts in the whole message, for the offsets in errors; Error::answer is the cause to
// send in a STATUS message.
template <class Message>
Result<Message> decode_body(ByteView body, std::size_t offset) {
  Message message;
  Decoder decoder(body, offset);
  Message::ies(message, decoder);
  decoder.split_optional_part();
  Message::ies(message, decoder);
  if (decoder.error()) return tl::unexpected(*decoder.error());
  return message;
}

}  // namespace foothold::gsm::l3
