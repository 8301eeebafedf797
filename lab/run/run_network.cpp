// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/run_network.h"

#include <signal.h>

#include <system_error>
#include <utility>

#include "lab/host/network_interface.h"
#include "lab/run/plan.h"
#include "lab/run/radio_network.h"
#include "trace/file_sink.h"

namespace foothold::lab {

Result<void> RunNetwork::prepare(bool state_in_memory, const trace::CollectorLimits& limits) {
  if (auto done = furnish_state(setup_.folders, state_in_memory, setup_.machines); !done) return done;
  if (auto done = open_trace(limits); !done) return done;
  for (const auto& service : plan::kHttpsServices) {
    if (auto done = add_address("lo", service.address); !done) return done;
  }
  return prepare_air(setup_);
}

Result<void> RunNetwork::open_trace(const trace::CollectorLimits& limits) {
  auto file = trace::open_pcapng_file(trace_file().string(), "foothold");
  if (!file) return tl::unexpected(file.error());
  file_ = std::move(*file);
  auto collector = trace::Collector::open(
      setup_.collector_socket(), setup_.live_socket(),
      [&events = loop_.events()](const trace::Event& event) { events.push(event); }, limits);
  if (!collector) return tl::unexpected(collector.error());
  collector_ = std::move(*collector);
  return {};
}

Result<void> RunNetwork::start(const std::vector<std::vector<Service>>& stages, std::chrono::seconds patience) {
  for (const auto& stage : stages) {
    if (auto started = loop_.start(stage, patience); !started) return started;
  }
  return {};
}

Result<void> RunNetwork::capture() {
  auto capture = open_run_capture(*collector_, setup_.radio == Radio::gb ? setup_.machines : 0);
  if (!capture) return tl::unexpected(capture.error());
  capture_ = std::move(*capture);
  return {};
}

void RunNetwork::stop(unsigned machines) {
  stopping_ = true;
  for (unsigned machine = 1; machine <= machines; ++machine) loop_.stop(numbered_of(plan::kMachine, machine));
  if (const auto slow = slow_to_stop(setup_); !slow.empty()) loop_.processes().signal(slow, SIGKILL);
  loop_.stop_all();
  capture_.reset();
  if (collector_) collector_->stop();
  loop_.drain();
  collector_.reset();
  file_.reset();
  std::error_code ignored;
  std::filesystem::remove(setup_.live_socket(), ignored);
}

void RunNetwork::record(const trace::Event& event) {
  if (file_) file_->write(event);
}

void RunNetwork::tell(const trace::Event& step) {
  record(step);
  if (collector_ && !stopping_) collector_->write(step);
}

}  // namespace foothold::lab
