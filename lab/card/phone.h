// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "lab/card/card_link.h"
#include "lab/card/data_network.h"
#include "lab/card/proactive.h"

namespace foothold::lab {

// The card's side of a phone: it reads who the subscriber is, and does what the card asks of it (TS 102 223): REFRESH,
// PROVIDE LOCAL INFORMATION, SET UP EVENT LIST, TIMER MANAGEMENT, and one channel of the Bearer Independent Protocol
// into `network`. There is nobody who would touch it.
class Phone {
 public:
  using Clock = std::chrono::steady_clock;
  // The card, and its reset: whatever the next exchange reaches is a session that begins anew.
  struct Card {
    CardExchange exchange;
    std::function<Result<void>()> reset;
  };

  // `tell` gets a line for each thing that happens. `network` must outlive the phone.
  Phone(Card card, DataNetwork& network, std::function<void(const std::string&)> tell)
      : card_(std::move(card)), network_(&network), tell_(std::move(tell)) {}

  // TERMINAL PROFILE, then the subscriber. Errors: the card is gone, or has no USIM that can be read.
  Result<void> switch_on(Clock::time_point now);
  // STATUS, as a phone does when nothing else happens; what the card wants; what has come on the channel; timers.
  Result<void> poll(Clock::time_point now);

  const std::string& imsi() const { return imsi_; }
  // Whether the last poll() moved anything, so that the next one should not be long in coming.
  bool busy() const { return busy_; }

 private:
  struct Answer {
    std::uint8_t result = 0;
    Bytes additional;  // behind the general result
    Bytes objects;
  };

  Result<CardAnswer> send(Bytes command);
  Result<void> do_what_is_asked(std::uint16_t sw);
  Result<void> envelope(std::uint8_t tag, ByteView objects);
  Result<void> read_subscriber();
  Answer perform(const FetchedCommand& command);
  Answer manage_timer(const FetchedCommand& command);
  Answer open_channel(const FetchedCommand& command);
  Answer use_channel(const FetchedCommand& command);
  Result<void> tell_of_data();
  Result<void> tell_of_timers();

  Card card_;
  DataNetwork* network_;
  std::function<void(const std::string&)> tell_;
  std::string imsi_;
  Clock::time_point now_;
  bool busy_ = false;
  bool resets_ = false;  // a REFRESH was answered
  std::map<std::uint8_t, Clock::time_point> timers_;
  std::unique_ptr<DataConnection> channel_;
  Bytes waiting_;  // has come on the channel, and was not fetched
  bool data_told_ = false;
  bool ended_ = false;  // by the server
};

}  // namespace foothold::lab
