// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "dm/server_session/server_session.h"

namespace foothold::operators::dpf {

// The open DM sessions, one for each device: a device that begins another one gives up the one before. Ended sessions
// stay until then, since their last answer may have to be given again.
class DeviceSessions {
 public:
  static constexpr std::size_t kMaxSessions = 2000;  // then the one unused for longest goes, and its device begins anew

  // A session and the lock for using it: a device's repeated request waits there for the first one's answer.
  struct Entry {
    explicit Entry(dm::ServerSession::Settings settings) : session(std::move(settings)) {}
    std::mutex mutex;
    dm::ServerSession session;
    std::atomic<int> users = 0;            // requests that use the session or wait for it
    std::atomic<bool> superseded = false;  // the device has begun another one: nobody reads the answer any more
  };

  // The session that the message belongs to, made if its MsgID is 1; nullptr: there is none.
  std::shared_ptr<Entry> of(const std::string& pcid, const dm::Message& message);
  // Forgets the device's session, if it is still that one.
  void forget(const std::string& pcid, const std::shared_ptr<Entry>& entry);

 private:
  struct Slot {
    std::string session_id;
    std::shared_ptr<Entry> entry;
    std::uint64_t used = 0;
  };

  std::mutex mutex_;
  std::map<std::string, Slot> slots_;  // by PCID
  std::uint64_t uses_ = 0;
};

}  // namespace foothold::operators::dpf
