// SPDX-License-Identifier: AGPL-3.0-or-later
// The whole way of blocks: a scripted cell, the transceiver with its channels, and mobiles, all by their datagrams.
#include <gtest/gtest.h>

#include <deque>
#include <memory>

#include "rf_bridge/trx/mobile_phy.h"
#include "rf_bridge/trx/transceiver/transceiver.h"
#include "tests/unit/rf_bridge/trx/scripted_cell.h"

namespace foothold::rf_bridge::trx {
namespace {

using gsm::l1::Channel;
using gsm::l1::FrameNumber;
using tests::ScriptedCell;

constexpr std::uint16_t kArfcn = 871;

class Network {
 public:
  explicit Network(TransceiverSettings settings) : transceiver(settings) {
    for (std::size_t i = 0; i < settings.channels.size(); ++i) mobiles.push_back(std::make_unique<Mobile>());
    command(0, {"SETFORMAT", {"2"}});
    command(0, {"RXTUNE", {"1782000"}});
    command(0, {"TXTUNE", {"1877000"}});
    command(0, {"SETTSC", {"7"}});
    command(0, {"POWERON", {}});
    for (unsigned timeslot = 0; timeslot < 8; ++timeslot) command(0, {"SETSLOT", {std::to_string(timeslot), "13"}});
    for (unsigned i = 0; i < mobiles.size(); ++i) of_mobile(i, mobiles[i]->phy.start(now));
  }

  struct Mobile {
    MobilePhy phy{kArfcn, *carrier_of(kArfcn)};
    unsigned synchronised = 0;
    unsigned lost = 0;
    std::vector<gsm::l1::DownlinkBlock> heard;
    std::vector<AccessBurstSent> accesses;
  };

  void pass(unsigned frames) {
    for (; frames > 0; --frames) {
      now += std::chrono::microseconds(4615);
      const auto next = transceiver.frame() + 1;
      TransmitFrame sent{2, next, {}};
      for (std::uint8_t timeslot = 0; timeslot < 8; ++timeslot) {
        sent.bursts.push_back({timeslot, 0, cell.burst(next, timeslot)});
      }
      of_air(transceiver.on_bursts(0, encode(sent)[0]));
      of_air(transceiver.on_frame());
    }
  }
  void of_mobile(unsigned i, PhyEffects effects) {
    for (auto& effect : effects) {
      if (const auto* it = std::get_if<SendControl>(&effect)) of_air(transceiver.on_control(i + 1, it->octets));
      if (const auto* it = std::get_if<SendBursts>(&effect)) of_air(transceiver.on_bursts(i + 1, it->octets));
      if (std::holds_alternative<Synchronised>(effect)) ++mobiles[i]->synchronised;
      if (std::holds_alternative<Lost>(effect)) ++mobiles[i]->lost;
      if (auto* it = std::get_if<Heard>(&effect)) mobiles[i]->heard.push_back(std::move(it->block));
      if (const auto* it = std::get_if<AccessBurstSent>(&effect)) mobiles[i]->accesses.push_back(*it);
    }
  }

  Transceiver transceiver;
  ScriptedCell cell;
  std::vector<std::unique_ptr<Mobile>> mobiles;
  Instant now{};
  std::vector<ReceivedFrame> at_base_station;

