// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gsup/information_elements.h"

#include <algorithm>

#include "gsm/gsup/message_type.h"

namespace foothold::gsm::gsup {

namespace {

constexpr std::size_t kMaxApnOctets = 100;  // TS 23.003 9.1

tl::unexpected<Error> invalid(std::string what, std::string_view field, std::size_t offset) {
  return fail(std::move(what), std::string(field), offset, kCauseInvalidMandatoryInformation);
}

}  // namespace

Result<Element> take_element(ByteReader& reader) {
  const auto iei = reader.u8("information element identifier");
  if (!iei) return tl::unexpected(iei.error());
  const auto value = reader.take_lv("information element");
  if (!value) return tl::unexpected(value.error());
  return Element{static_cast<Iei>(*iei), reader.offset() - value->size(), *value};
}

void put_element(ByteWriter& writer, Iei iei, ByteView value) {
  writer.u8(static_cast<std::uint8_t>(iei));
  writer.lv(value);
}

Result<void> copy_exactly(const Element& element, std::span<std::uint8_t> out, std::string_view field) {
  if (element.value.size() != out.size())
    return invalid("must have " + std::to_string(out.size()) + " octets", field, element.offset);
  std::copy(element.value.begin(), element.value.end(), out.begin());
  return {};
}

Result<std::uint8_t> one_octet(const Element& element, std::string_view field) {
  if (element.value.size() != 1) return invalid("must have 1 octet", field, element.offset);
  return element.value[0];
}

Result<Imsi> decode_imsi(const Element& element) {
  if (element.value.size() > 8) return invalid("longer than 15 digits", "IMSI", element.offset);
  std::string digits;
  for (std::size_t i = 0; i < element.value.size(); ++i) {
    const std::uint8_t octet = element.value[i];
    const std::uint8_t low = octet & 0x0f;
    const std::uint8_t high = octet >> 4;
    const bool filled = high == 0x0f && i + 1 == element.value.size();
    if (low > 9 || (high > 9 && !filled)) return invalid("not a digit", "IMSI", element.offset + i);
    digits.push_back(static_cast<char>('0' + low));
    if (!filled) digits.push_back(static_cast<char>('0' + high));
  }
  auto imsi = Imsi::parse(digits);
  if (!imsi) return invalid(imsi.error().what, "IMSI", element.offset);
  return imsi;
}

Bytes encode_imsi(const Imsi& imsi) {
  const auto& digits = imsi.digits();
  Bytes out;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const int low = digits[i] - '0';
    const int high = i + 1 < digits.size() ? digits[i + 1] - '0' : 0x0f;
    out.push_back(static_cast<std::uint8_t>(high << 4 | low));
  }
  return out;
}

Result<std::string> decode_apn(const Element& element) {
  if (element.value.size() > kMaxApnOctets) return invalid("longer than 100 octets", "APN", element.offset);
  ByteReader reader(element.value, element.offset);
  std::string apn;
  while (!reader.empty()) {
    const auto label = reader.take_lv("APN");
    if (!label) return invalid("a label runs past the end", "APN", reader.offset());
    if (label->empty()) return invalid("an empty label", "APN", reader.offset());
    if (!apn.empty()) apn.push_back('.');
    for (const auto octet : *label) {
      // A dot would make another label of it; the rest keeps log lines whole. '*' is Osmocom's "any".
      if (octet <= 0x20 || octet >= 0x7f || octet == '.')
        return invalid("a character no APN has", "APN", element.offset);
      apn.push_back(static_cast<char>(octet));
    }
  }
  return apn;
}

Result<Bytes> encode_apn(std::string_view apn) {
  Bytes out;
  ByteWriter writer(out);
  while (!apn.empty()) {
    const auto label = apn.substr(0, apn.find('.'));
    if (label.empty() || label.size() > 63 || label.size() + 1 == apn.size())
      return fail("needs labels of 1 to 63 characters between its dots", "APN");
    writer.u8(static_cast<std::uint8_t>(label.size()));
    out.insert(out.end(), label.begin(), label.end());
    apn.remove_prefix(std::min(apn.size(), label.size() + 1));
  }
  if (out.size() > kMaxApnOctets) return fail("longer than 100 octets", "APN");
  return out;
}

}  // namespace foothold::gsm::gsup
