// SPDX-License-Identifier: AGPL-3.0-or-later
//
// foothold-tre: one TRE behind a unix socket and, where that is configured, in a card reader.
#include <signal.h>
#include <sys/signalfd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>

#include "trace/open_sink.h"
#include "tre_emu/transport/socket_server.h"
#include "tre_emu/transport/tre_config.h"
#include "tre_emu/tre.h"
#include "tre_emu/vault/posix_folder.h"

namespace {

using namespace foothold;
using namespace foothold::tre_emu;

enum ExitCode : int { kDone = 0, kFailed = 1, kUsage = 2 };

int complain(const Error& error, ExitCode code) {
  std::fprintf(stderr, "foothold-tre: %s\n", to_string(error).c_str());
  return code;
}

Result<transport::TreConfig> read_config(const std::string& path) {
  std::ifstream file(path);
  if (!file) return fail("cannot be opened", path);
  return transport::parse_tre_config(std::string(std::istreambuf_iterator<char>(file), {}));
}

// Readable once SIGTERM or SIGINT came.
UniqueFd stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  if (::pthread_sigmask(SIG_BLOCK, &signals, nullptr) != 0) return {};
  return UniqueFd(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
}

trace::Event ready_event(const Tre& tre) {
  trace::Event event;
  event.device = tre.vault().pcid();
  event.from = trace::Actor::tre;
  event.kind = trace::Kind::state;
  event.name = "service.ready";
  event.fields = {{"program", "foothold-tre"}, {"state", tre.vault().locked() ? "locked" : "ready"}};
  return event;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"A trusted environment (TRE) that terminals reach by APDU over a unix socket", "foothold-tre"};
  std::string config_path;
  app.set_version_flag("--version", FOOTHOLD_VERSION);
  app.add_option("--config", config_path, "configuration, TOML: state, socket, trace, clock, vpcd, sap")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  const UniqueFd stop = stop_signals();  // before any thread is there
  if (!stop) return complain(Error{"cannot wait for signals", {}}, kFailed);
  const auto config = read_config(config_path);
  if (!config) return complain(config.error(), kUsage);
  auto folder = vault::PosixFolder::open(config->state);
  if (!folder) return complain(folder.error(), kUsage);
  auto tre = Tre::power_up(*folder, pki::fill_random);
  if (!tre) return complain(tre.error(), kUsage);
  auto events = trace::open_sink(config->trace, "foothold-tre");
  if (!events) return complain(events.error(), kUsage);
  const transport::ServedTre served(**tre, **events, config->system_clock);
  std::optional<transport::VpcdCard> card;
  if (!config->vpcd.empty()) {
    auto made = transport::VpcdCard::make(config->vpcd, served);
    if (!made) return complain(made.error(), kUsage);
    card = std::move(*made);
  }
  auto server = transport::SocketServer::listen(config->socket, served);
  if (!server) return complain(server.error(), kUsage);
  if (!config->sap.empty()) {
    if (auto listening = server->listen_for_sap(config->sap); !listening) return complain(listening.error(), kUsage);
  }
  for (auto& event : (*tre)->power_up_events()) (*events)->write(std::move(event));
  (*events)->write(ready_event(**tre));
  if (auto done = server->run(stop.get(), card ? &*card : nullptr); !done) return complain(done.error(), kFailed);
  return kDone;
}
