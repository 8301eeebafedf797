// SPDX-License-Identifier: AGPL-3.0-or-later
// The DRF between an ICF, a device and an SHO that are played here, over real HTTP on the loopback.
#include <gtest/gtest.h>
#include <httplib.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/hex.h"
#include "dm/bootstrap/bootstrap.h"
#include "dm/bootstrap/content_type.h"
#include "operators/ro/drf/drf_service.h"
#include "pki/crypto.h"
#include "tests/unit/operators/service/service_files.h"
#include "trace/memory_sink.h"

namespace foothold::operators::drf {
namespace {

using nlohmann::json;
using trace::Actor;

constexpr const char* kPcid = "001020000000001";
const std::string kKey(64, 'a');
const RetryPolicy kQuick{3, std::chrono::milliseconds(1), std::chrono::milliseconds(2)};

json contract_json(const std::string& sho = "https://10.23.2.1:443") {
  return {{"pcid", kPcid},       {"dpf", "https://10.23.1.4/dm"}, {"dpf_operators", "https://10.23.1.4:8443"},
          {"sho", sho},          {"sho_plmn", "00103"},           {"mcim_context", "mcim"},
          {"app_context", "app"}};
}

// Counts what arrives, so that a test can wait for it.
template <class T>
class Inbox {
 public:
  void put(T value) {
    const std::lock_guard lock(mutex_);
    values_.push_back(std::move(value));
    changed_.notify_all();
  }
  T wait_for(std::size_t index) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, std::chrono::seconds(30), [&] { return values_.size() > index; }));
    return values_.size() > index ? values_[index] : T{};
  }
  std::size_t size() {
    const std::lock_guard lock(mutex_);
    return values_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<T> values_;
};

// Waits for an event by its name.
class WaitingSink : public trace::MemorySink {
 public:
  void write(trace::Event event) override {
    const auto name = event.name;
    trace::MemorySink::write(std::move(event));
    names_.put(name);
  }
  trace::Event wait_for(const std::string& name) {
    for (std::size_t i = 0;; ++i) {
      const auto next = names_.wait_for(i);
      if (next == name) return named(name).front();
      if (next.empty()) return {};
    }
  }

 private:
  Inbox<std::string> names_;
};

struct Pushed {
  std::string content_type;
  std::string body;
};

// The device's end of the push; answers `status`.
class Device {
 public:
  explicit Device(int status = 204) {
    server_.Post("/", [this, status](const httplib::Request& request, httplib::Response& response) {
      response.status = status;
      pushed.put({request.get_header_value("Content-Type"), request.body});
      const std::lock_guard answering(hold);
    });
    port = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~Device() {
    server_.stop();
    thread_.join();
  }
  Inbox<Pushed> pushed;
  std::mutex hold;  // whoever has it keeps the device from answering
  int port = 0;

 private:
  httplib::Server server_;
  std::thread thread_;
};

class DrfTest : public ::testing::Test {
 protected:
  DrfTest() {
    sho_.post_json("/sho/v1/registrations", {"DRF"}, [this](const HttpRequest&, const json& body) {
      registrations_.put(body);
      return JsonAnswer{202, {{"transaction", "T-1"}}};
    });
    EXPECT_TRUE(sho_.start());
  }
  void start(int device_port, int attempts = 3) {
    DrfSettings settings;
    settings.http = pki_.settings("RO", "DRF");
    settings.push = {device_port, attempts, std::chrono::milliseconds(1), std::chrono::milliseconds(2)};
    auto store = ContractStore::open(":memory:").value();
    const auto list = json::array({contract_json("https://127.0.0.1:" + std::to_string(sho_.port()) + "/")});
    EXPECT_TRUE(store->import(Contract::parse_list(list.dump()).value()));
    auto client = JsonClient::open(settings.http, Actor::drf, events_, kQuick).value();
    drf_ = std::make_unique<DrfService>(settings, std::move(store), std::move(client), events_);
    ASSERT_TRUE(drf_->start());
  }
  int request(const json& body, const std::string& role = "ICF") {
    trace::MemorySink ignored;
    const auto client = JsonClient::open(pki_.settings("RO", role), Actor::icf, ignored, kQuick).value();
    const auto answer = client->post("https://127.0.0.1:" + std::to_string(drf_->port()) + "/drf/v1/bootstrap", body,
                                     Actor::drf, kPcid);
    return answer ? answer->status : -1;
  }
  static json body(const char* pcid = kPcid) {
    return {{"pcid", pcid}, {"ip", "127.0.0.1"}, {"btid", "x@y"}, {"key", kKey}};
  }

