// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/transceiver/radio_unit.h"

#include <gtest/gtest.h>

namespace foothold::rf_bridge::trx {
namespace {

// What osmo-bts-trx 1.5.0 sends for a cell with a combined CCCH and PDCHs, in its order, and what it takes for an
// answer.
TEST(TrxRadioUnit, DoesWhatOsmoBtsAsks) {
  RadioUnit unit(23);
  EXPECT_EQ(unit.command({"POWEROFF", {}}), (TrxcResponse{"POWEROFF", 0, {}}));
  EXPECT_EQ(unit.command({"RFMUTE", {"1"}}), (TrxcResponse{"RFMUTE", 0, {"1"}}));
  EXPECT_EQ(unit.command({"SETFORMAT", {"2"}}), (TrxcResponse{"SETFORMAT", 2, {"2"}}));
  EXPECT_EQ(unit.command({"RXTUNE", {"1782000"}}), (TrxcResponse{"RXTUNE", 0, {"1782000"}}));
  EXPECT_EQ(unit.command({"TXTUNE", {"1877000"}}), (TrxcResponse{"TXTUNE", 0, {"1877000"}}));
  EXPECT_EQ(unit.command({"SETTSC", {"7"}}), (TrxcResponse{"SETTSC", 0, {"7"}}));
  EXPECT_EQ(unit.command({"NOMTXPOWER", {}}), (TrxcResponse{"NOMTXPOWER", 0, {"23"}}));
  EXPECT_EQ(unit.command({"POWERON", {}}).status, 0);
  EXPECT_EQ(unit.command({"POWERON", {}}).status, 0);  // it comes twice
  EXPECT_EQ(unit.command({"SETSLOT", {"4", "13"}}), (TrxcResponse{"SETSLOT", 0, {"4", "13"}}));
  EXPECT_EQ(unit.sends_khz(), 0u);  // mute
  EXPECT_EQ(unit.command({"RFMUTE", {"0"}}).status, 0);
  EXPECT_EQ(unit.command({"SETPOWER", {"20"}}).status, 0);
  EXPECT_TRUE(unit.powered());
  EXPECT_EQ(unit.receives_khz(), 1'782'000u);
  EXPECT_EQ(unit.sends_khz(), 1'877'000u);
  EXPECT_EQ(unit.trxd_version(), 2);
  EXPECT_EQ(unit.training_sequence(), 7u);
  EXPECT_DOUBLE_EQ(unit.power_dbm(), 3);
  EXPECT_TRUE(unit.has_slot(4));
  EXPECT_FALSE(unit.has_slot(3));
}

TEST(TrxRadioUnit, SwitchesOnOnlyWhenTuned) {
  RadioUnit unit(23);
  EXPECT_NE(unit.command({"POWERON", {}}).status, 0);
  EXPECT_FALSE(unit.powered());
}

TEST(TrxRadioUnit, ForgetsItsTimeslotsWhenSwitchedOff) {
  RadioUnit unit(23);
  unit.command({"SETSLOT", {"4", "13"}});
  unit.command({"SETSLOT", {"5", "8"}});  // none
  EXPECT_TRUE(unit.has_slot(4));
  EXPECT_FALSE(unit.has_slot(5));
  unit.command({"POWEROFF", {}});
  EXPECT_FALSE(unit.has_slot(4));
}

TEST(TrxRadioUnit, OffersTheNewestVersionThatItHas) {
  RadioUnit unit(23);
  EXPECT_EQ(unit.command({"SETFORMAT", {"5"}}), (TrxcResponse{"SETFORMAT", 2, {"5"}}));
  EXPECT_EQ(unit.command({"SETFORMAT", {"1"}}), (TrxcResponse{"SETFORMAT", 1, {"1"}}));
  EXPECT_EQ(unit.trxd_version(), 1);
}

TEST(TrxRadioUnit, RefusesWhatIsWrongAndChangesNothing) {
  RadioUnit unit(23);
  unit.command({"RXTUNE", {"1782000"}});
  const std::vector<TrxcCommand> wrong = {
      {"RXTUNE", {}},    {"RXTUNE", {"-1"}}, {"RXTUNE", {"x"}},      {"SETSLOT", {"8", "13"}}, {"SETSLOT", {"1"}},
      {"SETTA", {"64"}}, {"SETTSC", {"8"}},  {"SETPOWER", {"1000"}}, {"SETSLOT", {"1", "-1"}}, {"RFMUTE", {"2"}},
  };
  for (const auto& command : wrong) {
    EXPECT_EQ(unit.command(command), (TrxcResponse{command.verb, 1, command.arguments})) << command.verb;
  }
  EXPECT_EQ(unit.receives_khz(), 1'782'000u);
  EXPECT_EQ(unit.command({"SETFH", {"0", "1"}}).status, -1);
  EXPECT_EQ(unit.command({"SETFORMAT", {}}).status, -1);
}

}  // namespace
}  // namespace foothold::rf_bridge::trx
