// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/challenge.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/hex.h"
#include "pki/gba.h"

namespace foothold::lab::replay {
namespace {

using nlohmann::json;

template <std::size_t N>
Result<std::array<std::uint8_t, N>> octets(const json& half, const char* name) {
  const auto found = half.find(name);
  if (found == half.end() || !found->is_string()) return fail("is missing", name);
  const auto bytes = from_hex(found->get<std::string>());
  if (!bytes || bytes->size() != N) return fail("has not " + std::to_string(N) + " octets of hex", name);
  std::array<std::uint8_t, N> out{};
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

}  // namespace

Result<ChallengeMaker> ChallengeMaker::from_issuers_half(std::string_view text) {
  const json half = json::parse(text, nullptr, false);
  if (!half.is_object()) return fail("is no JSON object", "issuer's half");
  const auto algorithm = half.find("algorithm");
  if (algorithm == half.end() || *algorithm != "milenage") return fail("is not milenage", "algorithm");
  const auto k = octets<16>(half, "k");
  if (!k) return tl::unexpected(k.error());
  const auto opc = octets<16>(half, "opc");
  if (!opc) return tl::unexpected(opc.error());
  const auto amf = octets<2>(half, "amf");
  if (!amf) return tl::unexpected(amf.error());
  const auto sqn = octets<6>(half, "sqn");
  if (!sqn) return tl::unexpected(sqn.error());
  gsm::auth::MilenageKey key{Secret<16>(*k), Secret<16>(*opc)};
  return ChallengeMaker(std::move(key), *amf, gsm::auth::Sqn::from_octets(*sqn));
}

Result<gsm::auth::Quintet> ChallengeMaker::make(const gsm::auth::Rand& rand, ChallengeKind kind, bool gba) {
  auto sqn = last_;
  if (kind != ChallengeKind::not_fresh) {
    const auto next = gsm::auth::next_sqn(last_);
    if (!next) return tl::unexpected(next.error());
    sqn = last_ = *next;
  }
  auto quintet = gsm::auth::make_quintet(key_, amf_, sqn, rand);
  if (gba) quintet.autn = pki::gba::gba_u_autn(quintet.autn, quintet.ik.reveal());
  if (kind == ChallengeKind::wrong_mac) quintet.autn.back() ^= 1;
  return quintet;
}

}  // namespace foothold::lab::replay
