// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <netinet/in.h>
#include <poll.h>

#include <chrono>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"
#include "tre_emu/transport/send_buffer.h"
#include "tre_emu/transport/served_tre.h"
#include "tre_emu/transport/vpcd_frames.h"

namespace foothold::tre_emu::transport {

// The TRE as a card in the reader of vsmartcard's vpcd, and so in any PC/SC software's. The card is the TCP client; it
// tries without end while the reader is away. A poll loop of its owner's drives it.
//
// Power and reset are a terminal session's beginning and end. They are no power cycle of the TRE: a terminal that
// could open the measurement registers again by a reset could have evidence of what does not run.
class VpcdCard {
 public:
  using Clock = std::chrono::steady_clock;

  // The pause before the next try; doubled from try to try. pcscd looks for cards each 400 ms: a card that is back
  // sooner was never away for it, and would not be powered.
  static constexpr std::chrono::milliseconds kMinBackOff{500};
  static constexpr std::chrono::milliseconds kMaxBackOff{4000};
  static constexpr std::chrono::seconds kConnectTimeout{5};

  // `reader`: an IPv4 address and a port, as 127.0.0.1:35963; anything else is an error. Connects nowhere yet.
  static Result<VpcdCard> make(const std::string& reader, ServedTre tre);

  // What to wait for: readiness for on_ready(), and the time for on_time().
  pollfd watched() const;
  std::optional<Clock::time_point> next_deadline() const;

  void on_ready(short ready, Clock::time_point now);
  void on_time(Clock::time_point now);

 private:
  enum class Link { away, connecting, connected };

  VpcdCard(const sockaddr_in& address, std::string reader, ServedTre tre)
      : address_(address), reader_(std::move(reader)), tre_(tre) {}

  void connect(Clock::time_point now);
  void connected(Clock::time_point now);
  void lost(const std::string& reason, Clock::time_point now);
  void receive(Clock::time_point now);
  void answer_all(Clock::time_point now);
  // What to send back, in its frame; empty where nothing is answered.
  Result<Bytes> answer(const VpcdMessage& message);
  void end_session();

  sockaddr_in address_;
  std::string reader_;
  ServedTre tre_;
  Link link_ = Link::away;
  UniqueFd socket_;
  VpcdFrames frames_;
  SendBuffer unsent_;
  std::optional<Tre::Connection> session_;  // while the card has power
  Clock::time_point deadline_{};            // away: of the next try; connecting: of this one
  std::chrono::milliseconds back_off_ = kMinBackOff;
  bool absence_told_ = false;
};

}  // namespace foothold::tre_emu::transport
