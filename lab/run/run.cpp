// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/run.h"

#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "lab/process/log_text.h"
#include "lab/radio/channel_control.h"
#include "lab/run/device.h"
#include "lab/run/fleet.h"
#include "lab/run/lab_control.h"
#include "lab/run/machine_phone.h"
#include "lab/run/plan.h"
#include "lab/run/run_loop.h"
#include "lab/run/run_network.h"
#include "lab/run/run_pki.h"
#include "lab/run/run_report.h"
#include "lab/run/run_services.h"
#include "lab/run/run_setup.h"
#include "lab/steps/step_report.h"
#include "lab/steps/step_tracker.h"
#include "trace/describe.h"

namespace foothold::lab {
namespace {

using Clock = RunLoop::Clock;

constexpr std::chrono::seconds kPatienceOfStart{30};
constexpr std::chrono::seconds kPatienceOfFailure{30};
constexpr std::chrono::seconds kPatienceOfReport{3};
constexpr std::chrono::seconds kPatienceOfLastWords{2};
// The order in which two programs did things is that of their clocks, as long as either's word is here in this time: on
// a busy machine a thread that sends may have to wait for its turn.
std::chrono::milliseconds merge_window(unsigned machines) {
  constexpr std::chrono::milliseconds kWithOne{500}, kWithEachMore{50};
  return kWithOne + (machines - 1) * kWithEachMore;
}
constexpr unsigned kHiddenFrames = 13'000;  // a minute: until all radios are on
constexpr const char* kTooBusyForBursts =
    "osmo-bts-trx ends where bursts come late by 50 frames (0.23 s): a machine too busy for that can use --radio "
    "virtual, which has no bursts, or --radio gb";
constexpr const char* kSgsn = "osmo-sgsn";

// Two mobiles asked for a channel in the same slot: told by either of the programs that are the air.
bool is_rach_collision(const trace::Event& event) {
  return event.name == "um.access_collision" || (event.name == "um.collision" && event.field("channel") == "RACH");
}

bool is_radio_of_mobile_on(const trace::Event& event) {
  return event.name == "um.radio" && event.field("powered") == "true" && event.field("radio") != "base station";
}

RunSetup setup_of(const RunFolders& folders, const RunOptions& options) {
  RunSetup setup;
  setup.folders = folders;
  setup.deviations = options.scenario->deviations;
  setup.programs = options.programs;
  setup.radio = options.radio;
  setup.burst_loss = options.burst_loss;
  setup.machines = options.machines;
  setup.dm_over_phone = options.dm_over_phone;
  return setup;
}

class Run {
 public:
  Run(const RunFolders& folders, const RunOptions& options)
      : options_(options),
        setup_(setup_of(folders, options)),
        tracker_(Fleet::pcids(options.machines)),
        fleet_(options.machines, tracker_),
        report_(fleet_, steps::style_for(STDOUT_FILENO)),
        loop_([this](const trace::Event& event) { on_event(event); }, [this](const ProcessEnd& end) { on_end(end); }),
        network_(setup_, loop_),
        control_(setup_, options.machines, LabControl::Switches::by_run, loop_) {}

  int execute() {
    const auto began = begin();
    if (began) watch();
    finish();
    return report(began);
  }

 private:
  bool complete() const { return fleet_.complete() == fleet_.size(); }

  Result<void> begin() {
    if (auto done = network_.prepare(!options_.keep_state, {.merge_window = merge_window(fleet_.size())}); !done)
      return done;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (auto done = make_run_pki(setup_.folders.pki(), now); !done) return done;
    std::vector<PersonalisationHalves> halves;
    for (unsigned machine = 1; machine <= fleet_.size(); ++machine) {
      const auto of_machine = make_device(setup_, machine, loop_.processes());
      if (!of_machine) return tl::unexpected(of_machine.error());
      halves.push_back(*of_machine);
    }
    if (auto done = write_service_configurations(setup_, now); !done) return done;
    if (auto done = import_records(setup_, halves, loop_.processes()); !done) return done;
    if (loop_.interrupted()) return fail("interrupted");
    return start_services();
  }

