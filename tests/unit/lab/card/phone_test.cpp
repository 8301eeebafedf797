// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/phone.h"

#include <gtest/gtest.h>

#include <deque>

#include "base/hex.h"

namespace foothold::lab {
namespace {

Bytes hex(std::string_view text) {
  return from_hex(text).value();
}

// A server that keeps what it gets, and gives what it is told to.
struct FakeServer {
  std::string connected;
  Bytes got;
  std::deque<Bytes> gives;
  bool ended = false;
  bool refuses = false;
};

class FakeConnection : public DataConnection {
 public:
  explicit FakeConnection(FakeServer& server) : server_(server) {}
  Result<void> send(ByteView octets) override {
    if (server_.ended) return fail("ended", "server");
    server_.got.insert(server_.got.end(), octets.begin(), octets.end());
    return {};
  }
  Result<Bytes> receive() override {
    if (!server_.gives.empty()) {
      auto first = std::move(server_.gives.front());
      server_.gives.pop_front();
      return first;
    }
    if (server_.ended) return fail("ended", "server");
    return Bytes{};
  }

 private:
  FakeServer& server_;
};

class FakeNetwork : public DataNetwork {
 public:
  explicit FakeNetwork(FakeServer& server) : server_(server) {}
  Result<std::unique_ptr<DataConnection>> connect(const Endpoint& to) override {
    if (server_.refuses) return fail("refused", "server");
    server_.connected = (to.tcp ? "tcp " : "udp ") + to_hex(to.address) + ":" + std::to_string(to.port);
    return std::make_unique<FakeConnection>(server_);
  }

 private:
  FakeServer& server_;
};

// A card with an IMSI and proactive commands that wait; it keeps what it is told.
class PhoneTest : public testing::Test {
 protected:
  Result<Bytes> exchange(ByteView command) {
    Bytes data;
    const auto ins = command[1];
    if (ins == 0xB0) data = imsi_;
    if (ins == 0x12) {
      data = commands_.front();
      commands_.pop_front();
    }
    if (ins == 0x14) responses_.push_back(to_hex(command.subspan(5)));
    if (ins == 0xC2) envelopes_.push_back(to_hex(command.subspan(5)));
    if (ins == 0x10) ++profiles_;
    const bool waits = !commands_.empty() && command[0] == 0x80;
    data.push_back(waits ? 0x91 : 0x90);
    data.push_back(waits ? static_cast<std::uint8_t>(commands_.front().size()) : 0x00);
    return data;
  }
  // What the card asks for, and the phone's response behind device identities.
  std::string asks(std::string_view command) {
    commands_.push_back(hex(command));
    EXPECT_TRUE(phone_.poll(now_));
    return responses_.empty() ? "" : responses_.back().substr(18);
  }
  void poll() { EXPECT_TRUE(phone_.poll(now_)); }

