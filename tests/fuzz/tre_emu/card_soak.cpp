// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A card's long life: random APDUs without end, from several terminals at once that power up, reset and go away in
// between, and a power cycle of the card now and then.
//   tre_emu_card_soak [--apdus N] [--seed N]
// Each answer is held against what is true of every answer, and what a command may have changed against what it is.
// The first thing that is not so is named with the seed and the number of the APDU, and ends the program.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <optional>
#include <random>

#include "base/byte_writer.h"
#include "gsm/auth/quintet.h"
#include "tests/fuzz/octets_allocated.h"
#include "tests/unit/tre_emu/test_device.h"
#include "tre_emu/transport/sap_card.h"

using namespace foothold;
using namespace foothold::tre_emu;

namespace {

constexpr std::size_t kApdusOfADevice = 50'000;  // then another one, since PINs are soon blocked for good
constexpr std::size_t kTerminals = 4;
constexpr std::size_t kGrowth = 8U << 20U;  // octets: what terminals may leave waiting, and more

// The instructions of the card in each of its classes, with what is like them in none.
constexpr std::uint8_t kInstructions[] = {0x04, 0x10, 0x12, 0x14, 0x20, 0x24, 0x26, 0x28, 0x2C, 0x30, 0x32,
                                          0x34, 0x36, 0x40, 0x42, 0x44, 0x46, 0x48, 0x4A, 0x70, 0x70, 0x84,
                                          0x88, 0x88, 0xA2, 0xA4, 0xA4, 0xA4, 0xAA, 0xB0, 0xB0, 0xB2, 0xB2,
                                          0xC0, 0xC0, 0xC2, 0xCA, 0xD6, 0xDC, 0xF2, 0xFA};
constexpr std::uint8_t kClasses[] = {0x00, 0x00, 0x00, 0x00, 0x80, 0x80, 0xA0, 0xA0, 0x01, 0x81,
                                     0x02, 0x03, 0x40, 0x4F, 0xC1, 0x10, 0x90, 0x84, 0xFF};
constexpr std::uint16_t kFiles[] = {0x3F00, 0x7FFF, 0x7F20, 0x7F10, 0x5F3B, 0x2F00, 0x2F05, 0x2F06, 0x2FE2, 0x6F05,
                                    0x6F06, 0x6F07, 0x6F08, 0x6F09, 0x6F31, 0x6F37, 0x6F38, 0x6F39, 0x6F3B, 0x6F3C,
                                    0x6F42, 0x6F46, 0x6F7B, 0x6F7E, 0x6F20, 0x6F74, 0x6FAD, 0x6FD6, 0x4F20, 0x6FFF};
constexpr std::uint8_t kReferences[] = {0x01, 0x01, 0x01, 0x81, 0x81, 0x0A, 0x0A, 0x02, 0x00, 0x11};

const card::PinValue kPin = *card::pin_value("1234");
const card::PinValue kPin2 = *card::pin_value("5678");
const card::PinValue kPuk = *card::pin_value("11111111");
const card::PinValue kAdm = *card::pin_value("88888888");

card::Pins soak_pins() {
  auto pins = card::Pins::initial();
  pins.pin1 = card::Pin::fresh(kPin, kPuk);
  pins.pin2 = card::Pin::fresh(kPin2, kPuk);
  pins.adm1 = card::Pin::fresh(kAdm, card::PinValue());
  return pins;
}

// A command, right more often than not, with whatever a random terminal gets wrong.
class Terminal {
 public:
  explicit Terminal(std::mt19937& random) : random_(random) {}

  Bytes next() {
    if (planned_.empty()) plan();
    auto apdu = std::move(planned_.front());
    planned_.pop_front();
    return apdu;
  }
  // More to come that belongs to what was asked last.
  bool in_the_middle() const { return !planned_.empty(); }

  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool chance(std::size_t one_in) { return below(one_in) == 0; }

