// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/up/lab_configuration.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "lab/radio/gsm_band.h"

namespace foothold::lab {
namespace {

constexpr std::int64_t kMostPcids = 64;
constexpr std::int64_t kMostGain = 50;  // of osmo-bts-trx's configuration
constexpr std::size_t kLongestText = 200;

// It becomes part of a line of an Osmocom configuration, which has no quoting.
std::string word(config::ConfigFile& file, std::string_view key) {
  auto text = file.text_or(key, "");
  const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (!printable || text.size() > kLongestText) file.refuse(key, "is not a word without white space");
  return text;
}

std::optional<unsigned> gain(config::ConfigFile& file, std::string_view key) {
  constexpr std::int64_t kAbsent = -1;
  const auto value = file.integer_or(key, 0, kMostGain, kAbsent);
  return value == kAbsent ? std::nullopt : std::optional(static_cast<unsigned>(value));
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void read_plmn(config::ConfigFile& file, Cell& cell) {
  const auto plmn = file.text_or("cell.plmn", cell.mcc + "-" + cell.mnc);
  const auto dash = std::min(plmn.find('-'), plmn.size());
  const auto mcc = plmn.substr(0, dash);
  const auto mnc = plmn.substr(std::min(dash + 1, plmn.size()));
  if (!all_digits(mcc) || mcc.size() != 3 || !all_digits(mnc) || (mnc.size() != 2 && mnc.size() != 3)) {
    file.refuse("cell.plmn", "is not of the form 001-01");
  }
  cell.mcc = mcc;
  cell.mnc = mnc;
}

template <class Number>
Number number(config::ConfigFile& file, std::string_view key, std::int64_t least, std::int64_t most, Number otherwise) {
  return static_cast<Number>(file.integer_or(key, least, most, otherwise));
}

Cell read_cell(config::ConfigFile& file) {
  Cell cell;
  read_plmn(file, cell);
  cell.band = file.text_or("cell.band", cell.band);
  cell.arfcn = number(file, "cell.arfcn", 0, 1023, cell.arfcn);
  cell.bsic = number(file, "cell.bsic", 0, 63, cell.bsic);
  cell.location_area = number(file, "cell.location_area", 1, 65533, cell.location_area);
  cell.routing_area = number(file, "cell.routing_area", 0, 255, cell.routing_area);
  cell.identity = number(file, "cell.identity", 0, 65535, cell.identity);
  if (const auto carrier = carrier_frequencies(cell.band, cell.arfcn); !carrier) {
    file.refuse("cell." + carrier.error().field, carrier.error().what);
  }
  return cell;
}

OsmoTrx read_sdr(config::ConfigFile& file, SdrDriver driver) {
  OsmoTrx trx;
  trx.driver = driver;
  trx.device_arguments = word(file, "sdr.device");
  trx.receive_path = word(file, "sdr.rx_path");
  trx.transmit_path = word(file, "sdr.tx_path");
  trx.swap_channels = file.boolean_or("sdr.swap_channels", false);
  trx.realtime_priority = number(file, "sdr.realtime_priority", 0, 32, trx.realtime_priority);
  constexpr std::int64_t kAbsent = -1000;
  if (const auto offset = file.integer_or("sdr.rssi_offset", -200, 200, kAbsent); offset != kAbsent) {
    trx.rssi_offset = static_cast<double>(offset);
  }
  const auto clock = file.text_or("sdr.clock", "internal");
  if (clock == "external")
    trx.clock = ClockReference::external;
  else if (clock == "gpsdo")
    trx.clock = ClockReference::gpsdo;
  else if (clock != "internal")
    file.refuse("sdr.clock", "is none of \"internal\", \"external\", \"gpsdo\"");
  return trx;
}

}  // namespace

Result<LabConfiguration> read_lab_configuration(config::ConfigFile file) {
  LabConfiguration lab;
  const auto radio = file.text_or("radio", "trx");
  if (const auto driver = sdr_driver_from_string(radio)) {
    lab.osmo_trx = read_sdr(file, *driver);
  } else if (const auto own = radio_from_string(radio)) {
    lab.radio = *own;
    read_sdr(file, SdrDriver::lime);  // kept in the file while another radio is tried
  } else {
    file.refuse("radio", "is none of \"gb\", \"virtual\", \"trx\", \"lime\", \"uhd\", \"ipc\"");
  }
  lab.receive_gain = gain(file, "sdr.rx_gain");
  lab.transmit_attenuation = gain(file, "sdr.tx_attenuation");
  if (!lab.osmo_trx) lab.receive_gain = lab.transmit_attenuation = std::nullopt;
  lab.cell = read_cell(file);
  lab.machines = static_cast<unsigned>(file.integer_or("machines", 1, kMostPcids, 1));
  lab.cards = static_cast<unsigned>(file.integer_or("cards.count", 0, kMostPcids, 0));
  lab.card_reader = file.text_or("cards.reader", "127.0.0.1:35963");
  const auto state = file.text_or("state", "");
  if (!state.empty()) lab.state = file.path("state");
  if (lab.radio == Radio::gb && lab.machines > 1) {
    file.refuse("machines", "is 1 at most with radio = \"gb\": the machine takes the place of the one BSS");
  }
  if (lab.machines + lab.cards > kMostPcids) file.refuse("cards.count", "makes more than 64 PCIDs with the machines");
  if (lab.cards != 0 && !lab.state) {
    file.refuse("state", "must name a folder where there are cards: their TREs run outside of the lab");
  }
  if (auto good = file.finish(); !good) return tl::unexpected(good.error());
  return lab;
}

}  // namespace foothold::lab
