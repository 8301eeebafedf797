// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/gsup_procedures.h"

#include <gtest/gtest.h>

#include "icf_fixture.h"

namespace foothold::operators::icf {
namespace {

using namespace std::chrono_literals;
using gsm::gsup::Message;
using gsm::gsup::MessageType;
const CredentialInquiries::TimePoint kStart{1000s};

class GsupProceduresTest : public testing::Test {
 protected:
  GsupProceduresTest()
      : store(AuthenticationStore::open(":memory:").value()),
        vectors(store, seeded_random()),
        procedures({gsm::Plmn::parse("001-02").value(), "foothold.ro"}, store, vectors) {}

  GsupEffects receive(const Message& message) { return procedures.on_message(9, message.encode().value(), kStart); }
  GsupEffects ask_vectors(const char* pcid = kPcid) {
    return receive(Message(MessageType::send_auth_info_request, imsi(pcid)));
  }
  static std::vector<Message> sent(const GsupEffects& effects) {
    std::vector<Message> messages;
    for (const auto& effect : effects) {
      if (const auto* send = std::get_if<SendMessage>(&effect)) {
        EXPECT_EQ(send->connection, 9U);
        messages.push_back(send->message);
      }
    }
    return messages;
  }
  static bool asks_ccif(const GsupEffects& effects) {
    return std::any_of(effects.begin(), effects.end(),
                       [](const auto& effect) { return std::holds_alternative<AskCcif>(effect); });
  }
  static const trace::Event* event(const GsupEffects& effects, std::string_view name) {
    for (const auto& effect : effects)
      if (const auto* write = std::get_if<WriteEvent>(&effect))
        if (write->event.name == name) return &write->event;
    return nullptr;
  }
  static void expect_error(const GsupEffects& effects, MessageType type, int cause) {
    const auto messages = sent(effects);
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].type, type);
    EXPECT_EQ(messages[0].cause, cause);
    const auto* failure = event(effects, "icf.request_refused");
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind, trace::Kind::failure);
    EXPECT_FALSE(failure->field("reason").empty());
  }

  AuthenticationStore store;
  VectorSource vectors;
  GsupProcedures procedures;
};

TEST_F(GsupProceduresTest, GivesFiveVectorsThatTheUsimAccepts) {
  ASSERT_TRUE(store.keep(credential(kPcid)));
  const auto effects = ask_vectors();
  const auto messages = sent(effects);
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].type, MessageType::send_auth_info_result);
  ASSERT_EQ(messages[0].auth_tuples.size(), 5U);
  Usim usim{credential(kPcid).key, {}};
  for (const auto& tuple : messages[0].auth_tuples) EXPECT_TRUE(usim.accepts(tuple.rand, tuple.umts->autn));
  const auto* step2 = event(effects, "gsup.send_auth_info_request");
  ASSERT_TRUE(step2);
  EXPECT_EQ(step2->to, trace::Actor::icf);
  EXPECT_EQ(step2->kind, trace::Kind::received);
  EXPECT_EQ(step2->field("imsi"), kPcid);
  const auto* step3 = event(effects, "icf.vectors_generated");
  ASSERT_TRUE(step3);
  EXPECT_EQ(step3->device, kPcid);
  EXPECT_EQ(step3->kind, trace::Kind::decision);
  EXPECT_EQ(step3->field("count"), "5");
  EXPECT_EQ(step3->field("credential"), "store");
}

TEST_F(GsupProceduresTest, TellsTheSgsnTheApnBeforeItAsks) {
  ASSERT_TRUE(store.keep(credential(kPcid)));
  const auto insert = sent(ask_vectors()).at(1);
  EXPECT_EQ(insert.type, MessageType::insert_data_request);
  EXPECT_TRUE(insert.pdp_info_complete);
  ASSERT_EQ(insert.pdp_infos.size(), 1U);
  EXPECT_EQ(insert.pdp_infos[0].apn, "foothold.ro");
  EXPECT_TRUE(sent(receive(Message(MessageType::insert_data_result, imsi(kPcid)))).empty());
}

TEST_F(GsupProceduresTest, AsksTheCcifForACredentialItLacks) {
  EXPECT_TRUE(asks_ccif(ask_vectors()));
  const auto second = ask_vectors();
  EXPECT_FALSE(asks_ccif(second)) << "one inquiry for both";
  EXPECT_TRUE(sent(second).empty());
  ASSERT_TRUE(store.keep(credential(kPcid)));
  const auto effects = procedures.on_ccif_answer(imsi(kPcid), CcifOutcome::kept, kStart);
  EXPECT_EQ(sent(effects).size(), 4U);
  EXPECT_EQ(event(effects, "icf.vectors_generated")->field("credential"), "ccif");
  EXPECT_EQ(event(ask_vectors(), "icf.vectors_generated")->field("credential"), "store");
}