 private:
  // A command alone, or behind the selections that it needs.
  void plan() {
    if (chance(50)) return planned_.push_back(noise());
    card::Command command;
    command.ins = chance(40) ? octet() : pick(kInstructions);
    command.cla = chance(12) ? pick(kClasses) : class_of(command.ins);
    if (!chance(5)) select_for(command);
    command.p1 = chance(12) ? octet() : std::uint8_t{0};
    command.p2 = chance(12) ? octet() : std::uint8_t{0};
    if (chance(2)) command.ne = chance(3) ? 1 + below(256) : 256;
    fill(command);
    if (chance(30)) command.data = random_octets(below(400));
    if (chance(30)) command.ne = 1 + below(65536);
    // A phone of GSM says how much it wants.
    if (command.cla == 0xA0 && command.ins != 0xA4 && !command.ne && command.data.empty()) command.ne = 1 + below(30);
    auto apdu = card::encode_command(command);
    if (chance(60)) apdu.resize(below(apdu.size() + 1));
    planned_.push_back(std::move(apdu));
  }

  void select_for(const card::Command& command) {
    const bool records = command.ins == 0xB2 || command.ins == 0xDC || command.ins == 0xA2 || command.ins == 0x32;
    const bool octets = command.ins == 0xB0 || command.ins == 0xD6;
    const bool either = command.ins == 0x04 || command.ins == 0x44;
    static constexpr std::uint16_t kTransparent[] = {0x6F07, 0x6F08, 0x6F31, 0x6F38, 0x6F46, 0x6F7B, 0x6F7E, 0x6FAD};
    static constexpr std::uint16_t kRecords[] = {0x6F39, 0x6F3B, 0x6F3C, 0x6F40, 0x6F42, 0x6F3A};
    const auto file = records || (either && chance(2)) ? pick(kRecords) : pick(kTransparent);
    const auto select = [&](std::uint8_t cla, std::uint16_t fid) {
      card::Command selection{cla, 0xA4, 0x00, 0x0C, {}, {}};
      if (cla == 0xA0) selection.p2 = 0;
      selection.data = {static_cast<std::uint8_t>(fid >> 8), static_cast<std::uint8_t>(fid)};
      planned_.push_back(card::encode_command(selection));
    };
    if (command.cla == 0xA0) {
      select(0xA0, records ? 0x7F10 : 0x7F20);
      if (records || octets || either) select(0xA0, file);
      return;
    }
    const auto channel = static_cast<std::uint8_t>(command.cla & 0x03);
    const bool of_tre = command.proprietary() && command.ins != 0xF2 && command.ins != 0xAA &&
                        !card::ToolkitPart::is_toolkit_command(command.ins) && !(command.ins == 0x32 && chance(2));
    if (channel != 0 && chance(2)) planned_.push_back({0x00, 0x70, 0x00, channel});
    if (of_tre || records || octets || either || command.ins == 0x88) {
      planned_.push_back(card::encode_command({channel, 0xA4, 0x04, 0x0C, of_tre ? tre_aid_ : usim_aid_, {}}));
    }
    if (!of_tre && (records || octets || either) && chance(2)) select(channel, file);
  }

  // One in which the card has it.
  std::uint8_t class_of(std::uint8_t ins) {
    static constexpr std::uint8_t kProprietary[] = {0x10, 0x12, 0x14, 0x30, 0x34, 0x36, 0x40, 0x42,
                                                    0x46, 0x48, 0x4A, 0xAA, 0xC2, 0xCA, 0xF2};
    if (chance(6)) return 0xA0;
    const auto channel = static_cast<std::uint8_t>(chance(6) ? below(4) : 0);
    const bool either = ins == 0x32 || ins == 0x44;
    const bool proprietary = std::ranges::find(kProprietary, ins) != std::end(kProprietary);
    return static_cast<std::uint8_t>((proprietary || (either && chance(2)) ? 0x80 : 0x00) | channel);
  }

