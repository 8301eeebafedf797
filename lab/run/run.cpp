// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/run.h"

#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "lab/host/network_interface.h"
#include "lab/process/log_text.h"
#include "lab/run/device.h"
#include "lab/run/plan.h"
#include "lab/run/radio_network.h"
#include "lab/run/run_capture.h"
#include "lab/run/run_loop.h"
#include "lab/run/run_pki.h"
#include "lab/run/run_services.h"
#include "lab/run/run_setup.h"
#include "lab/steps/step_report.h"
#include "lab/steps/step_tracker.h"
#include "trace/collector.h"
#include "trace/describe.h"
#include "trace/file_sink.h"

namespace foothold::lab {
namespace {

using Clock = RunLoop::Clock;

constexpr std::chrono::seconds kPatienceOfStart{30};
// After a failure the machine may try again and make it good; when it has not in this time, the run has stopped.
constexpr std::chrono::seconds kPatienceOfFailure{30};
// The report of a failed provisioning (steps 20 and 21) crosses two more services after the machine knows.
constexpr std::chrono::seconds kPatienceOfReport{3};
constexpr std::chrono::seconds kPatienceOfLastWords{1};
constexpr unsigned kFirstStepWithReport = 13;
constexpr const char* kMachine = "foothold-m2me";
constexpr const char* kSgsn = "osmo-sgsn";

class Run {
 public:
  Run(const RunFolders& folders, const RunOptions& options)
      : options_(options),
        setup_{folders, options.scenario->deviations, options.programs, options.radio, options.burst_loss},
        style_(steps::style_for(STDOUT_FILENO)),
        tracker_({plan::kPcid}),
        loop_([this](const trace::Event& event) { on_event(event); }, [this](const ProcessEnd& end) { on_end(end); }) {}

  int execute() {
    const auto began = begin();
    if (began) watch();
    finish();
    return report(began);
  }

 private:
  const steps::DeviceRun& device() const { return *tracker_.find(plan::kPcid); }
  std::optional<unsigned> stopped_at() const {
    const auto row = device().stopped_at();
    return row ? std::optional(steps::step_table()[*row].number) : std::nullopt;
  }

  Result<void> begin() {
    if (auto done = furnish_state(setup_.folders, !options_.keep_state); !done) return done;
    if (auto done = open_trace(); !done) return done;
    for (const auto& service : plan::kHttpsServices) {
      if (auto done = add_address("lo", service.address); !done) return done;
    }
    if (auto done = prepare_air(setup_); !done) return done;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (auto done = make_run_pki(setup_.folders.pki(), now); !done) return done;
    const auto halves = make_device(setup_, loop_.processes());
    if (!halves) return tl::unexpected(halves.error());
    if (auto done = write_service_configurations(setup_, now); !done) return done;
    if (auto done = import_records(setup_, *halves, loop_.processes()); !done) return done;
    if (loop_.interrupted()) return fail("interrupted");
    return start_services();
  }

  Result<void> open_trace() {
    auto file = trace::open_pcapng_file((setup_.folders.run / "trace.pcapng").string(), "foothold");
    if (!file) return tl::unexpected(file.error());
    file_ = std::move(*file);
    auto collector = trace::Collector::open(setup_.collector_socket(), setup_.live_socket(),
                                            [this](const trace::Event& event) { loop_.events().push(event); });
    if (!collector) return tl::unexpected(collector.error());
    collector_ = std::move(*collector);
    return {};
  }

  Result<void> start_services() {
    for (const auto& stage : service_stages(setup_)) {
      if (auto started = loop_.start(stage, kPatienceOfStart); !started) return started;
    }
    auto capture = open_run_capture(*collector_);  // the GGSN's TUNs are there now, and the machine is not yet
    if (!capture) return tl::unexpected(capture.error());
    capture_ = std::move(*capture);
    started_ = Clock::now();
    return loop_.processes().start(setup_.command(kMachine));
  }

  void watch() {
    const auto deadline = started_ + options_.timeout;
    const auto over = [&] {
      if (device().complete() || machine_end_ || !breakdown_.empty()) return true;
      if (!stopped_at())
        failing_since_.reset();
      else if (!failing_since_)
        failing_since_ = Clock::now();
      return failing_since_ && Clock::now() >= *failing_since_ + kPatienceOfFailure;
    };
    timed_out_ = !loop_.wait_until(over, deadline) && !loop_.interrupted();
    if (machine_end_) {
      // What it said last may still be on its way through the collector.
      loop_.wait_until([&] { return device().complete() || stopped_at(); }, Clock::now() + kPatienceOfLastWords);
    }
    if (const auto stopped = stopped_at(); stopped && *stopped >= kFirstStepWithReport && breakdown_.empty()) {
      const auto& report = device().steps[*steps::row_of("21")];
      loop_.wait_until([&] { return report.state == steps::StepState::done; }, Clock::now() + kPatienceOfReport);
    }
  }

