// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "gsm/gmm/gmm_effects.h"
#include "gsm/identity/tlli.h"
#include "gsm/sm/sm_ms.h"
#include "m2me/mobile/bearer.h"
#include "trace/event.h"

namespace foothold::m2me {

// A timer of one of the layers.
struct MobileTimer {
  enum class Layer : std::uint8_t { gmm, sm };
  Layer layer;
  std::uint8_t kind;   // GmmTimer or SmTimerKind
  std::uint8_t nsapi;  // of SM's; 0 else
  friend auto operator<=>(const MobileTimer&, const MobileTimer&) = default;
};

struct StartMobileTimer {  // restarts it if it runs
  MobileTimer timer;
  std::chrono::milliseconds duration;
};
struct StopMobileTimer {
  MobileTimer timer;
};
struct SendLlcPdu {
  gsm::Tlli tlli;
  Bytes pdu;
};
struct ChangeLinkTlli {
  gsm::Tlli old_tlli;
  gsm::Tlli new_tlli;
};
struct DeliverPacket {  // to the IP stack
  Bytes packet;
};
struct BearerUp {
  Bearer bearer;
};
struct BearerDown {
  std::string reason;
};
// What was asked for cannot be had, and the mobile does not go on trying.
struct ConnectFailed {
  std::string reason;
};
struct Disconnected {};  // the detach that was asked for is done

using MobileEffect =
    std::variant<SendLlcPdu, ChangeLinkTlli, StartMobileTimer, StopMobileTimer, gsm::gmm::AuthenticateRequest,
                 DeliverPacket, BearerUp, BearerDown, ConnectFailed, Disconnected, trace::Event>;
using MobileEffects = std::vector<MobileEffect>;

}  // namespace foothold::m2me
