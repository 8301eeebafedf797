// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/control/control_server.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <array>
#include <vector>

#include "lab/control/control_client.h"
#include "tests/temporary_folder.h"
#include "trace/unix_socket.h"

namespace foothold::lab::control {
namespace {

// Turns only as long as there is something to read.
class TestLoop : public DescriptorLoop {
 public:
  void watch(int fd, std::function<void()> on_readable) override { watched_[fd] = std::move(on_readable); }
  void unwatch(int fd) override { watched_.erase(fd); }

  void turn() {
    for (bool any = true; any;) {
      std::vector<pollfd> sources;
      for (const auto& [fd, on_readable] : watched_) sources.push_back({fd, POLLIN, 0});
      any = ::poll(sources.data(), sources.size(), 0) > 0;
      for (const auto& source : sources) {
        if (source.revents == 0 || !watched_.contains(source.fd)) continue;
        const auto on_readable = watched_.at(source.fd);
        on_readable();
      }
    }
  }
  std::size_t watched() const { return watched_.size(); }

 private:
  std::map<int, std::function<void()>> watched_;
};

class ControlServerTest : public testing::Test {
 protected:
  void SetUp() override {
    auto server = ControlServer::open(path(), loop_, [this](const Request& request) -> Answer {
      asked_.push_back(request);
      if (std::holds_alternative<Stop>(request)) return fail("is not wanted", "stop");
      return nlohmann::json{{"radio", "gb"}};
    });
    ASSERT_TRUE(server) << to_string(server.error());
    server_ = std::move(*server);
  }
  std::filesystem::path path() const { return control_socket(folder_.path()); }
  UniqueFd connected() const { return std::move(*trace::connect_unix(path().string())); }
  static void say(const UniqueFd& socket, const std::string& text) {
    ASSERT_EQ(::send(socket.get(), text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  }
  // What has arrived; nothing once the other end is closed.
  static std::optional<std::string> heard(const UniqueFd& socket) {
    std::array<char, 8192> buffer{};
    const auto count = ::recv(socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count == 0 || (count < 0 && errno == ECONNRESET)) return std::nullopt;
    return count < 0 ? "" : std::string(buffer.data(), static_cast<std::size_t>(count));
  }

  foothold::test::TemporaryFolder folder_;
  TestLoop loop_;
  std::vector<Request> asked_;
  std::unique_ptr<ControlServer> server_;
};

TEST_F(ControlServerTest, AnswersEachLineInOrder) {
  const auto client = connected();
  say(client, "{\"command\":\"status\"}\n{\"command\":\"stop\"}\nnonsense\n");
  loop_.turn();
  EXPECT_EQ(heard(client),
            "{\"ok\":true,\"radio\":\"gb\"}\n{\"error\":\"stop: is not wanted\",\"ok\":false}\n"
            "{\"error\":\"request: is not a JSON object\",\"ok\":false}\n");
  EXPECT_EQ(asked_, (std::vector<Request>{Status{}, Stop{}}));
}

TEST_F(ControlServerTest, WaitsForTheEndOfALine) {
  const auto client = connected();
  for (const char octet : std::string("{\"command\":\"status\"}")) {
    say(client, std::string(1, octet));
    loop_.turn();
  }
  EXPECT_EQ(heard(client), "");
  say(client, "\n");
  loop_.turn();
  EXPECT_EQ(heard(client), "{\"ok\":true,\"radio\":\"gb\"}\n");
}

TEST_F(ControlServerTest, ALineWithoutEndCostsTheConnection) {
  const auto client = connected();
  say(client, std::string(kLongestLine, ' '));
  loop_.turn();
  EXPECT_EQ(heard(client), std::nullopt);
  EXPECT_EQ(loop_.watched(), 1U);
}

TEST_F(ControlServerTest, WhoReadsNoAnswersLosesTheConnection) {
  const auto client = connected();
  std::string many;
  for (int i = 0; i < 40; ++i) many += "{\"command\":\"status\"}\n";
  while (loop_.watched() != 1 || asked_.empty()) {
    if (::send(client.get(), many.data(), many.size(), MSG_NOSIGNAL) < 0 && errno != EAGAIN) break;
    loop_.turn();
  }
  loop_.turn();
  EXPECT_EQ(loop_.watched(), 1U);
}

TEST_F(ControlServerTest, TheNinthConnectionIsClosed) {
  std::vector<UniqueFd> clients;
  for (int i = 0; i < 9; ++i) clients.push_back(connected());
  loop_.turn();
  EXPECT_EQ(loop_.watched(), 9U);  // the listener's, and eight
  EXPECT_EQ(heard(clients.back()), std::nullopt);
  clients.front().reset();
  loop_.turn();
  const auto another = connected();
  say(another, "{\"command\":\"status\"}\n");
  loop_.turn();
  EXPECT_EQ(heard(another), "{\"ok\":true,\"radio\":\"gb\"}\n");
}

TEST_F(ControlServerTest, IsForItsOwnerAndLeavesNothing) {
  struct stat status {};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 077U, 0U);
  const auto client = connected();
  loop_.turn();
  server_.reset();
  EXPECT_EQ(heard(client), std::nullopt);
  EXPECT_EQ(loop_.watched(), 0U);
  EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(ControlServerTest, AClientLearnsWhoseItIs) {
  const auto client = ControlClient::connect(folder_.path());
  ASSERT_TRUE(client) << to_string(client.error());
  EXPECT_EQ(client->process(), ::getpid());
}

TEST_F(ControlServerTest, AClientThatGetsNoAnswerSaysSo) {
  auto client = ControlClient::connect(folder_.path());
  ASSERT_TRUE(client);
  const auto answer = client->ask(Status{}, std::chrono::milliseconds(1));
  ASSERT_FALSE(answer);
  EXPECT_EQ(to_string(answer.error()), "lab: does not answer");
  server_.reset();
  const auto later = client->ask(Status{}, std::chrono::seconds(60));
  ASSERT_FALSE(later);
  EXPECT_EQ(to_string(later.error()), "lab: has ended");
}

TEST(ControlClient, SaysThatNoLabRuns) {
  const foothold::test::TemporaryFolder folder;
  const auto client = ControlClient::connect(folder.path());
  ASSERT_FALSE(client);
  EXPECT_NE(to_string(client.error()).find("no lab runs there"), std::string::npos);
}

}  // namespace
}  // namespace foothold::lab::control