  // Parameters and data as the instruction has them.
  void fill(card::Command& command) {
    switch (command.ins) {
      case 0xA4: {
        if (command.cla == 0xA0) {
          command.data = fid();
          command.ne.reset();
          return;
        }
        static constexpr std::uint8_t kReturned[] = {0x0C, 0x04, 0x00, 0x0C};
        command.p2 = pick(kReturned);
        if (chance(3)) {
          command.p1 = 0x04;
          command.data = chance(4) ? tre_aid_ : usim_aid_;
          return;
        }
        static constexpr std::uint8_t kWays[] = {0x00, 0x00, 0x00, 0x01, 0x03, 0x08, 0x09};
        command.p1 = pick(kWays);
        if (command.p1 != 0x03) command.data = fid();
        if (command.p1 >= 0x08 && chance(2)) {
          const auto more = fid();
          command.data.insert(command.data.end(), more.begin(), more.end());
        }
        return;
      }
      case 0xB0:
      case 0xD6:
        if (chance(2)) command.p1 = static_cast<std::uint8_t>(0x80 | below(31));
        if (command.ins == 0xD6) command.data = random_octets(1 + below(chance(4) ? 255 : 16));
        return;
      case 0xB2:
      case 0xDC:
      case 0xA2: {
        static constexpr std::uint8_t kModes[] = {0x04, 0x04, 0x02, 0x03, 0x05, 0x06};
        command.p1 = static_cast<std::uint8_t>(below(12));
        command.p2 = static_cast<std::uint8_t>(pick(kModes) | (chance(2) ? 0 : below(31) << 3));
        static constexpr std::size_t kLengths[] = {3, 14, 28, 30, 40, 44, 176};
        if (command.ins == 0xDC) command.data = random_octets(pick(kLengths));
        if (command.ins == 0xA2) command.data = random_octets(1 + below(6));
        if (command.ins == 0xB2) command.ne = chance(2) ? 256 : pick(kLengths);
        return;
      }
      case 0x32:
        if (command.cla == 0xA0 || chance(2)) {
          command.data = {0, 0, octet()};
          if (chance(2)) command.p2 = static_cast<std::uint8_t>(0x04 | below(31) << 3);
        } else {
          command.data = random_octets(below(70));
        }
        return;
      case 0x20:
      case 0x24:
      case 0x26:
      case 0x28:
      case 0x2C:
        command.p1 = 0;
        command.p2 = pick(kReferences);
        if (chance(6)) return;  // how many tries are left
        put_pin(command.data, command.ins == 0x2C ? &kPuk : right_pin(command.p2));
        if (command.ins == 0x24 || command.ins == 0x2C) put_pin(command.data, right_pin(command.p2));
        return;
      case 0x88:
        authenticate(command);
        return;
      case 0x44:
      case 0x46:
      case 0x48:
      case 0x4A: {
        if (command.cla >= 0x80 && chance(2)) {
          command.data = {'M', 'C', 'I', 'M', '-', static_cast<std::uint8_t>('1' + below(9))};
        }
        if (command.cla < 0x80 && chance(2)) command.data = fid();
        return;
      }
      case 0x70:
        command.p1 = chance(3) ? 0x80 : 0x00;
        command.p2 = static_cast<std::uint8_t>(command.p1 == 0 && chance(2) ? 0 : below(21));
        if (command.p1 == 0 && command.p2 == 0) command.ne = 1;
        return;
      case 0x10:
        command.data = random_octets(1 + below(20));
        return;
      case 0x12:
        command.ne = chance(2) ? 256 : 11;
        return;
      case 0x14:
      case 0xC2:
        command.data = chance(2) ? hex("810301010482028281830100") : random_octets(below(60));
        return;
      case 0xC0:
        command.ne = chance(2) ? 256 : 1 + below(60);
        return;
      default:
        if (chance(2)) command.data = random_octets(below(60));
    }
  }

