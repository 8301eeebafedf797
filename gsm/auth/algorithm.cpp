// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/algorithm.h"

#include <algorithm>

namespace foothold::gsm::auth {

namespace {

Mac first_8(const Bytes& mac) {
  Mac out{};
  std::copy_n(mac.begin(), out.size(), out.begin());
  return out;
}

struct Macs {
  const Rand& rand;
  Sqn sqn;
  const Amf& amf;

  AkaMacs operator()(const MilenageKey& key) const {
    const auto macs = milenage_macs(key, rand, sqn, amf);
    return {macs.mac_a, macs.mac_s};
  }
  AkaMacs operator()(const TuakKey& key) const {
    const auto macs = tuak_macs(key, rand, sqn, amf);
    return {first_8(macs.mac_a), first_8(macs.mac_s)};
  }
  AkaMacs operator()(const XorKey& key) const {
    const auto mac = xor_mac(key, rand, sqn, amf);
    return {mac, mac};
  }
  AkaMacs operator()(const Comp128Key&) const { return {}; }
};

struct Outputs {
  const Rand& rand;

  AkaOutputs operator()(const MilenageKey& key) const {
    const auto out = milenage_outputs(key, rand);
    return {Bytes(out.res.begin(), out.res.end()), out.ck, out.ik, out.ak, out.ak_star};
  }
  AkaOutputs operator()(const TuakKey& key) const {
    const auto out = tuak_outputs(key, rand);
    return {out.res, Secret<16>(out.ck.reveal().first<16>()), Secret<16>(out.ik.reveal().first<16>()), out.ak,
            out.ak_star};
  }
  AkaOutputs operator()(const XorKey& key) const {
    const auto out = xor_outputs(key, rand);
    return {out.res, out.ck, out.ik, out.ak, out.ak};
  }
  AkaOutputs operator()(const Comp128Key&) const { return {}; }
};

struct Check {
  Result<void> operator()(const MilenageKey& key) const {
    if (std::ranges::any_of(key.constants.r, [](auto r) { return r > 127; })) return fail("is 0 to 127", "r");
    return {};
  }
  Result<void> operator()(const TuakKey& key) const {
    if (key.k.size() != 16 && key.k.size() != 32) return fail("has 16 or 32 octets", "K");
    if (key.iterations == 0) return fail("is 1 to 255", "iterations");
    if (key.res_size != 4 && key.res_size != 8 && key.res_size != 16) return fail("is 4, 8 or 16", "RES size");
    return {};
  }
  Result<void> operator()(const XorKey& key) const {
    if (key.res_size < 4 || key.res_size > 16) return fail("is 4 to 16", "RES size");
    return {};
  }
  Result<void> operator()(const Comp128Key& key) const {
    if (key.version < 1 || key.version > 3) return fail("is 1, 2 or 3", "COMP128 version");
    return {};
  }
};

}  // namespace

Result<void> check_algorithm(const Algorithm& algorithm) {
  return std::visit(Check(), algorithm);
}

AkaMacs aka_macs(const Algorithm& algorithm, const Rand& rand, Sqn sqn, const Amf& amf) {
  return std::visit(Macs{rand, sqn, amf}, algorithm);
}

AkaOutputs aka_outputs(const Algorithm& algorithm, const Rand& rand) {
  return std::visit(Outputs{rand}, algorithm);
}

}  // namespace foothold::gsm::auth
