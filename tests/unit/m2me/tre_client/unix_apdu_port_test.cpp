// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tre_client/unix_apdu_port.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <future>
#include <thread>

#include "base/unique_fd.h"
#include "tests/temporary_folder.h"

namespace foothold::m2me {
namespace {

using ::testing::HasSubstr;

// A socket in a folder of its own; one connection is served by `serve` in a thread.
class Listener {
 public:
  explicit Listener(std::function<void(int)> serve) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = this->path();
    std::copy(path.begin(), path.end(), address.sun_path);
    fd_ = UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EXPECT_EQ(::bind(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(fd_.get(), 1), 0);
    thread_ = std::thread([this, serve = std::move(serve)] {
      const UniqueFd connection(::accept(fd_.get(), nullptr, nullptr));
      if (connection) serve(connection.get());
    });
  }
  ~Listener() {
    ::shutdown(fd_.get(), SHUT_RDWR);
    thread_.join();
  }
  std::string path() const { return folder_.file("tre.sock"); }

 private:
  foothold::test::TemporaryFolder folder_;
  UniqueFd fd_;
  std::thread thread_;
};

Bytes receive(int fd, std::size_t size) {
  Bytes octets(size);
  EXPECT_EQ(::recv(fd, octets.data(), size, MSG_WAITALL), static_cast<ssize_t>(size));
  return octets;
}
void send(int fd, const Bytes& octets) {
  EXPECT_EQ(::send(fd, octets.data(), octets.size(), MSG_NOSIGNAL), static_cast<ssize_t>(octets.size()));
}

TEST(UnixApduPort, FramesCommandsAndResponses) {
  Listener listener([](int fd) {
    EXPECT_EQ(receive(fd, 7), (Bytes{0x00, 0x05, 0x80, 0xca, 0x01, 0x01, 0x00}));
    for (const std::uint8_t octet : Bytes{0x00, 0x03, 0x41, 0x90, 0x00}) send(fd, {octet});  // in pieces
    EXPECT_EQ(receive(fd, 2 + 300).size(), 302U);
    Bytes response = {0x01, 0x02};
    response.resize(2 + 0x102, 0x55);
    send(fd, response);
  });
  auto port = connect_unix_apdu_port(listener.path());
  ASSERT_TRUE(port) << to_string(port.error());
  EXPECT_EQ((*port)->transmit(Bytes{0x80, 0xca, 0x01, 0x01, 0x00}).value(), (Bytes{0x41, 0x90, 0x00}));
  EXPECT_EQ((*port)->transmit(Bytes(300, 1)).value(), Bytes(0x102, 0x55));
}

TEST(UnixApduPort, FailsForGoodWhenTheTreGoes) {
  Listener listener([](int fd) { receive(fd, 3); });
  auto port = connect_unix_apdu_port(listener.path()).value();
  EXPECT_FALSE(port->transmit(Bytes{0x00}));
  auto second = port->transmit(Bytes{0x00});
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().what, HasSubstr("closed after an earlier error"));
}

TEST(UnixApduPort, RefusesAResponseWithoutStatusWord) {
  Listener listener([](int fd) {
    receive(fd, 3);
    send(fd, {0x00, 0x01, 0x90});
  });
  auto port = connect_unix_apdu_port(listener.path()).value();
  EXPECT_FALSE(port->transmit(Bytes{0x00}));
}

TEST(UnixApduPort, DoesNotWaitForEver) {
  std::promise<void> finished;
  Listener listener([&](int) { finished.get_future().wait(); });
  auto port = connect_unix_apdu_port(listener.path(), std::chrono::milliseconds(20)).value();
  auto response = port->transmit(Bytes{0x00});
  ASSERT_FALSE(response);
  EXPECT_THAT(response.error().what, HasSubstr("does not answer"));
  finished.set_value();
}

TEST(UnixApduPort, SaysThatThereIsNoTre) {
  auto port = connect_unix_apdu_port("/nonexistent/tre.sock");
  ASSERT_FALSE(port);
  EXPECT_THAT(port.error().what, HasSubstr("is foothold-tre running?"));
  EXPECT_FALSE(connect_unix_apdu_port(""));
  EXPECT_FALSE(connect_unix_apdu_port(std::string(200, 'a')));
}

}  // namespace
}  // namespace foothold::m2me
