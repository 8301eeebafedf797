// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/app/configuration.h"

#include <optional>
#include <utility>

#include "config/config_file.h"
#include "m2me/net/interface.h"

namespace foothold::m2me {
namespace {

using config::ConfigFile;

std::uint16_t number(ConfigFile& file, const char* key) {
  return static_cast<std::uint16_t>(file.integer(key, 0, 65535));
}
std::uint16_t number_or(ConfigFile& file, const char* key, std::uint16_t otherwise) {
  return static_cast<std::uint16_t>(file.integer_or(key, 0, 65535, otherwise));
}

template <class T>
std::optional<T> take(ConfigFile& file, const char* key, const Result<T>& parsed) {
  if (parsed) return *parsed;
  file.refuse(key, parsed.error().what);
  return std::nullopt;
}

std::vector<Component> read_components(ConfigFile& file) {
  std::vector<Component> components(file.tables("components"));
  for (std::size_t i = 0; i < components.size(); ++i) {
    const auto component = "components[" + std::to_string(i) + "]";
    components[i] = {file.text(component + ".name"), file.text(component + ".path")};
  }
  return components;
}

rf_bridge::gb::GbSettings read_gb(ConfigFile& file) {
  rf_bridge::gb::GbSettings gb;
  const auto area = take(file, "gb.routing_area", gsm::RoutingArea::parse(file.text("gb.routing_area")));
  gb.sgsn = file.text("gb.sgsn");
  gb.local = file.text_or("gb.local", "");
  gb.ns.nsei = number_or(file, "gb.nsei", gb.ns.nsei);
  gb.ns.nsvci = number_or(file, "gb.nsvci", gb.ns.nsvci);
  gb.cell.bvci = number_or(file, "gb.bvci", gb.cell.bvci);
  const auto ci = number(file, "gb.cell");
  if (area) gb.cell.cell = {*area, ci};
  return gb;
}

std::uint16_t read_arfcn(ConfigFile& file) {
  return static_cast<std::uint16_t>(file.integer("radio.arfcn", 0, 1023));
}

rf_bridge::um_virtual::VirtualUmSettings read_virtual_um(ConfigFile& file) {
  rf_bridge::um_virtual::VirtualUmSettings um;
  um.arfcn = read_arfcn(file);
  um.downlink = file.text_or("radio.downlink", um.downlink);
  um.uplink = file.text_or("radio.uplink", um.uplink);
  um.interface = file.text_or("radio.interface", um.interface);
  return um;
}

rf_bridge::trx::TrxSettings read_trx(ConfigFile& file) {
  rf_bridge::trx::TrxSettings trx;
  trx.arfcn = read_arfcn(file);
  trx.transceiver = file.text_or("radio.transceiver", trx.transceiver);
  trx.local = file.text_or("radio.local", trx.local);
  return trx;
}

rf_bridge::l1ctl::L1ctlSettings read_l1ctl(ConfigFile& file) {
  rf_bridge::l1ctl::L1ctlSettings l1ctl;
  l1ctl.arfcn = read_arfcn(file);
  l1ctl.socket = file.text_or("radio.socket", l1ctl.socket);
  return l1ctl;
}

RadioSettings read_radio(ConfigFile& file) {
  const auto kind = file.text_or("radio.kind", "gb");
  if (kind == "virtual") return read_virtual_um(file);
  if (kind == "trx") return read_trx(file);
  if (kind == "l1ctl") return read_l1ctl(file);
  if (kind != "gb") file.refuse("radio.kind", "is none of \"gb\", \"virtual\", \"trx\", \"l1ctl\"");
  return read_gb(file);
}

}  // namespace

Result<Configuration> load_configuration(const std::filesystem::path& path) {
  auto opened = ConfigFile::load(path);
  if (!opened) return tl::unexpected(opened.error());
  auto& file = *opened;
  const auto imeisv = take(file, "imeisv", gsm::Imeisv::parse(file.text("imeisv")));
  const auto target = take(file, "ping_target", parse_ipv4(file.text("ping_target")));
  auto radio = read_radio(file);
  AgentSettings agent;
  agent.components = read_components(file);
  agent.push_port = number_or(file, "push_port", agent.push_port);
  const auto trace = file.text_or("trace", "");
  const auto tre_socket = file.text("tre_socket");
  const auto tun = file.text_or("tun", "gprs0");
  const bool accept_gsm_aka = file.boolean_or("accept_gsm_aka", false);
  const bool flip_res = file.boolean_or("lab.flip_res", false);
  if (auto good = file.finish(); !good) return tl::unexpected(good.error());
  agent.ping_target = *target;
  agent.description.device_id = "IMEI:" + imeisv->imei().digits();
  return Configuration{trace, tre_socket, *imeisv, tun, std::move(radio), agent, accept_gsm_aka, flip_res};
}

}  // namespace foothold::m2me
