// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/operator_configurations.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cctype>
#include <string_view>

#include "lab/run/plan.h"
#include "lab/run/toml_text.h"

namespace foothold::lab {
namespace {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return lower;
}

std::string pki_file(const RunSetup& setup, std::string_view file) {
  return (setup.folders.pki() / file).string();
}

// The keys that every HTTPS service has, for the one of this role.
toml::table https_service(const RunSetup& setup, std::string_view role) {
  const auto& services = plan::kHttpsServices;
  const auto* service = std::find_if(services.begin(), services.end(), [&](const auto& s) { return role == s.role; });
  const auto name = lower_case(role);
  return toml::table{{"trace", setup.collector_socket()},
                     {"listen", std::string(service->address) + ":443"},
                     {"certificate", pki_file(setup, name + ".pem")},
                     {"key", pki_file(setup, name + ".key")},
                     {"trust", pki_file(setup, "operators-ca.pem")}};
}

std::string store(const RunSetup& setup, std::string_view file) {
  return (setup.folders.stores() / file).string();
}

}  // namespace

std::filesystem::path foreign_object_path(const RunSetup& setup) {
  return setup.folders.state / "object-for-another-tre.der";
}

std::string vno_configuration(const RunSetup& setup) {
  toml::table table{{"trace", setup.collector_socket()}, {"listen", "127.0.0.1:4222"}, {"name", "VNO-00101"}};
  toml::array upstreams;
  if (!setup.deviations.vno_has_no_route) {
    upstreams.push_back("ro");
    table.insert("ro", toml::table{{"plmn", plan::kRoPlmn}, {"address", "127.0.1.1:4222"}, {"kind", "icf"}});
  }
  upstreams.push_back("sho");
  table.insert("sho", toml::table{{"plmn", plan::kShoPlmn}, {"address", "127.0.3.1:4222"}, {"kind", "hlr"}});
  table.insert("upstreams", upstreams);
  return toml_text(table);
}

std::string icf_configuration(const RunSetup& setup) {
  auto table = https_service(setup, "ICF");
  table.insert("database", store(setup, "icf.db"));
  table.insert("gsup", "127.0.1.1:4222");
  table.insert("ccif", plan::kCcifUrl);
  table.insert("drf", plan::kDrfUrl);
  table.insert("drf_name", plan::kDrfName);
  table.insert("plmn", plan::kRoPlmn);
  table.insert("apn", plan::kProvisioningApn);
  return toml_text(table);
}

std::string ccif_configuration(const RunSetup& setup) {
  auto table = https_service(setup, "CCIF");
  table.insert("database", store(setup, "ccif.db"));
  return toml_text(table);
}

std::string drf_configuration(const RunSetup& setup) {
  auto table = https_service(setup, "DRF");
  table.insert("store", store(setup, "drf.db"));
  return toml_text(table);
}

std::string dpf_configuration(const RunSetup& setup) {
  auto table = https_service(setup, "DPF");
  table.insert("database", store(setup, "dpf.db"));
  table.insert("listen_operators", "10.23.1.4:8443");
  table.insert("platform_ca", pki_file(setup, "platform-ca.pem"));
  table.insert("sho", plan::kShoUrl);
  toml::table lab;
  if (setup.deviations.object_altered) lab.insert("alter_object", "flip-bit");
  if (setup.deviations.object_of_another_tre) lab.insert("object_from", foreign_object_path(setup).string());
  if (!lab.empty()) table.insert("lab", lab);
  return toml_text(table);
}

std::string sho_configuration(const RunSetup& setup) {
  auto table = https_service(setup, "SHO");
  table.insert("store", store(setup, "sho.db"));
  table.insert("pva", plan::kPvaUrl);
  table.insert("plmn", plan::kShoPlmn);
  table.insert("signing_certificate", pki_file(setup, "sho-signer.pem"));
  table.insert("signing_key", pki_file(setup, "sho-signer.key"));
  table.insert("apn", plan::kOperationalApn);
  table.insert("imsi_first", std::string(plan::kShoPlmnDigits) + "0000000001");
  table.insert("imsi_last", std::string(plan::kShoPlmnDigits) + "0000009999");
  table.insert("hlr_vty", "127.0.3.1:4258");
  return toml_text(table);
}

std::string pva_configuration(const RunSetup& setup) {
  auto table = https_service(setup, "PVA");
  table.insert("store", store(setup, "pva.db"));
  table.insert("platform_ca", pki_file(setup, "platform-ca.pem"));
  return toml_text(table);
}

}  // namespace foothold::lab
