// SPDX-License-Identifier: AGPL-3.0-or-later
// The DPF between a device and an SHO, over real TLS on the loopback.
#include "operators/ro/dpf/dpf_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <future>

#include "base/base64.h"
#include "dm/client_session/client_session.h"
#include "tests/unit/dm/effects.h"
#include "tests/unit/dm/fake_device.h"
#include "tests/unit/operators/service/service_files.h"
#include "trace/memory_sink.h"

namespace foothold::operators::dpf {
namespace {

using dm::ClientSession;
using dm::InstallResult;
using nlohmann::json;
using test::OperatorsPki;
using trace::Actor;
using Kind = dm::ClientOutcome::Kind;

constexpr const char* kPcid = "001020000000001";
const RetryPolicy kQuick{2, std::chrono::milliseconds(1), std::chrono::milliseconds(2)};

// An SHO that answers evidence with what the test has set, and keeps the reports.
class Dpf : public ::testing::Test {
 protected:
  void SetUp() override {
    sho_.post_json("/sho/v1/evidence", {"DPF"}, [this](const HttpRequest&, const json& body) {
      const std::lock_guard lock(mutex_);
      evidence_.push_back(body);
      changed_.notify_all();
      return JsonAnswer{202};
    });
    sho_.post_json("/sho/v1/reports", {"DPF"}, [this](const HttpRequest&, const json& body) {
      const std::lock_guard lock(mutex_);
      reports_.push_back(body);
      changed_.notify_all();
      return JsonAnswer{200};
    });
    ASSERT_TRUE(sho_.start());
    settings_.device = pki_.settings("RO", "DPF");
    settings_.operators = settings_.device;
    settings_.device.trust = files_.write("platform-ca.pem", platform_.certificate.to_pem());
    settings_.database = files_.path() / "dpf.db";
    settings_.sho = "https://127.0.0.1:" + std::to_string(sho_.port());
    settings_.wait = std::chrono::seconds(0);
    make_pfc("TRE-000001", kPcid);
  }

  void start() {
    auto opened = DpfService::open(settings_, events_, kQuick);
    ASSERT_TRUE(opened) << to_string(opened.error());
    dpf_ = std::move(*opened);
    const auto started = dpf_->start();
    ASSERT_TRUE(started) << to_string(started.error());
  }
  // As a kill would leave it: nothing but the database is kept.
  void restart() {
    dpf_.reset();
    start();
  }

  void make_pfc(const std::string& tre_identity, const std::string& pcid) {
    const auto key = pki::PrivateKey::generate().value();
    const auto pem = key.to_pem();
    files_.write("pfc.key", std::string_view(reinterpret_cast<const char*>(pem.reveal().data()), pem.size()));
    files_.write("pfc.pem",
                 pki::issue_pfc_sign(platform_, key.public_key(), tre_identity, pcid, test::valid_now())->to_pem());
  }

  int order(const std::string& path, const json& body, const std::string& role = "SHO") {
    const auto client = JsonClient::open(pki_.settings(role, role), Actor::sho, sho_events_, kQuick).value();
    const auto answer =
        client->post("https://127.0.0.1:" + std::to_string(dpf_->operators_port()) + path, body, Actor::dpf);
    return answer ? answer->status : -1;
  }
  int give_order() {
    return order("/dpf/v1/orders", {{"transaction", "t-1"}, {"pcid", kPcid}, {"nonce", to_base64url(Bytes(32, 1))}});
  }
  int give_object() {
    return order("/dpf/v1/objects",
                 {{"transaction", "t-1"}, {"pcid", kPcid}, {"mcim", "MCIM-1"}, {"object", to_base64(Bytes(3000, 5))}});
  }

