// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A whole cell with losses drawn from a seed: all LLC PDUs arrive, in order, once, and at the right mobile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/gsm/grr/test_air.h"

namespace foothold::gsm::grr::test {
namespace {

Bytes pdu(unsigned owner, unsigned number, std::size_t size) {
  Bytes out(size, static_cast<std::uint8_t>(number * 7));
  out[0] = static_cast<std::uint8_t>(owner);
  out[1] = static_cast<std::uint8_t>(number);
  return out;
}

// Sizes at and around the ends of blocks, a signalling message, a full datagram.
std::size_t size_of(unsigned number) {
  static constexpr std::size_t kSizes[] = {2, 19, 20, 21, 49, 50, 51, 40, 120, 520, 3, 15, 1500};
  return kSizes[number % std::size(kSizes)];
}

struct Case {
  double loss;
  unsigned stations;
  rlcmac::CodingScheme scheme;
  bool two_phase;
};

class GrrLoss : public testing::TestWithParam<Case> {};

TEST_P(GrrLoss, CarriesEverythingInOrderToItsOwner) {
  constexpr unsigned kPdus = 13;
  const Case it = GetParam();
  for (unsigned seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE(seed);
    TestAir air(it.stations, it.loss, seed, it.two_phase);
    air.network.scheme = it.scheme;
    for (unsigned number = 0; number < kPdus; ++number) {
      for (unsigned station = 0; station < it.stations; ++station) {
        air.send(station, pdu(station, number, size_of(number)));
        air.network.send_llc_pdu(air.station(station).tlli, pdu(station, number, size_of(number + 5)));
      }
      for (int i = 0; i < 20; ++i) air.step();
    }
    // How many of a station's PDUs came, each whole and none skipped. A TBF that failed sends again what the other end
    // had, perhaps: LLC sorts that out by N(U).
    const auto uplink = [&](unsigned station) {
      unsigned next = 0;
      for (const auto& delivered : air.network.delivered) {
        if (delivered.pdu == pdu(station, next, size_of(next))) ++next;
      }
      return next;
    };
    const auto downlink = [&](unsigned station) {
      unsigned next = 0;
      for (const auto& received : air.station(station).received) {
        if (received.pdu == pdu(station, next, size_of(next + 5))) ++next;
      }
      return next;
    };
    const auto all_came = [&] {
      for (unsigned station = 0; station < it.stations; ++station) {
        if (uplink(station) < kPdus || downlink(station) < kPdus) return false;
      }
      return true;
    };
    EXPECT_TRUE(air.run_until(all_came, 60000));
    for (const auto& delivered : air.network.delivered) {
      const unsigned owner = delivered.pdu[0];
      ASSERT_LT(owner, it.stations);
      EXPECT_EQ(delivered.tlli, air.station(owner).tlli);
    }
    for (unsigned station = 0; station < it.stations; ++station) {
      EXPECT_EQ(uplink(station), kPdus);
      EXPECT_EQ(downlink(station), kPdus);
      for (const auto& received : air.station(station).received) {
        EXPECT_EQ(received.pdu[0], station);
        EXPECT_EQ(received.tlli, air.station(station).tlli);
      }
    }
  }
}

using enum rlcmac::CodingScheme;
INSTANTIATE_TEST_SUITE_P(Cells, GrrLoss,
                         testing::Values(Case{0, 1, cs1, false}, Case{0, 4, cs4, false}, Case{0, 1, cs2, true},
                                         Case{0.1, 1, cs1, false}, Case{0.1, 3, cs4, false}, Case{0.1, 2, cs3, true},
                                         Case{0.3, 1, cs1, false}, Case{0.3, 2, cs4, false}));

}  // namespace
}  // namespace foothold::gsm::grr::test
