// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dm/syncml/message.h"

namespace foothold::dm {

// What a device's message says about the server's commands. A view: the message must outlive it.
class DeviceAnswer {
 public:
  explicit DeviceAnswer(const Message& message) : message_(message) {}

  // The worst status of that command's items; nothing if the device says nothing about it.
  std::optional<StatusCode> status(std::uint32_t message_id, std::uint32_t command_id) const;
  // Of the item with that target, where the command had several.
  std::optional<StatusCode> status(std::uint32_t message_id, std::uint32_t command_id, std::string_view target) const;
  // The data of the Results item with that source; nothing if there is none.
  const Bytes* result(std::string_view uri) const;
  // The generic alert that an installation ended (docs/interfaces.md section 5).
  struct Installed {
    std::string mcim;
    int result = 0;  // 0..99
    std::string correlator;
  };
  std::optional<Installed> installed() const;
  bool has_alert(AlertCode code) const;

 private:
  const Message& message_;
};

}  // namespace foothold::dm
