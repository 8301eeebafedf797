// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/tuak.h"

#include <algorithm>
#include <string_view>

#include "gsm/auth/keccak.h"

namespace foothold::gsm::auth {

namespace {

constexpr std::string_view kAlgorithmName = "TUAK1.0";

// INSTANCE (TS 35.231 6.2 to 6.5): which function, and how long are MAC or RES, CK, IK and K.
enum Function : std::uint8_t { f1 = 0x00, f1_star = 0x80, f2345 = 0x40, f5_star = 0xC0 };

std::uint8_t length_bits(std::size_t octets) {
  return static_cast<std::uint8_t>(octets < 8 ? 0 : octets);  // 64 bits: 08, 128: 10, 256: 20; RES of 32 bits: 00
}

// The 1600 bits of IN or OUT (TS 35.231 5.2). Each field lies there with its last octet first.
class Sponge {
 public:
  ~Sponge() { detail::wipe(octets_.data(), octets_.size()); }

  void put(ByteView field) {
    at_ = static_cast<std::size_t>(std::reverse_copy(field.begin(), field.end(), octets_.begin() + position()) -
                                   octets_.begin());
  }
  void put(std::uint8_t octet) { octets_[at_++] = octet; }
  void skip(std::size_t octets) { at_ += octets; }

  void permute(unsigned iterations) {
    KeccakState state{};
    for (std::size_t i = 0; i < octets_.size(); ++i) state[i / 8] |= std::uint64_t{octets_[i]} << (8 * (i % 8));
    for (; iterations > 0; --iterations) keccak_f1600(state);
    for (std::size_t i = 0; i < octets_.size(); ++i)
      octets_[i] = static_cast<std::uint8_t>(state[i / 8] >> (8 * (i % 8)));
    detail::wipe(state.data(), sizeof(state));
  }

  template <class Out>
  void take(std::size_t offset, Out& out) const {
    std::reverse_copy(octets_.begin() + static_cast<std::ptrdiff_t>(offset),
                      octets_.begin() + static_cast<std::ptrdiff_t>(offset + out.size()), out.begin());
  }

 private:
  std::ptrdiff_t position() const { return static_cast<std::ptrdiff_t>(at_); }

  std::array<std::uint8_t, 200> octets_{};
  std::size_t at_ = 0;
};

struct Input {
  std::uint8_t instance;
  Rand rand{};
  Amf amf{};
  std::array<std::uint8_t, 6> sqn{};
};

Sponge compute(ByteView k, const Secret<32>& top_or_topc, unsigned iterations, const Input& input) {
  Sponge sponge;
  sponge.put(top_or_topc.reveal());
  sponge.put(static_cast<std::uint8_t>(input.instance | (k.size() == 32 ? 0x01 : 0x00)));
  sponge.put(ByteView(reinterpret_cast<const std::uint8_t*>(kAlgorithmName.data()), kAlgorithmName.size()));
  sponge.put(input.rand);
  sponge.put(input.amf);
  sponge.put(input.sqn);
  sponge.put(k);
  sponge.skip(32 - k.size());
  sponge.put(std::uint8_t{0x1F});  // padding: 1111 1 ... 1, over 512 bits before the capacity
  sponge.skip(38);
  sponge.put(std::uint8_t{0x80});
  sponge.permute(iterations);
  return sponge;
}

Bytes taken(const Sponge& sponge, std::size_t offset, std::size_t size) {
  Bytes out(size);
  sponge.take(offset, out);
  return out;
}

}  // namespace

Secret<32> make_topc(ByteView k, const Secret<32>& top, unsigned iterations) {
  Secret<32> topc;
  auto out = topc.reveal_mutable();
  compute(k, top, iterations, {f1}).take(0, out);
  return topc;
}

TuakMacs tuak_macs(const TuakKey& key, const Rand& rand, Sqn sqn, const Amf& amf, std::size_t mac_size) {
  const auto mac = [&](Function function) {
    const auto instance = static_cast<std::uint8_t>(function | length_bits(mac_size));
    return taken(compute(key.k.reveal(), key.topc, key.iterations, {instance, rand, amf, sqn.octets()}), 0, mac_size);
  };
  return {mac(f1), mac(f1_star)};
}

TuakOutputs tuak_outputs(const TuakKey& key, const Rand& rand, std::size_t ck_size, std::size_t ik_size) {
  const auto instance = static_cast<std::uint8_t>(f2345 | length_bits(key.res_size) | (ck_size == 32 ? 0x04 : 0) |
                                                  (ik_size == 32 ? 0x02 : 0));
  const auto out = compute(key.k.reveal(), key.topc, key.iterations, {instance, rand});
  TuakOutputs outputs;
  outputs.res = taken(out, 0, key.res_size);
  outputs.ck = SecretBytes(taken(out, 32, ck_size));
  outputs.ik = SecretBytes(taken(out, 64, ik_size));
  out.take(96, outputs.ak);
  compute(key.k.reveal(), key.topc, key.iterations, {f5_star, rand}).take(96, outputs.ak_star);
  return outputs;
}

}  // namespace foothold::gsm::auth
