// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <random>
#include <vector>

#include "gsm/grr/grr_ms.h"
#include "tests/unit/gsm/grr/test_network.h"

namespace foothold::gsm::grr::test {

// System information as osmo-bts sent it (gsmtap-bcch.pcap): 001-01, LAC 1, RAC 0, CI 6969, T3168 2 s, T3192 1.5 s.
Bytes si1();
Bytes si3();
Bytes si4();
Bytes si13();

// One cell's air, with its mobiles, in steps of a block; what is lost is drawn from a seed.
class TestAir {
 public:
  struct Station {
    std::unique_ptr<GrrMs> grr;
    Tlli tlli;
    std::vector<LlcPdu> received;
    std::vector<trace::Event> events;
    std::vector<CellLost> lost;
    bool camps = false;
    std::uint8_t listening = 0;
    std::optional<std::pair<l1::FrameNumber, std::uint8_t>> access_burst;  // due
  };

  explicit TestAir(unsigned stations, double loss = 0, unsigned seed = 1, bool two_phase = false,
                   bool same_draws = false);  // every mobile draws the same: accesses always collide

  Station& station(std::size_t index) { return stations_[index]; }
  void send(std::size_t from, Bytes pdu);
  // Steps until `done`, or for so many blocks. Whether it came to be done.
  template <class Done>
  bool run_until(Done done, unsigned most_blocks = 20000) {
    for (unsigned i = 0; i < most_blocks; ++i) {
      if (done()) return true;
      step();
    }
    return done();
  }
  void step();
  void set_loss(double loss) { loss_ = loss; }
  std::uint64_t collisions() const { return collisions_; }

  TestNetwork network;

 private:
  bool lost() { return std::uniform_real_distribution<>(0, 1)(random_) < loss_; }
  void perform(Station& station, Effects effects);
  void deliver(const l1::DownlinkBlock& block);
  Time time() const { return Time{} + std::chrono::microseconds(4615) * elapsed_; }

  std::mt19937 random_;
  double loss_;
  l1::FrameNumber frame_{1040};
  std::int64_t elapsed_ = 0;
  std::deque<Station> stations_;
  struct Uplink {
    l1::UplinkBlock block;
    std::size_t senders = 1;
  };
  std::map<std::pair<std::uint32_t, std::uint8_t>, Uplink> uplink_;  // by frame and timeslot
  std::uint64_t collisions_ = 0;
};

}  // namespace foothold::gsm::grr::test
