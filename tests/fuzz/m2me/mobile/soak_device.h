// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <random>
#include <vector>

#include "gsm/grr/grr_ms.h"
#include "m2me/mobile/mobile.h"

namespace foothold::m2me::soak {

// A whole mobile, from RR to SM, put together as the modem does it, in a time of the test's own. What it does is held
// against what is true whatever a network does; the first thing that is not so ends the program.
class SoakDevice {
 public:
  using Time = gsm::grr::Time;

  explicit SoakDevice(std::mt19937& random);

  void connect();
  void disconnect() { carry_out(mobile_->disconnect()); }
  void verify_registration() { carry_out(mobile_->verify_registration()); }
  void send_packet(ByteView packet) { carry_out(mobile_->send_packet(packet)); }
  // As a modem does where the subscription is not to be had any more: GMM, SM, LLC and SNDCP from the beginning.
  void switch_on_anew();

  void synchronise(std::uint16_t arfcn) { carry_out(grr_.on_synchronised(now_, arfcn, 63)); }
  void lose(const char* reason) { carry_out(grr_.on_lost(now_, reason)); }
  void hear(const gsm::l1::DownlinkBlock& block) { carry_out(grr_.on_downlink_block(now_, block)); }
  // An LLC PDU that RLC would have brought.
  void hear_llc(gsm::Tlli tlli, ByteView pdu) { carry_out(mobile_->on_llc_pdu(tlli, pdu)); }
  void access_burst_is_out(gsm::l1::FrameNumber frame);
  // The SIM's answer to the last challenge; a later call answers nothing.
  void answer_challenge(const gsm::gmm::AuthenticateOutcome& outcome);

  // Lets so much time go by, each timer in its turn.
  void wait(std::chrono::milliseconds duration);

  gsm::Tlli tlli() const { return tlli_; }
  bool has_bearer() const { return mobile_->has_bearer(); }
  bool challenged() const { return challenge_.has_value(); }
  std::optional<std::uint8_t> access_burst() const { return burst_; }

  // What came out since the last take.
  std::vector<gsm::l1::UplinkBlock> take_blocks() { return std::exchange(blocks_, {}); }
  std::vector<Bytes> take_packets() { return std::exchange(packets_, {}); }
  bool take_failure() { return std::exchange(failed_, false); }
  unsigned bearers() const { return bearers_; }

 private:
  void carry_out(gsm::grr::Effects effects);
  void carry_out(MobileEffects effects);
  void carry_out(gsm::grr::Effect& effect);
  void carry_out(MobileEffect& effect);

  std::mt19937& random_;
  Time now_{};
  gsm::grr::GrrMs grr_;
  std::optional<Mobile> mobile_;
  std::optional<gsm::RoutingArea> area_;
  std::map<MobileTimer, Time> timers_;
  gsm::Tlli tlli_{};
  std::optional<std::uint32_t> challenge_;
  std::optional<std::uint8_t> burst_;
  std::vector<gsm::l1::UplinkBlock> blocks_;
  std::vector<Bytes> packets_;
  bool failed_ = false;
  unsigned bearers_ = 0;
  bool told_bearer_ = false;
};

// Ends the program where something is not so, and says what.
void require(bool so, const char* what);

}  // namespace foothold::m2me::soak
