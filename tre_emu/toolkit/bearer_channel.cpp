// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/toolkit/bearer_channel.h"

#include <algorithm>
#include <utility>

namespace foothold::tre_emu::toolkit {

namespace {

Bytes take_front(Bytes& whole, std::size_t count) {
  const auto middle = whole.begin() + static_cast<std::ptrdiff_t>(std::min(count, whole.size()));
  Bytes front(whole.begin(), middle);
  whole.erase(whole.begin(), middle);
  return front;
}

}  // namespace

bool BearerChannel::open(const ChannelTarget& target) {
  if (state_ != State::closed || out_) return false;
  reset();
  target_ = target;
  state_ = State::opening;
  return true;
}

bool BearerChannel::write(ByteView octets) {
  if (state_ != State::opening && state_ != State::open) return false;
  if (octets.size() > kMaxBuffered - unsent_.size()) return false;
  unsent_.insert(unsent_.end(), octets.begin(), octets.end());
  return true;
}

Bytes BearerChannel::read(std::size_t count) {
  return take_front(received_, count);
}

// Where OPEN CHANNEL is out already its response decides: a channel that comes is closed again.
void BearerChannel::close() {
  if (state_ == State::opening && !out_) return end();
  if (state_ == State::opening || state_ == State::open) state_ = State::closing;
}

std::optional<ProactiveCommand> BearerChannel::take_command() {
  if (out_) return std::nullopt;
  out_ = wanted();
  return out_;
}

std::optional<ProactiveCommand> BearerChannel::wanted() const {
  switch (state_) {
    case State::closed:
      return std::nullopt;
    case State::opening:
      return open_channel(target_, kTerminalBuffer);
    case State::open:
    case State::closing:
      break;
  }
  if (asks_status_) return get_channel_status();
  if (!unsent_.empty()) return send_data(channel_, ByteView(unsent_).first(std::min(unsent_.size(), kMaxSendData)));
  if (state_ == State::closing) return close_channel(channel_);
  const auto room = kMaxBuffered - received_.size();
  const auto count = std::min({available_, kMaxReceiveData, room});
  if (count == 0) return std::nullopt;
  return receive_data(channel_, static_cast<std::uint8_t>(count));
}

void BearerChannel::on_response(const TerminalResponse& response) {
  if (!out_) return;
  const auto done = std::exchange(out_, std::nullopt);
  switch (done->type) {
    case CommandType::open_channel:
      return opened(response);
    case CommandType::send_data:
      return sent(response);
    case CommandType::receive_data:
      return received(response);
    case CommandType::get_channel_status:
      return told_status(response);
    default:
      return end();  // CLOSE CHANNEL: whatever came of it, the channel is of no more use
  }
}

void BearerChannel::opened(const TerminalResponse& response) {
  const auto status = channel_status_in(response.objects);
  // The link was asked for at once, so that "performed" without it is a refusal too.
  if (!response.performed() || !status || status->channel == 0 || !status->established) return end();
  channel_ = status->channel;
  if (state_ == State::opening) state_ = State::open;
}

void BearerChannel::sent(const TerminalResponse& response) {
  if (!response.performed()) {
    if (!try_again(response)) end();
    return;
  }
  attempts_ = 0;
  take_front(unsent_, kMaxSendData);
}

void BearerChannel::received(const TerminalResponse& response) {
  if (!response.performed()) {
    if (!try_again(response)) end();
    return;
  }
  attempts_ = 0;
  const auto data = channel_data_in(response.objects).value_or(ByteView{});
  const auto room = std::min(data.size(), kMaxBuffered - received_.size());
  received_.insert(received_.end(), data.begin(), data.begin() + static_cast<std::ptrdiff_t>(room));
  available_ = channel_data_length_in(response.objects).value_or(0);
}

void BearerChannel::told_status(const TerminalResponse& response) {
  asks_status_ = false;
  const auto status = channel_status_in(response.objects);
  if (!response.performed() || !status || status->channel != channel_ || !status->established) end();
}

bool BearerChannel::try_again(const TerminalResponse& response) {
  if (!response.may_be_tried_again() || ++attempts_ >= kMaxAttempts) return false;
  asks_status_ = true;
  return true;
}

void BearerChannel::on_event(const Envelope& event) {
  if (state_ != State::open && state_ != State::closing) return;
  const auto status = channel_status_in(event.objects);
  if (!status || status->channel != channel_) return;
  if (event.subject == static_cast<std::uint8_t>(EventKind::data_available)) {
    available_ = channel_data_length_in(event.objects).value_or(0);
  } else if (event.subject == static_cast<std::uint8_t>(EventKind::channel_status) && !status->established) {
    end();
  }
}

// What has come stays to be read.
void BearerChannel::end() {
  auto left = std::move(received_);
  auto out = std::move(out_);
  reset();
  received_ = std::move(left);
  out_ = std::move(out);  // its response is still to come
}

}  // namespace foothold::tre_emu::toolkit
