// SPDX-License-Identifier: AGPL-3.0-or-later
//
// How many APDUs a second the card exchanges, beside an echo card on the same transport, which is the floor, and
// vsmartcard's emulator: on vpcd's socket, one card and a hundred in one process, and through the real pcscd.
//   card_bench [--seconds S] [--rounds N]
// Contenders take turns, so that what else the machine does falls on all of them; the best of the rounds counts. The
// cards' state is in memory. It fails where an answer is wrong, never for a figure.
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>

#include "lab/host/isolation.h"
#include "tests/bench/card_bench_cards.h"
#include "tests/bench/card_bench_reader.h"
#include "tests/temporary_folder.h"

namespace foothold::bench {
namespace {

struct Options {
  double seconds = 1;
  int rounds = 5;
};

constexpr Contender kAll[] = {Contender::echo, Contender::ours, Contender::ours_traced, Contender::vpicc};

// The best of each contender's rounds.
class Table {
 public:
  void add(Contender contender, const Speed& speed) {
    wrong_ += speed.wrong;
    auto& best = best_[contender];
    if (speed.per_second() > best.per_second()) best = speed;
  }
  void failed(Contender contender, const std::string& reason) {
    std::printf("  %s: %s\n", name_of(contender), reason.c_str());
    if (contender != Contender::vpicc) ++wrong_;
  }
  void print(const char* title) const {
    std::printf("%s\n", title);
    const auto floor = best_.find(Contender::echo);
    for (const auto& [contender, best] : best_) {
      if (best.exchanges == 0) continue;
      std::printf("  %-32s %8.0f exchanges/s", name_of(contender), best.per_second());
      if (floor != best_.end())
        std::printf(" %6.1f %% of the floor", 100 * best.per_second() / floor->second.per_second());
      std::printf(" %8.2f us of processor each\n", 1e6 * best.card_time.count() / static_cast<double>(best.exchanges));
    }
    std::fflush(stdout);
  }
  std::size_t wrong() const { return wrong_; }

 private:
  std::map<Contender, Speed> best_;
  std::size_t wrong_ = 0;
};

// Who asks and who answers each on a processor of his own: else the kernel puts them together or apart as it likes,
// which weighs more than the card does. A process with one thread; nothing happens where there is one processor.
void keep_to(unsigned processor, pid_t process) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(processor, &one);
  (void)::sched_setaffinity(process, sizeof one, &one);
}

bool is_ours(Contender contender) {
  return contender == Contender::ours || contender == Contender::ours_traced;
}

const std::vector<Question>& questions_for(Contender contender) {
  return contender == Contender::vpicc ? simple_questions() : modem_questions();
}

std::size_t on_the_socket(const Options& options, const Fleet& fleet, std::size_t cards, Sending sending) {
  Table table;
  cpu_set_t before;
  const bool pinned = ::sched_getaffinity(0, sizeof before, &before) == 0 && CPU_COUNT(&before) > 1;
  if (pinned) keep_to(0, 0);
  for (int round = 0; round < options.rounds; ++round) {
    for (const auto contender : kAll) {
      if (!is_there(contender) || (contender == Contender::vpicc && cards > 1)) continue;
      VpcdReaders readers(sending);
      const auto process = fleet.insert(contender, cards, readers.port());
      if (pinned) keep_to(1, process.pid());
      if (!readers.take(cards)) {
        table.failed(contender, "does not come to the reader");
        continue;
      }
      const auto idle = process.cpu_time();
      auto speed =
          readers.ask(questions_for(contender), std::chrono::duration<double>(options.seconds), is_ours(contender));
      speed.card_time = process.cpu_time() - idle;
      table.add(contender, speed);
    }
  }
  if (pinned) (void)::sched_setaffinity(0, sizeof before, &before);
  const auto title = std::string("vpcd's socket, ") + (cards == 1 ? "one card" : "100 cards in one process") +
                     (sending == Sending::apart ? "" : ", length and content of a command sent at once");
  table.print(title.c_str());
  return table.wrong();
}

std::size_t through_pcscd(const Options& options, const Fleet& fleet, const std::filesystem::path& folder) {
  constexpr std::uint16_t kPort = 35963;
  const auto config = folder / "reader.conf";
  std::ofstream(config) << "FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x8C7B\n"
                           "LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so\nCHANNELID 0x8C7B\n";
  if (::mount("tmpfs", "/run", "tmpfs", 0, "mode=0755") != 0 || ::mkdir("/run/pcscd", 0755) != 0) {
    std::printf("pcscd: left out, /run cannot be its own\n");
    return 0;
  }
  Table table;
  // pcscd takes a second or two to find a card, so that more rounds than two are little measuring and much waiting.
  for (int round = 0; round < std::min(options.rounds, 2); ++round) {
    for (const auto contender : kAll) {
      if (!is_there(contender)) continue;
      std::filesystem::remove("/run/pcscd/pcscd.pid");
      std::filesystem::remove("/run/pcscd/pcscd.comm");
      const auto pcscd = Process::run({"pcscd", "--foreground", "--config", config});
      // Its reader is there before its clients can come. vpicc looks for a reader once.
      for (int turn = 0; turn < 1500 && ::access("/run/pcscd/pcscd.comm", F_OK) != 0; ++turn) ::poll(nullptr, 0, 20);
      const auto process = fleet.insert(contender, 1, kPort);
      const auto idle = process.cpu_time();
      Speed speed;
      const auto wrong = ask_through_pcscd(questions_for(contender), std::chrono::duration<double>(options.seconds),
                                           is_ours(contender), speed);
      if (!wrong.empty()) {
        table.failed(contender, wrong);
        continue;
      }
      speed.card_time = process.cpu_time() - idle;
      table.add(contender, speed);
    }
  }
  table.print("through pcscd, one card");
  return table.wrong();
}

int run(const Options& options, bool isolated) {
  // What is measured is not the disk.
  if (::access("/dev/shm", W_OK) == 0) ::setenv("TMPDIR", "/dev/shm", 1);
  const test::TemporaryFolder folder;
  const Fleet fleet(folder.path());
  if (!is_there(Contender::vpicc))
    std::printf("vsmartcard's vpicc: left out, Debian's vsmartcard-vpicc is not there\n");
  auto wrong = on_the_socket(options, fleet, 1, Sending::apart);
  wrong += on_the_socket(options, fleet, 1, Sending::at_once);
  wrong += on_the_socket(options, fleet, Fleet::kMost, Sending::apart);
  if (isolated && ::access("/usr/lib/pcsc/drivers/serial/libifdvpcd.so", R_OK) == 0) {
    wrong += through_pcscd(options, fleet, folder.path());
  } else {
    std::printf("pcscd: left out, it or what separates it from this machine's own is not there\n");
  }
  if (wrong > 0) std::printf("%zu wrong answers\n", wrong);
  return wrong == 0 ? 0 : 1;
}

}  // namespace
}  // namespace foothold::bench

int main(int argc, char** argv) {
  foothold::bench::Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--seconds") == 0) options.seconds = std::strtod(argv[i + 1], nullptr);
    if (std::strcmp(argv[i], "--rounds") == 0) options.rounds = static_cast<int>(std::strtol(argv[i + 1], nullptr, 10));
  }
  // pcscd's port and folder are fixed: in a network and a file system of the bench's own they are nobody's else.
  const auto code = foothold::lab::run_isolated([&] { return foothold::bench::run(options, true); });
  return code ? *code : foothold::bench::run(options, false);
}
