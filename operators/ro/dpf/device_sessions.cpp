// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/dpf/device_sessions.h"

#include <algorithm>

namespace foothold::operators::dpf {

std::shared_ptr<DeviceSessions::Entry> DeviceSessions::of(const std::string& pcid, const dm::Message& message) {
  const std::string& session_id = message.header.session_id;
  const std::lock_guard lock(mutex_);
  const auto found = slots_.find(pcid);
  if (found != slots_.end() && found->second.session_id == session_id) {
    found->second.used = ++uses_;
    return found->second.entry;
  }
  if (message.header.message_id != 1) return nullptr;
  if (found != slots_.end()) found->second.entry->superseded = true;
  if (found == slots_.end() && slots_.size() >= kMaxSessions) {
    slots_.erase(std::min_element(slots_.begin(), slots_.end(),
                                  [](const auto& a, const auto& b) { return a.second.used < b.second.used; }));
  }
  // Our name is the one by which the device called us: TLS has proven that it reached the right server.
  auto entry = std::make_shared<Entry>(dm::ServerSession::Settings{session_id, message.header.target, pcid});
  slots_[pcid] = {session_id, entry, ++uses_};
  return entry;
}

void DeviceSessions::forget(const std::string& pcid, const std::shared_ptr<Entry>& entry) {
  const std::lock_guard lock(mutex_);
  const auto found = slots_.find(pcid);
  if (found != slots_.end() && found->second.entry == entry) slots_.erase(found);
}

}  // namespace foothold::operators::dpf
