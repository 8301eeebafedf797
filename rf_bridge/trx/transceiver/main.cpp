// SPDX-License-Identifier: AGPL-3.0-or-later
// The air of one cell (transceiver.h) as a program: between osmo-bts-trx and mobiles, by TRXC and TRXD over UDP.
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <string>

#include "base/unique_fd.h"
#include "rf_bridge/trx/transceiver/air_sockets.h"
#include "rf_bridge/trx/transceiver/configuration.h"
#include "rf_bridge/trx/transceiver/frame_timer.h"
#include "trace/open_sink.h"

namespace {

using namespace foothold;
using namespace foothold::rf_bridge::trx;

constexpr int kDone = 0, kFailed = 1, kMisconfigured = 2, kMachineLacks = 3;

int complain(int code, const Error& error) {
  std::fprintf(stderr, "foothold-transceiver: %s\n", to_string(error).c_str());
  return code;
}

int serve(const TransceiverConfiguration& configuration, const UniqueFd& signals) {
  auto sink = trace::open_sink(configuration.trace, "foothold-transceiver");
  if (!sink) return complain(kMachineLacks, sink.error());
  auto sockets = AirSockets::open(configuration);
  if (!sockets) return complain(kMachineLacks, sockets.error());
  auto timer = FrameTimer::start();
  if (!timer) return complain(kMachineLacks, timer.error());

  trace::Event ready;
  ready.from = trace::Actor::bss;
  ready.layer = trace::Layer::lab;
  ready.kind = trace::Kind::state;
  ready.name = "service.ready";
  (*sink)->write(std::move(ready));

  Transceiver transceiver(configuration.transceiver);
  auto sources = sockets->sources();
  const auto of_timer = sources.size(), of_signals = sources.size() + 1;
  sources.push_back({timer->fd(), POLLIN, 0});
  sources.push_back({signals.get(), POLLIN, 0});
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
  CLI::App app("The air of a cell at burst level: the transceiver of osmo-bts-trx and the radios of its mobiles.",
               "foothold-transceiver");
  std::string file;
  app.add_option("-c,--config", file, "Configuration file (TOML)")->required()->check(CLI::ExistingFile);
  app.set_version_flag("-V,--version", FOOTHOLD_VERSION);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kMisconfigured;
  }
  ::signal(SIGPIPE, SIG_IGN);
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  ::sigprocmask(SIG_BLOCK, &ends, nullptr);
  const UniqueFd signals(::signalfd(-1, &ends, SFD_NONBLOCK | SFD_CLOEXEC));
  const auto configuration = load_transceiver_configuration(file);
  if (!configuration) return complain(kMisconfigured, configuration.error());
  return serve(*configuration, signals);
}
