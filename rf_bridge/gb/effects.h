// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "gsm/identity/mobile_identity.h"
#include "gsm/identity/tlli.h"
#include "rf_bridge/radio_link.h"
#include "trace/event.h"

// What the Gb side asks of whoever runs it, in the order in which it is to be done.
namespace foothold::rf_bridge::gb {

enum class Timer : std::uint8_t {
  ns_reset,      // Tns-reset
  ns_unblock,    // Tns-block, for UNBLOCK
  ns_test,       // Tns-test
  ns_alive,      // Tns-alive
  bvc_reset,     // T2
  flow_control,  // waits for FLOW-CONTROL-BVC-ACK
};
constexpr std::size_t kTimers = 6;

struct SendDatagram {
  Bytes octets;
};
struct StartTimer {  // starts it anew if it runs
  Timer timer;
  std::chrono::milliseconds duration;
};
struct StopTimer {
  Timer timer;
};

// From the NS-VC to what stands on it.
struct NsAvailable {};
struct NsLost {
  std::string reason;
};
struct NsDelivered {
  std::uint16_t bvci;
  Bytes sdu;
};
// From the BVCs to the NS-VC.
struct SendSdu {
  std::uint16_t bvci;
  Bytes sdu;
};

// From the BVCs to the mobile.
struct CellAvailable {
  CellInformation cell;
};
struct CellLost {
  std::string reason;
};
struct LlcDelivered {
  gsm::Tlli tlli;
  Bytes pdu;
};
struct Paged {
  gsm::MobileIdentity identity;
};

using NsEffect = std::variant<SendDatagram, StartTimer, StopTimer, NsAvailable, NsLost, NsDelivered, trace::Event>;
using BvcEffect =
    std::variant<SendSdu, StartTimer, StopTimer, CellAvailable, CellLost, LlcDelivered, Paged, trace::Event>;
using BssEffect =
    std::variant<SendDatagram, StartTimer, StopTimer, CellAvailable, CellLost, LlcDelivered, Paged, trace::Event>;

}  // namespace foothold::rf_bridge::gb
