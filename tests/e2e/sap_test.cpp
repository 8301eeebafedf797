// SPDX-License-Identifier: AGPL-3.0-or-later
// foothold-tre as the SIM of a phone elsewhere: over its socket of the SIM Access Profile, in the order in which
// OsmocomBB's `mobile` asks (docs/card-tool.md).
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <optional>

#include "base/hex.h"
#include "base/unique_fd.h"
#include "tests/e2e/demo_run.h"
#include "tests/e2e/started_program.h"
#include "tre_emu/transport/sap_message.h"

namespace foothold::e2e {
namespace {

using namespace tre_emu::transport;

// A client that gives up when the server closes the connection.
class SapClient {
 public:
  explicit SapClient(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
    if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) socket_.reset();
  }

  void send(const SapMessage& message) {
    const auto octets = encode_sap(message);
    EXPECT_EQ(::send(socket_.get(), octets.data(), octets.size(), MSG_NOSIGNAL), static_cast<ssize_t>(octets.size()));
  }
  // `mobile` takes what one read() gives for one message; so must it be.
  std::optional<SapMessage> receive() {
    Bytes octets(512);
    const auto count = ::read(socket_.get(), octets.data(), octets.size());
    if (count <= 0) return std::nullopt;
    SapFrames frames;
    frames.feed(ByteView(octets).first(static_cast<std::size_t>(count)));
    const auto message = frames.next();
    return message ? *message : std::nullopt;
  }
  std::string apdu(std::string_view command) {
    send({SapId::transfer_apdu_req, {{SapParameterId::command_apdu, from_hex(command).value()}}});
    const auto answer = receive();
    const auto* const octets = answer ? answer->find(SapParameterId::response_apdu) : nullptr;
    return octets ? to_hex(*octets) : "none";
  }

 private:
  UniqueFd socket_;
};

class Sap : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(path("card.toml")) << "pcid = \"001020000000001\"\n";
    ASSERT_EQ(finished(start({foothold_program(), "card", "create", path("card.toml"), "--out", path("card")},
                             path("create.out"))),
              0)
        << read_file(path("create.out"));
    std::ofstream(path("tre.toml")) << "state = \"" << path("card/state") << "\"\nsocket = \"" << path("tre.sock")
                                    << "\"\nsap = \"" << path("sap.sock") << "\"\n";
    tre_ = start({foothold_program().parent_path() / "foothold-tre", "--config", path("tre.toml")}, path("tre.out"));
    ASSERT_TRUE(wait_until_listening(path("sap.sock"))) << read_file(path("tre.out"));
  }
  void TearDown() override {
    if (tre_ <= 0) return;
    ::kill(tre_, SIGTERM);
    EXPECT_EQ(finished(tre_), 0);
  }
  std::string path(const std::string& name) const { return folder_.path() / name; }

  TemporaryFolder folder_;
  pid_t tre_ = 0;
};

TEST_F(Sap, APhoneElsewhereReadsItsSubscriber) {
  SapClient phone(path("sap.sock"));
  phone.send({SapId::connect_req, {{SapParameterId::max_msg_size, {0x01, 0x2C}}}});
  EXPECT_EQ(phone.receive(), (SapMessage{SapId::connect_resp, {{SapParameterId::connection_status, {0}}}}));
  EXPECT_EQ(phone.receive(), (SapMessage{SapId::status_ind, {{SapParameterId::status_change, {1}}}}));
  phone.send({SapId::transfer_atr_req, {}});
  const auto atr = phone.receive();
  ASSERT_TRUE(atr && atr->find(SapParameterId::atr));
  EXPECT_EQ(to_hex(*atr->find(SapParameterId::atr)).substr(0, 4), "3b9b");
  EXPECT_EQ(phone.apdu("A0A40000023F00"), "9f16");
  EXPECT_EQ(phone.apdu("A0A40000022FE2"), "9f0f");
  EXPECT_EQ(phone.apdu("A0C000000F").substr(0, 12), "0000000a2fe2");
  EXPECT_EQ(phone.apdu("A0B000000A"), "980001020000000001f99000");
  EXPECT_EQ(phone.apdu("A0A40000027F20"), "9f16");
  EXPECT_EQ(phone.apdu("A0A40000026F07"), "9f0f");
  EXPECT_EQ(phone.apdu("A0B0000009"), "0809102000000000109000");
  EXPECT_EQ(phone.apdu("A08800001000112233445566778899AABBCCDDEEFF"), "9f0c");
  phone.send({SapId::reset_sim_req, {}});
  EXPECT_EQ(phone.receive(), (SapMessage{SapId::reset_sim_resp, {{SapParameterId::result_code, {0}}}}));
  EXPECT_EQ(phone.apdu("A0A40000026F07"), "9404");  // from the MF again
  phone.send({SapId::disconnect_req, {}});
  EXPECT_EQ(phone.receive(), (SapMessage{SapId::disconnect_resp, {}}));
}

}  // namespace
}  // namespace foothold::e2e
