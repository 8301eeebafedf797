// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A mobile's long life in networks that say anything at any time: well-formed messages of RR, RLC/MAC, LLC, GMM, SM and
// SNDCP in states where nobody expects them, a clock that jumps, a user and a SIM that are no better.
//   m2me_mobile_soak [--steps N] [--seed N]
// After each storm the mobile comes into a cell of an honest network, where it has to attach again, get its PDP
// context, and carry a packet both ways. The first thing that is not so is named with the seed and the storm.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "gsm/rlcmac/block_timing.h"
#include "tests/fuzz/m2me/mobile/honest_sgsn.h"
#include "tests/fuzz/m2me/mobile/hostile_network.h"
#include "tests/fuzz/m2me/mobile/system_information.h"
#include "tests/fuzz/octets_allocated.h"
#include "tests/scripted_sgsn/scripted_sgsn.h"

namespace foothold::m2me::soak {
namespace {

using gsm::grr::test::kArfcn;
using gsm::grr::test::TestNetwork;
using namespace std::chrono_literals;

constexpr unsigned long kStepsOfAStorm = 500;
constexpr std::size_t kGrowth = 1U << 20U;  // octets: 64 PDUs in a queue, 32 in a TBF, reassemblies, and more
// As long as the slowest way back takes: T3302, 12 minutes (TS 24.008 11.2.2), and what ran before it.
constexpr auto kPatience = 40min;

unsigned long seed = 1, storm = 0;

// The honest network's cell, in which time goes by block by block.
class HonestCell {
 public:
  HonestCell(SoakDevice& device, gsm::l1::FrameNumber frame, std::uint16_t location_area)
      : device_(device), sgsn_(network_, {{1, 1, 2}, location_area, 0}), frame_(frame) {
    while (!gsm::rlcmac::begins_block(frame_)) frame_ = frame_ + 1;
    device_.lose("out of the storm");
    device_.synchronise(kArfcn);
    for (auto& block : {si1(), si3(location_area), si4(location_area), si13()}) {
      device_.hear({gsm::l1::Channel::bcch, kArfcn, 0, frame_, {}, block});
    }
  }
  template <class Done>
  bool run_until(Done done) {
    for (std::chrono::milliseconds waited{}; waited < kPatience && !done(); waited += kBlock) step();
    return done();
  }

 private:
  static constexpr std::chrono::milliseconds kBlock{20};

  void step() {
    if (device_.challenged()) device_.answer_challenge(scripted_keys());
    if (const auto burst = device_.access_burst()) {
      device_.access_burst_is_out(frame_);
      network_.on_access_burst(*burst, frame_);
    }
    for (const auto& block : network_.blocks(frame_)) device_.hear(block);
    for (auto& block : device_.take_blocks()) network_.on_uplink_block(block);
    for (auto& pdu : std::exchange(network_.delivered, {})) sgsn_.on_pdu(pdu.tlli, std::move(pdu.pdu));
    frame_ = gsm::rlcmac::next_block(frame_);
    device_.wait(kBlock);
  }

  SoakDevice& device_;
  TestNetwork network_;
  HonestSgsn sgsn_;
  gsm::l1::FrameNumber frame_;
};

// Whether the mobile gets a bearer there.
bool comes_up(SoakDevice& device, HonestCell& cell) {
  const auto before = device.bearers();
  device.take_failure();
  device.connect();
  return cell.run_until([&] { return device.has_bearer() && device.bearers() > before; });
}

bool carries_a_packet(SoakDevice& device, HonestCell& cell, std::uint8_t content) {
  const Bytes packet(600, content);
  device.take_packets();
  device.send_packet(packet);
  bool came_back = false;
  return cell.run_until([&] {
    for (const auto& it : device.take_packets()) came_back = came_back || it == packet;
    return came_back;
  });
}

void soak(unsigned long steps) {
  std::mt19937 random(static_cast<std::uint32_t>(seed));
  SoakDevice device(random);
  HostileNetwork hostile(device, random);
  std::size_t at_first = 0;
  unsigned long anew = 0;
  for (unsigned long done = 0; done < steps; done += kStepsOfAStorm, ++storm) {
    const bool merciless = storm % 2 != 0;
    for (unsigned long i = 0; i < kStepsOfAStorm; ++i) hostile.step(merciless);

    const auto area = static_cast<std::uint16_t>(100 + storm % 1000);  // another one than all of the storm's
    HonestCell cell(device, hostile.frame(), area);
    if (!comes_up(device, cell)) {
      require(merciless, "after a storm without a refusal for good the mobile attaches again");
      ++anew;
      device.switch_on_anew();
      require(comes_up(device, cell), "a mobile that is switched on anew attaches");
    }
    require(carries_a_packet(device, cell, static_cast<std::uint8_t>(storm)), "a packet goes there and back");
    const auto now = test::octets_allocated();
    if (storm == 1) at_first = now;
    require(storm < 2 || now < at_first + kGrowth, "the mobile does not grow");
  }
  std::printf("seed %lu: %lu steps in %lu storms; after %lu of them the mobile had to be switched on anew\n", seed,
              steps, storm, anew);
}

}  // namespace
}  // namespace foothold::m2me::soak

int main(int argc, char** argv) {
  using namespace foothold::m2me::soak;
  unsigned long steps = 100'000;
  for (int i = 1; i < argc; ++i) {
    unsigned long* number = std::strcmp(argv[i], "--steps") == 0  ? &steps
                            : std::strcmp(argv[i], "--seed") == 0 ? &seed
                                                                  : nullptr;
    if (number == nullptr || i + 1 == argc) {
      std::fprintf(stderr, "usage: m2me_mobile_soak [--steps N] [--seed N]\n");
      return 2;
    }
    *number = std::strtoul(argv[++i], nullptr, 10);
  }
  std::signal(SIGABRT, [](int) {
    std::fprintf(stderr, "seed %lu, storm %lu\n", seed, storm);
    std::_Exit(1);
  });
  soak(steps);
  return 0;
}
