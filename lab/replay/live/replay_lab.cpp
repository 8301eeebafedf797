// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/live/replay_lab.h"

#include <chrono>

#include "lab/run/device.h"
#include "lab/run/plan.h"
#include "lab/run/run_pki.h"
#include "lab/run/run_services.h"

namespace foothold::lab::replay {
namespace {

constexpr std::chrono::seconds kPatienceOfStart{30};
constexpr unsigned kUpstreams = 2;  // of the VNO: the RO's ICF and the SHO's HLR

RunSetup setup_of(const RunFolders& folders, const std::filesystem::path& programs) {
  RunSetup setup;
  setup.folders = folders;
  setup.programs = programs;
  return setup;
}

}  // namespace

ReplayLab::ReplayLab(const RunFolders& folders, const std::filesystem::path& programs)
    : setup_(setup_of(folders, programs)),
      loop_(
          [this](const trace::Event& event) {
            network_.record(event);
            if (event.name == "gsup.upstream_ready") ++upstreams_;
          },
          [this](const ProcessEnd& end) {
            if (!end.asked && !network_.stopping() && trouble_.empty()) trouble_ = end.name + " " + end.in_words();
          }),
      network_(setup_, loop_) {}

ReplayLab::~ReplayLab() {
  network_.stop(kMachine);
}

// As a run does it (lab/run/run.cpp), for one device in which nothing is wrong.
Result<void> ReplayLab::prepare() {
  if (auto done = network_.prepare(true); !done) return done;
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (auto done = make_run_pki(setup_.folders.pki(), now); !done) return done;
  const auto halves = make_device(setup_, kMachine, loop_.processes());
  if (!halves) return tl::unexpected(halves.error());
  issuers_half_ = halves->ro;
  if (auto done = write_service_configurations(setup_, now); !done) return done;
  return import_records(setup_, {*halves}, loop_.processes());
}

Result<void> ReplayLab::start_tre() {
  if (auto done = prepare(); !done) return done;
  return loop_.start({{setup_.command_of("foothold-tre", kMachine), {LogLine{"service.ready"}}}}, kPatienceOfStart);
}

Result<void> ReplayLab::start_core() {
  if (auto done = prepare(); !done) return done;
  if (auto done = network_.start(service_stages(setup_), kPatienceOfStart); !done) return done;
  // A machine takes longer to start than the VNO to reach the operators behind it; a replay does not.
  const auto reached = [this] { return upstreams_ == kUpstreams; };
  if (!loop_.wait_until(reached, RunLoop::Clock::now() + kPatienceOfStart))
    return fail("did not reach the operators behind it", "foothold-vno");
  return {};
}

Result<void> ReplayLab::start_machine() {
  return loop_.processes().start(setup_.command_of(plan::kMachine, kMachine));
}

Result<ChallengeMaker> ReplayLab::challenges() const {
  return read_text_file(issuers_half_).and_then([](const std::string& half) {
    return ChallengeMaker::from_issuers_half(half);
  });
}

std::optional<std::string> ReplayLab::trouble() {
  loop_.pump(RunLoop::Clock::now());
  if (loop_.interrupted()) return "interrupted";
  if (!trouble_.empty()) return trouble_;
  return std::nullopt;
}

}  // namespace foothold::lab::replay
