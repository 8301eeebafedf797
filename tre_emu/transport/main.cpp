// SPDX-License-Identifier: AGPL-3.0-or-later
//
// foothold-tre: TREs behind unix sockets and in card readers, one or many in one process.
#include <signal.h>
#include <sys/signalfd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <list>
#include <memory>
#include <optional>

#include "trace/open_sink.h"
#include "tre_emu/transport/event_loop.h"
#include "tre_emu/transport/served_tre.h"
#include "tre_emu/transport/socket_server.h"
#include "tre_emu/transport/tre_config.h"
#include "tre_emu/transport/vpcd_card.h"
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

// A TRE, where it is reached.
struct Card {
  std::optional<vault::PosixFolder> folder;
  std::unique_ptr<Tre> tre;
  std::optional<transport::ServedTre> served;
  std::optional<transport::VpcdCard> in_reader;

  Result<void> put_in_place(const transport::CardConfig& wanted, const transport::TreConfig& config,
                            trace::Sink& events, transport::EventLoop& loop) {
    auto opened = vault::PosixFolder::open(wanted.state);
    if (!opened) return tl::unexpected(opened.error());
    folder = std::move(*opened);
    auto powered = Tre::power_up(*folder, pki::fill_random);
    if (!powered) return tl::unexpected(powered.error());
    tre = std::move(*powered);
    tre->tell_exchanges(config.trace_apdus);
    served.emplace(*tre, events, config.system_clock);
    if (!wanted.vpcd.empty()) {
      auto made = transport::VpcdCard::make(wanted.vpcd, *served);
      if (!made) return tl::unexpected(made.error());
      loop.add(in_reader.emplace(std::move(*made)));
    }
    transport::SocketServer server(*served);
    if (!wanted.socket.empty()) {
      if (auto listening = server.listen(wanted.socket); !listening) return listening;
    }
    if (!wanted.sap.empty()) {
      if (auto listening = server.listen_for_sap(wanted.sap); !listening) return listening;
    }
    server.serve_in(loop);
    return {};
  }
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Trusted environments (TREs) that terminals reach by APDU, over unix sockets and in card readers",
               "foothold-tre"};
  std::string config_path;
  app.set_version_flag("--version", FOOTHOLD_VERSION);
  app.add_option("--config", config_path,
                 "configuration, TOML: state, socket, vpcd, sap, or [[card]] with these; trace, trace_apdus, clock")
      ->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  const UniqueFd stop = stop_signals();  // before any thread is there
  if (!stop) return complain(Error{"cannot wait for signals", {}}, kFailed);
  const auto config = read_config(config_path);
  if (!config) return complain(config.error(), kUsage);
  auto events = trace::open_sink(config->trace, "foothold-tre");
  if (!events) return complain(events.error(), kUsage);
  std::list<Card> cards;
  auto loop = transport::EventLoop::make();
  if (!loop) return complain(loop.error(), kFailed);
  for (const auto& wanted : config->cards) {
    if (auto put = cards.emplace_back().put_in_place(wanted, *config, **events, *loop); !put) {
      return complain(put.error(), kUsage);
    }
  }
  for (const auto& card : cards) {
    for (auto& event : card.tre->power_up_events()) (*events)->write(std::move(event));
    (*events)->write(ready_event(*card.tre));
  }
  if (auto done = loop->run(stop.get()); !done) return complain(done.error(), kFailed);
  return kDone;
}
