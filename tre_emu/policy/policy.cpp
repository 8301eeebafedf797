// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/policy/policy.h"

#include <algorithm>
#include <array>

namespace foothold::tre_emu::policy {

namespace {

constexpr std::array<std::uint8_t, 10> kTreAid = {0xF0, 'F', 'O', 'O', 'T', 'H', 'O', 'L', 'D', 0x01};
constexpr std::uint8_t kSelectByAid = 0x04;

constexpr auto kAlways = Rule::Only::always;
constexpr auto kNamesTre = Rule::Only::names_tre;

// clang-format off
constexpr Rule kRules[] = {
    // name                 prop.  INS   P1 P2         only       measuring operating locked
    {"select",              false, 0xA4, {},     kNamesTre, true,  true,  true},
    {"select",              false, 0xA4, {},     kAlways,   true,  true,  false},
    {"manage_channel",      false, 0x70, {},     kAlways,   true,  true,  true},
    {"get_response",        false, 0xC0, {},     kAlways,   true,  true,  true},
    {"status",              true,  0xF2, {},     kAlways,   true,  true,  false},
    {"read_binary",         false, 0xB0, {},     kAlways,   true,  true,  false},
    {"update_binary",       false, 0xD6, {},     kAlways,   true,  true,  false},
    {"read_record",         false, 0xB2, {},     kAlways,   true,  true,  false},
    {"update_record",       false, 0xDC, {},     kAlways,   true,  true,  false},
    {"authenticate",        false, 0x88, {},     kAlways,   true,  true,  false},
    {"get_data",            true,  0xCA, 0x0101, kAlways,   true,  true,  true},   // TRE identity
    {"get_data",            true,  0xCA, 0x0102, kAlways,   true,  true,  true},   // PCID
    {"get_data",            true,  0xCA, 0x0105, kAlways,   true,  true,  true},   // state
    {"get_data",            true,  0xCA, {},     kAlways,   true,  true,  false},
    {"extend_measurement",  true,  0x30, {},     kAlways,   true,  false, false},
    {"get_evidence",        true,  0x32, {},     kAlways,   true,  true,  false},
    {"sign_tls",            true,  0x34, {},     kAlways,   true,  true,  false},
    {"verify_bootstrap",    true,  0x36, {},     kAlways,   true,  true,  false},
    {"install_mcim",        true,  0x40, {},     kAlways,   true,  true,  false},
    {"list_mcim",           true,  0x42, {},     kAlways,   true,  true,  false},
    {"activate_mcim",       true,  0x44, {},     kAlways,   true,  true,  false},
    {"deactivate_mcim",     true,  0x46, {},     kAlways,   true,  true,  false},
    {"delete_mcim",         true,  0x48, {},     kAlways,   true,  true,  false},
    {"get_transaction",     true,  0x4A, {},     kAlways,   true,  true,  false},
    {"open_bearer",         true,  0x50, {},     kAlways,   true,  true,  false},
    {"send_bearer",         true,  0x52, {},     kAlways,   true,  true,  false},
    {"receive_bearer",      true,  0x54, {},     kAlways,   true,  true,  false},
    {"close_bearer",        true,  0x56, {},     kAlways,   true,  true,  false},
};
// clang-format on

// F0 begins no registered AID (ISO 7816-4 8.2.1.2: proprietary), so that one octet of ours is enough.
bool names_tre(const card::Command& command) {
  const auto& data = command.data;
  return command.p1 == kSelectByAid && !data.empty() && data.size() <= kTreAid.size() &&
         std::equal(data.begin(), data.end(), kTreAid.begin());
}

bool fits(const Rule& rule, const card::Command& command) {
  const auto p1_p2 = static_cast<std::uint16_t>(command.p1 << 8 | command.p2);
  return rule.ins == command.ins && rule.proprietary == command.proprietary() &&
         (!rule.p1_p2 || *rule.p1_p2 == p1_p2) && (rule.only == kAlways || names_tre(command));
}

}  // namespace

ByteView tre_aid() {
  return kTreAid;
}

std::span<const Rule> rules() {
  return kRules;
}

const Rule* rule_for(const card::Command& command) {
  const auto found = std::ranges::find_if(kRules, [&](const Rule& rule) { return fits(rule, command); });
  return found == std::end(kRules) ? nullptr : found;
}

card::StatusWord decide(const card::Command& command, TreState state) {
  using card::StatusWord;
  const Rule* const rule = rule_for(command);
  switch (state) {
    case TreState::measuring:
      return !rule || rule->measuring ? StatusWord::ok : StatusWord::conditions_not_satisfied;
    case TreState::operating:
      return !rule || rule->operating ? StatusWord::ok : StatusWord::conditions_not_satisfied;
    case TreState::locked:
      return rule && rule->locked ? StatusWord::ok : StatusWord::blocked;
  }
  return StatusWord::blocked;
}

}  // namespace foothold::tre_emu::policy
