// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "m2me/tls/http_message.h"
#include "pki/digest_aka.h"

namespace foothold::m2me {

// The other end of Ub as TS 24.109 4.2 describes it, with a fixed vector. Tests change what it says.
class Bsf {
 public:
  Bsf() {
    challenge.realm = "bsf.mnc002.mcc001.pub.3gppnetwork.org";
    challenge.nonce = nonce(0x10);
    challenge.opaque = "5ccc";
  }
  static std::string nonce(std::uint8_t first) {
    pki::AkaNonce nonce;
    nonce.rand.fill(first);
    nonce.autn.fill(0x20);
    return nonce.to_text();
  }

  HttpResponse answer(const std::string& authorization, const std::string& method = "GET") {
    const auto credentials = pki::DigestCredentials::parse(authorization).value();
    requests.push_back(credentials);
    if (credentials.nonce.empty()) return challenge_response();
    if (!credentials.auts.empty()) {
      if (pki::digest_response(credentials, {}, method, "").value() != credentials.response) return {400, {}, {}};
      challenge.nonce = nonce(0x11);
      return challenge_response();
    }
    if (pki::digest_response(credentials, xres, method, "").value() != credentials.response) return {403, {}, {}};
    const pki::DigestAuthenticationInfo info{pki::digest_rspauth(credentials, proof, body).value(), credentials.cnonce,
                                             credentials.nc, credentials.qop};
    return {200, {{"Authentication-Info", info.to_header()}}, Bytes(body.begin(), body.end())};
  }

  pki::DigestChallenge challenge;
  Bytes xres = {1, 2, 3, 4, 5, 6, 7, 8};
  Bytes proof = xres;  // what rspauth is made with
  std::string body =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<BootstrappingInfo "
      "xmlns=\"uri:3gpp-gba\"><btid>AAAA@bsf.example</btid>"
      "<lifetime>2026-11-24T13:20:00Z</lifetime></BootstrappingInfo>";
  std::vector<pki::DigestCredentials> requests;

 private:
  HttpResponse challenge_response() const { return {401, {{"WWW-Authenticate", challenge.to_header()}}, {}}; }
};

}  // namespace foothold::m2me
