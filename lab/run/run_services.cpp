// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/run_services.h"

#include <functional>
#include <nlohmann/json.hpp>
#include <utility>

#include "lab/daemons/osmo_ggsn.h"
#include "lab/daemons/osmo_hlr.h"
#include "lab/daemons/osmo_sgsn.h"
#include "lab/process/log_text.h"
#include "lab/run/foreign_object.h"
#include "lab/run/machine_phone.h"
#include "lab/run/operator_configurations.h"
#include "lab/run/plan.h"
#include "lab/run/radio_network.h"

namespace foothold::lab {
namespace {

constexpr std::chrono::seconds kImportPatience{30};

DaemonPaths daemon_paths(const RunSetup& setup, const std::string& name, const std::string& log) {
  return {setup.folders.configuration(name + ".cfg"), setup.folders.log(log), setup.folders.stores()};
}

Service own_service(const RunSetup& setup, const std::string& program, trace::Actor actor) {
  return {setup.command(program), {ReadyEvent{actor}}};
}

Result<void> import(const RunSetup& setup, const std::string& program, const std::filesystem::path& file,
                    ProcessTable& processes) {
  const auto command = setup.command(program, {"--import", file.string()});
  const auto end = processes.run_to_end(command, kImportPatience);
  if (!end) return tl::unexpected(end.error());
  if (!end->clean()) return fail("import " + end->in_words() + ":\n" + last_lines(command.log, 12), program);
  return {};
}

std::string contracts(const RunSetup& setup) {
  auto records = nlohmann::json::array();
  for (unsigned machine = 1; machine <= setup.machines; ++machine) {
    records.push_back({{"pcid", plan::pcid(machine)},
                       {"dpf", setup.dm_over_phone ? plan::kDpfThroughPhoneUrl : plan::kDpfDeviceUrl},
                       {"dpf_operators", plan::kDpfOperatorsUrl},
                       {"sho", plan::kShoUrl},
                       {"sho_plmn", plan::kShoPlmnDigits},
                       {"mcim_context", "mcim-provisioning"},
                       {"app_context", "m2m-application"}});
  }
  return records.dump(2) + "\n";
}

}  // namespace

Service sgsn_service(const RunSetup& setup, const std::string& log) {
  return OsmoSgsn{}.service(daemon_paths(setup, "osmo-sgsn", log));
}

std::vector<std::vector<Service>> service_stages(const RunSetup& setup) {
  using trace::Actor;
  std::vector<Service> first{OsmoHlr{}.service(daemon_paths(setup, "osmo-hlr", "osmo-hlr")),
                             OsmoGgsn{}.service(daemon_paths(setup, "osmo-ggsn", "osmo-ggsn")),
                             own_service(setup, "foothold-ccif", Actor::ccif),
                             own_service(setup, "foothold-pva", Actor::pva),
                             own_service(setup, "foothold-drf", Actor::drf)};
  // All of them report as the same actor, so each one's log is asked.
  for (unsigned machine = 1; machine <= setup.machines; ++machine) {
    first.push_back({setup.command_of("foothold-tre", machine), {LogLine{"service.ready"}}});
  }
  if (!setup.deviations.dpf_absent) first.push_back(own_service(setup, "foothold-dpf", Actor::dpf));
  std::vector<Service> second{own_service(setup, "foothold-sho", Actor::sho),
                              own_service(setup, "foothold-icf", Actor::icf),
                              own_service(setup, "foothold-vno", Actor::vno)};
  for (unsigned machine = 1; setup.dm_over_phone && machine <= setup.machines; ++machine) {
    second.push_back(phone_of(setup, machine));
  }
  std::vector<std::vector<Service>> stages{std::move(first), std::move(second), {sgsn_service(setup, "osmo-sgsn")}};
  for (auto& stage : radio_stages(setup)) stages.push_back(std::move(stage));
  return stages;
}

Result<void> write_service_configurations(const RunSetup& setup, std::chrono::sys_seconds now) {
  const auto& folders = setup.folders;
  if (setup.deviations.object_of_another_tre) {
    if (auto done = write_object_for_another_tre(setup, foreign_object_path(setup), now); !done) return done;
  }
  OsmoSgsn sgsn;
  sgsn.gea = setup.deviations.network_gea;
  std::vector<std::pair<std::string, std::string>> files = {
      {"osmo-hlr.cfg", OsmoHlr{}.configuration()},
      {"osmo-ggsn.cfg", OsmoGgsn{}.configuration(folders.stores())},
      {"osmo-sgsn.cfg", sgsn.configuration(folders.stores())},
      {"foothold-vno.toml", vno_configuration(setup)},
      {"foothold-icf.toml", icf_configuration(setup)},
      {"foothold-ccif.toml", ccif_configuration(setup)},
      {"foothold-drf.toml", drf_configuration(setup)},
      {"foothold-dpf.toml", dpf_configuration(setup)},
      {"foothold-sho.toml", sho_configuration(setup)},
      {"foothold-pva.toml", pva_configuration(setup)},
  };
  for (unsigned machine = 1; machine <= setup.machines; ++machine) {
    files.emplace_back(numbered_of("foothold-tre", machine) + ".toml", tre_configuration(setup, machine));
    files.emplace_back(numbered_of(plan::kMachine, machine) + ".toml", m2me_configuration(setup, machine));
  }
  for (const auto& [name, text] : files) {
    if (auto written = write_text_file(folders.configuration(name), text); !written) return written;
  }
  if (auto written = write_radio_configurations(setup); !written) return written;
  return write_text_file(folders.configuration("contracts.json"), contracts(setup));
}

Result<void> import_records(const RunSetup& setup, const std::vector<PersonalisationHalves>& halves,
                            ProcessTable& processes) {
  for (const auto& of_machine : halves) {
    if (!setup.deviations.pcid_unknown_to_ro) {
      if (auto done = import(setup, "foothold-ccif", of_machine.ro, processes); !done) return done;
    }
    if (auto done = import(setup, "foothold-pva", of_machine.pva, processes); !done) return done;
  }
  return import(setup, "foothold-drf", setup.folders.configuration("contracts.json"), processes);
}

}  // namespace foothold::lab
