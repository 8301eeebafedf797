// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/up/lab_preparation.h"

#include <toml++/toml.h>

#include <vector>

#include "lab/run/run_pki.h"
#include "lab/run/run_services.h"
#include "lab/run/toml_text.h"

namespace foothold::lab {
namespace {

bool is_there(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

std::filesystem::path tre_store(const RunSetup& setup, unsigned machine) {
  return setup.folders.device(machine) / "tre";
}

Result<void> write_card_configuration(const RunSetup& setup, const LabConfiguration& configuration, unsigned card) {
  return write_text_file(card_configuration(setup, card),
                         toml_text(toml::table{{"state", tre_store(setup, card).string()},
                                               {"socket", setup.tre_socket(card)},
                                               {"sap", (setup.folders.device(card) / "sap.sock").string()},
                                               {"vpcd", configuration.card_reader},
                                               {"clock", "system"}}));
}

}  // namespace

std::filesystem::path card_configuration(const RunSetup& setup, unsigned card) {
  return setup.folders.device(card) / "card.toml";
}

RunSetup setup_of(const RunFolders& folders, const LabConfiguration& configuration,
                  const std::filesystem::path& programs) {
  RunSetup setup;
  setup.folders = folders;
  setup.programs = programs;
  setup.radio = configuration.radio;
  setup.machines = configuration.machines + configuration.cards;
  setup.cell = configuration.cell;
  setup.osmo_trx = configuration.osmo_trx;
  setup.receive_gain = configuration.receive_gain;
  setup.transmit_attenuation = configuration.transmit_attenuation;
  return setup;
}

Result<void> prepare_lab(const RunSetup& setup, const LabConfiguration& configuration, std::chrono::sys_seconds now,
                         ProcessTable& processes) {
  if (!is_there(setup.folders.pki() / "operators-ca.pem")) {
    if (auto done = make_run_pki(setup.folders.pki(), now); !done) return done;
  }
  std::vector<PersonalisationHalves> halves;
  for (unsigned machine = 1; machine <= setup.machines; ++machine) {
    if (is_there(tre_store(setup, machine))) continue;
    const auto of_machine = make_device(setup, machine, processes);
    if (!of_machine) return tl::unexpected(of_machine.error());
    halves.push_back(*of_machine);
  }
  if (auto done = write_service_configurations(setup, now); !done) return done;
  for (unsigned card = configuration.machines + 1; card <= setup.machines; ++card) {
    if (auto done = write_card_configuration(setup, configuration, card); !done) return done;
  }
  return import_records(setup, halves, processes);
}

}  // namespace foothold::lab
