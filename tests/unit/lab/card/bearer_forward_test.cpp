// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/bearer_forward.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <thread>

#include "base/hex.h"

namespace foothold::lab {
namespace {

TEST(ParseEndpoint, TakesAddressAndPort) {
  const auto endpoint = parse_endpoint("192.0.2.1:443");
  ASSERT_TRUE(endpoint) << to_string(endpoint.error());
  EXPECT_EQ(to_hex(endpoint->address), "c0000201");
  EXPECT_EQ(endpoint->port, 443);
  EXPECT_TRUE(endpoint->tcp);
  for (const auto* wrong : {"", ":", "192.0.2.1", "192.0.2.1:", "192.0.2.1:x", "192.0.2.1:65536", "192.0.2:1",
                            "example:1", "192.0.2.1:1 ", "[::1]:1"}) {
    EXPECT_FALSE(parse_endpoint(wrong)) << wrong;
  }
}

// As whoever wants to reach the server.
UniqueFd connected_to(const BearerForward& forward) {
  UniqueFd client(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(forward.port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(client.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  return client;
}

// A TRE whose bearer gives back what it gets, and closes after that.
class EchoingTre {
 public:
  Result<Bytes> operator()(ByteView command) {
    const auto ins = command[1];
    if (ins == 0x50) opened = to_hex(command.subspan(5));
    if (ins == 0x52) {
      waiting.assign(command.begin() + 5, command.end());
      last = true;
    }
    if (ins == 0x56) closed = true;
    Bytes answer;
    if (ins == 0x54) {
      answer.push_back(last ? 0x00 : 0x02);
      answer.insert(answer.end(), waiting.begin(), waiting.end());
      waiting.clear();
    }
    answer.insert(answer.end(), {0x90, 0x00});
    return answer;
  }

  std::string opened;
  Bytes waiting;
  bool last = false;
  bool closed = false;
};

// A forward that serves in a thread of its own until it is told to stop.
class ServingForward {
 public:
  ServingForward(CardExchange card, std::string apn)
      : forward_(BearerForward::listen({true, {127, 0, 0, 1}, 0})), card_(std::move(card)), apn_(std::move(apn)) {
    std::array<int, 2> stop{};
    if (!forward_ || ::pipe(stop.data()) != 0) throw std::runtime_error("no forward to serve with");
    stop_read_ = UniqueFd(stop[0]);
    stop_write_ = UniqueFd(stop[1]);
    server_ = std::thread([this] {
      done_ = forward_->run(card_, {true, {192, 0, 2, 1}, 443}, apn_, stop_read_.get());
    });
  }
  ~ServingForward() {
    if (server_.joinable()) (void)stop();
  }
  const BearerForward& operator*() const { return *forward_; }
  // How it ended.
  Result<void> stop() {
    stop_write_.reset();
    server_.join();
    return done_;
  }

 private:
  Result<BearerForward> forward_;
  CardExchange card_;
  std::string apn_;
  UniqueFd stop_read_, stop_write_;
  Result<void> done_;
  std::thread server_;
};

TEST(BearerForward, CarriesAConnectionUntilTheBearerIsClosed) {
  EchoingTre tre;
  ServingForward forward([&](ByteView command) { return tre(command); }, "m2m");

  const auto client = connected_to(*forward);
  EXPECT_EQ(::send(client.get(), "hello", 5, MSG_NOSIGNAL), 5);
  std::string got;
  std::array<char, 16> octets{};
  for (;;) {
    const auto count = ::recv(client.get(), octets.data(), octets.size(), 0);
    if (count <= 0) break;
    got.append(octets.data(), static_cast<std::size_t>(count));
  }
  EXPECT_EQ(got, "hello");
  const auto done = forward.stop();
  EXPECT_TRUE(done) << to_string(done.error());
  EXPECT_EQ(tre.opened, "8101028204c0000201830201bb84036d326d");
}

// A TRE whose bearer gives without end until it is closed, and is not closed at once.
class FloodingTre {
 public:
  Result<Bytes> operator()(ByteView command) {
    const auto ins = command[1];
    if (ins == 0x50 && state != 0) return Bytes{0x69, 0x85};
    if (ins == 0x50) state = 2;
    if (ins == 0x50) ++opened;
    if (ins == 0x56) state = 3;
    Bytes answer;
    if (ins == 0x54) {
      answer.push_back(state);
      answer.resize(state == 2 ? 256 : 1);
      if (state == 3 && ++waited == 3) state = 0;
    }
    answer.insert(answer.end(), {0x90, 0x00});
    return answer;
  }

  std::uint8_t state = 0;
  int waited = 0;
  int opened = 0;
};

// The second client finds the bearer free although closing it took a while, and a client that does not read keeps
// nobody from ending the forward.
TEST(BearerForward, IsFreeForTheNextAndHeldByNone) {
  FloodingTre tre;
  ServingForward forward([&](ByteView command) { return tre(command); }, "");
  char octet = 1;
  auto first = connected_to(*forward);
  EXPECT_EQ(::recv(first.get(), &octet, 1, 0), 1);
  first.reset();
  const auto second = connected_to(*forward);
  EXPECT_EQ(::recv(second.get(), &octet, 1, 0), 1);  // and no more
  const auto done = forward.stop();
  EXPECT_TRUE(done) << to_string(done.error());
  EXPECT_EQ(tre.opened, 2);
  EXPECT_EQ(tre.waited, 3);
}

TEST(BearerForward, EndsWhenTheCardIsGone) {
  auto forward = BearerForward::listen({true, {127, 0, 0, 1}, 0});
  ASSERT_TRUE(forward);
  std::array<int, 2> stop{};
  ASSERT_EQ(::pipe(stop.data()), 0);
  const UniqueFd stop_read(stop[0]);
  const UniqueFd stop_write(stop[1]);
  const auto client = connected_to(*forward);
  const auto done = forward->run([](ByteView) -> Result<Bytes> { return fail("is gone", "card"); },
                                 {true, {192, 0, 2, 1}, 443}, "", stop_read.get());
  EXPECT_FALSE(done);
}

}  // namespace
}  // namespace foothold::lab
