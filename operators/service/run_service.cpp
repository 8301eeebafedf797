// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/service/run_service.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <map>

#include "base/unique_fd.h"
#include "trace/describe.h"
#include "trace/log_sink.h"
#include "trace/stream_sink.h"
#include "trace/tee_sink.h"

namespace foothold::operators {
namespace {

enum ExitCode : int { kDone = 0, kFailed = 1, kUsage = 2, kMissing = 3 };

struct Options {
  std::string config;
  std::string import;
  trace::Loudness log = trace::Loudness::info;
};

// The log may be quieter than the stream to the collector, which has everything.
class QuietSink : public trace::Sink {
 public:
  explicit QuietSink(trace::Loudness least) : log_(stderr), least_(least) {}
  void write(trace::Event event) override {
    if (trace::loudness_of(event) >= least_) log_.write(std::move(event));
  }

 private:
  trace::LogSink log_;
  trace::Loudness least_;
};

Result<std::unique_ptr<trace::Sink>> open_events(const std::string& collector, const std::string& program,
                                                 trace::Loudness least) {
  std::vector<std::unique_ptr<trace::Sink>> sinks;
  sinks.push_back(std::make_unique<QuietSink>(least));
  if (!collector.empty()) {
    auto stream = trace::connect_stream(collector, program);
    if (!stream) return tl::unexpected(stream.error());
    sinks.push_back(std::move(*stream));
  }
  return std::make_unique<trace::TeeSink>(std::move(sinks));
}

void complain(const Program& program, const Error& error) {
  std::fprintf(stderr, "%s: %s\n", program.name.c_str(), trace::printable(to_string(error)).c_str());
}

trace::Event lab_event(const Program& program, trace::Kind kind, std::string name,
                       std::vector<trace::Field> fields = {}) {
  trace::Event event;
  event.from = program.actor;
  event.kind = kind;
  event.name = std::move(name);
  event.fields = std::move(fields);
  return event;
}

// Readable as soon as SIGTERM or SIGINT came.
UniqueFd open_stop_fd() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  if (::pthread_sigmask(SIG_BLOCK, &signals, nullptr) != 0) return {};
  return UniqueFd(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
}

int serve(const Program& program, config::ConfigFile& config, trace::Sink& events, int stop_fd) {
  auto service = program.make(config, events);
  if (!service) {
    complain(program, service.error());
    return kUsage;
  }
  auto done = (*service)->start();
  if (done) {
    events.write(lab_event(program, trace::Kind::state, "service.ready", {{"program", program.name}}));
    done = (*service)->run(stop_fd);
  }
  (*service)->stop();
  if (done) return kDone;
  complain(program, done.error());
  events.write(lab_event(program, trace::Kind::failure, "service.failed",
                         {{"program", program.name}, {"reason", done.error().what}}));
  return kFailed;
}

int run(const Program& program, const Options& options) {
  const UniqueFd stop_fd = open_stop_fd();
  ::signal(SIGPIPE, SIG_IGN);
  if (!stop_fd) {
    complain(program, {"this machine gives no signalfd", ""});
    return kMissing;
  }
  auto config = config::ConfigFile::load(options.config);
  if (!config) {
    complain(program, config.error());
    return kUsage;
  }
  const std::string collector = config->text_or("trace", "");
  if (!options.import.empty()) {
    const auto stored = program.import(*config, options.import);
    if (!stored) {
      complain(program, stored.error());
      return kUsage;
    }
    std::fprintf(stderr, "%s: %s\n", program.name.c_str(), trace::printable(*stored).c_str());
    return kDone;
  }
  auto events = open_events(collector, program.name, options.log);
  if (!events) {
    complain(program, {events.error().what, "trace"});
    return kMissing;
  }
  return serve(program, *config, **events, stop_fd.get());
}

}  // namespace

Result<void> Service::run(int stop_fd) {
  pollfd waiting{stop_fd, POLLIN, 0};
  while (::poll(&waiting, 1, -1) < 0)
    if (errno != EINTR) return fail("cannot wait for the end");
  return {};
}

int run_service(int argc, char** argv, const Program& program) {
  Options options;
  CLI::App app(program.purpose, program.name);
  app.set_version_flag("--version", program.name + " 0.1.0");
  app.add_option("--config", options.config, "configuration, TOML")->required();
  if (program.import) app.add_option("--import", options.import, "store what this file holds, then end");
  const std::map<std::string, trace::Loudness> levels = {{"debug", trace::Loudness::debug},
                                                         {"info", trace::Loudness::info},
                                                         {"notice", trace::Loudness::notice},
                                                         {"error", trace::Loudness::error}};
  app.add_option("-e", options.log, "least level to log: debug, info, notice, error")
      ->transform(CLI::CheckedTransformer(levels, CLI::ignore_case));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  try {
    return run(program, options);
  } catch (const std::exception& exception) {
    complain(program, {exception.what(), ""});
    return kFailed;
  }
}

}  // namespace foothold::operators
