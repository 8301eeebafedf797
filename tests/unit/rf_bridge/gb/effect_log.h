// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "rf_bridge/gb/bssgp_pdu.h"
#include "rf_bridge/gb/effects.h"
#include "rf_bridge/gb/ns_pdu.h"

namespace foothold::rf_bridge::gb {

inline const char* to_string(Timer timer) {
  static constexpr const char* kNames[] = {"ns_reset", "ns_unblock", "ns_test",
                                           "ns_alive", "bvc_reset",  "flow_control"};
  return kNames[static_cast<std::size_t>(timer)];
}

// Effects in words, in order, trace events left out: "send reset", "start ns_reset 1000", "lost <reason>".
template <class Effects>
std::vector<std::string> in_words(const Effects& effects) {
  std::vector<std::string> words;
  for (const auto& effect : effects) {
    std::visit(
        [&]<class Effect>(const Effect& one) {
          if constexpr (std::is_same_v<Effect, SendDatagram>) {
            const auto pdu = decode_ns(one.octets).value();
            std::string text = std::string("send ") + ns_pdu_name(pdu);
            if (const auto* unitdata = std::get_if<NsUnitdata>(&pdu)) {
              text =
                  "send " + std::to_string(unitdata->bvci) + " " + bssgp_pdu_name(decode_bssgp(unitdata->sdu).value());
            }
            words.push_back(text);
          } else if constexpr (std::is_same_v<Effect, SendSdu>) {
            words.push_back("send " + std::to_string(one.bvci) + " " + bssgp_pdu_name(decode_bssgp(one.sdu).value()));
          } else if constexpr (std::is_same_v<Effect, StartTimer>) {
            words.push_back(std::string("start ") + to_string(one.timer) + " " + std::to_string(one.duration.count()));
          } else if constexpr (std::is_same_v<Effect, StopTimer>) {
            words.push_back(std::string("stop ") + to_string(one.timer));
          } else if constexpr (std::is_same_v<Effect, NsAvailable>) {
            words.push_back("NS available");
          } else if constexpr (std::is_same_v<Effect, NsLost>) {
            words.push_back("NS lost: " + one.reason);
          } else if constexpr (std::is_same_v<Effect, NsDelivered>) {
            words.push_back("deliver on " + std::to_string(one.bvci));
          } else if constexpr (std::is_same_v<Effect, CellAvailable>) {
            words.push_back("cell " + one.cell.identity.to_string());
          } else if constexpr (std::is_same_v<Effect, CellLost>) {
            words.push_back("cell lost: " + one.reason);
          } else if constexpr (std::is_same_v<Effect, LlcDelivered>) {
            words.push_back("llc for " + one.tlli.to_string());
          } else if constexpr (std::is_same_v<Effect, Paged>) {
            words.push_back("paging " + gsm::to_string(one.identity));
          }
        },
        effect);
  }
  return words;
}

// Names and states of the trace events among the effects.
template <class Effects>
std::vector<std::string> traced(const Effects& effects) {
  std::vector<std::string> names;
  for (const auto& effect : effects) {
    if (const auto* event = std::get_if<trace::Event>(&effect)) names.push_back(event->name);
  }
  return names;
}

}  // namespace foothold::rf_bridge::gb
