// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/quintet.h"

#include <algorithm>

namespace foothold::gsm::auth {

Quintet make_quintet(const MilenageKey& key, const Amf& amf, Sqn sqn, const Rand& rand) {
  const auto out = milenage_outputs(key, rand);
  const auto mac = milenage_macs(key, rand, sqn, amf).mac_a;
  const auto sqn_octets = sqn.octets();
  Quintet quintet{rand, out.res, out.ck, out.ik, {}};
  auto at = quintet.autn.begin();
  for (std::size_t i = 0; i < sqn_octets.size(); ++i) *at++ = static_cast<std::uint8_t>(sqn_octets[i] ^ out.ak[i]);
  at = std::copy(amf.begin(), amf.end(), at);
  std::copy(mac.begin(), mac.end(), at);
  return quintet;
}

Sres c2(const Res& res) {
  // SRES = XRES*1 xor XRES*2 xor XRES*3 xor XRES*4, where an 8-octet XRES is padded with zeros to XRES*.
  Sres sres;
  for (std::size_t i = 0; i < sres.size(); ++i) sres[i] = static_cast<std::uint8_t>(res[i] ^ res[i + 4]);
  return sres;
}

Secret<8> c3(const Secret<16>& ck, const Secret<16>& ik) {
  Secret<8> kc;
  for (std::size_t i = 0; i < kc.size(); ++i)
    kc.reveal_mutable()[i] =
        static_cast<std::uint8_t>(ck.reveal()[i] ^ ck.reveal()[i + 8] ^ ik.reveal()[i] ^ ik.reveal()[i + 8]);
  return kc;
}

Triplet to_triplet(const Quintet& quintet) {
  return {quintet.rand, c2(quintet.xres), c3(quintet.ck, quintet.ik)};
}

}  // namespace foothold::gsm::auth
