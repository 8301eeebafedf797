// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/identity/routing_area.h"

#include <algorithm>
#include <charconv>

namespace foothold::gsm {
namespace {

template <class Number>
bool parse_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

Result<RoutingArea> RoutingArea::parse(std::string_view text) {
  const auto rac_at = text.rfind('-');
  const auto lac_at =
      rac_at == std::string_view::npos || rac_at == 0 ? std::string_view::npos : text.rfind('-', rac_at - 1);
  if (lac_at == std::string_view::npos) return fail("write MCC-MNC-LAC-RAC, as in 001-01-1-1", "routing area");
  auto plmn = Plmn::parse(text.substr(0, lac_at));
  if (!plmn) return tl::unexpected(plmn.error());
  RoutingArea area{*plmn};
  if (!parse_number(text.substr(lac_at + 1, rac_at - lac_at - 1), area.lac))
    return fail("0 to 65535", "LAC", lac_at + 1);
  if (!parse_number(text.substr(rac_at + 1), area.rac)) return fail("0 to 255", "RAC", rac_at + 1);
  return area;
}

Result<RoutingArea> RoutingArea::decode(ByteView octets) {
  if (octets.size() < 6) return fail("needs 6 octets", "routing area", octets.size());
  auto plmn = Plmn::decode(octets);
  if (!plmn) return tl::unexpected(plmn.error());
  return RoutingArea{*plmn, static_cast<std::uint16_t>(octets[3] << 8 | octets[4]), octets[5]};
}

std::array<std::uint8_t, 6> RoutingArea::encode() const {
  const auto p = plmn.encode();
  return {p[0], p[1], p[2], static_cast<std::uint8_t>(lac >> 8), static_cast<std::uint8_t>(lac), rac};
}

std::string RoutingArea::to_string() const {
  return plmn.to_string() + "-" + std::to_string(lac) + "-" + std::to_string(rac);
}

Result<CellIdentity> CellIdentity::decode(ByteView octets) {
  if (octets.size() < 8) return fail("needs 8 octets", "cell identifier", octets.size());
  auto area = RoutingArea::decode(octets);
  if (!area) return tl::unexpected(area.error());
  return CellIdentity{*area, static_cast<std::uint16_t>(octets[6] << 8 | octets[7])};
}

std::array<std::uint8_t, 8> CellIdentity::encode() const {
  std::array<std::uint8_t, 8> octets{};
  const auto area = routing_area.encode();
  std::copy(area.begin(), area.end(), octets.begin());
  octets[6] = static_cast<std::uint8_t>(ci >> 8);
  octets[7] = static_cast<std::uint8_t>(ci);
  return octets;
}

}  // namespace foothold::gsm