  Result<void> start_services() {
    if (auto done = network_.start(service_stages(setup_), kPatienceOfStart); !done) return done;
    if (auto done = network_.capture(); !done) return done;
    // Whoever wants to change what happens may ask; a run has no need of that.
    if (const auto open = control_.open(); !open) print("nobody can ask this run: " + to_string(open.error()));
    started_ = Clock::now();
    const bool hidden = setup_.radio == Radio::trx && fleet_.size() > 1;
    if (auto done = hidden ? hide_cell(kHiddenFrames) : Result<void>(); !done) return done;
    for (unsigned machine = 1; machine <= fleet_.size(); ++machine) {
      if (auto started = start_machine(machine); !started) return started;
    }
    if (!hidden) return {};
    loop_.wait_until([&] { return radios_on_ == fleet_.size() || fleet_.any_ended(); },
                     Clock::now() + kPatienceOfStart);
    return hide_cell(0);
  }

  Result<void> start_machine(unsigned machine) {
    const auto command = setup_.command_of(plan::kMachine, machine);
    if (auto started = loop_.processes().start(command); !started) return started;
    const auto pid = loop_.processes().pid_of(command.name);
    if (!setup_.dm_over_phone || !pid) return {};
    return loop_.processes().start(forward_of(setup_, machine, *pid));
  }

  // Several mobiles hear the cell in the same moment, when all of their radios are on, as after a power cut: otherwise
  // the order in which programs start would keep their accesses apart.
  static Result<void> hide_cell(unsigned frames) {
    return change_channel({"OUTAGE", "*", std::to_string(frames)}, kPatienceOfStart);
  }

  void watch() {
    const auto deadline = started_ + options_.timeout;
    const auto over = [&] { return !breakdown_.empty() || fleet_.over(Clock::now(), kPatienceOfFailure); };
    timed_out_ = !loop_.wait_until(over, deadline) && !loop_.interrupted();
    loop_.wait_until([&] { return fleet_.last_words_heard(); },
                     Clock::now() + merge_window(fleet_.size()) + kPatienceOfLastWords);
    if (!breakdown_.empty()) return;
    if (setup_.dm_over_phone && complete()) {
      loop_.wait_until([&] { return phones_came_back(); }, Clock::now() + kPatienceOfReport);
    }
    loop_.wait_until([&] { return fleet_.reports_seen(); }, Clock::now() + kPatienceOfReport);
  }

  bool phones_came_back() const {
    unsigned machine = 1;
    while (machine <= fleet_.size() && phone_came_back(setup_, machine)) ++machine;
    return machine > fleet_.size();
  }

  void finish() {
    control_.close();
    network_.stop(fleet_.size());
  }

  void on_event(const trace::Event& event) {
    if (event.kind == trace::Kind::step) return;  // our own, on its way to live listeners
    network_.record(event);
    if (options_.verbose && event.name != "wire.packet") print("        " + trace::describe(event));
    if (event.name == "um.cell_selected") print_cell(event);
    if (is_rach_collision(event)) ++rach_collisions_;
    if (is_radio_of_mobile_on(event)) ++radios_on_;
    for (auto& step : tracker_.take(event)) {
      if (const auto line = report_.progress(step); !line.empty()) print(line);
      network_.tell(step);
      if (step.name == "step.done" && step.step == setup_.deviations.sgsn_restarts_at_step) restart_sgsn();
    }
  }

