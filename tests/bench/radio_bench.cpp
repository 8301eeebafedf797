// SPDX-License-Identifier: AGPL-3.0-or-later
// What the burst level costs. A frame lasts 4.615 ms: what a transceiver and its mobiles need for one must stay far
// below, on one core, for the air to keep its time.
#include <benchmark/benchmark.h>

#include "rf_bridge/trx/channel_coding.h"
#include "rf_bridge/trx/transceiver/transceiver.h"

namespace {

using namespace foothold;
using namespace foothold::rf_bridge::trx;

void command(Transceiver& transceiver, unsigned radio, const TrxcCommand& command) {
  transceiver.on_control(radio, encode(command));
}

void switch_on(Transceiver& transceiver, unsigned radio) {
  const bool base_station = radio == 0;
  command(transceiver, radio, {"SETFORMAT", {"2"}});
  command(transceiver, radio, {"RXTUNE", {base_station ? "1782000" : "1877000"}});
  command(transceiver, radio, {"TXTUNE", {base_station ? "1877000" : "1782000"}});
  command(transceiver, radio, {"POWERON", {}});
  for (unsigned timeslot = 0; timeslot < 8; ++timeslot) {
    command(transceiver, radio, {"SETSLOT", {std::to_string(timeslot), "13"}});
  }
}

// One frame of a full carrier, at so many mobiles with this carrier to noise ratio in dB.
void transceiver_frame(benchmark::State& state) {
  PropagationSettings channel;
  channel.path_loss_db = 23 + 110 - static_cast<double>(state.range(1));
  TransceiverSettings settings;
  settings.channels.assign(static_cast<std::size_t>(state.range(0)), channel);
  Transceiver transceiver(settings);
  for (unsigned radio = 0; radio <= settings.channels.size(); ++radio) switch_on(transceiver, radio);
  for (auto _ : state) {
    TransmitFrame frame{2, transceiver.frame() + 1, {}};
    for (std::uint8_t timeslot = 0; timeslot < 8; ++timeslot) frame.bursts.push_back({timeslot, 0, dummy_burst()});
    transceiver.on_bursts(0, encode(frame)[0]);
    benchmark::DoNotOptimize(transceiver.on_frame());
  }
}
BENCHMARK(transceiver_frame)->Args({1, 30})->Args({8, 30})->Args({8, 10})->Unit(benchmark::kMicrosecond);

// One block of a PDCH; the argument is its size, which is that of a coding scheme.
void packet_block_decoding(benchmark::State& state) {
  const auto bits = encode_packet_block(Bytes(static_cast<std::size_t>(state.range(0)), 0x2b));
  SoftBlock soft{};
  for (std::size_t i = 0; i < soft.size(); ++i) soft[i] = static_cast<std::int8_t>((*bits)[i] != 0 ? -127 : 127);
  for (auto _ : state) benchmark::DoNotOptimize(decode_packet_block(soft));
}
BENCHMARK(packet_block_decoding)->Arg(23)->Arg(34)->Arg(40)->Arg(54)->Unit(benchmark::kMicrosecond);

}  // namespace
