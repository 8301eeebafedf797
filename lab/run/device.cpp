// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/device.h"

#include <toml++/toml.h>
#include <nlohmann/json.hpp>
#include <random>

#include "base/hex.h"
#include "lab/daemons/cell.h"
#include "lab/process/log_text.h"
#include "lab/run/plan.h"
#include "lab/run/toml_text.h"

namespace foothold::lab {
namespace {

using nlohmann::json;

constexpr std::chrono::seconds kPersonalisationPatience{30};
// In the scenario of sequence numbers: the TRE's, and the RO's, which is far behind.
constexpr const char* kTreSqnAhead = "1048576";
constexpr const char* kRoSqnBehind = "000000000020";

std::filesystem::path firmware_path(const RunSetup& setup) {
  return setup.folders.device() / "firmware.img";
}

Result<void> write_firmware(const RunSetup& setup) {
  std::string image = "Foothold M2ME firmware image\n";
  std::random_device random;
  for (int i = 0; i < 4096; ++i) image.push_back(static_cast<char>(random()));
  return write_text_file(firmware_path(setup), image);
}

Result<void> alter_firmware(const RunSetup& setup) {
  auto image = read_text_file(firmware_path(setup));
  if (!image) return tl::unexpected(image.error());
  image->back() = static_cast<char>(image->back() ^ 1);
  return write_text_file(firmware_path(setup), *image);
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

// What the machine is told of its radio.
void add_radio(const RunSetup& setup, toml::table& configuration) {
  const Cell cell;
  if (setup.radio == Radio::gb) {
    configuration.insert("gb", toml::table{{"sgsn", "127.0.0.1:2157"},
                                           {"local", "127.0.0.1:23001"},
                                           {"nsei", cell.nsei},
                                           {"nsvci", cell.nsvci},
                                           {"bvci", cell.bvci},
                                           {"routing_area", "001-01-1-1"},
                                           {"cell", cell.identity}});
    return;
  }
  configuration.insert("radio", toml::table{{"kind", to_string(setup.radio)}, {"arfcn", cell.arfcn}});
}

}  // namespace

std::vector<Component> components_of(const RunSetup& setup) {
  return {{"firmware", firmware_path(setup)}, {"agent", setup.programs / "foothold-m2me"}};
}

Result<PersonalisationHalves> make_device(const RunSetup& setup, ProcessTable& processes) {
  if (auto written = write_firmware(setup); !written) return tl::unexpected(written.error());

  const PersonalisationHalves halves{setup.folders.state / "ro-half.json", setup.folders.state / "pva-half.json"};
  Command command{"foothold-personalise",
                  {(setup.programs / "foothold-personalise").string(),
                   "--pcid",
                   plan::kPcid,
                   "--mnc-digits",
                   std::to_string(plan::kMncDigits),
                   "--tre-identity",
                   plan::kTreIdentity,
                   "--state",
                   (setup.folders.device() / "tre").string(),
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
  for (const auto& component : components_of(setup)) {
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
    if (auto altered = alter_firmware(setup); !altered) return tl::unexpected(altered.error());
  }
  return halves;
}

std::string m2me_configuration(const RunSetup& setup) {
  toml::array components;
  for (const auto& component : components_of(setup)) {
    components.push_back(toml::table{{"name", component.name}, {"path", component.path.string()}});
  }
  toml::table configuration{
      {"trace", setup.collector_socket()},
      {"tre_socket", setup.tre_socket()},
      {"imeisv", plan::kImeisv},
      {"apn", plan::kProvisioningApn},
      {"tun", "gprs0"},
      {"push_port", plan::kPushPort},
      {"ping_target", plan::kPingTarget},
      {"components", components},
  };
  add_radio(setup, configuration);
  if (setup.deviations.res_altered) configuration.insert("lab", toml::table{{"flip_res", true}});
  return toml_text(configuration);
}

std::string tre_configuration(const RunSetup& setup) {
  return toml_text(toml::table{{"trace", setup.collector_socket()},
                               {"state", (setup.folders.device() / "tre").string()},
                               {"socket", setup.tre_socket()},
                               {"clock", "system"}});
}

}  // namespace foothold::lab
