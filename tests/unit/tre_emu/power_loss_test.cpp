// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Power is lost at every octet that a command writes: afterwards the TRE has the state of before or the one that the
// command makes, whole, with all keys; and the new one once the command was answered. Every command that writes is
// here.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/byte_writer.h"
#include "gsm/auth/quintet.h"
#include "pki/gba.h"
#include "tests/temporary_folder.h"
#include "tests/unit/tre_emu/recorded_folder.h"
#include "tests/unit/tre_emu/test_device.h"
#include "tre_emu/vault/posix_folder.h"

namespace foothold::tre_emu {
namespace {

constexpr const char* kUsim = "00A4040C07A0000000871002";
constexpr const char* kTre = "00A4040C0AF0464F4F54484F4C4401";
constexpr const char* kRightPin = "002000010831323334ffffffff";
constexpr const char* kWrongPin = "002000010839393939ffffffff";
constexpr const char* kRightAdm = "0020000a083838383838383838";

// A terminal at a TRE whose folder is recorded.
class RecordedDevice {
 public:
  RecordedDevice() : folder_(image_of(test_pins())) { power_up(); }

  std::string send(std::string_view command) { return send(hex(command)); }
  std::string send(const Bytes& command) { return to_hex(tre->on_apdu(terminal_, command).response); }
  // Any size, in a chain.
  std::string send_long(card::Command command) {
    Bytes rest = std::move(command.data);
    for (; rest.size() > 255; rest.erase(rest.begin(), rest.begin() + 255)) {
      auto part = command;
      part.cla |= 0x10;
      part.data.assign(rest.begin(), rest.begin() + 255);
      if (const auto answer = send(card::encode_command(part)); answer != "9000") return answer;
    }
    command.data = std::move(rest);
    command.ne = 256;
    return send(card::encode_command(command));
  }
  std::string install(const std::string& identifier) {
    return send_long({0x80, 0x40, 0, 0, sealed(test_mcim(identifier), *tre), {}});
  }
  std::string on_mcim(std::uint8_t ins, const std::string& identifier) {
    return send_long({0x80, ins, 0, 0, Bytes(identifier.begin(), identifier.end()), {}});
  }

  RecordedFolder& folder() { return folder_; }
  std::unique_ptr<Tre> tre;

 private:
  static Image image_of(const card::Pins& pins) {
    static const auto made = test_personalisation();
    auto state = made.state;
    state.pins = pins;
    RecordedFolder folder{Image()};
    require(vault::Vault::create(folder, seeded_random(), made.fuse, state));
    return folder.image();
  }
  void power_up() {
    tre = Tre::power_up(folder_, seeded_random()).value();
    terminal_ = tre->connect();
  }

  RecordedFolder folder_;
  Tre::Connection terminal_ = 0;
};

Bytes octets_of(const vault::DeviceState& state) {
  const auto octets = vault::encode_state(state);
  return {octets.reveal().begin(), octets.reveal().end()};
}

// Tells of an image which of the states is in it. What follows from the same files is the same: it is opened once.
class Judge {
 public:
  explicit Judge(const std::vector<Bytes>& states) : states_(states) {}

  // The number of the first such state; -1 for a TRE that is locked or does not start, -2 for another state.
  int operator()(const Image& image) {
    for (const auto& [files, verdict] : seen_) {
      const bool same =
          std::ranges::all_of(files, [&](const auto& file) { return equal(file.second, in(image, file.first)); });
      if (same) return verdict;
    }
    RecordedFolder folder(image);
    const auto verdict = open(folder);
    auto& files = seen_.emplace_back(std::map<std::string, std::shared_ptr<const Bytes>>(), verdict).first;
    for (const auto& name : folder.read_names()) files[name] = in(image, name);
    if (verdict >= 0) lose_power_again(image, folder.steps(), verdict);
    return verdict;
  }

 private:
  static std::shared_ptr<const Bytes> in(const Image& image, const std::string& name) {
    const auto found = image.find(name);
    return found == image.end() ? nullptr : found->second;
  }
  static bool equal(const std::shared_ptr<const Bytes>& a, const std::shared_ptr<const Bytes>& b) {
    return a == b || (a && b && *a == *b);
  }

