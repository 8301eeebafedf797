// SPDX-License-Identifier: AGPL-3.0-or-later
// foothold-dpf: the download and provisioning function of the registration operator.
#include "operators/ro/dpf/dpf_service.h"

namespace foothold::operators::dpf {
namespace {

Result<std::unique_ptr<Service>> make(config::ConfigFile& config, trace::Sink& events) {
  auto settings = read_dpf_settings(config);
  if (auto good = config.finish(); !good) return tl::unexpected(good.error());
  return DpfService::open(std::move(settings), events).map([](auto service) -> std::unique_ptr<Service> {
    return service;
  });
}

}  // namespace
}  // namespace foothold::operators::dpf

int main(int argc, char** argv) {
  using namespace foothold;
  return operators::run_service(
      argc, argv,
      {"foothold-dpf",
       "The download and provisioning function: the OMA DM server that brings the MCIM to the "
       "machine (TR 33.812 5.1.3.6.2, steps 11 and 17 to 21).",
       trace::Actor::dpf, operators::dpf::make});
}
