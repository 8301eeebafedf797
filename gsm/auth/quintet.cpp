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

Sres c2(ByteView res) {
  // SRES = XRES*1 xor XRES*2 xor XRES*3 xor XRES*4, where a shorter XRES is padded with zeros to XRES*.
  Sres sres{};
  for (std::size_t i = 0; i < res.size(); ++i) sres[i % 4] = static_cast<std::uint8_t>(sres[i % 4] ^ res[i]);
  return sres;
}

Secret<8> c3(const Secret<16>& ck, const Secret<16>& ik) {
  Secret<8> kc;
  for (std::size_t i = 0; i < kc.size(); ++i)
    kc.reveal_mutable()[i] =
        static_cast<std::uint8_t>(ck.reveal()[i] ^ ck.reveal()[i + 8] ^ ik.reveal()[i] ^ ik.reveal()[i + 8]);
  return kc;
}

Secret<16> c4(const Secret<8>& kc) {
  Secret<16> ck;  // Kc || Kc
  std::ranges::copy(kc.reveal(), std::ranges::copy(kc.reveal(), ck.reveal_mutable().begin()).out);
  return ck;
}

Secret<16> c5(const Secret<8>& kc) {
  Secret<16> ik;  // Kc1 xor Kc2 || Kc || Kc1 xor Kc2, of the halves of Kc
  const auto out = ik.reveal_mutable();
  std::ranges::copy(kc.reveal(), out.begin() + 4);
  for (std::size_t i = 0; i < 4; ++i)
    out[i] = out[i + 12] = static_cast<std::uint8_t>(kc.reveal()[i] ^ kc.reveal()[i + 4]);
  return ik;
}

Triplet to_triplet(const Quintet& quintet) {
  return {quintet.rand, c2(quintet.xres), c3(quintet.ck, quintet.ik)};
}

}  // namespace foothold::gsm::auth
