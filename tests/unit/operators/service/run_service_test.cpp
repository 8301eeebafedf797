// SPDX-License-Identifier: AGPL-3.0-or-later
// Each run is a child process of its own, since a service owns its process's signals.
#include "operators/service/run_service.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

#include "tests/unit/operators/service/service_files.h"

namespace foothold::operators {
namespace {

enum class Behaviour { serves, cannot_start };

class FakeService : public Service {
 public:
  FakeService(Behaviour behaviour, int ready_fd) : behaviour_(behaviour), ready_fd_(ready_fd) {}
  Result<void> start() override {
    if (behaviour_ == Behaviour::cannot_start) return fail("no room", "listen");
    return {};
  }
  Result<void> run(int stop_fd) override {
    EXPECT_EQ(::write(ready_fd_, "r", 1), 1);
    return Service::run(stop_fd);
  }
  void stop() override {}

 private:
  Behaviour behaviour_;
  int ready_fd_;
};

struct Child {
  pid_t pid;
  int ready_fd;
  int exit_code() const {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  // Returns when the service runs.
  void wait_until_ready() const {
    char octet = 0;
    ASSERT_EQ(::read(ready_fd, &octet, 1), 1);
  }
};

Child start(std::vector<std::string> arguments, Behaviour behaviour = Behaviour::serves) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  const pid_t pid = ::fork();
  if (pid != 0) {
    ::close(ends[1]);
    return {pid, ends[0]};
  }
  std::vector<char*> argv;
  arguments.insert(arguments.begin(), "foothold-test");
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const Program program{"foothold-test", "A test.", trace::Actor::pva,
                        [&](config::ConfigFile& config, trace::Sink&) -> Result<std::unique_ptr<Service>> {
                          config.text("listen");
                          if (auto good = config.finish(); !good) return tl::unexpected(good.error());
                          return std::make_unique<FakeService>(behaviour, ends[1]);
                        },
                        [](config::ConfigFile& config, const std::string& file) -> Result<std::string> {
                          config.text("listen");
                          if (auto good = config.finish(); !good) return tl::unexpected(good.error());
                          if (file != "good.json") return fail("not found", file);
                          return "stored one";
                        }};
  ::_exit(run_service(static_cast<int>(argv.size()) - 1, argv.data(), program));
}

class RunService : public ::testing::Test {
 protected:
  test::TemporaryFolder folder_;
  std::string config_ = folder_.write("good.toml", "listen = 'x'\n").string();
};

TEST_F(RunService, EndsCleanlyOnSigtermAndSigint) {
  for (const int signal : {SIGTERM, SIGINT}) {
    const auto child = start({"--config", config_});
    child.wait_until_ready();
    ::kill(child.pid, signal);
    EXPECT_EQ(child.exit_code(), 0);
  }
}

TEST_F(RunService, EndsWithOneIfItCannotStart) {
  EXPECT_EQ(start({"--config", config_}, Behaviour::cannot_start).exit_code(), 1);
}

TEST_F(RunService, EndsWithTwoOnWrongUsageAndConfiguration) {
  EXPECT_EQ(start({}).exit_code(), 2);
  EXPECT_EQ(start({"--config", config_, "--nonsense"}).exit_code(), 2);
  EXPECT_EQ(start({"--config", config_, "-e", "loud"}).exit_code(), 2);
  EXPECT_EQ(start({"--config", "/nonexistent"}).exit_code(), 2);
  EXPECT_EQ(start({"--config", folder_.write("bad.toml", "listen = 'x'\nlisten2 = 'y'\n").string()}).exit_code(), 2);
  EXPECT_EQ(start({"--config", folder_.write("empty.toml", "").string()}).exit_code(), 2);
}

TEST_F(RunService, EndsWithThreeIfTheCollectorIsMissing) {
  const auto config = folder_.write("t.toml", "listen = 'x'\ntrace = '/nonexistent/collector.sock'\n").string();
  EXPECT_EQ(start({"--config", config}).exit_code(), 3);
}

TEST_F(RunService, ImportsAndEnds) {
  EXPECT_EQ(start({"--config", config_, "--import", "good.json"}).exit_code(), 0);
  EXPECT_EQ(start({"--config", config_, "--import", "bad.json"}).exit_code(), 2);
}

TEST_F(RunService, HelpAndVersionAreDone) {
  EXPECT_EQ(start({"--help"}).exit_code(), 0);
  EXPECT_EQ(start({"--version"}).exit_code(), 0);
}

}  // namespace
}  // namespace foothold::operators
