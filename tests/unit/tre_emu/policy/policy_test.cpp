// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/policy/policy.h"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

#include "base/hex.h"

namespace foothold::tre_emu::policy {
namespace {

using card::Command;
using card::StatusWord;

Command command(std::uint8_t cla, std::uint8_t ins, std::uint8_t p1 = 0, std::uint8_t p2 = 0,
                std::string_view data = {}) {
  return {cla, ins, p1, p2, from_hex(data).value(), {}};
}

// What the documentation says is left of a locked TRE, against every command that there could be.
TEST(Policy, LeavesALockedTreOnlyItsIdentityAndState) {
  const std::set<std::tuple<int, int, int, int>> left = {
      {0x80, 0xCA, 0x01, 0x01}, {0x80, 0xCA, 0x01, 0x02}, {0x80, 0xCA, 0x01, 0x05}};
  for (int cla : {0x00, 0x80}) {
    for (int ins = 0; ins < 256; ++ins) {
      for (int p1 : {0x00, 0x01, 0x04}) {
        for (int p2 = 0; p2 < 16; ++p2) {
          const auto one = command(static_cast<std::uint8_t>(cla), static_cast<std::uint8_t>(ins),
                                   static_cast<std::uint8_t>(p1), static_cast<std::uint8_t>(p2));
          const bool may = left.contains({cla, ins, p1, p2}) || (cla == 0 && (ins == 0x70 || ins == 0xC0));
          EXPECT_EQ(decide(one, TreState::locked), may ? StatusWord::ok : StatusWord::blocked)
              << cla << ' ' << ins << ' ' << p1 << ' ' << p2;
        }
      }
    }
  }
}

TEST(Policy, LetsALockedTreBeSelectedButNothingElse) {
  EXPECT_EQ(decide(command(0x00, 0xA4, 0x04, 0x0C, "F0464F4F54484F4C4401"), TreState::locked), StatusWord::ok);
  EXPECT_EQ(decide(command(0x01, 0xA4, 0x04, 0x0C, "F0464F"), TreState::locked), StatusWord::ok);
  for (const char* aid : {"A0000000871002", "", "F1", "F0464F4F54484F4C440100", "F047"}) {
    EXPECT_EQ(decide(command(0x00, 0xA4, 0x04, 0x0C, aid), TreState::locked), StatusWord::blocked) << aid;
  }
  EXPECT_EQ(decide(command(0x00, 0xA4, 0x00, 0x0C, "F046"), TreState::locked), StatusWord::blocked);
}

TEST(Policy, ClosesMeasurementWithTheFirstEvidence) {
  const auto extend = command(0x80, 0x30);
  EXPECT_EQ(decide(extend, TreState::measuring), StatusWord::ok);
  EXPECT_EQ(decide(extend, TreState::operating), StatusWord::conditions_not_satisfied);
  EXPECT_EQ(decide(extend, TreState::locked), StatusWord::blocked);
}

TEST(Policy, AllowsEveryOtherRowUnlessLocked) {
  for (const auto& rule : rules()) {
    if (rule.name == "extend_measurement") continue;
    EXPECT_TRUE(rule.measuring && rule.operating) << rule.name;
  }
}

TEST(Policy, LeavesUnknownCommandsToTheCardUnlessLocked) {
  EXPECT_EQ(rule_for(command(0x80, 0xFE)), nullptr);
  EXPECT_EQ(decide(command(0x80, 0xFE), TreState::operating), StatusWord::ok);
  EXPECT_EQ(decide(command(0x80, 0xFE), TreState::locked), StatusWord::blocked);
}

TEST(Policy, JudgesPartsOfAChainAndAllChannelsAlike) {
  for (const std::uint8_t cla : {std::uint8_t{0x90}, std::uint8_t{0x93}, std::uint8_t{0x81}}) {
    EXPECT_EQ(decide(command(cla, 0x40), TreState::locked), StatusWord::blocked);
    EXPECT_EQ(rule_for(command(cla, 0x40))->name, "install_mcim");
  }
}

}  // namespace
}  // namespace foothold::tre_emu::policy