  int open(RecordedFolder& folder) const {
    const auto vault = vault::Vault::open(folder, seeded_random());
    if (!vault || vault->locked()) return -1;
    const auto found = std::ranges::find(states_, octets_of(vault->state()));
    return found == states_.end() ? -2 : static_cast<int>(found - states_.begin());
  }

  // While it puts right what the first loss left.
  void lose_power_again(const Image& image, const std::vector<RecordedFolder::Step>& steps, int verdict) const {
    UncertainDisk disk(image);
    for (const auto& step : steps) {
      disk.perform(step);
      disk.for_each_image([&](const Image& found) {
        RecordedFolder folder(found);
        EXPECT_EQ(open(folder), verdict) << "after a second loss";
      });
    }
  }

  const std::vector<Bytes>& states_;
  std::vector<std::pair<std::map<std::string, std::shared_ptr<const Bytes>>, int>> seen_;
};

// Does `command`, then everything again on paper with the power lost at each octet. `commits`: how often it is to
// write the state.
void lose_power_everywhere(RecordedDevice& device, const std::function<std::string()>& command,
                           const std::string& answer, int commits) {
  auto& folder = device.folder();
  const auto before = folder.image();
  const auto number = device.tre->vault().number();
  std::vector<Bytes> states = {octets_of(device.tre->vault().state())};
  folder.forget_steps();
  ASSERT_EQ(command(), answer);
  ASSERT_EQ(device.tre->vault().number() - number, static_cast<std::uint64_t>(commits));
  const auto steps = folder.steps();

  // Where one state is complete: at the second rename, the counter's. Between two of them both may be found.
  std::vector<int> complete_after;  // steps, how many commits
  {
    UncertainDisk disk(before);
    RecordedFolder so_far(before);
    int renames = 0;
    for (const auto& step : steps) {
      if (step.kind == RecordedFolder::Step::Kind::write) require(so_far.write(step.name, *step.content));
      if (step.kind == RecordedFolder::Step::Kind::rename) {
        require(so_far.rename(step.name, step.to));
        if (++renames % 2 == 0) {
          RecordedFolder complete(so_far.image());
          states.push_back(octets_of(vault::Vault::open(complete, seeded_random()).value().state()));
        }
      }
      complete_after.push_back(renames / 2);
    }
  }
  ASSERT_EQ(states.size(), static_cast<std::size_t>(commits) + 1);
  EXPECT_EQ(states.back(), octets_of(device.tre->vault().state()));
  for (std::size_t i = 1; i < states.size(); ++i) EXPECT_NE(states[i], states[i - 1]) << "a commit of nothing";

  Judge judge(states);
  UncertainDisk disk(before);
  std::size_t cuts = 0;
  int complete = 0;
  for (std::size_t at = 0; at < steps.size() && !testing::Test::HasFatalFailure(); ++at) {
    const auto look = [&](const Image& image) {
      const auto found = judge(image);
      ++cuts;
      ASSERT_GE(found, 0) << (found == -1 ? "locked" : "no state that there was") << " in step " << at;
      const auto& state = states[static_cast<std::size_t>(found)];
      const auto old = static_cast<std::size_t>(complete);
      ASSERT_TRUE(state == states[old] || (complete < commits && state == states[old + 1]))
          << "state " << found << " in step " << at << ", where " << complete << " is complete";
    };
    const auto& step = steps[at];
    if (step.kind == RecordedFolder::Step::Kind::write) disk.for_each_cut(step, look);
    disk.perform(step);
    // A state counts as complete once it lasts: when the folder is synced behind the rename.
    if (step.kind == RecordedFolder::Step::Kind::sync_folder) complete = complete_after[at];
    disk.for_each_image(look);
  }
  EXPECT_EQ(complete, commits);
  // The answer was given: it is the new state and no other.
  disk.for_each_image([&](const Image& image) {
    const auto found = judge(image);
    ASSERT_GE(found, 0);
    EXPECT_EQ(states[static_cast<std::size_t>(found)], states.back());
  });
  EXPECT_GT(cuts, 2000U * static_cast<unsigned>(commits));
}

struct Case {
  const char* name;
  std::vector<std::string> before;
  std::string command;
  std::string answer;
  int commits = 1;

