// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/transceiver/configuration.h"

#include <gtest/gtest.h>

namespace foothold::rf_bridge::trx {
namespace {

Result<TransceiverConfiguration> read(const char* text) {
  auto config = config::ConfigFile::parse(text, "air.toml");
  if (!config) return tl::unexpected(config.error());
  return read_transceiver_configuration(*config);
}

TEST(TrxConfiguration, NeedsNothing) {
  const auto configuration = read("");
  ASSERT_TRUE(configuration);
  EXPECT_EQ(configuration->base_station.base_port, 5700);
  EXPECT_EQ(configuration->mobiles.base_port, 6700);
  EXPECT_EQ(configuration->channel_control.base_port, 0);
  EXPECT_EQ(configuration->transceiver.channels.size(), 1u);
}

TEST(TrxConfiguration, GivesEachMobileItsChannel) {
  const auto configuration = read(
      "mobile_count = 3\n"
      "seed = 5\n"
      "channel_control = \"127.0.0.1:6500\"\n"
      "channel.path_loss = 100\n"
      "channel.downlink_loss = 10\n"
      "mobile.2.path_loss = 80\n"
      "mobile.2.fading = \"rayleigh\"\n");
  ASSERT_TRUE(configuration);
  EXPECT_EQ(configuration->transceiver.seed, 5u);
  EXPECT_EQ(configuration->channel_control.base_port, 6500);
  const auto& channels = configuration->transceiver.channels;
  ASSERT_EQ(channels.size(), 3u);
  EXPECT_DOUBLE_EQ(channels[0].path_loss_db, 100);
  EXPECT_DOUBLE_EQ(channels[1].path_loss_db, 80);
  EXPECT_DOUBLE_EQ(channels[1].downlink_burst_loss, 0.1);
  EXPECT_EQ(channels[1].fading, Fading::rayleigh);
  EXPECT_EQ(channels[2].fading, Fading::none);
}

TEST(TrxConfiguration, NamesTheKeyThatIsWrong) {
  EXPECT_EQ(read("channel.uplink_loss = 101").error().field, "channel.uplink_loss");
  EXPECT_EQ(read("channel.fading = \"rice\"").error().field, "channel.fading");
  EXPECT_EQ(read("base_station = \"localhost\"").error().field, "base_station");
  EXPECT_EQ(read("mobile_count = 0").error().field, "mobile_count");
  EXPECT_EQ(read("mobile.2.path_loss = 80").error().field, "mobile.2.path_loss");  // there is one mobile
}

TEST(TrxEndpoint, KeepsTheSocketsOfManyMobilesApart) {
  std::vector<std::uint16_t> ports;
  for (unsigned i = 0; i < 64; ++i) {
    const auto endpoint = endpoint_of_mobile({"127.0.0.1", 6700}, i);
    ports.push_back(endpoint.base_port);
    ports.push_back(owner_of(endpoint).base_port);
  }
  EXPECT_EQ(ports[0], 6700);
  EXPECT_EQ(ports[1], 6800);
  EXPECT_EQ(ports[2], 6720);
  std::sort(ports.begin(), ports.end());
  EXPECT_EQ(std::unique(ports.begin(), ports.end()), ports.end());
}

TEST(TrxEndpoint, IsAnAddressWithAPort) {
  EXPECT_EQ(parse_endpoint("10.0.0.1:65000", "x")->base_port, 65000);
  for (const char* text : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65001", "127.0.0.1:70000",
                           "::1:5700", "127.0.0.1:5700x", "host:5700"}) {
    const auto refused = parse_endpoint(text, "x");
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().field, "x");
  }
}

}  // namespace
}  // namespace foothold::rf_bridge::trx
