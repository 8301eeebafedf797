// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/up/lab.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "lab/control/control_client.h"
#include "lab/control/control_server.h"
#include "lab/host/network_interface.h"
#include "lab/process/log_text.h"
#include "lab/radio/gsm_band.h"
#include "lab/run/plan.h"
#include "lab/run/radio_network.h"
#include "lab/run/run.h"
#include "lab/run/run_capture.h"
#include "lab/run/run_loop.h"
#include "lab/run/run_services.h"
#include "lab/steps/step_report.h"
#include "lab/steps/step_tracker.h"
#include "lab/up/lab_control.h"
#include "lab/up/lab_preparation.h"
#include "trace/collector.h"
#include "trace/file_sink.h"

namespace foothold::lab {
namespace {

constexpr std::chrono::seconds kPatienceOfStart{60};
constexpr const char* kMachine = "foothold-m2me";

struct Vty {
  const char* program;
  const char* address;  // and port, as telnet wants them
};
constexpr Vty kCoreVtys[] = {
    {"osmo-sgsn", "127.0.0.1 4245"}, {"osmo-ggsn", "127.0.0.2 4260"}, {"osmo-hlr", "127.0.3.1 4258"}};
constexpr Vty kRadioVtys[] = {
    {"osmo-bsc", "127.0.0.1 4242"}, {"osmo-bts", "127.0.0.1 4241"}, {"osmo-pcu", "127.0.0.1 4240"}};
constexpr Vty kTransceiverVty = {"osmo-trx", "127.0.0.1 4237"};

void print(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

std::string megahertz(std::uint32_t khz) {
  return std::to_string(khz / 1000) + "." + std::to_string(khz % 1000 / 100) + " MHz";
}

class Lab : control::DescriptorLoop {
 public:
  Lab(const RunFolders& folders, const LabConfiguration& configuration, const std::filesystem::path& programs)
      : configuration_(configuration),
        setup_(setup_of(folders, configuration, programs)),
        style_(steps::style_for(STDOUT_FILENO)),
        loop_([this](const trace::Event& event) { on_event(event); }, [this](const ProcessEnd& end) { on_end(end); }),
        control_(setup_, configuration.machines, loop_, [this] { stopped_ = true; }) {}

  int execute() {
    const auto began = begin();
    if (began) {
      announce();
      while (!over()) loop_.wait_until([this] { return over(); }, RunLoop::Clock::now() + std::chrono::hours(1));
    }
    const bool interrupted = loop_.interrupted();
    finish();
    if (!began && interrupted) {
      print("interrupted");
      return exit_code::kInterrupted;
    }
    if (!began || !breakdown_.empty()) {
      std::fprintf(stderr, "foothold: %s\n", began ? breakdown_.c_str() : to_string(began.error()).c_str());
      print((began ? "the lab broke down" : "the lab could not start") +
            ("; logs: " + (setup_.folders.run / "log").string()));
      return exit_code::kProcedureFailed;
    }
    print("the lab has ended; trace: " + trace_file().string());
    return exit_code::kDone;
  }

 private:
  std::filesystem::path trace_file() const { return setup_.folders.run / "trace.pcapng"; }
  std::filesystem::path live_socket() const { return setup_.folders.run / "live.sock"; }
  bool over() const { return stopped_ || loop_.interrupted() || !breakdown_.empty(); }

  void watch(int fd, std::function<void()> on_readable) override { loop_.watch(fd, std::move(on_readable)); }
  void unwatch(int fd) override { loop_.unwatch(fd); }

  Result<void> begin() {
    if (auto done = furnish_state(setup_.folders, !configuration_.state, setup_.machines); !done) return done;
    if (auto done = open_trace(); !done) return done;
    for (const auto& service : plan::kHttpsServices) {
      if (auto done = add_address("lo", service.address); !done) return done;
    }
    if (auto done = prepare_air(setup_); !done) return done;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (auto done = prepare_lab(setup_, configuration_, now, loop_.processes()); !done) return done;
    if (loop_.interrupted()) return fail("interrupted");
    for (const auto& stage : service_stages(setup_)) {
      if (auto started = loop_.start(without_cards(stage), kPatienceOfStart); !started) return started;
    }
    auto capture = open_run_capture(*collector_);  // the GGSN's TUNs are there now
    if (!capture) return tl::unexpected(capture.error());
    capture_ = std::move(*capture);
    auto server =
        control::ControlServer::open(control::control_socket(setup_.folders.run), *this,
                                     [this](const control::Request& request) { return control_.perform(request); });
    if (!server) return tl::unexpected(server.error());
    server_ = std::move(*server);
    return {};
  }

  Result<void> open_trace() {
    auto file = trace::open_pcapng_file(trace_file().string(), "foothold");
    if (!file) return tl::unexpected(file.error());
    file_ = std::move(*file);
    auto collector = trace::Collector::open(setup_.collector_socket(), live_socket().string(),
                                            [this](const trace::Event& event) { loop_.events().push(event); });
    if (!collector) return tl::unexpected(collector.error());
    collector_ = std::move(*collector);
    return {};
  }

  // A card's TRE is the user's to start: next to the reader that it is put into.
  std::vector<Service> without_cards(std::vector<Service> stage) const {
    for (unsigned card = configuration_.machines + 1; card <= setup_.machines; ++card) {
      std::erase_if(stage, [name = numbered_of("foothold-tre", card)](const Service& service) {
        return service.command.name == name;
      });
    }
    return stage;
  }

  void announce() const {
    const auto run = setup_.folders.run.string();
    print("ready; the lab stays until Ctrl-C");
    if (setup_.radio == Radio::gb) {
      print("  network    " + setup_.cell.mcc + "-" + setup_.cell.mnc + ", no radio: Gb at 127.0.0.1:2157");
    } else {
      const auto carrier = carrier_frequencies(setup_.cell.band, setup_.cell.arfcn).value_or(CarrierFrequencies{});
      print("  cell       " + setup_.cell.mcc + "-" + setup_.cell.mnc + ", " + setup_.cell.band + ", ARFCN " +
            std::to_string(setup_.cell.arfcn) + ": uplink " + megahertz(carrier.uplink_khz) + ", downlink " +
            megahertz(carrier.downlink_khz));
    }
    if (setup_.osmo_trx) {
      print(std::string("  on the air by ") + program_of(setup_.osmo_trx->driver));
    } else {
      for (unsigned machine = 1; machine <= configuration_.machines; ++machine) {
        print("  machine    " + std::to_string(machine) + ", PCID " + plan::pcid(machine) + "; on: foothold lab ctl " +
              run + " attach " + std::to_string(machine));
      }
    }
    for (unsigned card = configuration_.machines + 1; card <= setup_.machines; ++card) {
      print("  card       PCID " + plan::pcid(card) + "; into the reader: foothold-tre --config " +
            card_configuration(setup_, card).string());
    }
    print("  control    foothold lab ctl " + run + " status");
    print("  dashboard  foothold gui --live " + live_socket().string());
    print("  inside     foothold lab exec " + run + " -- COMMAND");
    for (const auto& vty : kCoreVtys) print_vty(vty);
    if (setup_.radio != Radio::gb) {
      for (const auto& vty : kRadioVtys) print_vty(vty);
    }
    if (setup_.osmo_trx) print_vty(kTransceiverVty);
  }

  static void print_vty(const Vty& vty) {
    print(std::string("  VTY        ") + vty.program + ": inside, telnet " + vty.address);
  }

  // The machines first, as in a run; then what the programs had to say is in the collector's hands.
  void finish() {
    ending_ = true;
    server_.reset();
    control_.thaw_all();
    for (unsigned machine = 1; machine <= configuration_.machines; ++machine)
      loop_.stop(numbered_of(kMachine, machine));
    if (const auto slow = slow_to_stop(setup_); !slow.empty()) loop_.processes().signal(slow, SIGKILL);
    loop_.stop_all();
    capture_.reset();
    if (collector_) collector_->stop();
    loop_.drain();
    collector_.reset();
    file_.reset();
    std::error_code ignored;
    std::filesystem::remove(live_socket(), ignored);
  }

  void on_event(const trace::Event& event) {
    if (event.kind == trace::Kind::step) return;  // our own, on its way to live listeners
    if (file_) file_->write(event);
    for (auto& step : tracker_.take(event)) {
      const auto* run = tracker_.find(step.device);
      const auto row = steps::row_of(step.field("label"));
      if (run != nullptr && row) print(step.device + "  " + steps::step_line(*run, *row, style_));
      if (file_) file_->write(step);
      if (collector_ && !ending_) collector_->write(step);
    }
  }

  void on_end(const ProcessEnd& end) {
    if (ending_) return;
    if (end.name.rfind(kMachine, 0) == 0) {
      print(end.name + " " + end.in_words());
    } else if (!end.asked) {
      breakdown_ =
          end.name + " " + end.in_words() + "; its log ends with\n" + last_lines(setup_.folders.log(end.name), 12);
    }
  }

  LabConfiguration configuration_;
  RunSetup setup_;
  steps::ReportStyle style_;
  steps::StepTracker tracker_;  // of every device: handsets with SIMs of their own as well
  std::unique_ptr<trace::Sink> file_;
  RunLoop loop_;
  LabControl control_;
  std::unique_ptr<control::ControlServer> server_;
  std::unique_ptr<trace::Collector> collector_;  // its thread pushes into loop_: ends before it
  std::unique_ptr<RunCapture> capture_;          // writes into the collector: ends before it
  std::string breakdown_;
  bool stopped_ = false;
  bool ending_ = false;
};

}  // namespace

int execute_lab(const RunFolders& folders, const LabConfiguration& configuration,
                const std::filesystem::path& programs) {
  return Lab(folders, configuration, programs).execute();
}

}  // namespace foothold::lab