  httplib::Result post(const std::string& body, const char* type = "application/vnd.syncml.dm+wbxml") {
    httplib::SSLClient client("127.0.0.1", dpf_->device_port(), (files_.path() / "pfc.pem").c_str(),
                              (files_.path() / "pfc.key").c_str());
    client.set_ca_cert_path((pki_.folder() / "operators-ca.pem").c_str());
    client.set_read_timeout(60);
    return client.Post("/dm", body, type);
  }
  // A whole session of the device.
  dm::ClientOutcome session() {
    ClientSession client({std::to_string(++sessions_), "https://127.0.0.1/dm", "dpf", kPcid, 16384, 262144}, tree_);
    auto effects = client.start();
    for (;;) {
      if (const auto ends = dm::of<ClientSession::SessionEnded>(effects); !ends.empty()) return ends.front().outcome;
      const Bytes body = dm::of<ClientSession::SendToServer>(effects).at(0).body;
      const auto answer = post(std::string(body.begin(), body.end()));
      effects = answer && answer->status == 200
                    ? client.on_answer(Bytes(answer->body.begin(), answer->body.end()))
                    : client.on_lost_answer(answer ? "status " + std::to_string(answer->status) : "no answer");
    }
  }
  // Waits for the outbox, which works on a thread of its own.
  json nth(const std::vector<json>& list, std::size_t count) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(60), [&] { return list.size() >= count; })) return {};
    return list[count - 1];
  }

  OperatorsPki pki_;
  test::TemporaryFolder files_;
  pki::Authority platform_ = pki::make_authority("Platform", "Platform CA", test::valid_now()).value();
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<json> evidence_;
  std::vector<json> reports_;
  trace::MemorySink events_;
  trace::MemorySink sho_events_;
  HttpService sho_{pki_.settings("SHO", "SHO"), Actor::sho, sho_events_};
  DpfSettings settings_;
  dm::FakeDevice device_;
  dm::ManagementTree tree_{{}, device_, device_, device_};
  int sessions_ = 0;
  std::unique_ptr<DpfService> dpf_;
};

TEST_F(Dpf, ProvisionsADeviceThatComesAgain) {
  start();
  EXPECT_EQ(session().kind, Kind::idle);
  EXPECT_EQ(give_order(), 202);
  EXPECT_EQ(session().kind, Kind::validated);
  const json evidence = nth(evidence_, 1);
  EXPECT_EQ(evidence.at("transaction"), "t-1");
  EXPECT_EQ(evidence.at("pcid"), kPcid);
  EXPECT_EQ(evidence.at("evidence"), "eyJhbGciOiJFUzI1NiJ9.e30.c2ln");
  EXPECT_EQ(evidence.at("pfc_sign"), to_base64(Bytes(600, 0x51)));
  EXPECT_EQ(evidence.at("pfc_enc"), to_base64(Bytes(600, 0xec)));
  EXPECT_EQ(session().kind, Kind::idle);  // evidence is asked for once

  EXPECT_EQ(give_object(), 202);
  EXPECT_EQ(session().kind, Kind::installed);
  ASSERT_EQ(device_.installations.size(), 1U);
  EXPECT_EQ(device_.installations[0].object, Bytes(3000, 5));
  const json report = nth(reports_, 1);
  EXPECT_EQ(report.at("transaction"), "t-1");
  EXPECT_EQ(report.at("result"), 0);

  const auto received = events_.named("dpf.object_received");
  ASSERT_EQ(received.size(), 1U);
  EXPECT_EQ(received[0].field("mcim"), "MCIM-1");
  EXPECT_EQ(received[0].device, kPcid);
  const auto results = events_.named("dm.result_received");
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].field("result"), "0");
  EXPECT_EQ(events_.count("dm.session_started"), 4U);
}

// With time to wait, one session is enough: the orders come while the device's request is open.
TEST_F(Dpf, ProvisionsWithinOneSession) {
  settings_.wait = std::chrono::seconds(60);
  start();
  auto device = std::async(std::launch::async, [this] { return session(); });
  EXPECT_EQ(give_order(), 202);
  nth(evidence_, 1);
  EXPECT_EQ(give_object(), 202);
  EXPECT_EQ(device.get().kind, Kind::installed);
  EXPECT_EQ(events_.count("dm.session_started"), 1U);
}

TEST_F(Dpf, TellsARefusal) {
  start();
  give_order();
  session();
  EXPECT_EQ(order("/dpf/v1/refusals", {{"transaction", "t-1"}, {"pcid", kPcid}, {"reason", "rootfs differs"}}), 202);
  const auto outcome = session();
  EXPECT_EQ(outcome.kind, Kind::refused);
  EXPECT_EQ(outcome.reason, "rootfs differs");
  const json report = nth(reports_, 1);
  EXPECT_EQ(report.at("result"), -1);
  EXPECT_EQ(report.at("reason"), "rootfs differs");
}