  void authenticate(card::Command& command) {
    static constexpr std::uint8_t kContexts[] = {0x81, 0x81, 0x80, 0x84, 0x84, 0x82};
    command.p1 = 0;
    command.p2 = pick(kContexts);
    ByteWriter writer(command.data);
    if (command.p2 == 0x84) writer.u8(chance(2) ? 0xDD : 0xDE);
    gsm::auth::Rand rand{};
    for (auto& one : rand) one = octet();
    if (command.p2 == 0x80) return writer.lv(rand);
    if (chance(2)) {  // a network that knows the key
      sqn_ += 32;
      const auto quintet = gsm::auth::make_quintet({key_of(kK), key_of(kOpc)}, {}, gsm::auth::Sqn(sqn_), rand);
      writer.lv(rand);
      writer.lv(quintet.autn);
    } else {
      writer.lv(random_octets(16));
      writer.lv(random_octets(16));
    }
  }

  static const card::PinValue* right_pin(std::uint8_t reference) {
    return reference == 0x01 ? &kPin : reference == 0x0A ? &kAdm : &kPin2;
  }
  void put_pin(Bytes& data, const card::PinValue* right) {
    const auto value = right->reveal();
    data.insert(data.end(), value.begin(), value.end());
    if (chance(16)) data.back() = octet();
  }

  Bytes fid() {
    const auto file = pick(kFiles);
    return {static_cast<std::uint8_t>(file >> 8), static_cast<std::uint8_t>(file)};
  }
  Bytes noise() { return random_octets(below(chance(10) ? 600 : 12)); }
  Bytes random_octets(std::size_t size) {
    Bytes octets(size);
    for (auto& one : octets) one = octet();
    return octets;
  }
  std::uint8_t octet() { return static_cast<std::uint8_t>(random_()); }
  template <class T, std::size_t N>
  T pick(const T (&values)[N]) {
    return values[below(N)];
  }

  const Bytes usim_aid_ = hex("A0000000871002");
  const Bytes tre_aid_ = hex("F0464F4F54484F4C4401");
  std::mt19937& random_;
  std::deque<Bytes> planned_;
  std::uint64_t sqn_ = kSqn;
};

struct Nobody : trace::Sink {
  void write(trace::Event event) override { events += event.name.empty() ? 0 : 1; }
  std::size_t events = 0;
};

class Soak {
 public:
  Soak(unsigned seed, std::size_t apdus) : random_(seed), seed_(seed), apdus_(apdus) {}

  void run() {
    std::optional<std::size_t> at_first;
    while (done_ < apdus_) {
      live(std::min(apdus_ - done_, kApdusOfADevice));
      // The second device finds whatever is made once, and kept.
      if (++devices_ == 2) at_first = test::octets_allocated();
      if (at_first) demand(test::octets_allocated() <= *at_first + kGrowth, "memory is lost");
    }
    std::printf("%zu APDUs, %zu devices, %zu power cycles, %zu commits; %zu ended well; most memory in use %zu kB\n",
                done_, devices_, power_cycles_, commits_, succeeded_, most_memory_ / 1024);
  }

