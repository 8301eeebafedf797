// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/command/replay_command.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <random>
#include <system_error>

#include "lab/card/card_link.h"
#include "lab/host/isolation.h"
#include "lab/replay/live/replay_gb.h"
#include "lab/replay/live/replay_lab.h"
#include "lab/replay/replay_tre.h"
#include "lab/run/run.h"
#include "lab/run/run_folders.h"

namespace foothold::lab {
namespace {

using namespace replay;
namespace fs = std::filesystem;

// A replay that could not take place; `code` is of lab/run/run.h.
int give_up(const Error& error, int code) {
  std::fprintf(stderr, "foothold: %s\n", to_string(error).c_str());
  return code;
}

int show(const Report& report, bool json, bool all) {
  std::fputs((json ? to_json(report) : to_text(report, all)).c_str(), stdout);
  std::fflush(stdout);
  return report.passed() ? exit_code::kDone : exit_code::kProcedureFailed;
}

// The dialogue to replay: that of `imsi`, or of the first mobile that attaches. And the cell that it was in.
struct Chosen {
  MobileDialogue dialogue;
  std::optional<gsm::CellIdentity> cell;
};
Result<Chosen> choose(const std::string& file, const std::string& imsi) {
  DialogueReader reader;
  if (auto read = read_capture(file, [&](const CapturedPacket& packet) { reader.take(packet); }); !read)
    return tl::unexpected(read.error());
  const auto& all = reader.dialogues();
  const auto wanted = std::find_if(all.begin(), all.end(), [&](const MobileDialogue& one) {
    return imsi.empty() ? one.attaches() : one.imsi == imsi;
  });
  if (wanted == all.end())
    return fail(imsi.empty() ? "holds no attach request in the clear" : "holds nothing of IMSI " + imsi, file);
  return Chosen{*wanted, reader.cell()};
}

// Runs `body` with a lab of its own, in namespaces as a demo has them, and takes the lab's state away.
int with_lab(const fs::path& programs, const std::optional<fs::path>& run_folder,
             const std::function<int(ReplayLab&)>& body) {
  std::error_code error;
  const auto kept = run_folder ? *run_folder : fs::temp_directory_path(error) / "foothold-replay-XXXXXX";
  std::string folder = kept.string();
  if (!run_folder && ::mkdtemp(folder.data()) == nullptr)
    return give_up({"cannot be made", folder}, exit_code::kMachineLacks);
  const auto folders = make_run_folders(fs::path(folder));
  if (!folders) return give_up(folders.error(), exit_code::kWrongUsage);
  const auto code = run_isolated([&] {
    ReplayLab lab(*folders, programs);
    return body(lab);
  });
  fs::remove_all(folders->state, error);
  if (!run_folder) fs::remove_all(folder, error);
  if (!code) return give_up(code.error(), exit_code::kMachineLacks);
  return *code;
}

}  // namespace

ReplayCommand::ReplayCommand(CLI::App& app) {
  app_ = app.add_subcommand("replay", "Play one side of a capture to a live other side, and report what differs");
  app_->add_option("file", file_, "pcap or pcapng, ours or another's")->required();
  app_->add_option("--against", target_,
                   "tre: the captured APDUs to a TRE; sgsn: the captured mobile to an SGSN; m2me: the captured\n"
                   "network to our mobile")
      ->required()
      ->check(CLI::IsMember({"tre", "sgsn", "m2me"}));
  auto* const socket = app_->add_option(
      "--socket", socket_, "Of the foothold-tre to use [default: one made for this, with the core where it needs one]");
  app_->add_option("--half", half_, "The issuer's half of its card (ro.json): challenges are then made anew")
      ->needs(socket);
  app_->add_option("--sgsn", sgsn_, "NS address of the SGSN to use, as 192.0.2.1:23000 [default: a core is started]")
      ->needs(socket);
  app_->add_option("--local", local_, "Our NS address towards it [default: the kernel chooses]");
  app_->add_option("--imsi", imsi_, "Whose dialogue [default: of the first mobile that attaches]");
  app_->add_option("--patience", patience_, "Seconds to wait for a message that the capture has")
      ->check(CLI::Range(1, 600))
      ->capture_default_str();
  app_->add_option("--run-dir", run_folder_, "Keep configuration, logs and trace of what is started there");
  app_->add_flag("--all", all_, "Show also what is the same");
  app_->add_flag("--json", json_, "The report as JSON");
}

int ReplayCommand::run(const fs::path& programs) const {
  if (target_ == "tre") return against_tre(programs);
  if (target_ == "sgsn") return against_sgsn(programs);
  return against_m2me(programs);
}

int ReplayCommand::against_tre(const fs::path& programs) const {
  const auto session = read_card_session(file_);
  if (!session) return give_up(session.error(), exit_code::kWrongUsage);
  const auto play = [&](const std::string& socket, std::optional<ChallengeMaker> challenges) {
    auto link = CardLink::connect(socket);
    if (!link) return give_up(link.error(), exit_code::kMachineLacks);
    const CardExchange card = [&](ByteView command) { return link->exchange(command); };
    return show(replay_against_card(*session, card, std::move(challenges)), json_, all_);
  };
  if (socket_.empty()) {
    return with_lab(programs, run_folder_, [&](ReplayLab& lab) {
      if (auto started = lab.start_tre(); !started) return give_up(started.error(), exit_code::kMachineLacks);
      auto challenges = lab.challenges();
      if (!challenges) return give_up(challenges.error(), exit_code::kMachineLacks);
      return play(lab.tre_socket(), std::move(*challenges));
    });
  }
  if (half_.empty()) return play(socket_, std::nullopt);
  auto challenges =
      read_text_file(half_).and_then([](const std::string& half) { return ChallengeMaker::from_issuers_half(half); });
  if (!challenges) return give_up(challenges.error(), exit_code::kWrongUsage);
  return play(socket_, std::move(*challenges));
}

int ReplayCommand::against_sgsn(const fs::path& programs) const {
  const auto chosen = choose(file_, imsi_);
  if (!chosen) return give_up(chosen.error(), exit_code::kWrongUsage);
  SgsnTarget target;
  target.tlli_bits = std::random_device()();
  target.local = local_;
  target.cell.cell = chosen->cell.value_or(gsm::CellIdentity{*gsm::RoutingArea::parse("001-01-1-1"), 1});
  ReplayPatience patience;
  patience.message = std::chrono::seconds(patience_);
  const auto play = [&](const std::string& socket, const Trouble& trouble) {
    auto link = CardLink::connect(socket);
    if (!link) return give_up(link.error(), exit_code::kMachineLacks);
    const CardExchange card = [&](ByteView command) { return link->exchange(command); };
    const auto report = replay_against_sgsn(
        chosen->dialogue, target,
        [&](const gsm::gmm::Rand& rand, const std::optional<gsm::gmm::Autn>& autn) {
          return authenticate_by_card(card, rand, autn);
        },
        patience, trouble);
    if (!report) return give_up(report.error(), exit_code::kWrongUsage);
    return show(*report, json_, all_);
  };
  if (!sgsn_.empty()) {
    target.sgsn = sgsn_;
    return play(socket_, [] { return std::nullopt; });
  }
  return with_lab(programs, run_folder_, [&](ReplayLab& lab) {
    if (auto started = lab.start_core(); !started) return give_up(started.error(), exit_code::kMachineLacks);
    const auto& cell = lab.cell();
    target.ns.nsei = cell.nsei;
    target.ns.nsvci = cell.nsvci;
    target.cell.bvci = cell.bvci;
    return play(lab.tre_socket(), [&] { return lab.trouble(); });
  });
}

int ReplayCommand::against_m2me(const fs::path& programs) const {
  const auto chosen = choose(file_, imsi_);
  if (!chosen) return give_up(chosen.error(), exit_code::kWrongUsage);
  ReplayPatience patience;
  patience.message = std::chrono::seconds(patience_);
  return with_lab(programs, run_folder_, [&](ReplayLab& lab) {
    if (auto started = lab.start_tre(); !started) return give_up(started.error(), exit_code::kMachineLacks);
    auto challenges = lab.challenges();
    if (!challenges) return give_up(challenges.error(), exit_code::kMachineLacks);
    const auto report = replay_against_mobile(
        chosen->dialogue, "127.0.0.1:2157", std::move(*challenges), [&] { return lab.start_machine(); }, patience,
        [&] { return lab.trouble(); });
    if (!report) return give_up(report.error(), exit_code::kMachineLacks);
    return show(*report, json_, all_);
  });
}

}  // namespace foothold::lab