TEST_F(GsupProceduresTest, RefusesAPcidThatNobodyKnowsAndAsksNoMoreForAWhile) {
  ask_vectors();
  expect_error(procedures.on_ccif_answer(imsi(kPcid), CcifOutcome::unknown, kStart), MessageType::send_auth_info_error,
               2);
  const auto again = ask_vectors();
  EXPECT_FALSE(asks_ccif(again));
  expect_error(again, MessageType::send_auth_info_error, 2);
}

TEST_F(GsupProceduresTest, CallsAnUnreachableCcifANetworkFailureAndAsksAgain) {
  ask_vectors();
  expect_error(procedures.on_ccif_answer(imsi(kPcid), CcifOutcome::unreachable, kStart),
               MessageType::send_auth_info_error, 17);
  EXPECT_TRUE(asks_ccif(ask_vectors()));
}

TEST_F(GsupProceduresTest, RefusesIdentitiesOfOtherOperators) {
  for (const auto type :
       {MessageType::send_auth_info_request, MessageType::update_location_request, MessageType::purge_ms_request}) {
    const auto effects = receive(Message(type, imsi("001030000000001")));
    EXPECT_FALSE(asks_ccif(effects));
    expect_error(effects, error_of(type), 2);
  }
}

TEST_F(GsupProceduresTest, FollowsTheUsimAfterASynchronisationFailure) {
  ASSERT_TRUE(store.keep(credential(kPcid)));
  Usim usim{credential(kPcid).key, {}};
  ASSERT_TRUE(usim.window.accept(gsm::auth::Sqn(70'000, 5)));
  usim.window = gsm::auth::SqnWindow([] {
    gsm::auth::SqnWindow::Entries all_ahead;
    all_ahead.fill(70'000);
    return all_ahead;
  }());
  const auto refused = sent(ask_vectors()).at(0).auth_tuples[0];
  EXPECT_FALSE(usim.accepts(refused.rand, refused.umts->autn));
  Message again(MessageType::send_auth_info_request, imsi(kPcid));
  again.rand = refused.rand;
  again.auts = gsm::auth::make_auts(usim.key, refused.rand, usim.window.highest());
  const auto effects = receive(again);
  EXPECT_TRUE(event(effects, "icf.resynchronised"));
  const auto fresh = sent(effects).at(0).auth_tuples[0];
  EXPECT_TRUE(usim.accepts(fresh.rand, fresh.umts->autn));
}

TEST_F(GsupProceduresTest, RefusesAForgedAuts) {
  ASSERT_TRUE(store.keep(credential(kPcid)));
  Message forged(MessageType::send_auth_info_request, imsi(kPcid));
  forged.auts.emplace();
  expect_error(receive(forged), MessageType::send_auth_info_error, 96);  // RAND is missing
  forged.rand.emplace();
  expect_error(receive(forged), MessageType::send_auth_info_error, 17);
}

TEST_F(GsupProceduresTest, AnswersUpdateLocationWithTheApnAndPurge) {
  const auto located = sent(receive(Message(MessageType::update_location_request, imsi(kPcid)))).at(0);
  EXPECT_EQ(located.type, MessageType::update_location_result);
  EXPECT_EQ(located.pdp_infos.at(0).apn, "foothold.ro");
  EXPECT_EQ(sent(receive(Message(MessageType::purge_ms_request, imsi(kPcid)))).at(0).type,
            MessageType::purge_ms_result);
}

TEST_F(GsupProceduresTest, RefusesRequestsItDoesNotServe) {
  expect_error(receive(Message(MessageType::delete_data_request, imsi(kPcid))), MessageType::delete_data_error, 97);
}

TEST_F(GsupProceduresTest, AnswersADamagedRequestWhoseHeadIsWhole) {
  auto damaged = Message(MessageType::send_auth_info_request, imsi(kPcid)).encode().value();
  damaged.insert(damaged.end(), {0x26, 0x01, 0x00});  // AUTS of one octet
  const auto effects = procedures.on_message(9, damaged, kStart);
  EXPECT_TRUE(event(effects, "gsup.discarded"));
  expect_error(effects, MessageType::send_auth_info_error, 96);
  EXPECT_TRUE(sent(procedures.on_message(9, Bytes{0x08}, kStart)).empty());
}

}  // namespace
}  // namespace foothold::operators::icf