 private:
  void live(std::size_t apdus) {
    TestDevice device(test_order(), soak_pins());
    device.select_tre();
    device.tre_command(0x40, sealed(test_mcim(), *device.tre));
    demand(device.tre->vault().state().mcims.size() == 1, "no MCIM could be installed");
    Nobody events;
    const auto memory = test::octets_allocated();
    Terminal terminal(random_);
    std::array<Tre::Connection, kTerminals> at{};
    std::optional<transport::SapCard> sap;
    for (auto& connection : at) connection = device.tre->connect();
    std::size_t which = 0;
    for (; apdus > 0; --apdus, ++done_) {
      if (!terminal.in_the_middle()) which = terminal.below(kTerminals);
      if (terminal.chance(200)) {
        device.tre->disconnect(at[which]);
        at[which] = device.tre->connect();
      }
      if (terminal.chance(2000)) install(device, at[which]);
      if (terminal.chance(5000)) {
        sap.reset();
        power_cycle(device);
        for (auto& connection : at) connection = device.tre->connect();
      }
      if (!sap) sap.emplace(transport::ServedTre(*device.tre, events, false));
      const auto apdu = terminal.next();
      if (which == 0 && terminal.chance(4)) {
        through_sap(*sap, terminal, apdu);
      } else {
        ask(*device.tre, at[which], apdu);
      }
      if (done_ % 1024 == 0) {
        most_memory_ = std::max(most_memory_, test::octets_allocated());
        demand(test::octets_allocated() <= memory + kGrowth, "a device grows");
      }
    }
  }

  // Another MCIM, in a chain as the machine sends it.
  void install(TestDevice& device, Tre::Connection connection) {
    const auto number = std::to_string(++installed_);
    const auto object =
        sealed(test_mcim("MCIM-" + number, "001030" + std::string(9 - number.size(), '0') + number), *device.tre);
    ask(*device.tre, connection, hex("00A4040C0AF0464F4F54484F4C4401"));
    for (std::size_t from = 0; from < object.size(); from += 255) {
      const auto end = std::min(from + 255, object.size());
      card::Command part{static_cast<std::uint8_t>(end < object.size() ? 0x90 : 0x80), 0x40, 0, 0, {}, {}};
      part.data.assign(object.begin() + static_cast<std::ptrdiff_t>(from),
                       object.begin() + static_cast<std::ptrdiff_t>(end));
      ask(*device.tre, connection, card::encode_command(part));
    }
  }

  void power_cycle(TestDevice& device) {
    const auto before = vault::encode_state(device.tre->vault().state());
    device.power_cycle();
    const auto after = vault::encode_state(device.tre->vault().state());
    demand(std::ranges::equal(before.reveal(), after.reveal()), "the power cycle changed the state");
    ++power_cycles_;
  }

  void through_sap(transport::SapCard& sap, Terminal& terminal, const Bytes& apdu) {
    using transport::SapId;
    using transport::SapParameterId;
    transport::SapMessage message{SapId::transfer_apdu_req, {{SapParameterId::command_apdu, apdu}}};
    switch (terminal.below(40)) {
      case 0:
        message = {SapId::connect_req, {{SapParameterId::max_msg_size, {0x02, 0x00}}}};
        break;
      case 1:
        message = {SapId::reset_sim_req, {}};
        break;
      case 2:
        message = {SapId::power_sim_off_req, {}};
        break;
      case 3:
      case 4:
        message = {SapId::power_sim_on_req, {}};
        break;
      case 5:
        message = {SapId::disconnect_req, {}};
        break;
      default:
        break;
    }
    demand(!sap.on_message(message).empty(), "no answer by SAP");
  }

  void ask(Tre& tre, Tre::Connection connection, const Bytes& apdu) {
    const auto& vault = tre.vault();
    const auto number = vault.number();
    const auto pins = tries(vault.state().pins);
    const auto outcome = tre.on_apdu(connection, apdu);
    const auto& response = outcome.response;
    demand(response.size() >= 2, "an answer without status word");
    const auto sw1 = response[response.size() - 2];
    const auto sw2 = response.back();
    const auto data = response.size() - 2;
    demand((sw1 >= 0x61 && sw1 <= 0x6F) || (sw1 >= 0x90 && sw1 <= 0x9F), "no status word");
    const auto command = card::decode_command(apdu);
    demand(data <= (command ? command->ne.value_or(0) : 0), "more than was asked for");
    demand(data == 0 || sw1 == 0x90 || sw1 == 0x91 || sw1 == 0x61 || (sw1 == 0x62 && sw2 != 0x82), "data and an error");
    demand(!vault.locked(), "locked");
    demand(!outcome.events.empty(), "no event");
    const auto commits = vault.number() - number;
    demand(commits == 0 || (command && writes(*command)), "a command that writes nothing wrote");
    demand(commits <= 2, "more than two commits");
    check_tries(command ? &*command : nullptr, pins, tries(vault.state().pins), sw1);
    demand(!holds_key(response), "a key in an answer");
    for (const auto& event : outcome.events) demand(!holds_key(event.bytes), "a key in an event");
    commits_ += commits;
    succeeded_ += sw1 == 0x90 || sw1 == 0x91 || sw1 == 0x61 || sw1 == 0x9F ? 1 : 0;
  }

