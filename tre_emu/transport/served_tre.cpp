// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/served_tre.h"

#include <chrono>

namespace foothold::tre_emu::transport {

Bytes ServedTre::answer(Tre::Connection connection, ByteView apdu) {
  std::optional<std::chrono::sys_seconds> now;
  if (system_clock_) now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  auto outcome = tre_->on_apdu(connection, apdu, now);
  for (auto& event : outcome.events) events_->write(std::move(event));
  return std::move(outcome.response);
}

void ServedTre::report(std::string name, std::vector<trace::Field> fields) {
  trace::Event event;
  event.device = tre_->vault().pcid();
  event.from = trace::Actor::tre;
  event.layer = trace::Layer::apdu;
  event.kind = trace::Kind::state;
  event.name = std::move(name);
  event.fields = std::move(fields);
  events_->write(std::move(event));
}

}  // namespace foothold::tre_emu::transport