  test::OperatorsPki pki_;
  WaitingSink events_;
  trace::MemorySink sho_events_;
  Inbox<json> registrations_;
  HttpService sho_{pki_.settings("SHO", "SHO"), Actor::sho, sho_events_};
  std::unique_ptr<DrfService> drf_;
};

TEST_F(DrfTest, BootstrapsTheDeviceAndRegistersIt) {
  Device device;
  start(device.port);
  EXPECT_EQ(request(body()), 202);
  const auto pushed = device.pushed.wait_for(0);
  const Bytes document(pushed.body.begin(), pushed.body.end());
  const auto type = dm::parse_bootstrap_content_type(pushed.content_type);
  ASSERT_TRUE(type) << pushed.content_type;
  EXPECT_EQ(type->security, 1);
  EXPECT_EQ(type->mac, pki::hmac_sha1(from_hex(kKey).value(), document));
  const auto bootstrap = dm::parse_bootstrap(document);
  ASSERT_TRUE(bootstrap) << to_string(bootstrap.error());
  EXPECT_EQ(bootstrap->dpf, "https://10.23.1.4/dm");
  EXPECT_EQ(bootstrap->mcim_context, "mcim");
  EXPECT_EQ(registrations_.wait_for(0), json({{"pcid", kPcid}, {"dpf", "https://10.23.1.4:8443"}}));
}

TEST_F(DrfTest, TracesWhatTheStepTrackerReads) {
  Device device;
  start(device.port);
  request(body());
  EXPECT_EQ(events_.wait_for("drf.bootstrap_requested").field("ip"), "127.0.0.1");
  const auto built = events_.wait_for("drf.bootstrap_built");
  EXPECT_EQ(built.field("pcid"), kPcid);
  EXPECT_EQ(built.field("dpf"), "https://10.23.1.4/dm");
  EXPECT_EQ(built.kind, trace::Kind::decision);
  EXPECT_EQ(events_.wait_for("drf.device_registered").field("transaction"), "T-1");
  for (const auto& event : events_.events())
    for (const auto& field : event.fields) EXPECT_EQ(field.value.find(kKey), std::string::npos) << event.name;
}

TEST_F(DrfTest, KnowsNoDeviceWithoutAContract) {
  Device device;
  start(device.port);
  EXPECT_EQ(request(body("001020000000002")), 404);
  EXPECT_EQ(events_.wait_for("drf.no_contract").kind, trace::Kind::failure);
  EXPECT_EQ(device.pushed.size(), 0U);
}

TEST_F(DrfTest, ObeysTheIcfOnly) {
  Device device;
  start(device.port);
  EXPECT_EQ(request(body(), "DPF"), 403);
  EXPECT_EQ(device.pushed.size(), 0U);
}

TEST_F(DrfTest, DoesNotPushAgainWhatTheDeviceRefused) {
  Device device(403);
  start(device.port);
  request(body());
  EXPECT_NE(events_.wait_for("drf.push_failed").field("reason").find("MAC"), std::string::npos);
  EXPECT_EQ(device.pushed.size(), 1U);
  EXPECT_EQ(registrations_.size(), 0U);
}

TEST_F(DrfTest, PushesAgainWhereTheDeviceIsBusy) {
  Device device(503);
  start(device.port, 3);
  request(body());
  events_.wait_for("drf.push_failed");
  EXPECT_EQ(device.pushed.size(), 3U);
}

TEST_F(DrfTest, TellsThatNobodyListens) {
  int port = 0;
  { port = Device().port; }
  start(port);
  request(body());
  EXPECT_FALSE(events_.wait_for("drf.push_failed").field("reason").empty());
}

TEST_F(DrfTest, DoesOneBootstrapOfADeviceAtATime) {
  Device device;
  start(device.port);
  std::unique_lock held(device.hold);
  EXPECT_EQ(request(body()), 202);
  device.pushed.wait_for(0);
  EXPECT_EQ(request(body()), 409);
  held.unlock();
  registrations_.wait_for(0);
  EXPECT_EQ(device.pushed.size(), 1U);
}

TEST_F(DrfTest, RefusesMalformedRequests) {
  Device device;
  start(device.port);
  for (const char* name : {"pcid", "ip", "key"}) {
    auto bad = body();
    bad[name] = "x";
    EXPECT_EQ(request(bad), 400) << name;
    bad.erase(name);
    EXPECT_EQ(request(bad), 400) << name;
  }
  EXPECT_EQ(device.pushed.size(), 0U);
}

TEST(Contract, NamesWhatIsWrong) {
  const auto whole = contract_json();
  for (const auto& [name, value] : whole.items()) {
    auto record = whole;
    record[name] = 1;
    const auto list = Contract::parse_list(json::array({contract_json(), record}).dump());
    ASSERT_FALSE(list) << name;
    EXPECT_EQ(list.error().field, name);
    EXPECT_NE(list.error().what.find("record 2"), std::string::npos);
  }
  EXPECT_FALSE(Contract::parse_list("{}"));
  EXPECT_FALSE(Contract::parse_list("[]"));
}

TEST(Contract, WantsHttps) {
  for (const char* name : {"dpf", "dpf_operators", "sho"}) {
    auto record = contract_json();
    record[name] = "http://10.0.0.1/";
    EXPECT_FALSE(Contract::parse_list(json::array({record}).dump())) << name;
  }
}

TEST(ContractStore, KeepsTheNewestRecord) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "drf.db";
  auto record = contract_json();
  ASSERT_TRUE(ContractStore::open(file).value()->import(Contract::parse_list(json::array({record}).dump()).value()));
  record["app_context"] = "newer";
  ASSERT_TRUE(ContractStore::open(file).value()->import(Contract::parse_list(json::array({record}).dump()).value()));
  const auto found = ContractStore::open(file).value()->find(kPcid);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->app_context, "newer");
  EXPECT_FALSE(ContractStore::open(file).value()->find("001020000000002")->has_value());
}

TEST(PushAnswer, IsJudgedByItsStatus) {
  EXPECT_EQ(judge_push(204), PushAnswer::applied);
  EXPECT_EQ(judge_push(200), PushAnswer::applied);
  for (const int status : {301, 400, 403, 404, 415}) EXPECT_EQ(judge_push(status), PushAnswer::refused);
  for (const int status : {500, 503}) EXPECT_EQ(judge_push(status), PushAnswer::again);
}

}  // namespace
}  // namespace foothold::operators::drf
