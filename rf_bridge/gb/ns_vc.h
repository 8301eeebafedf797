// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "rf_bridge/gb/effects.h"
#include "rf_bridge/gb/ns_pdu.h"

namespace foothold::rf_bridge::gb {

struct NsSettings {
  std::uint16_t nsei = 101;
  std::uint16_t nsvci = 101;
  // Tns-reset and Tns-test are shorter than TS 48.016's defaults (3 s, 30 s): nothing but a loopback lies between us
  // and the SGSN, and a restarted one is to be noticed within seconds.
  std::chrono::milliseconds reset{1000};
  std::chrono::milliseconds unblock{1000};
  std::chrono::milliseconds test{5000};
  std::chrono::milliseconds alive{1000};
  int unblock_retries = 3;
  int alive_retries = 3;
};

// The BSS's end of one NS-VC over UDP (TS 48.016 7.2 to 7.5), sans-I/O.
//
//   stopped --start--> resetting --RESET-ACK--> unblocking --UNBLOCK-ACK--> available
//
// RESET is repeated without end: an SGSN may come much later than we. As soon as the NS-VC is not dead it is tested
// (ALIVE); when the SGSN no longer answers, says that it does not know the NS-VC, or its port is closed, everything
// starts again at `resetting`. A BLOCK by the SGSN leads to `blocked_by_peer`, out of which only the SGSN's UNBLOCK
// leads.
class NsVc {
 public:
  enum class State : std::uint8_t { stopped, resetting, unblocking, available, blocked_by_peer };
  using Effects = std::vector<NsEffect>;

  explicit NsVc(const NsSettings& settings) : settings_(settings) {}

  State state() const { return state_; }
  Effects start();
  Effects stop();  // no NsLost: whoever stops knows
  Effects on_datagram(ByteView octets);
  Effects on_timer(Timer timer);
  // The transport reported that nobody listens at the SGSN's port.
  Effects on_refused();
  // Without an available NS-VC the SDU is discarded, with a trace event.
  Effects send(std::uint16_t bvci, ByteView sdu);

 private:
  void enter(Effects& effects, State state);
  void transmit(Effects& effects, const NsPdu& pdu);
  void reset(Effects& effects, const std::string& reason);  // all over again
  void unblock(Effects& effects);
  void test(Effects& effects);
  void lost(Effects& effects, const std::string& reason);
  void status(Effects& effects, NsCause cause, ByteView in_error);
  void discard(Effects& effects, const std::string& reason, ByteView octets);

  void on(Effects& effects, const NsUnitdata& pdu, ByteView octets);
  void on(Effects& effects, const NsReset& pdu, ByteView octets);
  void on(Effects& effects, const NsResetAck& pdu, ByteView octets);
  void on(Effects& effects, const NsBlock& pdu, ByteView octets);
  void on(Effects& effects, const NsBlockAck& pdu, ByteView octets);
  void on(Effects& effects, const NsUnblock& pdu, ByteView octets);
  void on(Effects& effects, const NsUnblockAck& pdu, ByteView octets);
  void on(Effects& effects, const NsStatus& pdu, ByteView octets);
  void on(Effects& effects, const NsAlive& pdu, ByteView octets);
  void on(Effects& effects, const NsAliveAck& pdu, ByteView octets);

  NsSettings settings_;
  State state_ = State::stopped;
  int unblock_tries_ = 0;
  int alive_tries_ = 0;
};

const char* to_string(NsVc::State state);

}  // namespace foothold::rf_bridge::gb