TEST_F(Dpf, ReportsAFailedInstallation) {
  device_.result = InstallResult::made_for_another;
  start();
  give_order();
  session();
  give_object();
  EXPECT_EQ(session().result, InstallResult::made_for_another);
  EXPECT_EQ(nth(reports_, 1).at("result"), 4);
}

TEST_F(Dpf, GoesOnAfterAKill) {
  start();
  give_order();
  restart();
  session();
  restart();
  EXPECT_EQ(nth(evidence_, 1).at("transaction"), "t-1");
  give_object();
  restart();
  EXPECT_EQ(session().kind, Kind::installed);
  restart();
  EXPECT_EQ(nth(reports_, 1).at("result"), 0);
  EXPECT_EQ(device_.installations.size(), 1U);
}

TEST_F(Dpf, KeepsTheReportUntilTheShoIsThere) {
  start();
  give_order();
  session();
  nth(evidence_, 1);
  give_object();
  const std::string sho = settings_.sho;
  settings_.sho = "https://127.0.0.1:1";
  restart();
  EXPECT_EQ(session().kind, Kind::installed);
  settings_.sho = sho;
  restart();
  EXPECT_EQ(nth(reports_, 1).at("result"), 0);
}

TEST_F(Dpf, RepeatedOrdersAreTaken) {
  start();
  EXPECT_EQ(give_order(), 202);
  EXPECT_EQ(give_order(), 202);
  EXPECT_EQ(give_object(), 202);
  EXPECT_EQ(give_object(), 202);
  EXPECT_EQ(events_.count("dpf.object_received"), 1U);
}

TEST_F(Dpf, TakesOrdersOfTheShoOnly) {
  start();
  EXPECT_EQ(order("/dpf/v1/orders", {{"transaction", "t-1"}}, "DRF"), 403);
  EXPECT_EQ(order("/dpf/v1/orders", {{"transaction", "t-1"}}), 400);
  EXPECT_EQ(give_object(), 404);
}

TEST_F(Dpf, RefusesWhatIsNotADeviceOrNotDm) {
  start();
  EXPECT_EQ(post("x")->status, 400);
  EXPECT_EQ(post("x", "text/plain")->status, 415);
  EXPECT_EQ(events_.count("dm.message_discarded"), 1U);
  make_pfc("TRE-000001", "nobody");
  EXPECT_EQ(post("x")->status, 403);
  platform_ = pki::make_authority("Another", "Another CA", test::valid_now()).value();
  make_pfc("TRE-000001", kPcid);
  EXPECT_FALSE(post("x"));
}

TEST_F(Dpf, AnswersAMessageWithoutSession) {
  start();
  dm::Message message;
  message.header = {"zz", 4, "https://127.0.0.1/dm", "IMEI:0", {}};
  const Bytes body = dm::to_wbxml(message).value();
  const auto answer = post(std::string(body.begin(), body.end()));
  ASSERT_EQ(answer->status, 200);
  const auto said = dm::from_wbxml(Bytes(answer->body.begin(), answer->body.end())).value();
  EXPECT_EQ(std::get<dm::Status>(said.commands.at(0)).code, dm::StatusCode::bad_request);
}

TEST_F(Dpf, AltersTheObjectInTransitForTheLab) {
  settings_.faults.flip_bit = true;
  start();
  give_order();
  session();
  give_object();
  session();
  ASSERT_EQ(device_.installations.size(), 1U);
  Bytes expected(3000, 5);
  EXPECT_NE(device_.installations[0].object, expected);
  expected[1500] ^= 1;
  EXPECT_EQ(device_.installations[0].object, expected);
}

TEST_F(Dpf, EndsWhileADeviceWaits) {
  settings_.wait = std::chrono::seconds(60);
  start();
  auto device = std::async(std::launch::async, [this] { return session(); });
  while (events_.count("dm.session_started") == 0 &&
         device.wait_for(std::chrono::milliseconds(1)) == std::future_status::timeout) {
  }
  dpf_->stop();
  EXPECT_NE(device.get().kind, Kind::installed);
}

}  // namespace
}  // namespace foothold::operators::dpf
