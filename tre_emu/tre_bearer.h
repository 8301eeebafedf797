// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

#include "tre_emu/card/apdu.h"
#include "tre_emu/toolkit/toolkit.h"

namespace foothold::tre_emu {

// The way out through the phone that the TRE sits in: commands of the TRE application, by which a device agent without
// a connection of its own uses the terminal's (docs/tre-apdu.md). The agent and the phone may have sessions apart. It
// is one agent's at a time: the session's that opened it, until that closes it or ends; to others it looks closed.
class TreBearer {
 public:
  using Session = std::uint32_t;
  // The toolkit of a terminal that can carry `transport`, or null. Called with each OPEN BEARER.
  using FindTerminal = std::function<toolkit::Toolkit*(toolkit::ChannelTarget::Transport transport)>;
  // Whether a session that was found is still there.
  using IsThere = std::function<bool(const toolkit::Toolkit*)>;

  // `asking` is the session whose command is being processed; it outlives the bearer.
  TreBearer(const Session& asking, FindTerminal find, IsThere is_there)
      : asking_(asking), find_(std::move(find)), is_there_(std::move(is_there)) {}

  // P1 and P2 are the caller's to check.
  card::Response process(const card::Command& command);
  // Nobody is left who could close what it opened.
  void session_ended(Session session);

 private:
  card::Response open(const card::Command& command);
  card::Response send(const card::Command& command);
  card::Response receive(const card::Command& command);
  card::Response close(const card::Command& command);
  toolkit::Toolkit* terminal() const { return is_there_(terminal_) ? terminal_ : nullptr; }
  // The same, for the session that opened it only.
  toolkit::Toolkit* terminal_of(Session session) const { return session == owner_ ? terminal() : nullptr; }

  const Session& asking_;
  FindTerminal find_;
  IsThere is_there_;
  toolkit::Toolkit* terminal_ = nullptr;
  Session owner_ = 0;
};

}  // namespace foothold::tre_emu
