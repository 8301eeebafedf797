// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "gsm/gsup/client_connection.h"

namespace foothold::operators::vno {

// The state of the link to one upstream.
//
//   down --(back-off over: connect)--> connecting --(TCP up)--> identifying --(name asked for)--> ready
//   any --(closed, or kSetupTimeout before ready)--> down; the back-off doubles up to kMaxBackOff, and starts anew
//   after a link that became ready
class UpstreamLink {
 public:
  enum class State { down, connecting, identifying, ready };
  static constexpr std::chrono::milliseconds kMinBackOff{200};
  static constexpr std::chrono::milliseconds kMaxBackOff{1000};
  static constexpr std::chrono::seconds kSetupTimeout{5};

  explicit UpstreamLink(std::string own_name) : own_name_(std::move(own_name)), connection_(own_name_) {}

  State state() const { return state_; }
  bool is_ready() const { return state_ == State::ready; }

  // Time to connect: down, and the back-off is over.
  bool wants_connection(gsm::gsup::TimePoint now) const { return state_ == State::down && now >= deadline_; }
  void connecting(gsm::gsup::TimePoint now);
  void connected(gsm::gsup::TimePoint now);
  // True if that is news: a link that was ready, or the first of several attempts that failed.
  bool closed(gsm::gsup::TimePoint now);
  gsm::gsup::ConnectionEffects receive(ByteView bytes, gsm::gsup::TimePoint now);
  // Pings, and a CloseLink when the set-up or a PONG takes too long.
  gsm::gsup::ConnectionEffects on_time(gsm::gsup::TimePoint now);
  gsm::gsup::TimePoint next_deadline() const;

 private:
  std::string own_name_;
  State state_ = State::down;
  gsm::gsup::TimePoint deadline_{};  // down: end of the back-off; connecting, identifying: of the set-up
  std::chrono::milliseconds back_off_ = kMinBackOff;
  gsm::gsup::ClientConnection connection_;
};

}  // namespace foothold::operators::vno
