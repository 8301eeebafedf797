// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/milenage_blocks.h"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <new>

namespace foothold::gsm::auth {

namespace {

using Block = Secret<16>;

Block operator^(Block a, std::span<const std::uint8_t, 16> b) {
  for (std::size_t i = 0; i < 16; ++i) a.reveal_mutable()[i] = static_cast<std::uint8_t>(a.reveal()[i] ^ b[i]);
  return a;
}

// rot(x, r): by r bits towards the most significant one.
Block rotated(const Block& x, unsigned r) {
  Block out;
  for (std::size_t i = 0; i < 16; ++i) {
    const auto high = x.reveal()[(i + r / 8) % 16];
    const auto low = x.reveal()[(i + r / 8 + 1) % 16];
    out.reveal_mutable()[i] = static_cast<std::uint8_t>((high << 8 | low) >> (8 - r % 8));
  }
  return out;
}

// The functions of one challenge: TEMP = E[RAND xor OPc]_K.
class Blocks {
 public:
  Blocks(const MilenageKey& key, const Rand& rand) : key_(key), cipher_(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free) {
    if (!cipher_ ||
        EVP_EncryptInit_ex(cipher_.get(), EVP_aes_128_ecb(), nullptr, key.k.reveal().data(), nullptr) != 1 ||
        EVP_CIPHER_CTX_set_padding(cipher_.get(), 0) != 1)
      throw std::bad_alloc();
    temp_ = encrypted(Block(rand) ^ key.opc.reveal());
  }

  Block out1(Sqn sqn, const Amf& amf) const {
    std::array<std::uint8_t, 16> in1;  // SQN || AMF || SQN || AMF
    const auto sqn_octets = sqn.octets();
    for (std::size_t i = 0; i < 16; ++i) in1[i] = i % 8 < 6 ? sqn_octets[i % 8] : amf[i % 8 - 6];
    const auto moved = rotated(Block(in1) ^ key_.opc.reveal(), key_.constants.r[0]);
    return encrypted(temp_ ^ moved.reveal() ^ key_.constants.c[0]) ^ key_.opc.reveal();
  }

  // OUT2 to OUT5.
  Block out(std::size_t number) const {
    const auto moved = rotated(temp_ ^ key_.opc.reveal(), key_.constants.r[number - 1]);
    return encrypted(moved ^ key_.constants.c[number - 1]) ^ key_.opc.reveal();
  }

 private:
  Block encrypted(const Block& in) const {
    Block out;
    int size = 0;
    if (EVP_EncryptUpdate(cipher_.get(), out.reveal_mutable().data(), &size, in.reveal().data(), 16) != 1)
      throw std::bad_alloc();
    return out;
  }

  const MilenageKey& key_;
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> cipher_;
  Block temp_;
};

}  // namespace

MilenageMacs own_milenage_macs(const MilenageKey& key, const Rand& rand, Sqn sqn, const Amf& amf) {
  const auto out = Blocks(key, rand).out1(sqn, amf);
  MilenageMacs macs;
  std::ranges::copy(out.reveal().first<8>(), macs.mac_a.begin());
  std::ranges::copy(out.reveal().last<8>(), macs.mac_s.begin());
  return macs;
}

MilenageOutputs own_milenage_outputs(const MilenageKey& key, const Rand& rand) {
  const Blocks blocks(key, rand);
  const auto out2 = blocks.out(2);
  const auto out5 = blocks.out(5);
  MilenageOutputs outputs;
  std::ranges::copy(out2.reveal().last<8>(), outputs.res.begin());
  std::ranges::copy(out2.reveal().first<6>(), outputs.ak.begin());
  outputs.ck = blocks.out(3);
  outputs.ik = blocks.out(4);
  std::ranges::copy(out5.reveal().first<6>(), outputs.ak_star.begin());
  return outputs;
}

}  // namespace foothold::gsm::auth
