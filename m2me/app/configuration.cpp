// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/app/configuration.h"

#include <toml++/toml.h>

#include <optional>
#include <sstream>
#include <utility>

#include "m2me/net/interface.h"

namespace foothold::m2me {
namespace {

// Reads keys and remembers the first thing that is wrong with one.
class Reader {
 public:
  explicit Reader(const toml::table& table) : table_(table) {}

  std::string text(const char* key, std::optional<std::string> otherwise = std::nullopt) {
    return value<std::string>(key, "a text", std::move(otherwise));
  }
  std::uint16_t number(const char* key, std::optional<std::int64_t> otherwise = std::nullopt) {
    const auto number = value<std::int64_t>(key, "a number", otherwise);
    if (number < 0 || number > 65535) refuse(key, "is not within 0..65535");
    return static_cast<std::uint16_t>(number);
  }
  bool boolean(const char* key) { return value<bool>(key, "true or false", false); }

  template <class T>
  std::optional<T> take(const char* key, const Result<T>& parsed) {
    if (parsed) return *parsed;
    refuse(key, parsed.error().what);
    return std::nullopt;
  }
  void refuse(const char* key, std::string what) {
    if (!error_) error_ = Error{std::move(what), key};
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  template <class T>
  T value(const char* key, const char* kind, std::optional<T> otherwise) {
    const auto node = table_.at_path(key);
    if (!node) {
      if (!otherwise) refuse(key, "is missing");
      return otherwise.value_or(T{});
    }
    const auto found = node.value<T>();
    if (!found) refuse(key, std::string("must be ") + kind);
    return found.value_or(T{});
  }

  const toml::table& table_;
  std::optional<Error> error_;
};

std::vector<Component> read_components(const toml::table& table, Reader& reader) {
  std::vector<Component> components;
  const auto* array = table["components"].as_array();
  if (array == nullptr) {
    reader.refuse("components", "must be an array of {name, path}");
    return components;
  }
  for (const auto& entry : *array) {
    const auto* component = entry.as_table();
    const auto name = component ? (*component)["name"].value<std::string>() : std::nullopt;
    const auto path = component ? (*component)["path"].value<std::string>() : std::nullopt;
    if (name && path) {
      components.push_back({*name, *path});
    } else {
      reader.refuse("components", "each needs a name and a path");
    }
  }
  return components;
}

rf_bridge::gb::GbSettings read_gb(Reader& reader) {
  rf_bridge::gb::GbSettings gb;
  const auto area = reader.take("gb.routing_area", gsm::RoutingArea::parse(reader.text("gb.routing_area")));
  gb.sgsn = reader.text("gb.sgsn");
  gb.local = reader.text("gb.local", "");
  gb.ns.nsei = reader.number("gb.nsei", gb.ns.nsei);
  gb.ns.nsvci = reader.number("gb.nsvci", gb.ns.nsvci);
  gb.cell.bvci = reader.number("gb.bvci", gb.cell.bvci);
  const auto ci = reader.number("gb.cell");
  if (area) gb.cell.cell = {*area, ci};
  return gb;
}

std::uint16_t read_arfcn(Reader& reader) {
  const auto arfcn = reader.number("radio.arfcn");
  if (arfcn > 1023) reader.refuse("radio.arfcn", "is not within 0..1023");
  return arfcn;
}

rf_bridge::um_virtual::VirtualUmSettings read_virtual_um(Reader& reader) {
  rf_bridge::um_virtual::VirtualUmSettings um;
  um.arfcn = read_arfcn(reader);
  um.downlink = reader.text("radio.downlink", um.downlink);
  um.uplink = reader.text("radio.uplink", um.uplink);
  um.interface = reader.text("radio.interface", um.interface);
  return um;
}

rf_bridge::trx::TrxSettings read_trx(Reader& reader) {
  rf_bridge::trx::TrxSettings trx;
  trx.arfcn = read_arfcn(reader);
  trx.transceiver = reader.text("radio.transceiver", trx.transceiver);
  trx.local = reader.text("radio.local", trx.local);
  return trx;
}

rf_bridge::l1ctl::L1ctlSettings read_l1ctl(Reader& reader) {
  rf_bridge::l1ctl::L1ctlSettings l1ctl;
  l1ctl.arfcn = read_arfcn(reader);
  l1ctl.socket = reader.text("radio.socket", l1ctl.socket);
  return l1ctl;
}

RadioSettings read_radio(Reader& reader) {
  const auto kind = reader.text("radio.kind", "gb");
  if (kind == "virtual") return read_virtual_um(reader);
  if (kind == "trx") return read_trx(reader);
  if (kind == "l1ctl") return read_l1ctl(reader);
  if (kind != "gb") reader.refuse("radio.kind", "is none of \"gb\", \"virtual\", \"trx\", \"l1ctl\"");
  return read_gb(reader);
}

}  // namespace

Result<Configuration> load_configuration(const std::filesystem::path& file) {
  toml::table table;
  try {
    table = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    std::ostringstream where;
    where << error.description() << " (" << error.source().begin << ")";
    return fail(where.str(), file.string());
  }
  Reader reader(table);
  const auto imeisv = reader.take("imeisv", gsm::Imeisv::parse(reader.text("imeisv")));
  const auto target = reader.take("ping_target", parse_ipv4(reader.text("ping_target")));
  auto radio = read_radio(reader);
  AgentSettings agent;
  agent.components = read_components(table, reader);
  agent.push_port = reader.number("push_port", agent.push_port);
  const auto trace = reader.text("trace", "");
  const auto tre_socket = reader.text("tre_socket");
  const auto tun = reader.text("tun", "gprs0");
  const bool accept_gsm_aka = reader.boolean("accept_gsm_aka");
  const bool flip_res = reader.boolean("lab.flip_res");
  if (reader.error()) return tl::unexpected(*reader.error());
  agent.ping_target = *target;
  agent.description.device_id = "IMEI:" + imeisv->imei().digits();
  return Configuration{trace, tre_socket, *imeisv, tun, std::move(radio), agent, accept_gsm_aka, flip_res};
}

}  // namespace foothold::m2me
