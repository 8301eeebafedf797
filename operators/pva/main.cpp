// SPDX-License-Identifier: AGPL-3.0-or-later
// foothold-pva: the platform validation authority.
#include "operators/pva/pva_service.h"

namespace foothold::operators::pva {
namespace {

constexpr std::size_t kMaxImport = 64 * 1024;

std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

Result<std::unique_ptr<Service>> make(config::ConfigFile& config, trace::Sink& events) {
  auto settings = read_pva_settings(config);
  if (auto good = config.finish(); !good) return tl::unexpected(good.error());
  auto platform_ca = load_anchors(settings.platform_ca);
  if (!platform_ca) return tl::unexpected(platform_ca.error());
  auto store = PvaStore::open(settings.store);
  if (!store) return tl::unexpected(store.error());
  return std::make_unique<PvaService>(std::move(settings), std::move(*store), std::move(*platform_ca), events, now,
                                      pki::fill_random);
}

Result<std::string> import(config::ConfigFile& config, const std::string& file) {
  const auto settings = read_pva_settings(config);
  if (auto good = config.finish(); !good) return tl::unexpected(good.error());
  const auto content = config::read_file(file, kMaxImport);
  if (!content) return tl::unexpected(content.error());
  auto store = PvaStore::open(settings.store);
  if (!store) return tl::unexpected(store.error());
  const auto octets = content->reveal();
  const auto device = (*store)->import(std::string_view(reinterpret_cast<const char*>(octets.data()), octets.size()));
  if (!device) return fail(to_string(device.error()), file);
  return "stored " + device->tre_identity + " with PCID " + device->pcid;
}

}  // namespace
}  // namespace foothold::operators::pva

int main(int argc, char** argv) {
  using namespace foothold;
  return operators::run_service(argc, argv,
                                {"foothold-pva",
                                 "The platform validation authority: says whether a machine is the one issued, "
                                 "and unaltered (TR 33.812 5.1.3.6.2, steps 13 to 15).",
                                 trace::Actor::pva, operators::pva::make, operators::pva::import});
}
