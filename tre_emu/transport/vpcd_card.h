// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <netinet/in.h>
#include <chrono>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"
#include "tre_emu/transport/card_port.h"
#include "tre_emu/transport/event_loop.h"
#include "tre_emu/transport/send_buffer.h"
#include "tre_emu/transport/t0_length.h"
#include "tre_emu/transport/vpcd_frames.h"

namespace foothold::tre_emu::transport {

// The TRE as a card in the reader of vsmartcard's vpcd, and so in any PC/SC software's. The card is the TCP client; it
// tries without end while the reader is away.
//
// Power and reset are a terminal session's beginning and end. They are no power cycle of the TRE: a terminal that
// could open the measurement registers again by a reset could have evidence of what does not run.
class VpcdCard : public EventLoop::Waiter {
 public:
  using Clock = EventLoop::Clock;

  // The pause before the next try; doubled from try to try. pcscd looks for cards each 400 ms: a card that is back
  // sooner was never away for it, and would not be powered.
  static constexpr std::chrono::milliseconds kMinBackOff{500};
  static constexpr std::chrono::milliseconds kMaxBackOff{4000};
  static constexpr std::chrono::seconds kConnectTimeout{5};

  // `reader`: an IPv4 address and a port, as 127.0.0.1:35963; anything else is an error. Connects nowhere yet. `card`
  // must outlive it.
  static Result<VpcdCard> make(const std::string& reader, CardPort& card);

  pollfd watched() const override;
  std::optional<Clock::time_point> next_deadline() const override;
  void on_ready(short ready, Clock::time_point now) override;
  void on_time(Clock::time_point now) override;

 private:
  enum class Link { away, connecting, connected };

  VpcdCard(const sockaddr_in& address, std::string reader, CardPort& card)
      : address_(address), reader_(std::move(reader)), card_(&card) {}

  void connect(Clock::time_point now);
  void connected(Clock::time_point now);
  void lost(const std::string& reason, Clock::time_point now);
  // What has come; false when there was nothing, or the connection is over.
  bool receive(Clock::time_point now);
  // Whether anything was answered.
  bool answer_all(Clock::time_point now);
  // Whether the reader is content. Puts what it is answered, if anything, in `unsent_`.
  Result<void> answer(const VpcdMessage& message);
  void end_session();

  sockaddr_in address_;
  std::string reader_;
  CardPort* card_;
  Link link_ = Link::away;
  UniqueFd socket_;
  VpcdFrames frames_;
  SendBuffer unsent_;
  std::optional<CardPort::Connection> session_;  // while the card has power
  T0Length length_;
  Clock::time_point deadline_{};  // away: of the next try; connecting: of this one
  std::chrono::milliseconds back_off_ = kMinBackOff;
  bool absence_told_ = false;
};

}  // namespace foothold::tre_emu::transport
