// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/gsup_tcp/tcp_loop.h"

#include <gtest/gtest.h>

#include <functional>
#include <thread>

namespace foothold::operators {
namespace {

// Both ends in one loop: what arrives is written down, and the test says when to stop.
class Recorder : public TcpHandler {
 public:
  void on_accepted(TcpId id) override { accepted.push_back(id); }
  void on_connected(TcpId id) override {
    connected.push_back(id);
    if (when_connected) when_connected(id);
  }
  void on_received(TcpId id, ByteView bytes) override {
    received[id].insert(received[id].end(), bytes.begin(), bytes.end());
    if (when_received) when_received(id);
  }
  void on_closed(TcpId id, const std::string& reason) override {
    closed[id] = reason;
    if (when_closed) when_closed(id);
  }
  void on_time(std::chrono::steady_clock::time_point) override {
    deadline.reset();
    if (when_time) when_time();
  }
  std::optional<std::chrono::steady_clock::time_point> next_deadline() const override { return deadline; }
  void on_wake() override {
    if (when_woken) when_woken();
  }

  std::vector<TcpId> accepted;
  std::vector<TcpId> connected;
  std::map<TcpId, Bytes> received;
  std::map<TcpId, std::string> closed;
  std::function<void(TcpId)> when_connected, when_received, when_closed;
  std::function<void()> when_time, when_woken;
  std::optional<std::chrono::steady_clock::time_point> deadline;
};

class TcpLoopTest : public testing::Test {
 protected:
  TcpLoopTest() : loop(TcpLoop::create().value()) {}
  TcpEndpoint listen() { return loop->listen(TcpEndpoint::parse("127.0.0.1:0").value()).value(); }

  std::unique_ptr<TcpLoop> loop;
  Recorder recorder;
};

TEST_F(TcpLoopTest, CarriesOctetsBothWays) {
  const auto client = loop->connect(listen());
  loop->send(client, Bytes{1, 2, 3});  // before the connection is up
  recorder.when_received = [&](TcpId id) {
    if (id == client)
      loop->stop();
    else if (recorder.received[id].size() == 3)
      loop->send(id, Bytes{4, 5});
  };
  loop->run(recorder);
  ASSERT_EQ(recorder.accepted.size(), 1U);
  EXPECT_EQ(recorder.connected, std::vector<TcpId>{client});
  EXPECT_EQ(recorder.received[recorder.accepted[0]], (Bytes{1, 2, 3}));
  EXPECT_EQ(recorder.received[client], (Bytes{4, 5}));
}

TEST_F(TcpLoopTest, TellsWhyAConnectionFailed) {
  // A port that was free a moment ago, and that nobody listens on.
  const auto endpoint = TcpLoop::create().value()->listen(TcpEndpoint::parse("127.0.0.1:0").value()).value();
  const auto client = loop->connect(endpoint);
  recorder.when_closed = [&](TcpId) { loop->stop(); };
  loop->run(recorder);
  EXPECT_EQ(recorder.closed[client], "Connection refused");
}

TEST_F(TcpLoopTest, NoticesThatThePeerWentAway) {
  const auto client = loop->connect(listen());
  recorder.when_connected = [&](TcpId) { loop->send(client, Bytes{1}); };
  recorder.when_received = [&](TcpId id) { loop->close(id); };
  recorder.when_closed = [&](TcpId) { loop->stop(); };
  loop->run(recorder);
  EXPECT_EQ(recorder.closed.count(client), 1U);
  EXPECT_EQ(recorder.closed.size(), 1U) << "the end that closed it is not told";
}

TEST_F(TcpLoopTest, ClosesAPeerThatDoesNotRead) {
  const auto client = loop->connect(listen());
  loop->send(client, Bytes(TcpLoop::kMaxQueued));
  loop->send(client, Bytes{1});
  recorder.when_closed = [&](TcpId) { loop->stop(); };
  loop->run(recorder);
  EXPECT_EQ(recorder.closed[client], "the peer does not read what it is sent");
}

TEST_F(TcpLoopTest, CallsWhenTheDeadlineComes) {
  recorder.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(5);
  const auto due = *recorder.deadline;
  recorder.when_time = [&] { loop->stop(); };
  loop->run(recorder);
  EXPECT_GE(std::chrono::steady_clock::now(), due);
}

TEST_F(TcpLoopTest, IsWokenByAnotherThread) {
  int woken = 0;
  recorder.when_woken = [&] {
    ++woken;
    loop->stop();
  };
  std::thread other([&] { loop->wake(); });
  loop->run(recorder);
  other.join();
  EXPECT_EQ(woken, 1);
}

TEST_F(TcpLoopTest, EndsWhenItsDescriptorIsReadable) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const UniqueFd read_end(ends[0]);
  const UniqueFd write_end(ends[1]);
  ASSERT_EQ(::write(write_end.get(), "x", 1), 1);
  loop->run(recorder, read_end.get());
}

TEST_F(TcpLoopTest, SaysWhereItCannotListen) {
  const auto taken = listen();
  const auto second = TcpLoop::create().value()->listen(taken);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().what.find(taken.to_string()), std::string::npos);
}

}  // namespace
}  // namespace foothold::operators
