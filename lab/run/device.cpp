// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/device.h"

#include <toml++/toml.h>
#include <nlohmann/json.hpp>
#include <random>
#include <utility>

#include "base/hex.h"
#include "lab/process/log_text.h"
#include "lab/run/plan.h"
#include "lab/run/toml_text.h"
#include "rf_bridge/trx/udp_socket.h"

namespace foothold::lab {
namespace {

using nlohmann::json;

constexpr std::chrono::seconds kPersonalisationPatience{30};
// In the scenario of sequence numbers: the TRE's, and the RO's, which is far behind.
constexpr const char* kTreSqnAhead = "1048576";
constexpr const char* kRoSqnBehind = "000000000020";
constexpr std::uint16_t kFirstTransceiverPort = 6700;  // foothold-transceiver's towards the first machine

std::filesystem::path firmware_path(const RunSetup& setup, unsigned machine) {
  return setup.folders.device(machine) / "firmware.img";
}

Result<void> write_firmware(const RunSetup& setup, unsigned machine) {
  std::string image = "Foothold M2ME firmware image\n";
  std::random_device random;
  for (int i = 0; i < 4096; ++i) image.push_back(static_cast<char>(random()));
  return write_text_file(firmware_path(setup, machine), image);
}

Result<void> alter_firmware(const RunSetup& setup, unsigned machine) {
  auto image = read_text_file(firmware_path(setup, machine));
  if (!image) return tl::unexpected(image.error());
  image->back() = static_cast<char>(image->back() ^ 1);
  return write_text_file(firmware_path(setup, machine), *image);
}

// The RO's half, as the RO would have it if somebody had made a mistake.
Result<void> alter_ro_half(const std::filesystem::path& path, const Deviations& deviations) {
  const auto text = read_text_file(path);
  if (!text) return tl::unexpected(text.error());
  json half = json::parse(*text, nullptr, false);
  if (!half.is_object() || !half.contains("k") || !half["k"].is_string()) return fail("is no RO half", path.string());
  if (deviations.network_key_differs) {
    auto key = from_hex(half["k"].get<std::string>());
    if (!key || key->empty()) return fail("is not hex", "k");
    key->front() ^= 1;
    half["k"] = to_hex(*key);
  }
  if (deviations.tre_sqn_ahead) half["sqn"] = kRoSqnBehind;
  return write_text_file(path, half.dump(), 0600);
}

std::string text_of(const rf_bridge::trx::TrxEndpoint& endpoint) {
  return endpoint.address + ":" + std::to_string(endpoint.base_port);
}

// What the machine is told of its radio.
void add_radio(const RunSetup& setup, unsigned machine, toml::table& configuration) {
  const auto& cell = setup.cell;
  const unsigned index = machine - 1;
  if (setup.radio == Radio::gb) {
    // Each stands at Gb as a BSS of its own.
    configuration.insert(
        "gb", toml::table{{"sgsn", "127.0.0.1:2157"},
                          {"local", "127.0.0.1:" + std::to_string(plan::kFirstGbPort + index)},
                          {"nsei", cell.nsei + index},
                          {"nsvci", cell.nsvci + index},
                          {"bvci", cell.bvci},
                          {"routing_area", cell.mcc + "-" + cell.mnc + "-" + std::to_string(cell.location_area) + "-" +
                                               std::to_string(cell.routing_area)},
                          {"cell", cell.identity + index}});
    return;
  }
  toml::table radio{{"kind", to_string(setup.radio)}, {"arfcn", cell.arfcn}};
  if (setup.radio == Radio::trx) {
    const auto transceiver = rf_bridge::trx::endpoint_of_mobile({"127.0.0.1", kFirstTransceiverPort}, index);
    radio.insert("transceiver", text_of(transceiver));
    radio.insert("local", text_of(owner_of(transceiver)));
  }
  configuration.insert("radio", std::move(radio));
}

}  // namespace

std::vector<Component> components_of(const RunSetup& setup, unsigned machine) {
  return {{"firmware", firmware_path(setup, machine)}, {"agent", setup.programs / plan::kMachine}};
}

Result<PersonalisationHalves> make_device(const RunSetup& setup, unsigned machine, ProcessTable& processes) {
  if (auto written = write_firmware(setup, machine); !written) return tl::unexpected(written.error());

  const PersonalisationHalves halves{setup.folders.state / (numbered_of("ro-half", machine) + ".json"),
                                     setup.folders.state / (numbered_of("pva-half", machine) + ".json")};
  Command command{"foothold-personalise",
                  {(setup.programs / "foothold-personalise").string(),
                   "--pcid",
                   plan::pcid(machine),
                   "--mnc-digits",
                   std::to_string(plan::kMncDigits),
                   "--tre-identity",
                   plan::tre_identity(machine),
                   "--state",
                   (setup.folders.device(machine) / "tre").string(),
                   "--platform-ca",
                   (setup.folders.pki() / "platform-ca.pem").string(),
                   "--platform-ca-key",
                   (setup.folders.pki() / "platform-ca.key").string(),
                   "--operators-ca",
                   (setup.folders.pki() / "operators-ca.pem").string(),
                   "--discovery",
                   plan::kDiscoveryUrl,
                   "--apn",
                   plan::kProvisioningApn,
                   "--naf-drf",
                   plan::kDrfName,
                   "--ro-out",
                   halves.ro.string(),
                   "--pva-out",
                   halves.pva.string()},
                  setup.folders.log("foothold-personalise")};
  for (const auto& component : components_of(setup, machine)) {
    command.argv.insert(command.argv.end(), {"--component", component.name + "=" + component.path.string()});
  }
  if (setup.deviations.tre_sqn_ahead) command.argv.insert(command.argv.end(), {"--sqn", kTreSqnAhead});

  const auto end = processes.run_to_end(command, kPersonalisationPatience);
  if (!end) return tl::unexpected(end.error());
  if (!end->clean()) return fail(end->in_words() + ":\n" + last_lines(command.log, 12), command.name);

  if (setup.deviations.network_key_differs || setup.deviations.tre_sqn_ahead) {
    if (auto altered = alter_ro_half(halves.ro, setup.deviations); !altered) return tl::unexpected(altered.error());
  }
  if (setup.deviations.component_altered) {
    if (auto altered = alter_firmware(setup, machine); !altered) return tl::unexpected(altered.error());
  }
  return halves;
}

std::string m2me_configuration(const RunSetup& setup, unsigned machine) {
  toml::array components;
  for (const auto& component : components_of(setup, machine)) {
    components.push_back(toml::table{{"name", component.name}, {"path", component.path.string()}});
  }
  toml::table configuration{
      {"trace", setup.collector_socket()}, {"tre_socket", setup.tre_socket(machine)},
      {"imeisv", plan::imeisv(machine)},   {"tun", "gprs0"},
      {"push_port", plan::kPushPort},      {"ping_target", plan::kPingTarget},
      {"components", components},
  };
  add_radio(setup, machine, configuration);
  if (setup.deviations.res_altered) configuration.insert("lab", toml::table{{"flip_res", true}});
  return toml_text(configuration);
}

std::string tre_configuration(const RunSetup& setup, unsigned machine) {
  return toml_text(toml::table{{"trace", setup.collector_socket()},
                               {"state", (setup.folders.device(machine) / "tre").string()},
                               {"socket", setup.tre_socket(machine)},
                               {"clock", "system"}});
}

}  // namespace foothold::lab
