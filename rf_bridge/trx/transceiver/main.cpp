// SPDX-License-Identifier: AGPL-3.0-or-later
// The air of one cell (transceiver.h) as a program: between osmo-bts-trx and mobiles, by TRXC and TRXD over UDP.
#include <poll.h>

#include <cerrno>
#include <string>

#include "rf_bridge/air_program.h"
#include "rf_bridge/trx/transceiver/air_sockets.h"
#include "rf_bridge/trx/transceiver/configuration.h"
#include "rf_bridge/trx/transceiver/frame_timer.h"
#include "trace/open_sink.h"

namespace {

using namespace foothold;
using namespace foothold::rf_bridge;
using namespace foothold::rf_bridge::exit_code;
using namespace foothold::rf_bridge::trx;

constexpr AirProgram kProgram{
    "foothold-transceiver",
    "The air of a cell at burst level: the transceiver of osmo-bts-trx and the radios of its mobiles.",
    FOOTHOLD_VERSION};

int serve(const std::string& file, int signals) {
  const auto configuration = load_transceiver_configuration(file);
  if (!configuration) return complain(kProgram, kMisconfigured, configuration.error());
  auto sink = trace::open_sink(configuration->trace, kProgram.name);
  if (!sink) return complain(kProgram, kMachineLacks, sink.error());
  auto sockets = AirSockets::open(*configuration);
  if (!sockets) return complain(kProgram, kMachineLacks, sockets.error());
  auto timer = FrameTimer::start();
  if (!timer) return complain(kProgram, kMachineLacks, timer.error());
  tell_ready(**sink);

  Transceiver transceiver(configuration->transceiver);
  auto sources = sockets->sources();
  const auto of_timer = sources.size(), of_signals = sources.size() + 1;
  sources.push_back({timer->fd(), POLLIN, 0});
  sources.push_back({signals, POLLIN, 0});
  while ((sources[of_signals].revents & POLLIN) == 0) {
    if (::poll(sources.data(), sources.size(), -1) < 0 && errno != EINTR) return kFailed;
    // What came before the frame begins is in time for it.
    sockets->read(transceiver, **sink);
    if ((sources[of_timer].revents & POLLIN) == 0) continue;
    for (auto frames = timer->passed(); frames > 0; --frames) sockets->perform(transceiver.on_frame(), **sink);
  }
  return kDone;
}

}  // namespace

int main(int argc, char** argv) {
  return run_air_program(argc, argv, kProgram, serve);
}
