// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The messages of the authentication and ciphering procedure (TS 24.008 4.7.7, 9.4.9 to 9.4.11).
#pragma once

#include <array>
#include <optional>

#include "gsm/gmm/message.h"

namespace foothold::gsm::gmm {

using Rand = std::array<std::uint8_t, 16>;  // 10.5.3.1
using Autn = std::array<std::uint8_t, 16>;  // 10.5.3.1.1
using Auts = std::array<std::uint8_t, 14>;  // 10.5.3.2.2

struct AuthenticationAndCipheringRequest {  // 9.4.9
  static constexpr MessageType kType = MessageType::authentication_and_ciphering_request;
  std::uint8_t ciphering_algorithm = 0;  // n of GEA/n; 0: ciphering not used (10.5.5.3)
  std::uint8_t imeisv_request = 0;       // 1: IMEISV requested (10.5.5.10)
  std::uint8_t force_to_standby = 0;
  std::uint8_t reference_number = 0;  // 10.5.5.19
  std::optional<Rand> rand;
  std::optional<std::uint8_t> cksn;
  std::optional<Autn> autn;

  static void ies(auto& self, auto& v) {
    v.half_octets("ciphering algorithm", self.ciphering_algorithm, "IMEISV request", self.imeisv_request);
    v.half_octets("force to standby", self.force_to_standby, "A&C reference number", self.reference_number);
    v.tv(0x21, "RAND", self.rand);
    v.tv_half_octet(0x80, "GPRS ciphering key sequence number", self.cksn);
    v.tlv(0x28, "AUTN", self.autn);
  }
};

struct AuthenticationAndCipheringResponse {  // 9.4.10
  static constexpr MessageType kType = MessageType::authentication_and_ciphering_response;
  std::uint8_t reference_number = 0;
  std::optional<std::array<std::uint8_t, 4>> res;  // SRES, or the first octets of RES (10.5.3.2)
  std::optional<MobileIdentity> imeisv;
  std::optional<Bytes> res_extension;  // what RES has beyond four octets: 1..12 (10.5.3.2.1)

  static void ies(auto& self, auto& v) {
    v.half_octet("A&C reference number", self.reference_number);
    v.tv(0x22, "authentication response parameter", self.res);
    v.tlv(0x23, "IMEISV", self.imeisv);
    v.tlv(0x29, "authentication response parameter (extension)", self.res_extension);
  }
};

struct AuthenticationAndCipheringReject {  // 9.4.11
  static constexpr MessageType kType = MessageType::authentication_and_ciphering_reject;
  static void ies(auto&, auto&) {}
};

struct AuthenticationAndCipheringFailure {  // 9.4.10a
  static constexpr MessageType kType = MessageType::authentication_and_ciphering_failure;
  GmmCause cause = GmmCause::mac_failure;
  std::optional<Auts> auts;  // with cause "synch failure" only

  static void ies(auto& self, auto& v) {
    v.v("GMM cause", self.cause);
    v.tlv(0x30, "authentication failure parameter", self.auts);
  }
};

}  // namespace foothold::gsm::gmm
