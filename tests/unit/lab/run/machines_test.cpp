// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What the machines of one run are told, and what their air is: each has its own, and the programs understand it.
#include <gtest/gtest.h>
#include <toml++/toml.h>

#include <filesystem>
#include <set>

#include "lab/run/device.h"
#include "lab/run/plan.h"
#include "lab/run/radio_network.h"
#include "rf_bridge/trx/transceiver/configuration.h"
#include "tests/temporary_folder.h"

namespace foothold::lab {
namespace {

class MachinesTest : public testing::Test {
 protected:
  MachinesTest() {
    setup_.folders = {folder_.path() / "state", folder_.path() / "run"};
    setup_.machines = plan::kMostMachines;
    std::filesystem::create_directories(setup_.folders.run / "config");
  }
  toml::table machine(unsigned number) const { return toml::parse(m2me_configuration(setup_, number)); }
  // The values of a key over all machines.
  std::set<std::string> values(const char* key) const {
    std::set<std::string> values;
    for (unsigned number = 1; number <= setup_.machines; ++number) {
      const auto table = machine(number);
      const auto node = table.at_path(key);
      values.insert(node.is_string() ? **node.as_string() : std::to_string(node.value_or<std::int64_t>(-1)));
    }
    return values;
  }
  std::string configuration(const char* name) const { return *read_text_file(setup_.folders.configuration(name)); }

  test::TemporaryFolder folder_;
  RunSetup setup_;
};

TEST_F(MachinesTest, EachHasItsOwnIdentitiesAndTre) {
  EXPECT_EQ(plan::pcid(1), "001020000000001");
  EXPECT_EQ(plan::pcid(64), "001020000000064");
  EXPECT_EQ(plan::tre_identity(12), "TRE-000012");
  EXPECT_EQ(plan::imeisv(1), "3569990000000018");
  EXPECT_EQ(plan::imeisv(64).size(), 16U);
  EXPECT_EQ(values("imeisv").size(), setup_.machines);
  EXPECT_EQ(values("tre_socket").size(), setup_.machines);
}

TEST_F(MachinesTest, AtGbEachIsABssOfItsOwn) {
  setup_.radio = Radio::gb;
  EXPECT_EQ(machine(1)["gb"]["local"].value_or(""), std::string("127.0.0.1:23001"));
  for (const auto* key : {"gb.local", "gb.nsei", "gb.nsvci", "gb.cell"}) {
    EXPECT_EQ(values(key).size(), setup_.machines) << key;
  }
}

TEST_F(MachinesTest, OnTheVirtualUmAllHearTheSameCell) {
  setup_.radio = Radio::virtual_um;
  EXPECT_EQ(values("radio.arfcn").size(), 1U);
  ASSERT_TRUE(write_radio_configurations(setup_));
}

TEST_F(MachinesTest, EachHasARadioOfItsOwnInTheTransceiver) {
  setup_.radio = Radio::trx;
  auto ports = values("radio.transceiver");
  EXPECT_EQ(ports.size(), setup_.machines);
  ports.merge(values("radio.local"));
  EXPECT_EQ(ports.size(), 2 * setup_.machines);
  EXPECT_TRUE(ports.contains("127.0.0.1:6700"));
  EXPECT_TRUE(ports.contains("127.0.0.1:6800"));
}

TEST_F(MachinesTest, TheTransceiverReadsWhereTheyAre) {
  setup_.radio = Radio::trx;
  ASSERT_TRUE(write_radio_configurations(setup_));
  const auto air =
      rf_bridge::trx::load_transceiver_configuration(setup_.folders.configuration("foothold-transceiver.toml"));
  ASSERT_TRUE(air) << to_string(air.error());
  ASSERT_EQ(air->transceiver.channels.size(), setup_.machines);
  std::set<double> delays;
  for (const auto& channel : air->transceiver.channels) {
    EXPECT_GE(channel.path_loss_db, 70);
    EXPECT_LE(channel.path_loss_db, 90);
    EXPECT_LE(channel.delay_symbols, 6);
    delays.insert(channel.delay_symbols);
  }
  EXPECT_GT(delays.size(), 1U);
}

TEST_F(MachinesTest, OneAloneStandsWhereTheDefaultIs) {
  setup_.radio = Radio::trx;
  setup_.machines = 1;
  ASSERT_TRUE(write_radio_configurations(setup_));
  EXPECT_EQ(configuration("foothold-transceiver.toml").find("[mobile"), std::string::npos);
}

TEST_F(MachinesTest, ABadAirGetsTheCodingSchemesThatSurviveIt) {
  setup_.radio = Radio::trx;
  const auto schemes = [&](unsigned burst_loss) {
    setup_.burst_loss = burst_loss;
    EXPECT_TRUE(write_radio_configurations(setup_));
    const auto text = configuration("osmo-pcu.cfg");
    const auto at = text.find(" cs ");
    return text.substr(at, text.find(" alloc", at) - at);
  };
  EXPECT_EQ(schemes(0), " cs 4 4\n cs max 4 4\n");
  EXPECT_EQ(schemes(10), " cs 1 1\n cs max 2 2\n");
  EXPECT_EQ(schemes(30), " cs 1 1\n cs max 1 1\n");
}

TEST(Machines, AreKnownByTheirPortAtGb) {
  EXPECT_EQ(plan::pcid_at_gb(23001, 2), "001020000000001");
  EXPECT_EQ(plan::pcid_at_gb(23002, 2), "001020000000002");
  for (const std::uint16_t port : {std::uint16_t{23000}, std::uint16_t{23003}, std::uint16_t{2157}}) {
    EXPECT_EQ(plan::pcid_at_gb(port, 2), "") << port;
  }
  EXPECT_EQ(plan::pcid_at_gb(23001, 0), "") << "osmo-pcu's, with a radio network";
}

}  // namespace
}  // namespace foothold::lab
