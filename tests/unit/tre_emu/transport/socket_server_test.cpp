// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/socket_server.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/temporary_folder.h"
#include "tests/unit/tre_emu/test_device.h"
#include "tests/unit/tre_emu/transport/fake_reader.h"
#include "trace/memory_sink.h"
#include "tre_emu/transport/vpcd_card.h"

namespace foothold::tre_emu::transport {
namespace {

class SocketServerTest : public testing::Test {
 protected:
  SocketServerTest() {
    path_ = folder_.file("tre.sock");
    sap_path_ = folder_.file("sap.sock");
  }
  ~SocketServerTest() override { stop(); }

  void start(VpcdCard* card = nullptr) {
    SocketServer server(served_);
    ASSERT_TRUE(server.listen(path_));
    ASSERT_TRUE(server.listen_for_sap(sap_path_));
    thread_ = std::thread([this, card, serving = std::move(server)]() mutable {
      auto loop = EventLoop::make().value();
      serving.serve_in(loop);
      if (card) loop.add(*card);
      ended_well_ = loop.run(stop_.get()).has_value();
    });
  }
  void stop() {
    if (!thread_.joinable()) return;
    const std::uint64_t one = 1;
    ASSERT_EQ(::write(stop_.get(), &one, sizeof(one)), 8);
    thread_.join();
    EXPECT_TRUE(ended_well_);
  }
  UniqueFd dial() const { return dial(path_); }
  static UniqueFd dial(const std::string& path) {
    UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(static_cast<char*>(address.sun_path), path.c_str(), path.size() + 1);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) socket.reset();
    return socket;
  }
  static std::string ask(const UniqueFd& socket, std::string_view apdu) {
    const auto frame = encode_frame(hex(apdu));
    if (::send(socket.get(), frame.data(), frame.size(), MSG_NOSIGNAL) < 0) return "no connection";
    return receive(socket);
  }
  static std::string receive(const UniqueFd& socket) {
    std::uint8_t length[2];
    if (::recv(socket.get(), length, 2, MSG_WAITALL) != 2) return "no answer";
    Bytes answer(static_cast<std::size_t>(length[0] << 8 | length[1]));
    if (::recv(socket.get(), answer.data(), answer.size(), MSG_WAITALL) != static_cast<ssize_t>(answer.size())) {
      return "half an answer";
    }
    return to_hex(answer);
  }

  TestDevice device_;
  trace::MemorySink events_;
  ServedTre served_{*device_.tre, events_, false};
  foothold::test::TemporaryFolder folder_;
  std::string path_;
  std::string sap_path_;
  UniqueFd stop_{::eventfd(0, EFD_CLOEXEC)};
  std::thread thread_;
  bool ended_well_ = false;
};

TEST_F(SocketServerTest, ServesSeveralTerminalsApart) {
  start();
  const auto first = dial();
  const auto second = dial();
  EXPECT_EQ(ask(first, "00A4040C0AF0464F4F54484F4C4401"), "9000");
  EXPECT_EQ(ask(second, "80CA010100"), "6d00");  // nothing is selected there
  EXPECT_EQ(ask(first, "80CA010500"), "009000");
  EXPECT_EQ(ask(first, ""), "6700");
  stop();
  EXPECT_EQ(events_.count("apdu.select"), 1U);
  EXPECT_EQ(events_.count("apdu.get_data"), 2U);
  EXPECT_EQ(events_.count("apdu.malformed"), 1U);
  for (const auto& event : events_.events()) EXPECT_EQ(event.device, kPcid);
}

TEST_F(SocketServerTest, AnswersCommandsSentInOneGoInOrder) {
  start();
  const auto socket = dial();
  Bytes frames = encode_frame(hex("00A4040C0AF0464F4F54484F4C4401"));
  for (const char* apdu : {"80CA010500", "80CA010200"}) {
    const auto frame = encode_frame(hex(apdu));
    frames.insert(frames.end(), frame.begin(), frame.end());
  }
  ASSERT_EQ(::send(socket.get(), frames.data(), frames.size(), MSG_NOSIGNAL), static_cast<ssize_t>(frames.size()));
  EXPECT_EQ(receive(socket), "9000");
  EXPECT_EQ(receive(socket), "009000");
  EXPECT_EQ(receive(socket),
            to_hex(Bytes{'0', '0', '1', '0', '2', '0', '0', '0', '0', '0', '0', '0', '0', '0', '1'}) + "9000");
}

TEST_F(SocketServerTest, SurvivesTerminalsThatGoAway) {
  start();
  {
    const auto socket = dial();
    const Bytes half{0x00, 0x50, 0x00};
    ASSERT_EQ(::send(socket.get(), half.data(), half.size(), MSG_NOSIGNAL), 3);
  }
  for (std::size_t i = 0; i < 3 * SocketServer::kMaxClients; ++i) {
    const auto socket = dial();
    ASSERT_EQ(ask(socket, "00A4040C0AF0464F4F54484F4C4401"), "9000") << i;
  }
}

TEST_F(SocketServerTest, ServesACardReaderAtTheSameTime) {
  FakeReader reader;
  auto card = VpcdCard::make(reader.address(), served_).value();
  start(&card);
  const auto socket = dial();
  reader.take_card();
  reader.say("000101");
  EXPECT_EQ(ask(socket, "00A4040C0AF0464F4F54484F4C4401"), "9000");
  reader.say_framed("80CA010500");
  EXPECT_EQ(reader.hear(), "6d00");  // selections are a terminal's own
  EXPECT_EQ(ask(socket, "80CA010500"), "009000");
  reader.go_away();
  EXPECT_EQ(ask(socket, "80CA010500"), "009000");
  reader.come_back();
  reader.take_card();  // by the loop's own time
  reader.say("000102");
  reader.say_framed("00A4040C0AF0464F4F54484F4C4401");
  EXPECT_EQ(reader.hear(), "9000");
  stop();
}

TEST_F(SocketServerTest, LetsNobodyElseIn) {
  start();
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(SocketServerTest, ReplacesASocketThatWasLeftBehindAndNothingElse) {
  start();
  stop();
  EXPECT_TRUE(SocketServer(served_).listen(path_));
  std::filesystem::remove(path_);
  std::ofstream(path_) << "precious";
  EXPECT_FALSE(SocketServer(served_).listen(path_));
  EXPECT_TRUE(std::filesystem::exists(path_));
  EXPECT_FALSE(SocketServer(served_).listen(std::string(200, 'x')));
}

// mobile takes what one read gives for one message: the second may not be there before the first was read.
TEST_F(SocketServerTest, GivesSapMessagesOneARead) {
  start();
  const auto socket = dial(sap_path_);
  const auto request = hex("0001000000000002012c0000");
  ASSERT_EQ(::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL), static_cast<ssize_t>(request.size()));
  std::array<std::uint8_t, 300> octets;
  std::vector<std::string> messages;
  for (int i = 0; i < 2; ++i) {
    const auto count = ::recv(socket.get(), octets.data(), octets.size(), 0);
    ASSERT_GT(count, 0);
    messages.push_back(to_hex(ByteView(octets).first(static_cast<std::size_t>(count))));
  }
  EXPECT_EQ(messages, (std::vector<std::string>{"010100000100000100000000", "110100000800000101000000"}));
}

}  // namespace
}  // namespace foothold::tre_emu::transport
