// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/vno/upstream_link.h"

#include <algorithm>

namespace foothold::operators::vno {

using namespace gsm::gsup;

void UpstreamLink::connecting(TimePoint now) {
  state_ = State::connecting;
  deadline_ = now + kSetupTimeout;
}

void UpstreamLink::connected(TimePoint now) {
  state_ = State::identifying;
  connection_ = ClientConnection(own_name_);
  connection_.start(now);
}

bool UpstreamLink::closed(TimePoint now) {
  if (state_ == State::ready) back_off_ = kMinBackOff;
  const bool is_news = back_off_ == kMinBackOff;
  state_ = State::down;
  deadline_ = now + back_off_;
  back_off_ = std::min(2 * back_off_, kMaxBackOff);
  return is_news;
}

ConnectionEffects UpstreamLink::receive(ByteView bytes, TimePoint now) {
  if (state_ != State::identifying && state_ != State::ready) return {};
  auto effects = connection_.receive(bytes, now);
  for (const auto& effect : effects)
    if (std::holds_alternative<LinkReady>(effect)) state_ = State::ready;
  return effects;
}

ConnectionEffects UpstreamLink::on_time(TimePoint now) {
  switch (state_) {
    case State::down:
      return {};
    case State::connecting:
    case State::identifying:
      if (now < deadline_) return {};
      return {CloseLink{"the link did not come up in time"}};
    case State::ready:
      break;
  }
  return connection_.on_time(now);
}

TimePoint UpstreamLink::next_deadline() const {
  if (state_ == State::ready) return connection_.next_deadline().value_or(TimePoint::max());
  return deadline_;
}

}  // namespace foothold::operators::vno
