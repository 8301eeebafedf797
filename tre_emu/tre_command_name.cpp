// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/tre_command_name.h"

#include <algorithm>

#include "tre_emu/policy/policy.h"

namespace foothold::tre_emu {

namespace {

enum class Class : std::uint8_t { interindustry, proprietary, sim };

struct Name {
  Class in;
  std::uint8_t ins;
  std::string_view name;
};

// Those that the policy has no row for (TS 102 221 table 10.5, TS 51.011 table 9).
constexpr Name kNames[] = {
    {Class::interindustry, 0x04, "deactivate_file"},
    {Class::interindustry, 0x20, "verify_pin"},
    {Class::interindustry, 0x24, "change_pin"},
    {Class::interindustry, 0x26, "disable_pin"},
    {Class::interindustry, 0x28, "enable_pin"},
    {Class::interindustry, 0x2C, "unblock_pin"},
    {Class::interindustry, 0x44, "activate_file"},
    {Class::interindustry, 0x84, "get_challenge"},
    {Class::interindustry, 0xA2, "search_record"},
    {Class::proprietary, 0x10, "terminal_profile"},
    {Class::proprietary, 0x12, "fetch"},
    {Class::proprietary, 0x14, "terminal_response"},
    {Class::proprietary, 0x32, "increase"},
    {Class::proprietary, 0xAA, "terminal_capability"},
    {Class::proprietary, 0xC2, "envelope"},
    {Class::sim, 0x04, "invalidate"},
    {Class::sim, 0x10, "terminal_profile"},
    {Class::sim, 0x12, "fetch"},
    {Class::sim, 0x14, "terminal_response"},
    {Class::sim, 0x20, "verify_chv"},
    {Class::sim, 0x24, "change_chv"},
    {Class::sim, 0x26, "disable_chv"},
    {Class::sim, 0x28, "enable_chv"},
    {Class::sim, 0x2C, "unblock_chv"},
    {Class::sim, 0x32, "increase"},
    {Class::sim, 0x44, "rehabilitate"},
    {Class::sim, 0x88, "run_gsm_algorithm"},
    {Class::sim, 0xA2, "seek"},
    {Class::sim, 0xA4, "select"},
    {Class::sim, 0xB0, "read_binary"},
    {Class::sim, 0xB2, "read_record"},
    {Class::sim, 0xC0, "get_response"},
    {Class::sim, 0xC2, "envelope"},
    {Class::sim, 0xD6, "update_binary"},
    {Class::sim, 0xDC, "update_record"},
    {Class::sim, 0xF2, "status"},
    {Class::sim, 0xFA, "sleep"},
};

}  // namespace

std::string_view command_name(const card::Command& command, bool for_tre) {
  const auto in = command.cla == 0xA0 ? Class::sim : command.proprietary() ? Class::proprietary : Class::interindustry;
  const auto* const rule = policy::rule_for(command);
  const bool policy_first = in != Class::sim && (for_tre || command.ins != 0x32);
  if (rule && policy_first) return rule->name;
  const auto found =
      std::ranges::find_if(kNames, [&](const Name& one) { return one.in == in && one.ins == command.ins; });
  return found == std::end(kNames) ? "unknown" : found->name;
}

}  // namespace foothold::tre_emu
