// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/agent/measured_boot.h"

#include "base/hex.h"
#include "pki/file_digest.h"

namespace foothold::m2me {

Result<void> measured_boot(const std::vector<Component>& components, TreClient& tre, const std::string& device,
                           trace::Sink& sink) {
  for (const auto& component : components) {
    const auto digest = pki::sha256_of_file(component.path);
    if (!digest) return tl::unexpected(digest.error());
    auto extended = tre.extend_measurement(component.name, *digest);
    if (!extended) return tl::unexpected(extended.error());
    trace::Event event;
    event.device = device;
    event.from = trace::Actor::m2me;
    event.to = trace::Actor::tre;
    event.layer = trace::Layer::apdu;
    event.kind = trace::Kind::state;
    event.name = "m2me.component_measured";
    event.fields = {{"component", component.name}, {"sha256", to_hex(*digest)}};
    sink.write(std::move(event));
  }
  return {};
}

}  // namespace foothold::m2me
