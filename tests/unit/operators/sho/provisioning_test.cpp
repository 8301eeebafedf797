// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/sho/provisioning.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/hex.h"
#include "pki/m2msimmobj.h"
#include "tests/unit/operators/service/service_files.h"
#include "tests/unit/pki/test_pki.h"
#include "trace/memory_sink.h"

namespace foothold::operators::sho {
namespace {

using nlohmann::json;
using pki::test::kNow;
using pki::test::World;

constexpr const char* kPcid = "001020000000001";

// Records what it is asked; answers as the test says.
class FakeOperators : public OperatorsPort {
 public:
  Result<std::string> ask_nonce(const std::string&) override {
    log.push_back("nonce");
    return answer(std::string("bm9uY2U"));
  }
  Result<void> order_evidence(const Transaction&, const std::string& nonce) override {
    log.push_back("order " + nonce);
    return answer();
  }
  Result<PvaVerdict> ask_verdict(const Transaction&, const std::string& tre_identity) override {
    log.push_back("verdict " + tre_identity);
    return answer(verdict);
  }
  Result<void> deliver_object(const Transaction& transaction) override {
    log.push_back("object " + transaction.mcim);
    objects.push_back(transaction.object);
    return answer();
  }
  Result<void> deliver_refusal(const Transaction& transaction) override {
    log.push_back("refusal " + transaction.verdict_reason);
    return answer();
  }

  std::vector<std::string> log;
  std::vector<Bytes> objects;
  PvaVerdict verdict{true, "good"};
  bool reachable = true;

 private:
  template <class T>
  Result<T> answer(T value) const {
    if (!reachable) return fail("unreachable");
    return value;
  }
  Result<void> answer() const {
    if (!reachable) return fail("unreachable");
    return {};
  }
};

class FakeSubscribers : public SubscribersPort {
 public:
  Result<void> make(const Subscriber& subscriber) override {
    if (!reachable) return fail("unreachable");
    made.push_back(subscriber);
    return {};
  }
  std::vector<Subscriber> made;
  bool reachable = true;
};

class ProvisioningTest : public ::testing::Test {
 protected:
  ProvisioningTest() { restart(); }

  // As after a kill: everything but the file is new.
  void restart() {
    provisioning_.reset();
    store_ = ShoStore::open(folder_.path() / "sho.db").value();
    auto pool = McimPool::make(gsm::Plmn::parse("001-03").value(), gsm::Imsi::parse("001030000000001").value(),
                               gsm::Imsi::parse("001030000000002").value())
                    .value();
    provisioning_ = std::make_unique<Provisioning>(
        Provisioning::Settings{std::move(pool), {world_.sho_signer, world_.sho_key}, "internet"}, *store_, operators_,
        subscribers_, events_, [this] { return time_; }, pki::fill_random);
  }

  std::string register_device() {
    const auto answer = provisioning_->registration({{"pcid", kPcid}, {"dpf", "https://10.23.1.4:8443"}});
    EXPECT_EQ(answer.status, 202);
    return answer.body.at("transaction");
  }
  Transaction now(const std::string& id) { return store_->find(id).value().value(); }
  // Performs every task that there is; the number performed.
  int perform_all() {
    int count = 0;
    for (auto waiting = store_->with_tasks().value(); !waiting.empty(); waiting = store_->with_tasks().value()) {
      const auto done = provisioning_->perform(waiting.front());
      EXPECT_TRUE(done) << to_string(done.error());
      if (!done) break;
      ++count;
    }
    return count;
  }
  json evidence(const std::string& id, const std::string& token = "a.b.c") const {
    return {{"transaction", id},
            {"pcid", kPcid},
            {"pfc_sign", to_base64(world_.pfc_sign.to_der())},
            {"pfc_enc", to_base64(world_.pfc_enc.to_der())},
            {"evidence", token}};
  }
  static json report(const std::string& id, int result) {
    return {{"transaction", id}, {"pcid", kPcid}, {"result", result}, {"reason", "as told"}};
  }
  std::string deliver() {
    const auto id = register_device();
    perform_all();
    EXPECT_EQ(provisioning_->evidence(evidence(id)).status, 202);
    perform_all();
    return id;
  }

