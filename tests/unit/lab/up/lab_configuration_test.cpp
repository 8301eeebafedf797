// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/up/lab_configuration.h"

#include <gtest/gtest.h>

namespace foothold::lab {
namespace {

Result<LabConfiguration> read(const std::string& text) {
  auto file = config::ConfigFile::parse(text, "lab.toml", "/home/somebody");
  if (!file) return tl::unexpected(file.error());
  return read_lab_configuration(std::move(*file));
}

std::string field_at_fault(const std::string& text) {
  const auto lab = read(text);
  return lab ? "" : lab.error().field;
}

TEST(LabConfiguration, AnEmptyFileIsTheCellOfTheDemo) {
  const auto lab = read("");
  ASSERT_TRUE(lab) << to_string(lab.error());
  EXPECT_EQ(lab->radio, Radio::trx);
  EXPECT_FALSE(lab->osmo_trx);
  EXPECT_EQ(lab->cell.arfcn, Cell{}.arfcn);
  EXPECT_EQ(lab->cell.mcc + "-" + lab->cell.mnc, "001-01");
  EXPECT_EQ(lab->machines, 1U);
  EXPECT_EQ(lab->cards, 0U);
  EXPECT_FALSE(lab->state);
}

constexpr const char* kRest =
    "state = \"lab\"\nmachines = 2\n[cell]\nplmn = \"001-001\"\nband = \"DCS1800\"\narfcn = 871\nbsic = 7\n"
    "[sdr]\ndevice = \"serial=1\"\nclock = \"external\"\nrx_gain = 30\ntx_attenuation = 10\nrx_path = \"LNAW\"\n"
    "tx_path = \"BAND1\"\nrssi_offset = -2\nrealtime_priority = 0\nswap_channels = true\n[cards]\ncount = 1\n";

// "A person with an SDR changes one line."
TEST(LabConfiguration, OneLineIsBetweenThisMachineAndTheAir) {
  for (const auto* radio : {"trx", "virtual", "lime", "uhd", "ipc"}) {
    const auto lab = read("radio = \"" + std::string(radio) + "\"\n" + kRest);
    ASSERT_TRUE(lab) << radio << ": " << to_string(lab.error());
    EXPECT_EQ(lab->osmo_trx.has_value(), sdr_driver_from_string(radio).has_value()) << radio;
  }
}

TEST(LabConfiguration, ReadsWhatARadioIsToldTo) {
  const auto lab = read("radio = \"uhd\"\n" + std::string(kRest));
  ASSERT_TRUE(lab) << to_string(lab.error());
  EXPECT_EQ(lab->radio, Radio::trx);
  ASSERT_TRUE(lab->osmo_trx);
  EXPECT_EQ(lab->osmo_trx->driver, SdrDriver::uhd);
  EXPECT_EQ(lab->osmo_trx->device_arguments, "serial=1");
  EXPECT_EQ(lab->osmo_trx->clock, ClockReference::external);
  EXPECT_EQ(lab->osmo_trx->receive_path, "LNAW");
  EXPECT_EQ(lab->osmo_trx->transmit_path, "BAND1");
  EXPECT_EQ(lab->osmo_trx->rssi_offset, -2.0);
  EXPECT_EQ(lab->osmo_trx->realtime_priority, 0U);
  EXPECT_TRUE(lab->osmo_trx->swap_channels);
  EXPECT_EQ(lab->receive_gain, 30U);
  EXPECT_EQ(lab->transmit_attenuation, 10U);
  EXPECT_EQ(lab->cell.mnc, "001");
  EXPECT_EQ(lab->cell.band, "DCS1800");
  EXPECT_EQ(lab->cell.arfcn, 871);
  EXPECT_EQ(lab->cell.bsic, 7);
  EXPECT_EQ(lab->state, std::filesystem::path("/home/somebody/lab"));
  EXPECT_EQ(lab->machines, 2U);
  EXPECT_EQ(lab->cards, 1U);
}

TEST(LabConfiguration, GainsAreTheRadiosAlone) {
  const auto lab = read("radio = \"trx\"\n" + std::string(kRest));
  ASSERT_TRUE(lab);
  EXPECT_FALSE(lab->receive_gain);
  EXPECT_FALSE(lab->transmit_attenuation);
}

TEST(LabConfiguration, NamesTheKeyAtFault) {
  EXPECT_EQ(field_at_fault("radio = \"wifi\"\n"), "radio");
  EXPECT_EQ(field_at_fault("antenna = 1\n"), "antenna");
  EXPECT_EQ(field_at_fault("[cell]\narfcn = 600\n"), "cell.arfcn");
  EXPECT_EQ(field_at_fault("[cell]\nband = \"GSM1234\"\n"), "cell.band");
  EXPECT_EQ(field_at_fault("[cell]\nplmn = \"00101\"\n"), "cell.plmn");
  EXPECT_EQ(field_at_fault("[cell]\nplmn = \"01-001\"\n"), "cell.plmn");
  EXPECT_EQ(field_at_fault("[cell]\nbsic = 64\n"), "cell.bsic");
  EXPECT_EQ(field_at_fault("[cell]\nlocation_area = 0\n"), "cell.location_area");
  EXPECT_EQ(field_at_fault("radio = \"lime\"\n[sdr]\nrx_gain = 51\n"), "sdr.rx_gain");
  EXPECT_EQ(field_at_fault("radio = \"lime\"\n[sdr]\nclock = \"sun\"\n"), "sdr.clock");
  EXPECT_EQ(field_at_fault("radio = \"lime\"\n[sdr]\nrealtime_priority = 33\n"), "sdr.realtime_priority");
  EXPECT_EQ(field_at_fault("machines = 65\n"), "machines");
  EXPECT_EQ(field_at_fault("machines = 0\n"), "machines");
  EXPECT_EQ(field_at_fault("radio = \"gb\"\nmachines = 2\n"), "machines");
  EXPECT_EQ(field_at_fault("machines = 60\nstate = \"s\"\n[cards]\ncount = 5\n"), "cards.count");
  EXPECT_EQ(field_at_fault("[cards]\ncount = 1\n"), "state");
}

// A line of its own in osmo-trx.cfg or osmo-bsc.cfg would be another command of theirs.
TEST(LabConfiguration, NothingGetsPastALineOfAnOsmocomConfiguration) {
  EXPECT_EQ(field_at_fault("radio = \"lime\"\n[sdr]\ndevice = \"a\\nline vty\"\n"), "sdr.device");
  EXPECT_EQ(field_at_fault("radio = \"lime\"\n[sdr]\nrx_path = \"a b\"\n"), "sdr.rx_path");
  EXPECT_EQ(field_at_fault("radio = \"lime\"\n[sdr]\ntx_path = \"\\u00e4\"\n"), "sdr.tx_path");
  EXPECT_EQ(field_at_fault("[cell]\nband = \"GSM900\\n log\"\n"), "cell.band");
}

}  // namespace
}  // namespace foothold::lab
