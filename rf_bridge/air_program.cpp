// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/air_program.h"

#include <signal.h>
#include <sys/signalfd.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/unique_fd.h"

namespace foothold::rf_bridge {

int run_air_program(int argc, char** argv, const AirProgram& program,
                    const std::function<int(const std::string& file, int signals)>& serve) {
  CLI::App app(program.purpose, program.name);
  std::string file;
  app.add_option("-c,--config", file, "Configuration file (TOML)")->required()->check(CLI::ExistingFile);
  app.set_version_flag("-V,--version", program.version);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_code::kDone : exit_code::kMisconfigured;
  }
  ::signal(SIGPIPE, SIG_IGN);
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  ::sigprocmask(SIG_BLOCK, &ends, nullptr);
  const UniqueFd signals(::signalfd(-1, &ends, SFD_NONBLOCK | SFD_CLOEXEC));
  return serve(file, signals.get());
}

int complain(const AirProgram& program, int code, const Error& error) {
  std::fprintf(stderr, "%s: %s\n", program.name, to_string(error).c_str());
  return code;
}

void tell_ready(trace::Sink& sink) {
  trace::Event ready;
  ready.from = trace::Actor::bss;
  ready.layer = trace::Layer::lab;
  ready.kind = trace::Kind::state;
  ready.name = "service.ready";
  sink.write(std::move(ready));
}

}  // namespace foothold::rf_bridge
