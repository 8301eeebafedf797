// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/control_client.h"

#include <algorithm>
#include <utility>

namespace foothold::rf_bridge::trx {
namespace {

constexpr std::size_t kMostCommands = 32;

// SETFORMAT alone is answered with a status that says something, after the command's argument: the version that the
// transceiver has instead. Who sent it reads it; here each answer ends its command.
bool answers(const TrxcResponse& response, const TrxcCommand& command) {
  return response.verb == command.verb && response.arguments.size() >= command.arguments.size() &&
         std::equal(command.arguments.begin(), command.arguments.end(), response.arguments.begin());
}

}  // namespace

std::optional<Bytes> ControlClient::begin(std::deque<TrxcCommand> commands, Instant now) {
  commands_ = std::move(commands);
  return send(now);
}

std::optional<Bytes> ControlClient::add(TrxcCommand command, Instant now) {
  if (commands_.size() >= kMostCommands) return std::nullopt;
  commands_.push_back(std::move(command));
  return commands_.size() == 1 ? send(now) : std::nullopt;
}

std::optional<Bytes> ControlClient::on_response(const TrxcResponse& response, Instant now) {
  if (commands_.empty() || !answers(response, commands_.front())) return std::nullopt;
  commands_.pop_front();
  return send(now);
}

std::optional<Bytes> ControlClient::on_time(Instant now) {
  if (commands_.empty() || now < sent_ + kPatience) return std::nullopt;
  return send(now);
}

std::optional<Instant> ControlClient::next() const {
  return commands_.empty() ? std::nullopt : std::optional(sent_ + kPatience);
}

std::optional<Bytes> ControlClient::send(Instant now) {
  if (commands_.empty()) return std::nullopt;
  sent_ = now;
  return encode(commands_.front());
}

}  // namespace foothold::rf_bridge::trx
