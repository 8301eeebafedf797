// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/gba.h"

#include <algorithm>

#include "base/base64.h"
#include "base/byte_writer.h"
#include "pki/crypto.h"

namespace foothold::pki::gba {
namespace {

ByteView octets_of(std::string_view text) {
  return ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

// TS 33.220 B.2: S = FC || P0 || L0 || P1 || L1 || ..., FC = 01; HMAC-SHA-256 with Ks.
Secret<32> derive(const Secret<32>& ks, std::string_view label, ByteView rand, std::string_view impi, ByteView naf_id) {
  Bytes s{0x01};
  ByteWriter writer(s);
  for (const ByteView parameter : {octets_of(label), rand, octets_of(impi), naf_id}) {
    writer.bytes(parameter);
    writer.u16(static_cast<std::uint16_t>(parameter.size()));
  }
  auto digest = hmac_sha256(ks.reveal(), s);
  const Secret<32> key{std::span<const std::uint8_t, 32>(digest)};
  detail::wipe(digest.data(), digest.size());
  return key;
}

}  // namespace

Secret<32> ks(std::span<const std::uint8_t, 16> ck, std::span<const std::uint8_t, 16> ik) {
  Secret<32> out;
  std::copy(ck.begin(), ck.end(), out.reveal_mutable().begin());
  std::copy(ik.begin(), ik.end(), out.reveal_mutable().begin() + 16);
  return out;
}

Bytes naf_id(std::string_view fqdn, const UaProtocol& protocol) {
  Bytes out(fqdn.begin(), fqdn.end());
  out.insert(out.end(), protocol.begin(), protocol.end());
  return out;
}

Secret<32> ks_ext_naf(const Secret<32>& ks, std::span<const std::uint8_t, 16> rand, std::string_view impi,
                      ByteView naf_id) {
  return derive(ks, "gba-me", rand, impi, naf_id);
}

Secret<32> ks_int_naf(const Secret<32>& ks, std::span<const std::uint8_t, 16> rand, std::string_view impi,
                      ByteView naf_id) {
  return derive(ks, "gba-u", rand, impi, naf_id);
}

std::array<std::uint8_t, 16> gba_u_autn(std::span<const std::uint8_t, 16> autn, std::span<const std::uint8_t, 16> ik) {
  constexpr std::size_t kMacOffset = 8;  // SQN xor AK (6), AMF (2), MAC (8): TS 33.102 6.3.2
  std::array<std::uint8_t, 16> out{};
  std::copy(autn.begin(), autn.end(), out.begin());
  const auto mask = sha1(ik);
  for (std::size_t i = 0; i < 8; ++i) out[kMacOffset + i] = static_cast<std::uint8_t>(out[kMacOffset + i] ^ mask[i]);
  return out;
}

std::string impi_of(std::string_view imsi, int mnc_length) {
  const std::string mcc(imsi.substr(0, 3));
  std::string mnc(imsi.size() > 3 ? imsi.substr(3, static_cast<std::size_t>(mnc_length)) : "");
  if (mnc_length == 2) mnc.insert(0, "0");
  return std::string(imsi) + "@ims.mnc" + mnc + ".mcc" + mcc + ".3gppnetwork.org";
}

std::string btid_of(std::span<const std::uint8_t, 16> rand, std::string_view bsf_name) {
  return to_base64(rand) + "@" + std::string(bsf_name);
}

}  // namespace foothold::pki::gba