  // What the machine decoded of the network before it attaches (TR 33.812 5.1.3.6.2, step 1).
  void print_cell(const trace::Event& event) {
    // One line is enough for machines that all decode the same.
    if (fleet_.size() > 1 && std::exchange(cell_printed_, true)) return;
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
    for (unsigned machine = 1; machine <= fleet_.size(); ++machine) {
      if (end.name == numbered_of(plan::kMachine, machine)) return fleet_.ended(machine, end);
    }
    if (end.name == kSgsn && sgsn_restarted_ && !network_.stopping()) {
      const auto again = loop_.processes().start(sgsn_service(setup_, "osmo-sgsn-2").command);
      if (again)
        print("        the SGSN is started again");
      else
        breakdown_ = to_string(again.error());
    } else if (!end.asked && !network_.stopping()) {
      breakdown_ = end.name + " " + end.in_words() + " in the middle of the run; its log ends with\n" +
                   last_lines(setup_.folders.log(end.name), 12);
    }
  }

  // The last line says how it ended; the exit code says the same.
  int report(const Result<void>& began) {
    write_text_file(setup_.folders.run / "summary.json", steps::summary_json(tracker_));
    const auto trace_file = network_.trace_file().string();
    if (loop_.interrupted()) {
      print("interrupted; trace so far: " + trace_file);
      return exit_code::kInterrupted;
    }
    if (!began) {
      std::fprintf(stderr, "foothold: %s\n", to_string(began.error()).c_str());
      if (setup_.radio == Radio::trx && began.error().field == "osmo-bts-trx") print(kTooBusyForBursts);
      print("the run could not start; logs: " + (setup_.folders.run / "log").string());
      return exit_code::kProcedureFailed;
    }
    std::fputs(report_.results().c_str(), stdout);
    for (unsigned machine = 1; setup_.dm_over_phone && machine <= fleet_.size(); ++machine) {
      std::printf("%s:\n%s", numbered_of("phone", machine).c_str(), story_of_phone(setup_, machine).c_str());
    }
    if (fleet_.size() > 1 && setup_.radio != Radio::gb)
      print("collisions on the RACH: " + std::to_string(rach_collisions_));
    if (complete()) {
      print(report_.success() + "; trace: " + trace_file);
      return exit_code::kDone;
    }
    if (setup_.radio == Radio::trx && breakdown_.starts_with("osmo-bts-trx")) print(kTooBusyForBursts);
    print(end_in_words() + "; trace: " + trace_file);
    return exit_code::kProcedureFailed;
  }

  std::string end_in_words() const {
    const auto& first = fleet_.run_of(1);
    if (const auto row = first.stopped_at(); row && fleet_.size() == 1) {
      return "stopped at step " + std::string(steps::step_table()[*row].label) + ": " + first.steps[*row].reason;
    }
    const std::string stopped = fleet_.size() == 1 ? "stopped"
                                                   : "stopped with " + std::to_string(fleet_.complete()) + " of " +
                                                         std::to_string(fleet_.size()) + " devices";
    if (!breakdown_.empty()) return stopped + ": " + breakdown_;
    if (timed_out_) return stopped + ": not complete after " + std::to_string(options_.timeout.count()) + " s";
    if (const auto& end = fleet_.end_of(1); end && fleet_.size() == 1) {
      return stopped + ": " + std::string(plan::kMachine) + " " + end->in_words();
    }
    return stopped;
  }

  void print(const std::string& line) const {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
  }

  RunOptions options_;
  RunSetup setup_;
  steps::StepTracker tracker_;
  Fleet fleet_;       // reads tracker_
  RunReport report_;  // reads fleet_
  RunLoop loop_;
  RunNetwork network_;
  LabControl control_;
  Clock::time_point started_{};
  unsigned rach_collisions_ = 0;
  unsigned radios_on_ = 0;
  bool cell_printed_ = false;
  std::string breakdown_;
  bool sgsn_restarted_ = false;
  bool timed_out_ = false;
};

}  // namespace

int execute_run(const RunFolders& folders, const RunOptions& options) {
  return Run(folders, options).execute();
}

}  // namespace foothold::lab