  // The machine first: its way out (detach) is part of what is seen. What the programs had to say is then in the
  // collector's hands, since each drains its sink before it ends.
  void finish() {
    ending_ = true;
    loop_.stop(kMachine);
    if (const auto slow = slow_to_stop(setup_); !slow.empty()) loop_.processes().signal(slow, SIGKILL);
    loop_.stop_all();
    capture_.reset();
    if (collector_) collector_->stop();
    loop_.drain();
    collector_.reset();
  }

  void on_event(const trace::Event& event) {
    if (event.kind == trace::Kind::step) return;  // our own, on its way to live listeners
    if (file_) file_->write(event);
    if (options_.verbose && event.name != "wire.packet") print("        " + trace::describe(event));
    if (event.name == "um.cell_selected") print_cell(event);
    for (auto& step : tracker_.take(event)) {
      if (const auto row = steps::row_of(step.field("label"))) print(steps::step_line(device(), *row, style_));
      if (file_) file_->write(step);
      if (collector_ && !ending_) collector_->write(step);
      if (step.name == "step.done" && step.step == setup_.deviations.sgsn_restarts_at_step) restart_sgsn();
    }
  }

  // What the machine decoded of the network before it attaches (TR 33.812 5.1.3.6.2, step 1).
  void print_cell(const trace::Event& event) const {
    print("        system information decoded: cell " + event.field("cell") + ", ARFCN " + event.field("arfcn") +
          ", RAC " + event.field("rac") + ", GPRS " + event.field("gprs"));
  }

  void restart_sgsn() {
    if (sgsn_restarted_) return;
    sgsn_restarted_ = true;
    print("        the SGSN is killed now");
    loop_.processes().signal(kSgsn, SIGKILL);
  }

  void on_end(const ProcessEnd& end) {
    if (end.name == kMachine) {
      machine_end_ = end;
    } else if (end.name == kSgsn && sgsn_restarted_ && !ending_) {
      const auto again = loop_.processes().start(sgsn_service(setup_, "osmo-sgsn-2").command);
      if (again)
        print("        the SGSN is started again");
      else
        breakdown_ = to_string(again.error());
    } else if (!end.asked && !ending_) {
      breakdown_ = end.name + " " + end.in_words() + " in the middle of the run; its log ends with\n" +
                   last_lines(setup_.folders.log(end.name), 12);
    }
  }

  // The last line says how it ended; the exit code says the same.
  int report(const Result<void>& began) {
    file_.reset();
    write_text_file(setup_.folders.run / "summary.json", steps::summary_json(tracker_));
    const auto trace_file = (setup_.folders.run / "trace.pcapng").string();
    if (loop_.interrupted()) {
      print("interrupted; trace so far: " + trace_file);
      return exit_code::kInterrupted;
    }
    if (!began) {
      std::fprintf(stderr, "foothold: %s\n", to_string(began.error()).c_str());
      print("the run could not start; logs: " + (setup_.folders.run / "log").string());
      return exit_code::kProcedureFailed;
    }
    if (device().complete()) {
      print("22 of 22 steps observed; trace: " + trace_file);
      return exit_code::kDone;
    }
    print(end_in_words() + "; trace: " + trace_file);
    return exit_code::kProcedureFailed;
  }

  std::string end_in_words() const {
    if (const auto row = device().stopped_at()) {
      return "stopped at step " + std::string(steps::step_table()[*row].label) + ": " + device().steps[*row].reason;
    }
    if (!breakdown_.empty()) return "stopped: " + breakdown_;
    if (timed_out_) return "stopped: not complete after " + std::to_string(options_.timeout.count()) + " s";
    if (machine_end_) return "stopped: " + std::string(kMachine) + " " + machine_end_->in_words();
    return "stopped";
  }

  void print(const std::string& line) const {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
  }

  RunOptions options_;
  RunSetup setup_;
  steps::ReportStyle style_;
  steps::StepTracker tracker_;
  std::unique_ptr<trace::Sink> file_;
  RunLoop loop_;
  std::unique_ptr<trace::Collector> collector_;  // its thread pushes into loop_: ends before it
  std::unique_ptr<RunCapture> capture_;          // writes into the collector: ends before it
  Clock::time_point started_{};
  std::optional<Clock::time_point> failing_since_;
  std::optional<ProcessEnd> machine_end_;
  std::string breakdown_;
  bool sgsn_restarted_ = false;
  bool timed_out_ = false;
  bool ending_ = false;
};

}  // namespace

int execute_run(const RunFolders& folders, const RunOptions& options) {
  return Run(folders, options).execute();
}

}  // namespace foothold::lab
