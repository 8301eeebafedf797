// SPDX-License-Identifier: AGPL-3.0-or-later
// foothold-sho: the selected home operator.
#include "operators/sho/sho_service.h"

namespace {

using namespace foothold;

Result<std::unique_ptr<operators::Service>> make(foothold::config::ConfigFile& config, trace::Sink& events) {
  const auto settings = operators::sho::read_sho_settings(config);
  if (auto good = config.finish(); !good) return tl::unexpected(good.error());
  return operators::sho::ShoService::make(settings, events).map([](auto service) {
    return std::unique_ptr<operators::Service>(std::move(service));
  });
}

}  // namespace

int main(int argc, char** argv) {
  return operators::run_service(argc, argv,
                                {"foothold-sho",
                                 "The selected home operator: has a registered machine validated, makes its MCIM and "
                                 "its subscriber (TR 33.812 5.1.3.6.2, steps 12 to 21).",
                                 trace::Actor::sho, make});
}
