// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/identity/mobile_identity.h"

namespace foothold::gsm {
namespace {

constexpr std::uint8_t kOdd = 0x08;

Bytes encode_digits(const std::string& digits, IdentityType type) {
  Bytes out;
  const bool odd = digits.size() % 2 == 1;
  out.push_back(static_cast<std::uint8_t>((digits[0] - '0') << 4 | (odd ? kOdd : 0) | static_cast<int>(type)));
  for (std::size_t i = 1; i < digits.size(); i += 2) {
    const int high = i + 1 < digits.size() ? digits[i + 1] - '0' : 15;
    out.push_back(static_cast<std::uint8_t>(high << 4 | (digits[i] - '0')));
  }
  return out;
}

Result<std::string> decode_digits(ByteView value) {
  std::string digits;
  const auto add = [&](unsigned digit) { digits += static_cast<char>('0' + digit); };  // checked by the parsers
  add(value[0] >> 4U);
  for (std::size_t i = 1; i < value.size(); ++i) {
    add(value[i] & 15U);
    const bool filler = i + 1 == value.size() && (value[0] & kOdd) == 0;
    if (!filler) {
      add(value[i] >> 4U);
    } else if (value[i] >> 4U != 15) {
      return fail("an even number of digits ends in the filler 1111", "mobile identity", i);
    }
  }
  return digits;
}

template <class Identity>
Result<MobileIdentity> decode_as(ByteView value) {
  auto digits = decode_digits(value);
  if (!digits) return tl::unexpected(digits.error());
  return Identity::parse(*digits).map([](Identity identity) { return MobileIdentity(std::move(identity)); });
}

struct ToText {
  std::string operator()(const NoIdentity&) const { return "no identity"; }
  std::string operator()(const Imsi& imsi) const { return "IMSI " + imsi.digits(); }
  std::string operator()(const Imei& imei) const { return "IMEI " + imei.digits(); }
  std::string operator()(const Imeisv& imeisv) const { return "IMEISV " + imeisv.digits(); }
  std::string operator()(const Ptmsi& ptmsi) const { return "P-TMSI " + ptmsi.to_string(); }
};

struct ToBytes {
  Bytes operator()(const NoIdentity&) const { return {0xf0}; }
  Bytes operator()(const Imsi& imsi) const { return encode_digits(imsi.digits(), IdentityType::imsi); }
  Bytes operator()(const Imei& imei) const { return encode_digits(imei.digits(), IdentityType::imei); }
  Bytes operator()(const Imeisv& imeisv) const { return encode_digits(imeisv.digits(), IdentityType::imeisv); }
  Bytes operator()(const Ptmsi& ptmsi) const {
    const auto v = ptmsi.value;
    return {0xf4, static_cast<std::uint8_t>(v >> 24), static_cast<std::uint8_t>(v >> 16),
            static_cast<std::uint8_t>(v >> 8), static_cast<std::uint8_t>(v)};
  }
};

}  // namespace

IdentityType type_of(const MobileIdentity& identity) {
  return static_cast<IdentityType>(identity.index());
}
std::string to_string(const MobileIdentity& identity) {
  return std::visit(ToText{}, identity);
}
Bytes encode_mobile_identity(const MobileIdentity& identity) {
  return std::visit(ToBytes{}, identity);
}

Result<MobileIdentity> decode_mobile_identity(ByteView value) {
  if (value.empty()) return fail("is empty", "mobile identity", 0);
  switch (static_cast<IdentityType>(value[0] & 7)) {
    case IdentityType::none:
      return MobileIdentity(NoIdentity{});
    case IdentityType::imsi:
      return decode_as<Imsi>(value);
    case IdentityType::imei:
      return decode_as<Imei>(value);
    case IdentityType::imeisv:
      return decode_as<Imeisv>(value);
    case IdentityType::tmsi:
      if (value.size() != 5) return fail("a TMSI has 4 octets", "mobile identity", value.size());
      return MobileIdentity(Ptmsi{static_cast<std::uint32_t>(value[1]) << 24 |
                                  static_cast<std::uint32_t>(value[2]) << 16 |
                                  static_cast<std::uint32_t>(value[3]) << 8 | value[4]});
  }
  return fail("unknown type of identity", "mobile identity", 0);
}

}  // namespace foothold::gsm