  friend std::ostream& operator<<(std::ostream& out, const Case& one) { return out << one.name; }
};

std::vector<Case> cases() {
  const std::string record28 = to_hex(Bytes(28, 0x11));
  const std::string record40 = to_hex(Bytes(40, 0x77));
  const std::string pin2 = "002000810835363738ffffffff";
  const std::string wrong_puk =
      "002c0001103939393939393939"
      "31323334ffffffff";
  return {
      {"UpdateBinary", {kUsim, kRightPin}, "00d68d0003112233", "9000"},
      {"UpdateBinaryOfTheMf", {kRightPin}, "00d68500026465", "9000"},
      {"UpdateRecord", {kUsim, kRightPin, "00a4000c026f42"}, "00dc010428" + record40, "9000"},
      {"UpdateRecordOfACyclicFile", {kUsim, kRightPin, pin2}, "00dc00e303000005", "9000"},
      {"Increase", {kUsim, kRightPin}, "80329c000300000100", "0000010000019000"},
      {"VerifyRight", {}, kRightPin, "9000", 2},
      {"VerifyRightAfterWrong", {kWrongPin}, kRightPin, "9000", 2},
      {"VerifyWrong", {}, kWrongPin, "63c2"},
      {"VerifyWrongToTheBlock", {kWrongPin, kWrongPin}, kWrongPin, "63c0"},
      {"ChangePin",
       {},
       "002400011031323334ffffffff"
       "34333231ffffffff",
       "9000",
       2},
      {"ChangePinWrong",
       {},
       "002400011039393939ffffffff"
       "34333231ffffffff",
       "63c2"},
      {"DisablePin", {}, "002600010831323334ffffffff", "9000", 2},
      {"EnablePin", {"002600010831323334ffffffff"}, "002800010831323334ffffffff", "9000", 2},
      {"UnblockPin",
       {kWrongPin, kWrongPin, kWrongPin},
       "002c0001103131313131313131"
       "34333231ffffffff",
       "9000",
       2},
      {"UnblockPinWrong", {}, wrong_puk, "63c9"},
      {"DeactivateFile", {kUsim, kRightPin, kRightAdm, "00a4000c026f3b"}, "00040000", "9000"},
      {"ActivateFile", {kUsim, kRightPin, kRightAdm, "00a4000c026f3b", "00040000"}, "00440000", "9000"},
      {"UpdateBinaryOfTheSim", {kRightPin, "a0a40000027f20", "a0a40000026f74"}, "a0d60000021122", "9000"},
      {"IncreaseOfTheSim", {kRightPin, "a0a40000027f20", "a0a40000026f39"}, "a032000003000002", "9f06"},
      {"VerifyChvWrong", {}, "a02000010839393939ffffffff", "9804"},
  };
}

class PowerLoss : public testing::TestWithParam<Case> {};

TEST_P(PowerLoss, LeavesTheOldOrTheNewState) {
  RecordedDevice device;
  for (const auto& command : GetParam().before) device.send(command);
  lose_power_everywhere(
      device, [&] { return device.send(GetParam().command); }, GetParam().answer, GetParam().commits);
}

INSTANTIATE_TEST_SUITE_P(Commands, PowerLoss, testing::ValuesIn(cases()),
                         [](const auto& made) { return std::string(made.param.name); });

class PowerLossOfSubscriptions : public testing::Test {
 protected:
  static std::string authenticate(std::uint8_t context, RecordedDevice& device) {
    auto quintet = gsm::auth::make_quintet({key_of(kK), key_of(kOpc)}, {}, gsm::auth::Sqn(kSqn), {0x11, 0x22});
    if (context == 0x84) quintet.autn = pki::gba::gba_u_autn(quintet.autn, quintet.ik.reveal());
    Bytes data;
    ByteWriter writer(data);
    if (context == 0x84) writer.u8(0xDD);
    writer.lv(quintet.rand);
    writer.lv(quintet.autn);
    return device.send(card::encode_command({0x00, 0x88, 0x00, context, data, 256})).substr(0, 4);
  }

