// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <random>

#include "gsm/llc/sapi.h"
#include "tests/fuzz/m2me/mobile/soak_device.h"

namespace foothold::m2me::soak {

// A radio network and an SGSN that say what is well formed, mostly, whenever it pleases them; and a user, a SIM and a
// clock that are no better.
class HostileNetwork {
 public:
  HostileNetwork(SoakDevice& device, std::mt19937& random) : device_(device), random_(random) {}

  // `merciless`: also what a mobile has to respect until it is switched on anew: refusals for good, a network that
  // does not prove itself, a SIM that does not answer.
  void step(bool merciless);
  gsm::l1::FrameNumber frame() const { return frame_; }

 private:
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }
  bool chance(std::uint32_t one_in) { return below(one_in) == 0; }
  std::uint8_t octet() { return static_cast<std::uint8_t>(random_()); }
  std::uint8_t tfi() { return static_cast<std::uint8_t>(below(3)); }
  std::uint8_t timeslot() { return static_cast<std::uint8_t>(6 + below(2)); }
  gsm::Tlli tlli() { return chance(8) ? gsm::Tlli{static_cast<std::uint32_t>(random_())} : device_.tlli(); }

  void user();
  void sim(bool merciless);
  void air();
  void common_control();
  void packet_channel();
  Bytes control_message();
  void logical_link(bool merciless);
  Bytes gmm_message(bool merciless);
  Bytes sm_message();
  Bytes user_data();

  SoakDevice& device_;
  std::mt19937& random_;
  gsm::l1::FrameNumber frame_{1040};
  std::optional<std::pair<std::uint8_t, gsm::l1::FrameNumber>> access_;
  std::uint8_t bsn_ = 0;
  std::uint16_t nu_ = 0;
};

}  // namespace foothold::m2me::soak
