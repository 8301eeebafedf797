// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "operators/service/http_settings.h"
#include "operators/sho/subscribers_port.h"
#include "operators/sho/vty_dialogue.h"

namespace foothold::operators::sho {

// One command that makes a subscriber in osmo-hlr, and what its reply must be.
struct HlrCommand {
  std::string what;  // for errors, instead of the command, which may hold keys
  std::string line;
};
std::vector<HlrCommand> hlr_commands(const Subscriber& subscriber);
// The VTY has no status: a line beginning with '%' is a complaint, but for "% Created subscriber ..." and "% Subscriber
// already exists ...". The error never quotes the reply to a command with keys.
Result<void> check_reply(const HlrCommand& command, const VtyReply& reply);

// osmo-hlr, by its VTY; a connection for each subscriber.
class HlrVty : public SubscribersPort {
 public:
  static constexpr std::chrono::seconds kTimeout{5};  // for one subscriber

  explicit HlrVty(Endpoint endpoint) : endpoint_(std::move(endpoint)) {}
  Result<void> make(const Subscriber& subscriber) override;

 private:
  Endpoint endpoint_;
};

}  // namespace foothold::operators::sho