  static bool writes(const card::Command& command) {
    static constexpr std::uint8_t kWriting[] = {0x04, 0x20, 0x24, 0x26, 0x28, 0x2C, 0x32,
                                                0x40, 0x44, 0x46, 0x48, 0x88, 0xD6, 0xDC};
    return std::ranges::find(kWriting, command.ins) != std::end(kWriting);
  }

  // PIN1, its PUK, PIN2, its PUK, ADM1.
  using Tries = std::array<int, 5>;
  static Tries tries(const card::Pins& pins) {
    return {pins.pin1.tries, pins.pin1.unblock_tries, pins.pin2.tries, pins.pin2.unblock_tries, pins.adm1.tries};
  }
  // Down by one with a wrong value, up to all with the right one, and by nothing but a PIN command.
  void check_tries(const card::Command* command, const Tries& before, const Tries& after, std::uint8_t sw1) {
    if (before == after) return;
    const bool pin = command && (command->ins & 0xF0) == 0x20;
    demand(pin, "tries changed by another command");
    for (std::size_t i = 0; i < before.size(); ++i) {
      const bool puk = i == 1 || i == 3;
      const int all = puk ? card::Pin::kMaxUnblockTries : card::Pin::kMaxTries;
      const bool down = after[i] == before[i] - 1;
      const bool up = after[i] == all && (sw1 == 0x90 || sw1 == 0x91);
      demand(after[i] == before[i] || down || up, "tries that jump");
      demand(puk || before[i] != 0 || after[i] == 0 || command->ins == 0x2C, "unblocked without a PUK");
      demand(!puk || before[i] != 0 || after[i] == 0, "a PUK back from the dead");
    }
  }

  static bool holds_key(const Bytes& octets) {
    static const std::array<Bytes, 4> kKeys = {hex(kK), hex(kOpc), hex("00112233445566778899aabbccddeeff"),
                                               hex("ffeeddccbbaa99887766554433221100")};
    if (octets.size() < 16) return false;
    return std::ranges::any_of(kKeys, [&](const Bytes& key) {
      return ::memmem(octets.data(), octets.size(), key.data(), key.size()) != nullptr;
    });
  }

  void demand(bool so, const char* otherwise) const {
    if (so) return;
    std::fprintf(stderr, "card soak: %s (seed %u, APDU %zu)\n", otherwise, seed_, done_);
    std::abort();
  }

  std::mt19937 random_;
  unsigned seed_;
  std::size_t apdus_;
  std::size_t done_ = 0;
  std::size_t devices_ = 0;
  std::size_t power_cycles_ = 0;
  std::size_t commits_ = 0;
  std::size_t succeeded_ = 0;
  std::size_t most_memory_ = 0;
  unsigned installed_ = 1;
};

}  // namespace

int main(int argc, char** argv) {
  std::size_t apdus = 100'000;
  unsigned seed = 1;
  for (int i = 1; i + 1 < argc; i += 2) {
    const auto value = std::strtoul(argv[i + 1], nullptr, 10);
    if (std::strcmp(argv[i], "--apdus") == 0) apdus = value;
    if (std::strcmp(argv[i], "--seed") == 0) seed = static_cast<unsigned>(value);
  }
  Soak(seed, apdus).run();
  return 0;
}
