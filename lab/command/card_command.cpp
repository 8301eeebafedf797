// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/command/card_command.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <sstream>
#include <vector>

#include "base/hex.h"
#include "base/unique_fd.h"
#include "lab/card/apdu_script.h"
#include "lab/card/bearer_forward.h"
#include "lab/card/card_batch.h"
#include "lab/card/card_export.h"
#include "lab/card/card_files.h"
#include "lab/card/file_names.h"
#include "lab/card/phone_run.h"
#include "lab/host/network_interface.h"
#include "lab/host/process_network.h"
#include "lab/run/run.h"

namespace foothold::lab {

namespace {

namespace fs = std::filesystem;

constexpr std::uint8_t kPin1 = 0x01;
constexpr std::uint8_t kAdm1 = 0x0A;

Result<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail("cannot be opened", path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// A PIN is its digits (TS 102 221 9.5.1); an ADM key may be hex as well.
Bytes pin_octets(const std::string& text) {
  if (text.size() == 16)
    if (auto octets = from_hex(text)) return *octets;
  return {text.begin(), text.end()};
}

Result<void> print_file(const CardExchange& card, std::string_view name) {
  const auto file = select_file(card, name);
  if (!file) return tl::unexpected(file.error());
  const auto content = read_selected(card, *file);
  if (!content) return tl::unexpected(content.error());
  for (const auto& part : *content) std::printf("%s\n", to_hex(part).c_str());
  return {};
}

Result<void> write_file(const CardExchange& card, std::string_view name, std::size_t record, const std::string& hex) {
  const auto content = from_hex(hex);
  if (!content) return fail("is hex", "content");
  const auto file = select_file(card, name);
  if (!file) return tl::unexpected(file.error());
  return write_selected(card, *file, record, *content);
}

Result<void> show_card(const CardExchange& card) {
  for (const auto name : known_files()) {
    const auto file = select_file(card, name);
    if (!file && file.error().answer == 0) return tl::unexpected(file.error());
    if (!file) continue;
    std::string extent;
    if (file->structure == CardFile::Structure::transparent) extent = std::to_string(file->size) + " octets";
    if (file->structure == CardFile::Structure::records)
      extent = std::to_string(file->records) + " records of " + std::to_string(file->record_size);
    std::printf("%-40s %s\n", std::string(name).c_str(), extent.c_str());
  }
  return {};
}

Result<void> run_apdus(const CardExchange& card, std::string_view script) {
  return parse_script(script).and_then([&](const std::vector<ScriptLine>& lines) {
    return run_script(card, lines, [](const ScriptLine& line, const std::string& answer) {
      std::printf("> %s\n< %s\n", to_hex(line.command).c_str(), answer.c_str());
    });
  });
}

constexpr const char* kShellHelp =
    "ls                          the files\n"
    "read NAME                   as MF/ADF.USIM/EF.IMSI\n"
    "write NAME HEX [RECORD]     from the start, or a record\n"
    "verify pin1|adm1 VALUE\n"
    "apdu HEX [=> ANSWER]        as in a script\n"
    "quit\n";

Result<void> shell_line(const CardExchange& card, const std::string& line) {
  std::istringstream words(line);
  std::string verb;
  std::string name;
  std::string value;
  std::size_t record = 1;
  words >> verb;
  if (verb == "apdu") return run_apdus(card, line.substr(line.find("apdu") + 4));
  words >> name >> value >> record;
  if (verb == "ls") return show_card(card);
  if (verb == "read") return print_file(card, name);
  if (verb == "write") return write_file(card, name, words ? record : 1, value);
  if (verb == "verify" && (name == "pin1" || name == "adm1"))
    return verify_pin(card, name == "pin1" ? kPin1 : kAdm1, pin_octets(value));
  std::printf("%s", kShellHelp);
  return {};
}

// What a line does wrong is told, and the next one read.
Result<void> shell(const CardExchange& card) {
  const bool person = ::isatty(STDIN_FILENO) != 0;
  for (std::string line;;) {
    if (person) std::printf("card> ");
    std::fflush(stdout);
    if (!std::getline(std::cin, line) || line == "quit") return {};
    if (line.empty()) continue;
    if (const auto done = shell_line(card, line); !done) {
      std::printf("%s\n", to_string(done.error()).c_str());
      if (done.error().field == "card") return done;
    }
  }
}

// Readable once SIGTERM or SIGINT came.
UniqueFd stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  ::sigprocmask(SIG_BLOCK, &signals, nullptr);
  return UniqueFd(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
}

Result<void> forward(const CardExchange& card, const std::string& listen, const std::string& server,
                     const std::string& apn, pid_t network_of) {
  const auto at = parse_endpoint(listen);
  if (!at) return tl::unexpected(at.error());
  const auto to = parse_endpoint(server);
  if (!to) return tl::unexpected(to.error());
  const auto stop = stop_signals();
  if (network_of != 0) {
    const auto entered = enter_network_of(network_of, stop.get()).and_then([&] {
      return add_address("lo", listen.substr(0, listen.find(':')));
    });
    if (!entered) return entered;
  }
  auto forward = BearerForward::listen(*at);
  if (!forward) return tl::unexpected(forward.error());
  std::printf("port %u\n", static_cast<unsigned>(forward->port()));
  std::fflush(stdout);
  return forward->run(card, *to, apn, stop.get());
}

int run_program(const fs::path& program, const std::vector<std::string>& arguments) {
  const auto child = ::fork();
  if (child == 0) {
    std::vector<char*> argv = {const_cast<char*>(program.c_str())};
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    ::execv(program.c_str(), argv.data());
    ::_exit(127);
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

Result<void> create_card(const fs::path& programs, const fs::path& card_file, const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(error.message(), folder);
  const int code =
      run_program(programs / "foothold-personalise", {"--card-file", card_file, "--state", folder / "state", "--ro-out",
                                                      folder / "ro.json", "--pva-out", folder / "pva.json"});
  if (code != 0) return fail("foothold-personalise ended with " + std::to_string(code), folder);
  std::printf("%s\n", (folder / "state").c_str());
  return {};
}

Result<void> create_batch(const fs::path& programs, const std::string& csv, const fs::path& folder) {
  const auto cards = read_text(csv).and_then([](const std::string& text) { return parse_card_batch(text); });
  if (!cards) return tl::unexpected(cards.error());
  for (const auto& card : *cards) {
    const auto card_folder = folder / card.name;
    std::error_code error;
    fs::create_directories(card_folder, error);
    if (error) return fail(error.message(), card_folder);
    const auto card_file = card_folder / "card.toml";
    std::ofstream(card_file) << "";  // made with the owner's rights alone before the keys go in
    fs::permissions(card_file, fs::perms::owner_read | fs::perms::owner_write, error);
    std::ofstream(card_file) << card.toml;
    if (auto done = create_card(programs, card_file, card_folder); !done) return done;
  }
  return {};
}

}  // namespace

CardCommand::CardCommand(CLI::App& app) {
  app_ = app.add_subcommand("card", "Make cards, and read and write the files of one that runs");
  app_->require_subcommand(1);
  const auto add = [&](const char* name, const char* about) {
    auto* const made = app_->add_subcommand(name, about);
    made->add_option("--socket", socket_, "Of the foothold-tre")->capture_default_str();
    made->add_option("--pin1", pin1_, "Verify it first: digits");
    made->add_option("--adm1", adm1_, "Verify it first: digits, or 16 hex digits");
    return made;
  };
  create_ = app_->add_subcommand("create", "Personalise a TRE from a card file, or one for each line of a table");
  auto* const card = create_->add_option("card", file_, "The card file, TOML");
  create_->add_option("--csv", csv_, "A table of cards; its first line names the keys of a card file")->excludes(card);
  create_->add_option("--out", folder_, "Where the cards go")->required();
  show_ = add("show", "List the files with their sizes");
  export_ = add("export", "All files as JSON, as pySim's fsdump; keys are in it");
  export_->add_option("file", file_, "Where it goes [default: standard output]");
  import_ = add("import", "Write back what differs from an export");
  import_->add_option("file", file_, "The export")->required();
  read_ = add("read", "The content of a file, a line for each record");
  read_->add_option("name", name_, "As MF/ADF.USIM/EF.IMSI")->required();
  write_ = add("write", "Write a file from its start, or one record");
  write_->add_option("name", name_, "As MF/ADF.USIM/EF.FPLMN")->required();
  write_->add_option("content", content_, "Hex")->required();
  write_->add_option("--record", record_, "From 1")->capture_default_str();
  run_ = add("run", "Run a script of APDUs with the answers that are expected");
  run_->add_option("script", file_, "See docs/card-tool.md")->required();
  phone_ = app_->add_subcommand("phone", "Be a phone with this card: does what the card asks for, until it is ended");
  phone_->add_option("--socket", socket_, "Of the foothold-tre")->capture_default_str();
  forward_ = app_->add_subcommand("forward", "A TCP port that leads through the TRE and its phone to a server");
  forward_->add_option("--socket", socket_, "Of the foothold-tre")->capture_default_str();
  forward_->add_option("--listen", listen_, "Address and port; port 0: any that is free")->capture_default_str();
  forward_->add_option("--to", to_, "The server, as 192.0.2.1:443")->required();
  forward_->add_option("--apn", apn_, "Access point name [default: the phone's own]");
  forward_->add_option("--network-of", network_of_, "A process in whose network to listen; the address is made there")
      ->check(CLI::PositiveNumber);
  shell_ = add("shell", "Read commands from standard input; `help` lists them");
}

int CardCommand::run(const fs::path& programs) const {
  const auto finished = [](const Result<void>& done) {
    if (done) return static_cast<int>(exit_code::kDone);
    std::fprintf(stderr, "foothold: %s\n", to_string(done.error()).c_str());
    return static_cast<int>(exit_code::kProcedureFailed);
  };
  if (create_->parsed()) {
    if (file_.empty() == csv_.empty()) {
      std::fprintf(stderr, "foothold: give a card file, or a table with --csv\n");
      return exit_code::kWrongUsage;
    }
    return finished(csv_.empty() ? create_card(programs, file_, folder_) : create_batch(programs, csv_, folder_));
  }
  if (phone_->parsed()) return finished(run_phone(socket_, stop_signals().get()));
  auto link = CardLink::connect(socket_);
  if (!link) return finished(tl::unexpected(link.error()));
  const CardExchange card = [&](ByteView command) { return link->exchange(command); };
  for (const auto& [reference, pin] : {std::pair(kPin1, pin1_), std::pair(kAdm1, adm1_)}) {
    if (pin.empty()) continue;
    if (auto done = verify_pin(card, reference, pin_octets(pin)); !done) return finished(done);
  }
  if (forward_->parsed()) return finished(forward(card, listen_, to_, apn_, network_of_));
  if (show_->parsed()) return finished(show_card(card));
  if (read_->parsed()) return finished(print_file(card, name_));
  if (write_->parsed()) return finished(write_file(card, name_, record_, content_));
  if (shell_->parsed()) return finished(shell(card));
  if (run_->parsed())
    return finished(read_text(file_).and_then([&](const std::string& t) { return run_apdus(card, t); }));
  if (export_->parsed()) {
    const auto json = export_card(card);
    if (!json) return finished(tl::unexpected(json.error()));
    if (file_.empty()) {
      std::printf("%s\n", json->c_str());
      return exit_code::kDone;
    }
    std::ofstream out(file_);
    out << *json << '\n';
    return finished(out.flush() ? Result<void>() : fail("cannot be written", file_));
  }
  const auto outcomes = read_text(file_).and_then([&](const std::string& t) { return import_card(card, t); });
  if (!outcomes) return finished(tl::unexpected(outcomes.error()));
  bool all = true;
  for (const auto& file : *outcomes) {
    if (file.outcome != "same") std::printf("%-40s %s\n", file.name.c_str(), file.outcome.c_str());
    all = all && (file.outcome == "same" || file.outcome == "written");
  }
  return all ? exit_code::kDone : exit_code::kProcedureFailed;
}

}  // namespace foothold::lab
