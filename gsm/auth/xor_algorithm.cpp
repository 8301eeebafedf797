// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/xor_algorithm.h"

#include <algorithm>
#include <functional>

namespace foothold::gsm::auth {

namespace {

// XDOUT (TS 34.108 8.1.2.1 step 1).
Secret<16> xdout(const XorKey& key, const Rand& rand) {
  Secret<16> out = key.k;
  std::ranges::transform(out.reveal(), rand, out.reveal_mutable().begin(), std::bit_xor<std::uint8_t>());
  return out;
}

Secret<16> rotated(const Secret<16>& octets, std::ptrdiff_t by) {
  Secret<16> out;
  std::ranges::rotate_copy(octets.reveal(), octets.reveal().begin() + by, out.reveal_mutable().begin());
  return out;
}

}  // namespace

Mac xor_mac(const XorKey& key, const Rand& rand, Sqn sqn, const Amf& amf) {
  Mac cdout;  // SQN || AMF
  std::ranges::copy(amf, std::ranges::copy(sqn.octets(), cdout.begin()).out);
  const auto out = xdout(key, rand);
  std::ranges::transform(cdout, out.reveal().first<8>(), cdout.begin(), std::bit_xor<std::uint8_t>());
  return cdout;
}

XorOutputs xor_outputs(const XorKey& key, const Rand& rand) {
  const auto out = xdout(key, rand);
  XorOutputs outputs;
  outputs.res.assign(out.reveal().begin(), out.reveal().begin() + key.res_size);
  outputs.ck = rotated(out, 1);
  outputs.ik = rotated(out, 2);
  std::ranges::copy(out.reveal().subspan<3, 6>(), outputs.ak.begin());
  return outputs;
}

}  // namespace foothold::gsm::auth
