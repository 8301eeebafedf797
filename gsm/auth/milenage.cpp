// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/milenage.h"

#include <new>

#include "gsm/auth/milenage_blocks.h"

// libosmogsm knows the usual constants only; with these it is the same code that the network runs. It exports
// these but installs no header for them. They fail only when memory for the cipher runs out.
extern "C" {
int milenage_opc_gen(std::uint8_t* opc, const std::uint8_t* k, const std::uint8_t* op);
int milenage_f1(const std::uint8_t* opc, const std::uint8_t* k, const std::uint8_t* rand, const std::uint8_t* sqn,
                const std::uint8_t* amf, std::uint8_t* mac_a, std::uint8_t* mac_s);
int milenage_f2345(const std::uint8_t* opc, const std::uint8_t* k, const std::uint8_t* rand, std::uint8_t* res,
                   std::uint8_t* ck, std::uint8_t* ik, std::uint8_t* ak, std::uint8_t* ak_star);
}

namespace foothold::gsm::auth {

Secret<16> make_opc(const Secret<16>& k, const Secret<16>& op) {
  Secret<16> opc;
  if (milenage_opc_gen(opc.reveal_mutable().data(), k.reveal().data(), op.reveal().data()) != 0) throw std::bad_alloc();
  return opc;
}

MilenageMacs milenage_macs(const MilenageKey& key, const Rand& rand, Sqn sqn, const Amf& amf) {
  if (key.constants != MilenageConstants()) return own_milenage_macs(key, rand, sqn, amf);
  MilenageMacs macs;
  if (milenage_f1(key.opc.reveal().data(), key.k.reveal().data(), rand.data(), sqn.octets().data(), amf.data(),
                  macs.mac_a.data(), macs.mac_s.data()) != 0)
    throw std::bad_alloc();
  return macs;
}

MilenageOutputs milenage_outputs(const MilenageKey& key, const Rand& rand) {
  if (key.constants != MilenageConstants()) return own_milenage_outputs(key, rand);
  MilenageOutputs out;
  if (milenage_f2345(key.opc.reveal().data(), key.k.reveal().data(), rand.data(), out.res.data(),
                     out.ck.reveal_mutable().data(), out.ik.reveal_mutable().data(), out.ak.data(),
                     out.ak_star.data()) != 0)
    throw std::bad_alloc();
  return out;
}

}  // namespace foothold::gsm::auth