  RecordedDevice device_;
};

TEST_F(PowerLossOfSubscriptions, LeavesTheOldOrTheNewSequenceNumber) {
  device_.send(kUsim);
  device_.send(kRightPin);
  lose_power_everywhere(
      device_, [&] { return authenticate(0x81, device_); }, "db08", 1);
}

TEST_F(PowerLossOfSubscriptions, LeavesTheOldOrTheNewBootstrapping) {
  device_.send(kUsim);
  device_.send(kRightPin);
  lose_power_everywhere(
      device_, [&] { return authenticate(0x84, device_); }, "db08", 1);
}

TEST_F(PowerLossOfSubscriptions, LeavesTheMcimOrNone) {
  device_.send(kTre);
  const auto installed = to_hex(Bytes{'M', 'C', 'I', 'M', '-', '1'}) + "9000";
  lose_power_everywhere(
      device_, [&] { return device_.install("MCIM-1"); }, installed, 1);
  lose_power_everywhere(
      device_, [&] { return device_.on_mcim(0x44, "MCIM-1"); }, "9000", 1);
  lose_power_everywhere(
      device_, [&] { return device_.on_mcim(0x46, "MCIM-1"); }, "9000", 1);
  lose_power_everywhere(
      device_, [&] { return device_.on_mcim(0x48, "MCIM-1"); }, "9000", 1);
}

// The same in a folder of the file system, and the process killed for good: before each step, and with part of each
// write done.
class DeadlyFolder : public vault::FileOperations {
 public:
  DeadlyFolder(vault::PosixFolder folder, int moments) : folder_(std::move(folder)), left_(moments) {}

  Result<std::optional<Bytes>> read(std::string_view name) override { return folder_.read(name); }
  Result<void> write(std::string_view name, ByteView content) override {
    live();
    for (const auto part : {std::size_t{0}, std::size_t{1}, content.size() / 2, content.size() - 1}) {
      if (left_ == 0) (void)folder_.write(name, content.first(part));
      live();
    }
    return folder_.write(name, content);
  }
  Result<void> sync(std::string_view name) override {
    live();
    return folder_.sync(name);
  }
  Result<void> rename(std::string_view from, std::string_view to) override {
    live();
    return folder_.rename(from, to);
  }
  Result<void> sync_folder() override {
    live();
    return folder_.sync_folder();
  }

 private:
  void live() {
    if (left_-- == 0) ::kill(::getpid(), SIGKILL);
  }

  vault::PosixFolder folder_;
  int left_;
};

// In the child: nothing may throw its way back into the tests.
[[noreturn]] void update_and_die(const std::string& path, int moments) noexcept {
  DeadlyFolder deadly(vault::PosixFolder::open(path).value(), moments);
  const auto tre = Tre::power_up(deadly, seeded_random()).value();
  const auto terminal = tre->connect();
  tre->on_apdu(terminal, hex(kUsim));
  const auto answer = to_hex(tre->on_apdu(terminal, hex("00D68D0003112233")).response);
  ::_exit(answer == "9000" ? 0 : 1);
}

TEST(KilledTre, HasTheOldOrTheNewFile) {
  const test::TemporaryFolder folder;
  const auto made = test_personalisation();
  bool lived = false;
  int kills = 0;
  for (; !lived; ++kills) {
    ASSERT_LT(kills, 100);
    const auto path = folder.file(std::to_string(kills));
    {
      auto files = vault::PosixFolder::open(path).value();
      require(vault::Vault::create(files, seeded_random(), made.fuse, made.state));
    }
    const auto child = ::fork();
    if (child == 0) update_and_die(path, kills);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    lived = WIFEXITED(status);
    ASSERT_TRUE(lived ? WEXITSTATUS(status) == 0 : WTERMSIG(status) == SIGKILL);

    auto files = vault::PosixFolder::open(path).value();
    const auto tre = Tre::power_up(files, seeded_random()).value();
    ASSERT_FALSE(tre->vault().locked()) << "killed at " << kills;
    const auto terminal = tre->connect();
    tre->on_apdu(terminal, hex(kUsim));
    const auto found = to_hex(tre->on_apdu(terminal, hex("00B08D0003")).response);
    EXPECT_TRUE(found == "1122339000" || (!lived && found == "ffffff9000")) << found << ", killed at " << kills;
  }
  EXPECT_GT(kills, 14);
}

}  // namespace
}  // namespace foothold::tre_emu
