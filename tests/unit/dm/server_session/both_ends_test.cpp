// SPDX-License-Identifier: AGPL-3.0-or-later
// The two ends of a session against each other, with answers that get lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../effects.h"
#include "../fake_device.h"
#include "dm/client_session/client_session.h"
#include "dm/server_session/server_session.h"

namespace foothold::dm {
namespace {

using Kind = ClientOutcome::Kind;

constexpr const char* kServer = "https://10.23.1.4/dm";
constexpr const char* kPcid = "001020000000001";

class BothEnds : public ::testing::Test {
 protected:
  // Runs a session until the client ends it; of every exchange the first `lost_` answers get lost. While the server
  // waits, `sho` may change the order; the wait ends when it returns false.
  ClientOutcome run(const std::function<bool()>& sho) {
    const std::string id = std::to_string(++sessions_);
    ClientSession client({id, kServer, "dpf", kPcid, 4096, 262144}, tree_);
    ServerSession server({id, kServer, kPcid, 65536});
    auto effects = client.start();
    while (true) {
      if (const auto ends = of<ClientSession::SessionEnded>(effects); !ends.empty()) return ends.front().outcome;
      const auto sends = of<ClientSession::SendToServer>(effects);
      if (sends.size() != 1) throw std::runtime_error("the client is silent");
      Bytes answer;
      for (int i = 0; i <= lost_; ++i) {
        answer = exchange(server, sends.front().body, sho);
        if (i < lost_) {
          const auto again = of<ClientSession::SendToServer>(client.on_lost_answer("lost"));
          EXPECT_EQ(again.at(0).body, sends.front().body);
        }
      }
      effects = client.on_answer(answer);
    }
  }

  Bytes exchange(ServerSession& server, const Bytes& body, const std::function<bool()>& sho) {
    auto effects = server.on_message(*from_wbxml(body), body, order_);
    while (true) {
      for (const auto& given : of<ServerSession::EvidenceGiven>(effects)) {
        order_->evidence_given = true;
        evidence_.push_back(given.evidence);
      }
      for (const auto& result : of<ServerSession::ResultGiven>(effects)) {
        order_->closed = true;
        results_.push_back(result.result);
      }
      if (const auto answers = of<ServerSession::Answer>(effects); !answers.empty()) return answers.front().body;
      effects = sho() ? server.on_order(order_) : server.on_wait_expired();
    }
  }

  FakeDevice device_;
  ManagementTree tree_{{}, device_, device_, device_};
  ServerSession::Order order_;
  std::vector<std::string> evidence_;
  std::vector<int> results_;
  int sessions_ = 0;
  int lost_ = 0;
};

void deliver(ServerSession::Order& order) {
  order->mcim = "MCIM-1";
  for (int i = 0; i < 10000; ++i) order->object.push_back(static_cast<std::uint8_t>(i * 7));
}

class BothEndsWithLoss : public BothEnds, public ::testing::WithParamInterface<int> {};

TEST_P(BothEndsWithLoss, ProvisionInOneSession) {
  lost_ = GetParam();
  const auto sho = [&] {
    if (!order_) {
      order_ = ProvisioningOrder{"t-1", kPcid, Bytes(32, 1), false, "", {}, std::nullopt, false};
    } else if (order_->evidence_given && order_->object.empty()) {
      deliver(order_);
    }
    return true;
  };
  const ClientOutcome outcome = run(sho);
  EXPECT_EQ(outcome.kind, Kind::installed) << outcome.reason;
  EXPECT_EQ(outcome.result, InstallResult::ok);
  ASSERT_EQ(device_.installations.size(), 1U);
  EXPECT_EQ(device_.installations[0].object, order_->object);
  EXPECT_EQ(device_.nonces.size(), 1U);
  EXPECT_EQ(evidence_, (std::vector<std::string>{"eyJhbGciOiJFUzI1NiJ9.e30.c2ln"}));
  EXPECT_EQ(results_, (std::vector<int>{0}));
}

INSTANTIATE_TEST_SUITE_P(LostAnswers, BothEndsWithLoss, ::testing::Values(0, 1, 2));

TEST_F(BothEnds, ComeAgainUntilTheShoIsReady) {
  const auto not_ready = [] { return false; };
  EXPECT_EQ(run(not_ready).kind, Kind::idle);
  order_ = ProvisioningOrder{"t-1", kPcid, Bytes(32, 1), false, "", {}, std::nullopt, false};
  EXPECT_EQ(run(not_ready).kind, Kind::validated);
  EXPECT_EQ(run(not_ready).kind, Kind::idle);
  EXPECT_EQ(evidence_.size(), 1U);  // not asked a second time
  deliver(order_);
  EXPECT_EQ(run(not_ready).kind, Kind::installed);
  EXPECT_EQ(results_, (std::vector<int>{0}));
}

TEST_F(BothEnds, DeviceThatIsRefused) {
  order_ = ProvisioningOrder{"t-1", kPcid, Bytes(32, 1), true, "", {}, "rootfs differs", false};
  const ClientOutcome outcome = run([] { return false; });
  EXPECT_EQ(outcome.kind, Kind::refused);
  EXPECT_EQ(outcome.reason, "rootfs differs");
  EXPECT_EQ(results_, (std::vector<int>{-1}));
  EXPECT_TRUE(device_.installations.empty());
}

// The DPF is killed after it sent the object and before it stored the result: everything comes again.
TEST_F(BothEnds, InstallationIsAnsweredOnceMoreAfterTheServerWasKilled) {
  order_ = ProvisioningOrder{"t-1", kPcid, Bytes(32, 1), true, "", {}, std::nullopt, false};
  deliver(order_);
  run([] { return false; });
  order_->closed = false;
  const ClientOutcome outcome = run([] { return false; });
  EXPECT_EQ(outcome.kind, Kind::installed);
  EXPECT_EQ(outcome.result, InstallResult::ok);
  EXPECT_EQ(results_, (std::vector<int>{0, 0}));
  EXPECT_EQ(device_.installations.size(), 1U);
}

}  // namespace
}  // namespace foothold::dm
