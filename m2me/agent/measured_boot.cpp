// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/agent/measured_boot.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/hex.h"
#include "pki/crypto.h"

namespace foothold::m2me {
namespace {

Result<Bytes> content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return fail(std::string("cannot be opened: ") + std::strerror(errno), path.string());
  Bytes bytes(static_cast<std::size_t>(file.tellg()));
  file.seekg(0);
  if (!file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()))) {
    return fail("cannot be read", path.string());
  }
  return bytes;
}

}  // namespace

Result<void> measured_boot(const std::vector<Component>& components, TreClient& tre, const std::string& device,
                           trace::Sink& sink) {
  for (const auto& component : components) {
    const auto bytes = content(component.path);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto digest = pki::sha256(*bytes);
    auto extended = tre.extend_measurement(component.name, digest);
    if (!extended) return tl::unexpected(extended.error());
    trace::Event event;
    event.device = device;
    event.from = trace::Actor::m2me;
    event.to = trace::Actor::tre;
    event.layer = trace::Layer::apdu;
    event.kind = trace::Kind::state;
    event.name = "m2me.component_measured";
    event.fields = {{"component", component.name}, {"sha256", to_hex(digest)}};
    sink.write(std::move(event));
  }
  return {};
}

}  // namespace foothold::m2me
