// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/server_session/device_answer.h"

#include <algorithm>
#include <charconv>

namespace foothold::dm {
namespace {

constexpr std::string_view kInstallAlertType = "urn:x-m2msim:at:mcim:install";
constexpr std::string_view kMcim = "./M2M/MCIM/";

std::optional<int> number_of(const std::optional<Bytes>& data) {
  if (!data || data->empty()) return std::nullopt;
  const char* begin = reinterpret_cast<const char*>(data->data());
  unsigned value = 0;
  const auto [end, failure] = std::from_chars(begin, begin + data->size(), value);
  if (failure != std::errc{} || end != begin + data->size() || value > 99) return std::nullopt;
  return static_cast<int>(value);
}

}  // namespace

std::optional<StatusCode> DeviceAnswer::status(std::uint32_t message_id, std::uint32_t command_id) const {
  std::optional<StatusCode> worst;
  for (const Command& command : message_.commands) {
    const auto* status = std::get_if<Status>(&command);
    if (status == nullptr || status->message_ref != message_id || status->command_ref != command_id) continue;
    worst = worst ? std::max(*worst, status->code) : status->code;
  }
  return worst;
}

std::optional<StatusCode> DeviceAnswer::status(std::uint32_t message_id, std::uint32_t command_id,
                                               std::string_view target) const {
  for (const Command& command : message_.commands) {
    const auto* status = std::get_if<Status>(&command);
    if (status == nullptr || status->message_ref != message_id || status->command_ref != command_id) continue;
    const auto& refs = status->target_refs;
    if (std::find(refs.begin(), refs.end(), target) != refs.end()) return status->code;
  }
  return std::nullopt;
}

const Bytes* DeviceAnswer::result(std::string_view uri) const {
  for (const Command& command : message_.commands) {
    const auto* results = std::get_if<Results>(&command);
    if (results == nullptr) continue;
    for (const Item& item : results->items) {
      if (item.source == uri && item.data) return &*item.data;
    }
  }
  return nullptr;
}

std::optional<DeviceAnswer::Installed> DeviceAnswer::installed() const {
  for (const Command& command : message_.commands) {
    const auto* alert = std::get_if<Alert>(&command);
    if (alert == nullptr || alert->code != AlertCode::generic) continue;
    for (const Item& item : alert->items) {
      const auto number = number_of(item.data);
      if (item.meta.type != kInstallAlertType || !item.source.starts_with(kMcim) || !number) continue;
      return Installed{item.source.substr(kMcim.size()), *number, alert->correlator};
    }
  }
  return std::nullopt;
}

bool DeviceAnswer::has_alert(AlertCode code) const {
  return std::any_of(message_.commands.begin(), message_.commands.end(), [&](const Command& command) {
    const auto* alert = std::get_if<Alert>(&command);
    return alert != nullptr && alert->code == code;
  });
}

}  // namespace foothold::dm
