// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/gb/bss.h"

#include <iterator>
#include <type_traits>
#include <utility>

namespace foothold::rf_bridge::gb {

namespace {

void append(Bss::Effects& to, Bss::Effects from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

Bss::Effects Bss::stop() {
  auto effects = from_bvc(bvc_.stop());
  append(effects, from_ns(ns_.stop()));
  return effects;
}

Bss::Effects Bss::on_timer(Timer timer) {
  const bool of_bvc = timer == Timer::bvc_reset || timer == Timer::flow_control;
  return of_bvc ? from_bvc(bvc_.on_timer(timer)) : from_ns(ns_.on_timer(timer));
}

// What one layer says to the other goes there at once, in its place in the order.
Bss::Effects Bss::from_ns(NsVc::Effects effects) {
  Effects out;
  for (auto& effect : effects) {
    std::visit(
        [&]<class Effect>(Effect& one) {
          if constexpr (std::is_same_v<Effect, NsAvailable>) {
            append(out, from_bvc(bvc_.on_ns_available()));
          } else if constexpr (std::is_same_v<Effect, NsLost>) {
            append(out, from_bvc(bvc_.on_ns_lost(one.reason)));
          } else if constexpr (std::is_same_v<Effect, NsDelivered>) {
            append(out, from_bvc(bvc_.on_sdu(one.bvci, one.sdu)));
          } else {
            out.emplace_back(std::move(one));
          }
        },
        effect);
  }
  return out;
}

Bss::Effects Bss::from_bvc(CellBvc::Effects effects) {
  Effects out;
  for (auto& effect : effects) {
    std::visit(
        [&]<class Effect>(Effect& one) {
          if constexpr (std::is_same_v<Effect, SendSdu>) {
            append(out, from_ns(ns_.send(one.bvci, one.sdu)));
          } else {
            out.emplace_back(std::move(one));
          }
        },
        effect);
  }
  return out;
}

}  // namespace foothold::rf_bridge::gb