  Bytes imsi_ = hex("080910200000000010");
  std::deque<Bytes> commands_;
  std::vector<std::string> responses_;
  std::vector<std::string> envelopes_;
  int profiles_ = 0;
  int resets_ = 0;
  FakeServer server_;
  FakeNetwork network_{server_};
  Phone::Clock::time_point now_{};
  std::vector<std::string> told_;
  Phone phone_{{[this](ByteView command) { return exchange(command); },
                [this]() -> Result<void> {
                  ++resets_;
                  return {};
                }},
               network_,
               [this](const std::string& line) { told_.push_back(line); }};
};

TEST_F(PhoneTest, ReadsTheSubscriberAndDoesWhatWaits) {
  commands_.push_back(hex("d00d8103010500820281829902090a"));
  ASSERT_TRUE(phone_.switch_on(now_));
  EXPECT_EQ(phone_.imsi(), "001020000000001");
  EXPECT_EQ(responses_, std::vector<std::string>{"810301050082028281830100"});
  imsi_ = hex("0832140000000000f0");  // 14 digits
  ASSERT_TRUE(phone_.switch_on(now_));
  EXPECT_EQ(phone_.imsi(), "34100000000000");
}

TEST_F(PhoneTest, ComesBackAsTheNewSubscriberAfterARefresh) {
  ASSERT_TRUE(phone_.switch_on(now_));
  imsi_ =
      hex("0809109000000000"
          "70");
  EXPECT_EQ(asks("d009810301010482028182"), "830100");
  EXPECT_EQ(resets_, 1);
  EXPECT_EQ(profiles_, 2);
  EXPECT_EQ(phone_.imsi(), "001090000000007");
  EXPECT_EQ(told_, (std::vector<std::string>{"subscriber 001020000000001", "refresh 4", "subscriber 001090000000007"}));
}

// A card that wants no end of it.
TEST_F(PhoneTest, IsNotHeldByACard) {
  for (int i = 0; i < 1000; ++i) commands_.push_back(hex("d009810301260082028182"));
  poll();
  EXPECT_LT(responses_.size(), 1000U);
  commands_.clear();
  for (int i = 0; i < 10; ++i) commands_.push_back(hex("d009810301010482028182"));
  for (int i = 0; i < 10; ++i) poll();
  EXPECT_TRUE(commands_.empty());
  EXPECT_GE(resets_, 5);
}

TEST_F(PhoneTest, TellsWhereItIsAndWhatItCannot) {
  EXPECT_EQ(asks("d009810301260082028182"), "830100930700f11000010001");
  EXPECT_EQ(asks("d009810301260182028182"), "830130");
  EXPECT_EQ(asks("d009810301210082028182"), "830130");  // DISPLAY TEXT
}

TEST_F(PhoneTest, RunsTimers) {
  EXPECT_EQ(asks("d011810301270082028182a40101a503000003"), "830100240101");
  now_ += std::chrono::seconds(29);
  poll();
  EXPECT_TRUE(envelopes_.empty());
  now_ += std::chrono::seconds(1);
  poll();
  EXPECT_EQ(envelopes_, std::vector<std::string>{"d70c82028281a40101a503000000"});
  EXPECT_EQ(asks("d011810301270082028182a40102a503000003"), "830100240102");
  EXPECT_EQ(asks("d00c810301270182028182a40102"), "830100240102");
  now_ += std::chrono::seconds(60);
  poll();
  EXPECT_EQ(envelopes_.size(), 1U);
  EXPECT_EQ(asks("d00c810301270282028182a40102"), "830130");
}

constexpr const char* kOpen = "d01c810301400182028182b50103b90205dcbc030201bbbe0521c0000201";

TEST_F(PhoneTest, CarriesAChannel) {
  EXPECT_EQ(asks(kOpen),
            "83010038028100"
            "350103390205dc");
  EXPECT_EQ(server_.connected, "tcp c0000201:443");
  EXPECT_EQ(asks(kOpen), "83023a01");
  EXPECT_EQ(asks("d00d810301430182028121b602aabb"), "8301003701ff");
  EXPECT_EQ(to_hex(server_.got), "aabb");
  EXPECT_EQ(asks("d009810301440082028182"), "83010038028100");
  server_.gives = {hex("010203"), hex("04")};
  server_.ended = true;
  poll();
  poll();  // told once
  EXPECT_EQ(envelopes_, std::vector<std::string>{"d60e9901098202"
                                                 "8281b8028100b70103"});
  EXPECT_EQ(asks("d00c810301420082028121b70102"), "83010036020102370101");
  EXPECT_EQ(envelopes_.size(), 1U);
  EXPECT_EQ(asks("d00c810301420082028121b701ff"), "830100360103370100");
  EXPECT_EQ(envelopes_.size(), 2U);  // the last octet, that has come meanwhile
  EXPECT_EQ(asks("d00c810301420082028121b701ff"), "830100360104370100");
  poll();
  EXPECT_EQ(envelopes_.back(), "d60b99010a82028281b8020105");
  EXPECT_EQ(asks("d00c810301420082028121b701ff"), "83023a02");
  EXPECT_EQ(asks("d009810301440082028182"), "83010038020000");
}

TEST_F(PhoneTest, RefusesChannels) {
  server_.refuses = true;
  EXPECT_EQ(asks(kOpen), "83022100");
  server_.refuses = false;
  EXPECT_EQ(asks("d015810301400182028182b50103b90205dcbc030201bb"), "830130");
  EXPECT_EQ(asks(kOpen).substr(0, 6), "830100");
  EXPECT_EQ(asks("d009810301410082028122"), "83023a03");
  EXPECT_EQ(asks("d009810301410082028121"), "830100");
  EXPECT_EQ(asks("d009810301410082028121"), "83023a02");
}

TEST_F(PhoneTest, SaysWhenTheCardIsGone) {
  Phone phone({[](ByteView) -> Result<Bytes> { return fail("is gone", "card"); }, [] { return Result<void>(); }},
              network_, [](const std::string&) {});
  EXPECT_FALSE(phone.switch_on(now_));
  EXPECT_FALSE(phone.poll(now_));
}

TEST(FetchedCommand, IsParsed) {
  const auto octets = hex("d00d810301430182028121b602aabb");
  const auto command = parse_fetched(octets);
  ASSERT_TRUE(command) << to_string(command.error());
  EXPECT_EQ(command->number, 1);
  EXPECT_EQ(command->type, 0x43);
  EXPECT_EQ(command->qualifier, 1);
  EXPECT_EQ(command->destination, 0x21);
  EXPECT_EQ(to_hex(object_in(command->objects, 0x36).value()), "aabb");
  EXPECT_FALSE(object_in(command->objects, 0x37));
  for (std::size_t size = 0; size < octets.size(); ++size) {
    EXPECT_FALSE(parse_fetched(ByteView(octets).first(size))) << size;
  }
  for (const auto* wrong : {"d109810301010482028182", "d009820281828103010104",
                            "d008810201018202"
                            "8182",
                            "d0820009"}) {
    EXPECT_FALSE(parse_fetched(hex(wrong))) << wrong;
  }
}

}  // namespace
}  // namespace foothold::lab
