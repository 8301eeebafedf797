// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <string>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "base/result.h"
#include "gsm/identity/imsi.h"

namespace foothold::gsm::gsup {

// Information elements are T (1 octet), L (1 octet), V. Identifiers as in OsmoHLR's user manual.
enum class Iei : std::uint8_t {
  imsi = 0x01,
  cause = 0x02,
  auth_tuple = 0x03,
  pdp_info_complete = 0x04,
  pdp_info = 0x05,
  cancel_type = 0x06,
  freeze_ptmsi = 0x07,
  msisdn = 0x08,
  hlr_number = 0x09,
  pdp_context_id = 0x10,
  pdp_type = 0x11,
  access_point_name = 0x12,
  pdp_qos = 0x13,
  rand = 0x20,
  sres = 0x21,
  kc = 0x22,
  ik = 0x23,
  ck = 0x24,
  autn = 0x25,
  auts = 0x26,
  res = 0x27,
  cn_domain = 0x28,
};

// One element as it was met.
struct Element {
  Iei iei;
  std::size_t offset;  // of its value
  ByteView value;
};
Result<Element> take_element(ByteReader& reader);

void put_element(ByteWriter& writer, Iei iei, ByteView value);  // value: up to 255 octets
inline void put_element(ByteWriter& writer, Iei iei, std::uint8_t value) {
  put_element(writer, iei, ByteView(&value, 1));
}

// The element's value as exactly `out.size()` octets, or an error naming `field`.
Result<void> copy_exactly(const Element& element, std::span<std::uint8_t> out, std::string_view field);
Result<std::uint8_t> one_octet(const Element& element, std::string_view field);

// Digits as BCD, low nibble first, filler F. Unlike the mobile identity of TS 24.008 it has no type nibble.
Result<Imsi> decode_imsi(const Element& element);
Bytes encode_imsi(const Imsi& imsi);

// An access point name as labels (TS 23.003 9.1).
Result<std::string> decode_apn(const Element& element);
Result<Bytes> encode_apn(std::string_view apn);

}  // namespace foothold::gsm::gsup
