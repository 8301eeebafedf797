// SPDX-License-Identifier: AGPL-3.0-or-later
// foothold-drf: the discovery and registration function of the registration operator.
#include "operators/ro/drf/drf_service.h"

namespace {

using namespace foothold;
using namespace foothold::operators;

constexpr std::size_t kMaxImport = 8U << 20U;

Result<std::unique_ptr<Service>> make(config::ConfigFile& config, trace::Sink& events) {
  const auto settings = drf::read_drf_settings(config);
  if (auto good = config.finish(); !good) return tl::unexpected(good.error());
  auto store = drf::ContractStore::open(settings.store);
  if (!store) return tl::unexpected(store.error());
  auto client = JsonClient::open(settings.http, trace::Actor::drf, events);
  if (!client) return tl::unexpected(client.error());
  return std::make_unique<drf::DrfService>(settings, std::move(*store), std::move(*client), events);
}

Result<std::string> import(config::ConfigFile& config, const std::string& file) {
  const auto settings = drf::read_drf_settings(config);
  if (auto good = config.finish(); !good) return tl::unexpected(good.error());
  const auto content = config::read_file(file, kMaxImport);
  if (!content) return tl::unexpected(content.error());
  const auto octets = content->reveal();
  const auto contracts =
      drf::Contract::parse_list(std::string_view(reinterpret_cast<const char*>(octets.data()), octets.size()));
  if (!contracts) return fail(to_string(contracts.error()), file);
  auto store = drf::ContractStore::open(settings.store);
  if (!store) return tl::unexpected(store.error());
  if (auto stored = (*store)->import(*contracts); !stored) return tl::unexpected(stored.error());
  return "stored " + std::to_string(contracts->size()) + " contract records";
}

}  // namespace

int main(int argc, char** argv) {
  return run_service(argc, argv,
                     {"foothold-drf",
                      "Discovery and registration: bootstraps a machine for its DPF and registers it at its SHO "
                      "(TR 33.812 5.1.3.6.2, steps 8 to 12).",
                      trace::Actor::drf, make, import});
}
