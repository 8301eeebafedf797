// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/syncml/message.h"

#include <utility>

#include "dm/syncml/wbxml.h"

namespace foothold::dm {

Request request(Verb verb, std::vector<Item> items) {
  static constexpr const char* kNames[] = {"Add", "Replace", "Get", "Exec", "Delete", "Copy"};
  Request made;
  made.verb = verb;
  made.name = kNames[static_cast<std::size_t>(verb)];
  made.items = std::move(items);
  return made;
}

void number_commands(Message& message) {
  std::uint32_t next = 0;
  for (Command& command : message.commands) {
    std::visit([&](auto& each) { each.command_id = ++next; }, command);
    if (auto* group = std::get_if<Group>(&command)) {
      for (Request& each : group->requests) each.command_id = ++next;
    }
  }
}

Result<Bytes> to_wbxml(const Message& message) {
  return to_xml(message).and_then(xml_to_wbxml);
}

Result<Message> from_wbxml(ByteView wbxml) {
  return wbxml_to_xml(wbxml).and_then(from_xml);
}

}  // namespace foothold::dm