 private:
  void command(unsigned radio, const TrxcCommand& command) { of_air(transceiver.on_control(radio, encode(command))); }
  void of_air(AirEffects effects) {
    for (auto& effect : effects) {
      const auto* to_owner = std::get_if<ToOwner>(&effect);
      if (to_owner == nullptr) continue;
      if (to_owner->radio == 0) {
        if (to_owner->port == TrxPort::bursts) at_base_station.push_back(*decode_received(to_owner->octets));
        continue;
      }
      auto& phy = mobiles[to_owner->radio - 1]->phy;
      of_mobile(to_owner->radio - 1, to_owner->port == TrxPort::control ? phy.on_control(to_owner->octets, now)
                                                                        : phy.on_bursts(to_owner->octets, now));
    }
  }
};

TransceiverSettings with_loss(double loss, std::size_t mobiles = 1) {
  PropagationSettings channel;
  channel.downlink_burst_loss = channel.uplink_burst_loss = loss;
  TransceiverSettings settings;
  settings.channels.assign(mobiles, channel);
  return settings;
}

// The block that the base station decodes from the bursts of these frames.
std::optional<Bytes> at_base_station(const Network& network, FrameNumber first, std::uint8_t timeslot) {
  BlockAssembly assembly;
  for (const auto& frame : network.at_base_station) {
    const auto position = packet_block(frame.frame_number);
    if (!position || position->first != first) continue;
    for (const auto& block : assembly.on_burst(*position, frame.bursts[timeslot])) {
      const auto decoded = decode_packet_block(block.bits);
      return decoded ? std::optional(decoded->octets) : std::nullopt;
    }
  }
  return std::nullopt;
}

TEST(TrxCellAndMobile, BringBlocksBothWays) {
  Network network(with_loss(0));
  network.pass(60);
  auto& mobile = *network.mobiles[0];
  EXPECT_EQ(mobile.synchronised, 1u);
  mobile.phy.listen(0xf0);
  network.cell.packet_blocks[{7, 104}] = Bytes(23, 0x40);
  network.pass(static_cast<unsigned>(FrameNumber(107).since(network.transceiver.frame())));
  const auto& heard = mobile.heard.back();
  EXPECT_EQ(heard.timeslot, 7);
  EXPECT_EQ(heard.frame_number, FrameNumber(104));
  EXPECT_EQ(heard.block, Bytes(23, 0x40));
  // The answer leaves in the next block period.
  network.of_mobile(0, mobile.phy.send_block({7, FrameNumber(108), Bytes(34, 0x01)}));
  network.pass(20);
  auto answer = Bytes(34, 0x01);
  EXPECT_EQ(at_base_station(network, FrameNumber(108), 7), answer);
  EXPECT_EQ(at_base_station(network, FrameNumber(108), 6), std::nullopt);
}

TEST(TrxCellAndMobile, BringAnAccessBurstInTheFrameThatTheMobileNames) {
  Network network(with_loss(0));
  network.pass(60);
  auto& mobile = *network.mobiles[0];
  network.of_mobile(0, mobile.phy.send_access_burst(0x7b, 4));
  network.pass(60);
  ASSERT_EQ(mobile.accesses.size(), 1u);
  unsigned found = 0;
  for (const auto& frame : network.at_base_station) {
    if (!frame.bursts[0].bits) continue;
    ++found;
    EXPECT_EQ(frame.frame_number, mobile.accesses[0].frame_number);
    EXPECT_EQ(decode_access(access_payload(*frame.bursts[0].bits), ScriptedCell::kBsic), 0x7b);
  }
  EXPECT_EQ(found, 1u);
}

// Where bursts get lost the interleaving saves most control blocks: with one of four lost nearly all.
TEST(TrxCellAndMobile, HoldTheCellWhereEachThirdBurstIsLost) {
  Network network(with_loss(0.3));
  network.pass(51 * 30);
  const auto& mobile = *network.mobiles[0];
  EXPECT_EQ(mobile.synchronised, 1u);
  EXPECT_EQ(mobile.lost, 0u);
  EXPECT_GT(mobile.heard.size(), 30 * 4 * 6 / 10);
  EXPECT_LT(mobile.heard.size(), 30u * 4);
}

TEST(TrxCellAndMobile, FindEachOtherAgainAfterAnOutage) {
  Network network(with_loss(0, 2));
  network.pass(60);
  ASSERT_EQ(network.transceiver.on_channel_command({"OUTAGE", {"1", "1000"}}).status, 0);
  network.pass(999);
  EXPECT_EQ(network.mobiles[0]->lost, 1u);
  EXPECT_EQ(network.mobiles[0]->synchronised, 1u);
  network.pass(60);
  EXPECT_EQ(network.mobiles[0]->synchronised, 2u);
  EXPECT_EQ(network.mobiles[1]->lost, 0u);  // who was not covered noticed nothing
}

TEST(TrxCellAndMobile, GoOnWithADistantMobileAtTheEdgeOfTheNoise) {
  auto settings = with_loss(0);
  settings.channels[0].path_loss_db = 23 + 110 - 4;  // 4 dB of carrier to noise: over 1% of the bits are wrong
  Network network(settings);
  network.pass(51 * 20);
  const auto& mobile = *network.mobiles[0];
  EXPECT_EQ(mobile.lost, 0u);
  ASSERT_FALSE(mobile.heard.empty());
  unsigned errors = 0;
  for (const auto& block : mobile.heard) errors += block.measurement.bit_errors;
  EXPECT_GT(errors, mobile.heard.size());
  EXPECT_EQ(mobile.heard.back().measurement.signal_to_noise_db, 4);
}

}  // namespace
}  // namespace foothold::rf_bridge::trx
