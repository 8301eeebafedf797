// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/transceiver/configuration.h"

#include <random>

namespace foothold::rf_bridge::trx {
namespace {

constexpr std::int64_t kMostMobiles = 64;

// The keys of one table: `channel`, what all mobiles have, or `mobile.<n>`, what one has instead.
PropagationSettings read_channel(config::ConfigFile& config, const std::string& table, PropagationSettings otherwise) {
  const auto number = [&](const char* key, std::int64_t min, std::int64_t max, double unless) {
    return static_cast<double>(config.integer_or(table + "." + key, min, max, static_cast<std::int64_t>(unless)));
  };
  const auto percent = [&](const char* key, double unless) { return number(key, 0, 100, 100 * unless) / 100; };
  PropagationSettings channel;
  channel.path_loss_db = number("path_loss", 0, 200, otherwise.path_loss_db);
  channel.noise_floor_dbm = number("noise_floor", -130, 0, otherwise.noise_floor_dbm);
  channel.doppler_hz = number("doppler", 0, 100, otherwise.doppler_hz);
  channel.downlink_burst_loss = percent("downlink_loss", otherwise.downlink_burst_loss);
  channel.uplink_burst_loss = percent("uplink_loss", otherwise.uplink_burst_loss);
  channel.delay_symbols = number("delay", 0, 63, otherwise.delay_symbols);
  const auto fading = config.text_or(table + ".fading", otherwise.fading == Fading::rayleigh ? "rayleigh" : "none");
  channel.fading = fading == "rayleigh" ? Fading::rayleigh : Fading::none;
  if (fading != "rayleigh" && fading != "none") config.refuse(table + ".fading", "is none of: none, rayleigh");
  return channel;
}

TrxEndpoint read_endpoint(config::ConfigFile& config, const char* key, const char* otherwise) {
  const auto text = config.text_or(key, otherwise);
  if (text.empty()) return {};
  const auto endpoint = parse_endpoint(text, key);
  if (!endpoint) config.refuse(key, endpoint.error().what);
  return endpoint.value_or(TrxEndpoint{});
}

}  // namespace

Result<TransceiverConfiguration> load_transceiver_configuration(const std::filesystem::path& file) {
  auto config = config::ConfigFile::load(file);
  if (!config) return tl::unexpected(config.error());
  return read_transceiver_configuration(*config);
}

Result<TransceiverConfiguration> read_transceiver_configuration(config::ConfigFile& config) {
  TransceiverConfiguration read;
  read.trace = config.text_or("trace", "");
  read.base_station = read_endpoint(config, "base_station", "127.0.0.1:5700");
  read.mobiles = read_endpoint(config, "mobiles", "127.0.0.1:6700");
  read.channel_control = read_endpoint(config, "channel_control", "");
  auto& transceiver = read.transceiver;
  const auto number = [&](const char* key, std::int64_t min, std::int64_t max, int otherwise) {
    return static_cast<int>(config.integer_or(key, min, max, otherwise));
  };
  transceiver.base_station_power_dbm = number("base_station_power", 0, 60, transceiver.base_station_power_dbm);
  transceiver.mobile_power_dbm = number("mobile_power", 0, 60, transceiver.mobile_power_dbm);
  transceiver.clock_advance = number("clock_advance", 0, 30, transceiver.clock_advance);
  transceiver.uplink_patience = number("uplink_patience", 0, 30, transceiver.uplink_patience);
  transceiver.capture_margin_db = number("capture_margin", 0, 60, static_cast<int>(transceiver.capture_margin_db));
  // Without a seed no two runs are the same, as on the air.
  const auto seed = config.integer_or("seed", 0, INT64_MAX, 0);
  transceiver.seed = seed != 0 ? static_cast<std::uint64_t>(seed) : std::random_device{}();
  const auto common = read_channel(config, "channel", {});
  const auto mobiles = config.integer_or("mobile_count", 1, kMostMobiles, 1);
  transceiver.channels.clear();
  for (std::int64_t i = 1; i <= mobiles; ++i) {
    transceiver.channels.push_back(read_channel(config, "mobile." + std::to_string(i), common));
  }
  if (auto good = config.finish(); !good) return tl::unexpected(good.error());
  return read;
}

}  // namespace foothold::rf_bridge::trx
