// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/up/lab.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

#include "lab/process/log_text.h"
#include "lab/radio/gsm_band.h"
#include "lab/run/lab_control.h"
#include "lab/run/plan.h"
#include "lab/run/run.h"
#include "lab/run/run_loop.h"
#include "lab/run/run_network.h"
#include "lab/run/run_services.h"
#include "lab/steps/step_report.h"
#include "lab/steps/step_tracker.h"
#include "lab/up/lab_preparation.h"

namespace foothold::lab {
namespace {

constexpr std::chrono::seconds kPatienceOfStart{60};

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

class Lab {
 public:
  Lab(const RunFolders& folders, const LabConfiguration& configuration, const std::filesystem::path& programs)
      : configuration_(configuration),
        setup_(setup_of(folders, configuration, programs)),
        style_(steps::style_for(STDOUT_FILENO)),
        loop_([this](const trace::Event& event) { on_event(event); }, [this](const ProcessEnd& end) { on_end(end); }),
        network_(setup_, loop_),
        control_(setup_, configuration.machines, LabControl::Switches::by_hand, loop_) {}

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
    print("the lab has ended; trace: " + network_.trace_file().string());
    return exit_code::kDone;
  }

 private:
  bool over() const { return loop_.interrupted() || !breakdown_.empty(); }

  Result<void> begin() {
    if (auto done = network_.prepare(!configuration_.state); !done) return done;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (auto done = prepare_lab(setup_, configuration_, now, loop_.processes()); !done) return done;
    if (loop_.interrupted()) return fail("interrupted");
    if (auto done = network_.start(stages(), kPatienceOfStart); !done) return done;
    if (auto done = network_.capture(); !done) return done;
    return control_.open();
  }

  // Without the cards' TREs: a card is the user's to start, next to the reader that it is put into.
  std::vector<std::vector<Service>> stages() const {
    auto stages = service_stages(setup_);
    for (unsigned card = configuration_.machines + 1; card <= setup_.machines; ++card) {
      for (auto& stage : stages) {
        std::erase_if(stage, [name = numbered_of("foothold-tre", card)](const Service& service) {
          return service.command.name == name;
        });
      }
    }
    return stages;
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
    print("  dashboard  foothold gui --live " + setup_.live_socket());
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

  void finish() {
    control_.close();
    network_.stop(configuration_.machines);
  }

  void on_event(const trace::Event& event) {
    if (event.kind == trace::Kind::step) return;  // our own, on its way to live listeners
    network_.record(event);
    for (auto& step : tracker_.take(event)) {
      const auto* run = tracker_.find(step.device);
      const auto row = steps::row_of(step.field("label"));
      if (run != nullptr && row) print(step.device + "  " + steps::step_line(*run, *row, style_));
      network_.tell(step);
    }
  }

  void on_end(const ProcessEnd& end) {
    if (network_.stopping()) return;
    if (end.name.starts_with(plan::kMachine)) {
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
  RunLoop loop_;
  RunNetwork network_;
  LabControl control_;
  std::string breakdown_;
};

}  // namespace

int execute_lab(const RunFolders& folders, const LabConfiguration& configuration,
                const std::filesystem::path& programs) {
  return Lab(folders, configuration, programs).execute();
}

}  // namespace foothold::lab