  World world_;
  std::chrono::sys_seconds time_ = kNow;
  test::TemporaryFolder folder_;
  FakeOperators operators_;
  FakeSubscribers subscribers_;
  trace::MemorySink events_;
  std::unique_ptr<ShoStore> store_;
  std::unique_ptr<Provisioning> provisioning_;
};

TEST_F(ProvisioningTest, GoesFromRegistrationToSubscriber) {
  const auto id = deliver();
  EXPECT_EQ(now(id).state, State::object_delivered);
  EXPECT_EQ(provisioning_->report(report(id, 0)).status, 200);
  perform_all();
  EXPECT_EQ(now(id).state, State::provisioned);
  EXPECT_EQ(operators_.log,
            (std::vector<std::string>{"nonce", "order bm9uY2U", "verdict TRE-000001", "object MCIM-1"}));
  // The subscriber in the HLR is the one in the object.
  const auto opened = pki::open_m2msimmobj(operators_.objects.at(0), world_.enc_key, world_.pfc_enc,
                                           world_.operators.certificate, {kPcid, "TRE-000001", kNow});
  ASSERT_TRUE(opened) << to_string(opened.error());
  ASSERT_EQ(subscribers_.made.size(), 1U);
  EXPECT_EQ(subscribers_.made[0].imsi, "001030000000001");
  EXPECT_EQ(opened->imsi, "001030000000001");
  EXPECT_TRUE(opened->k == subscribers_.made[0].k);
  EXPECT_TRUE(opened->opc == subscribers_.made[0].opc);
  EXPECT_FALSE(opened->k == Secret<16>());
  EXPECT_EQ(opened->transaction, id);
  EXPECT_EQ(opened->apn, "internet");
}

TEST_F(ProvisioningTest, TracesWhatTheStepTrackerReads) {
  const auto id = deliver();
  provisioning_->report(report(id, 0));
  for (const char* name : {"sho.registration_received", "sho.evidence_received", "sho.verdict_received",
                           "sho.object_built", "sho.report_received"}) {
    const auto events = events_.named(name);
    ASSERT_EQ(events.size(), 1U) << name;
    EXPECT_EQ(events[0].device, kPcid) << name;
  }
  EXPECT_EQ(events_.named("sho.registration_received")[0].field("transaction"), id);
  EXPECT_EQ(events_.named("sho.verdict_received")[0].field("result"), "valid");
  EXPECT_EQ(events_.named("sho.object_built")[0].field("mcim"), "MCIM-1");
  EXPECT_EQ(events_.named("sho.report_received")[0].field("result"), "0");
}

TEST_F(ProvisioningTest, PutsNoKeyIntoAnEvent) {
  const auto id = deliver();
  const auto k = to_hex(now(id).k.reveal());
  const auto opc = to_hex(now(id).opc.reveal());
  ASSERT_NE(k, std::string(32, '0'));
  provisioning_->report(report(id, 0));
  perform_all();
  for (const auto& event : events_.events()) {
    for (const auto& field : event.fields) {
      EXPECT_EQ(field.value.find(k), std::string::npos) << event.name;
      EXPECT_EQ(field.value.find(opc), std::string::npos) << event.name;
    }
  }
}

TEST_F(ProvisioningTest, MakesNoMcimForAnInvalidDevice) {
  operators_.verdict = {false, "tampered"};
  const auto id = deliver();
  EXPECT_EQ(now(id).state, State::refused);
  EXPECT_EQ(operators_.log.back(), "refusal tampered");
  EXPECT_TRUE(now(id).mcim.empty());
  EXPECT_EQ(events_.count("sho.object_built"), 0U);
  EXPECT_EQ(store_->next_pool_number().value(), 0);  // the pool is untouched
  EXPECT_EQ(provisioning_->report(report(id, -1)).status, 200);
  EXPECT_EQ(now(id).state, State::reported);
  EXPECT_EQ(perform_all(), 0);
  EXPECT_TRUE(subscribers_.made.empty());
}

TEST_F(ProvisioningTest, MakesNoSubscriberForAFailureAndForgetsTheKeys) {
  const auto id = deliver();
  EXPECT_EQ(provisioning_->report(report(id, 2)).status, 200);
  EXPECT_EQ(perform_all(), 0);
  EXPECT_TRUE(subscribers_.made.empty());
  EXPECT_TRUE(now(id).k == Secret<16>());
}

TEST_F(ProvisioningTest, ForgetsTheKeysOnceTheyAreInTheHlr) {
  const auto id = deliver();
  EXPECT_FALSE(now(id).k == Secret<16>());
  provisioning_->report(report(id, 0));
  perform_all();
  EXPECT_TRUE(now(id).k == Secret<16>());
  EXPECT_TRUE(now(id).opc == Secret<16>());
  EXPECT_TRUE(now(id).object.empty());
}

TEST_F(ProvisioningTest, GoesOnAfterAKillAnywhere) {
  const auto id = register_device();
  restart();
  EXPECT_EQ(perform_all(), 1);
  restart();
  provisioning_->evidence(evidence(id));
  restart();
  EXPECT_EQ(perform_all(), 2);
  restart();
  provisioning_->report(report(id, 0));
  restart();
  EXPECT_EQ(perform_all(), 1);
  EXPECT_EQ(now(id).state, State::provisioned);
}

TEST_F(ProvisioningTest, DeliversTheSameObjectAgain) {
  const auto id = register_device();
  perform_all();
  provisioning_->evidence(evidence(id));
  ASSERT_TRUE(provisioning_->perform(now(id)));  // verdict
  const auto before = now(id);
  ASSERT_TRUE(provisioning_->perform(before));
  restart();
  auto unnoted = now(id);
  unnoted.state = State::valid;  // killed after the delivery, before the note of it
  ASSERT_TRUE(provisioning_->perform(unnoted));
  ASSERT_EQ(operators_.objects.size(), 2U);
  EXPECT_EQ(operators_.objects[0], operators_.objects[1]);
  EXPECT_EQ(events_.count("sho.object_built"), 1U);
}

TEST_F(ProvisioningTest, TriesAgainWhereNobodyAnswers) {
  const auto id = register_device();
  operators_.reachable = false;
  EXPECT_FALSE(provisioning_->perform(now(id)));
  EXPECT_EQ(now(id).state, State::registered);
  operators_.reachable = true;
  EXPECT_TRUE(provisioning_->perform(now(id)));
  provisioning_->evidence(evidence(id));
  perform_all();
  provisioning_->report(report(id, 0));
  subscribers_.reachable = false;
  EXPECT_FALSE(provisioning_->perform(now(id)));
  EXPECT_FALSE(now(id).k == Secret<16>());
  subscribers_.reachable = true;
  EXPECT_TRUE(provisioning_->perform(now(id)));
  EXPECT_EQ(now(id).state, State::provisioned);
}

TEST_F(ProvisioningTest, GivesUp) {
  const auto id = register_device();
  provisioning_->give_up(now(id), "nobody answers");
  EXPECT_TRUE(now(id).is_over());
  EXPECT_EQ(events_.named("sho.gave_up").at(0).field("reason"), "nobody answers");
}

TEST_F(ProvisioningTest, RegistersADeviceOnce) {
  const auto id = register_device();
  EXPECT_EQ(register_device(), id);
  perform_all();
  EXPECT_EQ(register_device(), id);
  EXPECT_EQ(now(id).state, State::evidence_requested);
  EXPECT_EQ(operators_.log.size(), 2U);
}

TEST_F(ProvisioningTest, BeginsAnewOnceTheNonceIsOld) {
  const auto old = register_device();
  perform_all();
  time_ += std::chrono::minutes(6);
  const auto fresh = register_device();
  EXPECT_NE(fresh, old);
  EXPECT_TRUE(now(old).is_over());
  EXPECT_EQ(provisioning_->evidence(evidence(old)).status, 409);
  EXPECT_EQ(perform_all(), 1);
  EXPECT_EQ(now(fresh).state, State::evidence_requested);
}

TEST_F(ProvisioningTest, OrdersAgainWithTheSameNonce) {
  const auto id = register_device();
  ASSERT_TRUE(provisioning_->perform(now(id)));
  auto unnoted = now(id);
  unnoted.state = State::registered;  // killed after the order, before the note of it
  ASSERT_TRUE(provisioning_->perform(unnoted));
  EXPECT_EQ(operators_.log, (std::vector<std::string>{"nonce", "order bm9uY2U", "order bm9uY2U"}));
}

TEST_F(ProvisioningTest, GivesAnotherMcimAfterTheFirst) {
  const auto first = deliver();
  provisioning_->report(report(first, 0));
  perform_all();
  const auto second = deliver();
  EXPECT_NE(second, first);
  EXPECT_EQ(now(second).mcim, "MCIM-2");
  EXPECT_EQ(now(second).imsi, "001030000000002");
}

TEST_F(ProvisioningTest, FailsWhenThePoolIsUsedUp) {
  store_->next_pool_number();
  store_->next_pool_number();
  const auto id = register_device();
  perform_all();
  provisioning_->evidence(evidence(id));
  ASSERT_TRUE(provisioning_->perform(now(id)));
  EXPECT_FALSE(provisioning_->perform(now(id)));
  EXPECT_TRUE(operators_.objects.empty());
}

TEST_F(ProvisioningTest, TakesTheSameEvidenceTwiceAndNoOther) {
  const auto id = register_device();
  perform_all();
  EXPECT_EQ(provisioning_->evidence(evidence(id)).status, 202);
  EXPECT_EQ(provisioning_->evidence(evidence(id)).status, 202);
  EXPECT_EQ(events_.count("sho.evidence_received"), 1U);
  EXPECT_EQ(provisioning_->evidence(evidence(id, "d.e.f")).status, 409);
}

TEST_F(ProvisioningTest, TakesTheSameReportTwiceAndNoOther) {
  const auto id = deliver();
  EXPECT_EQ(provisioning_->report(report(id, 0)).status, 200);
  EXPECT_EQ(provisioning_->report(report(id, 0)).status, 200);
  EXPECT_EQ(provisioning_->report(report(id, 3)).status, 409);
  EXPECT_EQ(events_.count("sho.report_received"), 1U);
}

TEST_F(ProvisioningTest, TakesNoSuccessBeforeAnObject) {
  const auto id = register_device();
  EXPECT_EQ(provisioning_->report(report(id, 0)).status, 409);
  EXPECT_EQ(now(id).state, State::registered);
}

TEST_F(ProvisioningTest, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(provisioning_->evidence(evidence("T-none")).status, 404);
  EXPECT_EQ(provisioning_->report(report("T-none", 0)).status, 404);
  const auto id = register_device();
  auto other = evidence(id);
  other["pcid"] = "001020000000002";
  EXPECT_EQ(provisioning_->evidence(other).status, 409);
}

TEST_F(ProvisioningTest, RefusesMalformedBodies) {
  EXPECT_EQ(provisioning_->registration({{"pcid", kPcid}}).status, 400);
  EXPECT_EQ(provisioning_->registration({{"pcid", "12x456"}, {"dpf", "https://10.0.0.1"}}).status, 400);
  EXPECT_EQ(provisioning_->registration({{"pcid", kPcid}, {"dpf", "http://10.0.0.1"}}).status, 400);
  const auto id = register_device();
  for (const char* name : {"transaction", "pcid", "pfc_sign", "pfc_enc", "evidence"}) {
    auto body = evidence(id);
    body[name] = 1;
    EXPECT_EQ(provisioning_->evidence(body).status, 400) << name;
  }
  for (const json& result : {json("0"), json(-2), json(100), json(1.5), json()}) {
    auto body = report(id, 0);
    body["result"] = result;
    EXPECT_EQ(provisioning_->report(body).status, 400) << result;
  }
}

TEST_F(ProvisioningTest, LeavesUnreadableCertificatesToThePva) {
  operators_.verdict = {false, "PfC sign certificate: not base64"};
  const auto id = register_device();
  perform_all();
  auto body = evidence(id);
  body["pfc_sign"] = "?";
  EXPECT_EQ(provisioning_->evidence(body).status, 202);
  perform_all();
  EXPECT_EQ(now(id).state, State::refused);
}

}  // namespace
}  // namespace foothold::operators::sho
