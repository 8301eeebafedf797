// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/sqn.h"

namespace foothold::gsm::auth {

Sqn Sqn::from_octets(const std::array<std::uint8_t, 6>& octets) {
  std::uint64_t value = 0;
  for (const auto octet : octets) value = value << 8 | octet;
  return Sqn(value);
}

std::array<std::uint8_t, 6> Sqn::octets() const {
  std::array<std::uint8_t, 6> out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint8_t>(value_ >> (8 * (out.size() - 1 - i)));
  return out;
}

Result<Sqn> next_sqn(Sqn previous) {
  if (previous.seq() == Sqn::kMaxSeq)
    return fail("the sequence numbers of this key are used up; issue a new key", "SQN");
  return Sqn(previous.seq() + 1, previous.ind() + 1);
}

}  // namespace foothold::gsm::auth
