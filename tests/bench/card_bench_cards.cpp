// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/bench/card_bench_cards.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <fstream>
#include <list>

#include "tests/unit/tre_emu/test_device.h"
#include "tre_emu/transport/event_loop.h"
#include "tre_emu/transport/vpcd_card.h"
#include "tre_emu/vault/posix_folder.h"

namespace foothold::bench {

namespace {

using namespace foothold::tre_emu;

// Debian 12's package has its modules where Python does not look, and wants PyCrypto by its old name.
constexpr const char* kVpicc = R"(
import runpy, sys
sys.path.insert(0, "/usr/lib/python3/site-packages/virtualsmartcard")
from Cryptodome.Cipher import AES, ARC4, DES, DES3
from Cryptodome.Hash import HMAC, SHA
for name, module in list(sys.modules.items()):
    if name.startswith("Cryptodome"):
        sys.modules["Crypto" + name[len("Cryptodome"):]] = module
runpy.run_path("/usr/bin/vicc", run_name="__main__")
)";

// As long as the answers of a card are on average.
constexpr std::size_t kEchoData = 12;

// The least that a card can do.
class EchoCard : public transport::CardPort {
 public:
  Connection connect() override { return 1; }
  void disconnect(Connection) override {}
  Bytes answer(Connection, ByteView) override { return answer_; }
  void report(std::string, std::vector<trace::Field>) override {}

 private:
  Bytes answer_ = [] {
    Bytes answer(kEchoData + 2);
    answer[kEchoData] = 0x90;
    return answer;
  }();
};

int echo(const std::vector<std::string>& arguments) {
  EchoCard card;
  auto loop = transport::EventLoop::make();
  std::list<transport::VpcdCard> cards;
  for (auto left = std::stoul(arguments[1]); loop && left > 0; --left) {
    loop->add(cards.emplace_back(transport::VpcdCard::make(arguments[0], card).value()));
  }
  int never[2];
  return loop && ::pipe(never) == 0 && loop->run(never[0]) ? 0 : 1;
}

pid_t child_of_this() {
  const auto child = ::fork();
  if (child != 0) return child;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  return 0;
}

}  // namespace

Process Process::run(const std::vector<std::string>& command_line) {
  const auto child = child_of_this();
  if (child != 0) return Process(child);
  const int nowhere = ::open("/dev/null", O_RDWR);
  for (int stream = 0; stream < 3; ++stream) ::dup2(nowhere, stream);
  std::vector<char*> arguments;
  for (const auto& argument : command_line) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments.front(), arguments.data());
  ::_exit(127);
}

Process Process::run(int (*body)(const std::vector<std::string>&), const std::vector<std::string>& arguments) {
  const auto child = child_of_this();
  if (child != 0) return Process(child);
  ::_exit(body(arguments));
}

Process::~Process() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

std::chrono::duration<double> Process::cpu_time() const {
  clockid_t clock{};
  timespec used{};
  if (::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return {};
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

const char* name_of(Contender contender) {
  switch (contender) {
    case Contender::ours:
      return "foothold-tre";
    case Contender::ours_traced:
      return "foothold-tre, each APDU logged";
    case Contender::echo:
      return "echo card (floor)";
    case Contender::vpicc:
      break;
  }
  return "vsmartcard's vpicc";
}

bool is_there(Contender contender) {
  return contender != Contender::vpicc ||
         std::system("/usr/bin/python3 -c 'import Cryptodome' && test -x /usr/bin/vicc") == 0;
}

Fleet::Fleet(const std::filesystem::path& folder) : folder_(folder) {
  for (std::size_t i = 0; i < kMost; ++i) {
    auto order = test_order();
    order.pcid = "00" + std::to_string(1'020'000'000'000 + i);
    order.tre_identity = "TRE-" + std::to_string(i);
    const auto made = test_personalisation(order);
    auto files = vault::PosixFolder::open(folder_ / std::to_string(i));
    if (!files) throw std::runtime_error(to_string(files.error()));
    require(vault::Vault::create(*files, pki::fill_random, made.fuse, made.state));
  }
}

Process Fleet::insert(Contender contender, std::size_t cards, std::uint16_t port) const {
  const auto number = std::to_string(port);
  switch (contender) {
    case Contender::vpicc:
      return Process::run({"/usr/bin/python3", "-c", kVpicc, "--hostname", "127.0.0.1", "--port", number});
    case Contender::echo:
      return Process::run(echo, {"127.0.0.1:" + number, std::to_string(cards)});
    default:
      break;
  }
  const auto config = folder_ / "tre.toml";
  std::ofstream out(config);
  if (contender == Contender::ours) out << "trace_apdus = \"none\"\n";
  for (std::size_t i = 0; i < cards; ++i) {
    out << "[[card]]\nstate = \"" << (folder_ / std::to_string(i)).string() << "\"\nvpcd = \"127.0.0.1:" << number
        << "\"\n";
  }
  out.close();
  return Process::run({FOOTHOLD_TRE, "--config", config});
}

}  // namespace foothold::bench
