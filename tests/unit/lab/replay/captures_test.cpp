// SPDX-License-Identifier: AGPL-3.0-or-later
// The recorded runs in captures/: what their README says of them is so.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "lab/replay/apdu_exchange.h"
#include "lab/replay/captured_packet.h"
#include "lab/replay/mobile_dialogue.h"
#include "lab/replay/replay_tre.h"
#include "lab/scenarios/scenario.h"
#include "lab/steps/step_tracker.h"

namespace foothold::lab::replay {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargest = 300'000;  // octets
constexpr const char* kPcid = "001020000000001";

const fs::path kCaptures = FOOTHOLD_CAPTURES;

std::vector<std::string> captures() {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(kCaptures)) {
    if (entry.path().extension() == ".pcapng") found.push_back(entry.path().stem());
  }
  std::sort(found.begin(), found.end());
  return found;
}

TEST(Captures, EachScenarioAndEachRadioIsThere) {
  for (const auto& scenario : scenarios()) {
    if (scenario.name == "good") continue;  // first-attach
    EXPECT_TRUE(fs::exists(kCaptures / (std::string(scenario.name) + ".pcapng"))) << scenario.name;
  }
  for (const auto* name : {"first-attach", "virtual", "trx", "sim-trace"})
    EXPECT_TRUE(fs::exists(kCaptures / (std::string(name) + ".pcapng"))) << name;
}

// AUTHENTICATE's answer: DB, then L V for each of RES, CK, IK, Kc. Keys are zeros in a trace (docs/tre-apdu.md), and
// tests/e2e/secrets_test.cpp looks for the keys of a run in all that it leaves.
bool holds_keys(const ApduExchange& exchange) {
  if (command_name(exchange.command) != "AUTHENTICATE" || exchange.data.empty() || exchange.data[0] != 0xDB)
    return false;
  for (std::size_t at = 1; at < exchange.data.size(); at += std::size_t{1} + exchange.data[at]) {
    const auto end = std::min(exchange.data.size(), at + 1 + exchange.data[at]);
    if (std::any_of(exchange.data.begin() + static_cast<std::ptrdiff_t>(at + 1),
                    exchange.data.begin() + static_cast<std::ptrdiff_t>(end), [](auto octet) { return octet != 0; }))
      return true;
  }
  return false;
}

class EachCapture : public testing::TestWithParam<std::string> {};

TEST_P(EachCapture, IsWhatItsNameSays) {
  const auto file = kCaptures / (GetParam() + ".pcapng");
  EXPECT_LE(fs::file_size(file), kLargest);
  steps::StepTracker tracker({kPcid});
  DialogueReader dialogues;
  ApduSession session;
  ASSERT_TRUE(read_capture(file, [&](const CapturedPacket& packet) {
    ASSERT_TRUE(packet.event) << packet.number;
    tracker.take(*packet.event);
    dialogues.take(packet);
    const auto message = gsmtap_in(packet.link_type, packet.octets);
    if (message && message->header.type == wire::GsmtapType::sim) session.take(packet.number, message->payload);
  }));

  for (const auto& exchange : session.exchanges()) EXPECT_FALSE(holds_keys(exchange)) << exchange.packet;
  if (GetParam() == "sim-trace") return;  // no mobile in it

  ASSERT_FALSE(dialogues.dialogues().empty());
  const auto& dialogue = dialogues.dialogues().front();
  EXPECT_EQ(dialogue.imsi, kPcid);
  EXPECT_TRUE(dialogue.attaches());
  EXPECT_TRUE(std::none_of(dialogue.messages.begin(), dialogue.messages.end(), [](const DialogueMessage& message) {
    return message.kind == DialogueMessage::Kind::unreadable;
  }));

  // It ends as the scenario of that name does; the others are good runs over one radio or another.
  const auto* scenario = find_scenario(GetParam());
  const auto expected = scenario == nullptr ? Expectation{} : scenario->expectation;
  const auto& device = *tracker.find(kPcid);
  EXPECT_EQ(device.complete(), !expected.stopped_at.has_value());
  const auto stopped = device.stopped_at();
  ASSERT_EQ(stopped.has_value(), expected.stopped_at.has_value());
  if (stopped) {
    EXPECT_EQ(steps::step_table()[*stopped].number, *expected.stopped_at);
  }
}

INSTANTIATE_TEST_SUITE_P(Captures, EachCapture, testing::ValuesIn(captures()), [](const auto& capture) {
  std::string name = capture.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(Captures, TheSimTraceHoldsTheSessionOfTheCardAndNothingElse) {
  std::size_t packets = 0;
  ApduSession session;
  ASSERT_TRUE(read_capture(kCaptures / "sim-trace.pcapng", [&](const CapturedPacket& packet) {
    ++packets;
    const auto message = gsmtap_in(packet.link_type, packet.octets);
    ASSERT_TRUE(message) << packet.number;
    ASSERT_EQ(message->header.type, wire::GsmtapType::sim);
    session.take(packet.number, message->payload);
  }));
  EXPECT_EQ(session.damaged(), 0U);
  EXPECT_GE(packets, 40U);
  std::map<std::string, int> commands;
  for (const auto& exchange : session.exchanges()) ++commands[command_name(exchange.command)];
  for (const auto* name : {"SELECT", "READ BINARY", "AUTHENTICATE", "GET EVIDENCE", "INSTALL MCIM"})
    EXPECT_GE(commands[name], 1) << name;
  EXPECT_EQ(commands.count("GET RESPONSE"), 0U) << "each belongs to a command";
}

}  // namespace
}  // namespace foothold::lab::replay
