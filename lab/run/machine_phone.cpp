// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/machine_phone.h"

#include "lab/run/plan.h"
#include "lab/run/run_folders.h"

namespace foothold::lab {
namespace {

constexpr std::string_view kReadSubscriber = "subscriber ";
constexpr std::string_view kRefresh = "refresh ";

Command card_command(const RunSetup& setup, const std::string& name, const std::string& verb, unsigned machine) {
  return {name,
          {(setup.programs / "foothold").string(), "card", verb, "--socket", setup.tre_socket(machine)},
          setup.folders.log(name)};
}

std::string phone_name(unsigned machine) {
  return numbered_of("phone", machine);
}

}  // namespace

Service phone_of(const RunSetup& setup, unsigned machine) {
  return {card_command(setup, phone_name(machine), "phone", machine), {LogLine{std::string(kReadSubscriber)}}};
}

Command forward_of(const RunSetup& setup, unsigned machine, pid_t m2me) {
  auto command = card_command(setup, numbered_of("phone-forward", machine), "forward", machine);
  command.argv.insert(command.argv.end(), {"--network-of", std::to_string(m2me), "--listen", plan::kDpfThroughPhone,
                                           "--to", plan::kDpfAddress});
  return command;
}

bool phone_came_back(const RunSetup& setup, unsigned machine) {
  const auto story = story_of_phone(setup, machine);
  const auto refresh = story.find(kRefresh);
  return refresh != story.npos && story.find(kReadSubscriber, refresh) != story.npos;
}

std::string story_of_phone(const RunSetup& setup, unsigned machine) {
  return read_text_file(setup.folders.log(phone_name(machine))).value_or("");
}

}  // namespace foothold::lab
