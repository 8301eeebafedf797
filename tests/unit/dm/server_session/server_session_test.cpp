// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/server_session/server_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "../effects.h"

namespace foothold::dm {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Order = ServerSession::Order;

constexpr const char* kPcid = "001020000000001";

Bytes octets_of(std::string_view text) {
  return Bytes(text.begin(), text.end());
}

ProvisioningOrder order() {
  return {"t-1", kPcid, Bytes(32, 7), false, "", {}, std::nullopt, false};
}
ProvisioningOrder with_object(std::size_t octets = 100) {
  ProvisioningOrder made = order();
  made.evidence_given = true;
  made.mcim = "MCIM-1";
  made.object = Bytes(octets, 0x30);
  return made;
}

class Server : public ::testing::Test {
 protected:
  ServerSession::Effects give(const Message& message, const Order& known = std::nullopt) {
    return session_.on_message(message, to_wbxml(message).value(), known);
  }
  Message from_device(std::vector<Command> commands) {
    Message message;
    message.header = {"a1", ++device_message_, "https://10.23.1.4/dm", "IMEI:0", {}};
    message.header.meta.max_message_size = 4096;
    message.header.meta.max_object_size = 262144;
    message.commands = std::move(commands);
    number_commands(message);
    return message;
  }
  Message package_one() { return from_device({Alert{}}); }
  static Message answer(const ServerSession::Effects& effects) {
    const auto answers = of<ServerSession::Answer>(effects);
    EXPECT_EQ(answers.size(), 1U);
    return answers.empty() ? Message{} : from_wbxml(answers.front().body).value();
  }
  // Status 200 (or as told by name) for each command of the server's message.
  std::vector<Command> statuses_for(const Message& message, std::map<std::string, StatusCode> other = {}) {
    std::vector<Command> statuses;
    for (const Command& command : message.commands) {
      const auto* request = std::get_if<Request>(&command);
      if (request == nullptr) continue;
      Status status;
      status.message_ref = message.header.message_id;
      status.command_ref = request->command_id;
      status.command = request->name;
      const auto found = other.find(request->items.front().target);
      status.code = found == other.end() ? StatusCode::ok : found->second;
      statuses.emplace_back(status);
    }
    return statuses;
  }
  static Command results(std::vector<std::pair<std::string, std::string>> values) {
    Results made;
    made.message_ref = 1;
    for (const auto& [uri, text] : values) {
      Item item;
      item.source = uri;
      item.data = octets_of(text);
      made.items.push_back(item);
    }
    return made;
  }
  static Command installed(const std::string& number, const std::string& correlator = "t-1",
                           const std::string& mcim = "MCIM-1") {
    Alert alert;
    alert.code = AlertCode::generic;
    alert.correlator = correlator;
    Item item;
    item.source = "./M2M/MCIM/" + mcim;
    item.meta.type = "urn:x-m2msim:at:mcim:install";
    item.data = octets_of(number);
    alert.items = {item};
    return alert;
  }
  static std::vector<std::string> commands(const Message& message) {
    std::vector<std::string> lines;
    for (const Command& command : message.commands) {
      if (const auto* request = std::get_if<Request>(&command)) {
        for (const Item& item : request->items) lines.push_back(request->name + " " + item.target);
      }
    }
    return lines;
  }
  static std::vector<std::string> kinds(const ServerSession::Effects& effects) {
    std::vector<std::string> names;
    for (const auto& effect : effects) {
      static constexpr const char* kNames[] = {"answer", "wait", "evidence", "result", "event"};
      names.emplace_back(kNames[effect.index()]);
    }
    return names;
  }
  // The server's Exec: the device has the whole object.
  Message sent_exec() {
    const Message sent = answer(give(package_one(), with_object()));
    return answer(give(from_device(statuses_for(sent)), with_object()));
  }
  Message evidence_answer(const std::string& pcid = kPcid) {
    return from_device({results({{"./M2M/Identity/PCID", pcid},
                                 {"./M2M/Identity/TREID", "TRE-000001"},
                                 {"./M2M/Identity/PfC/Sign", "sign"},
                                 {"./M2M/Identity/PfC/Enc", "enc"},
                                 {"./M2M/Validation/Evidence", "a.b.c"}})});
  }

  ServerSession session_{{"a1", "https://10.23.1.4/dm", kPcid, 65536}};
  std::uint32_t device_message_ = 0;
};

TEST_F(Server, WaitsForAnOrder) {
  const auto effects = give(package_one());
  EXPECT_THAT(kinds(effects), ElementsAre("event", "wait"));
  EXPECT_THAT(events_of<ServerSession::WriteEvent>(effects),
              ElementsAre("dm.session_started received pcid=001020000000001"));
  EXPECT_TRUE(session_.waiting());
  EXPECT_THAT(session_.on_order(std::nullopt), IsEmpty());
  EXPECT_TRUE(session_.waiting());
}

TEST_F(Server, EndsWithoutCommandsWhenTheShoIsNotReady) {
  give(package_one());
  const Message last = answer(session_.on_wait_expired());
  EXPECT_THAT(commands(last), IsEmpty());
  EXPECT_TRUE(last.final);
  EXPECT_EQ(std::get<Status>(last.commands.at(0)).code, StatusCode::authentication_accepted);
  EXPECT_TRUE(session_.ended());
  EXPECT_THAT(session_.on_wait_expired(), IsEmpty());
}

TEST_F(Server, AsksForEvidenceOnceOrdered) {
  give(package_one());
  const Message asked = answer(session_.on_order(order()));
  EXPECT_THAT(commands(asked),
              ElementsAre("Replace ./M2M/Validation/TransID", "Replace ./M2M/Validation/Nonce",
                          "Get ./M2M/Identity/PCID", "Get ./M2M/Identity/TREID", "Get ./M2M/Identity/PfC/Sign",
                          "Get ./M2M/Identity/PfC/Enc", "Get ./M2M/Validation/Evidence"));
}

TEST_F(Server, GivesTheEvidenceAndWaitsForTheObject) {
  give(package_one(), order());
  const auto effects = give(evidence_answer(), order());
  EXPECT_THAT(kinds(effects), ElementsAre("evidence", "wait"));
  const auto given = of<ServerSession::EvidenceGiven>(effects).front();
  EXPECT_EQ(given.transaction, "t-1");
  EXPECT_EQ(given.tre_identity, "TRE-000001");
  EXPECT_EQ(given.pfc_sign, octets_of("sign"));
  EXPECT_EQ(given.pfc_enc, octets_of("enc"));
  EXPECT_EQ(given.evidence, "a.b.c");
  ProvisioningOrder known = order();
  known.evidence_given = true;
  EXPECT_THAT(session_.on_order(known), IsEmpty());
  EXPECT_THAT(commands(answer(session_.on_order(with_object()))),
              ElementsAre("Add ./M2M/MCIM/MCIM-1/TransID", "Add ./M2M/MCIM/MCIM-1/Object"));
}

TEST_F(Server, ReportsADeviceThatGivesNoEvidence) {
  give(package_one(), order());
  Status status;
  status.message_ref = 1;
  status.command_ref = 6;  // Status of SyncHdr and Alert, Replace, Get and Get come before: 1 2 3 4 5
  status.command = "Get";
  status.code = StatusCode::command_failed;
  const auto effects = give(from_device({status}), order());
  const auto results = of<ServerSession::ResultGiven>(effects);
  ASSERT_THAT(results, SizeIs(1));
  EXPECT_EQ(results[0].result, 9);
  EXPECT_TRUE(session_.ended());
}

TEST_F(Server, RefusesAnotherPcidThanTheCertificates) {
  give(package_one(), order());
  const auto effects = give(evidence_answer("001020000000002"), order());
  EXPECT_THAT(of<ServerSession::EvidenceGiven>(effects), IsEmpty());
  EXPECT_THAT(of<ServerSession::ResultGiven>(effects), SizeIs(1));
}

TEST_F(Server, TakesTheResultOfAnInstallation) {
  const Message sent = sent_exec();
  EXPECT_THAT(commands(sent), ElementsAre("Exec ./M2M/MCIM/MCIM-1/Operations/Install"));
  EXPECT_TRUE(sent.final);
  auto said = statuses_for(sent, {{"./M2M/MCIM/MCIM-1/Operations/Install", StatusCode::accepted_for_processing}});
  said.push_back(installed("3"));
  const auto effects = give(from_device(said), with_object());
  EXPECT_THAT(kinds(effects), ElementsAre("event", "result", "answer"));
  const auto result = of<ServerSession::ResultGiven>(effects).front();
  EXPECT_EQ(result.transaction, "t-1");
  EXPECT_EQ(result.result, 3);
  EXPECT_EQ(result.reason, "the object's signature or signer is wrong");
  EXPECT_THAT(commands(answer(effects)), IsEmpty());
  EXPECT_TRUE(session_.ended());
}

TEST_F(Server, ExecCarriesTheTransactionAsCorrelator) {
  EXPECT_EQ(std::get<Request>(sent_exec().commands.back()).correlator, "t-1");
}

TEST_F(Server, IgnoresTheResultOfAnotherTransactionOrMcim) {
  for (const auto& alert : {installed("0", "t-2"), installed("0", "t-1", "MCIM-2"), installed("x"), installed("100")}) {
    session_ = ServerSession({"a1", "https://10.23.1.4/dm", kPcid, 65536});
    device_message_ = 0;
    auto said = statuses_for(sent_exec());
    said.push_back(alert);
    EXPECT_THAT(kinds(give(from_device(said), with_object())), ElementsAre("answer"));
  }
}

TEST_F(Server, TakesTheResultInALaterSession) {
  const auto effects = give(from_device({Alert{}, installed("0")}), with_object());
  EXPECT_THAT(kinds(effects), ElementsAre("event", "event", "result", "answer"));
}

TEST_F(Server, CutsTheObjectAsTheDeviceAsks) {
  const Order known = with_object(9000);
  Message sent = answer(give(package_one(), known));
  std::size_t octets = 0;
  int messages = 1;
  while (true) {
    EXPECT_LE(to_wbxml(sent)->size(), 4096U);
    const Request* object = nullptr;
    for (const Command& command : sent.commands) {
      const auto* request = std::get_if<Request>(&command);
      if (request != nullptr && request->items[0].target.ends_with("/Object")) object = request;
    }
    ASSERT_NE(object, nullptr);
    octets += object->items[0].data->size();
    EXPECT_EQ(object->items[0].meta.size.has_value(), messages == 1);
    EXPECT_EQ(object->items[0].more_data, octets < 9000U);
    EXPECT_FALSE(sent.final);
    if (!object->items[0].more_data) break;
    sent = answer(give(
        from_device(statuses_for(sent, {{"./M2M/MCIM/MCIM-1/Object", StatusCode::chunked_item_accepted}})), known));
    ASSERT_LT(++messages, 20);
  }
  EXPECT_EQ(octets, 9000U);
  EXPECT_EQ(messages, 5);
  EXPECT_THAT(commands(answer(give(from_device(statuses_for(sent)), known))),
              ElementsAre("Exec ./M2M/MCIM/MCIM-1/Operations/Install"));
}

TEST_F(Server, StopsWhenTheDeviceRefusesAChunk) {
  const Order known = with_object(9000);
  const Message sent = answer(give(package_one(), known));
  const auto effects = give(
      from_device(statuses_for(sent, {{"./M2M/MCIM/MCIM-1/Object", StatusCode::request_entity_too_large}})), known);
  const auto results = of<ServerSession::ResultGiven>(effects);
  ASSERT_THAT(results, SizeIs(1));
  EXPECT_EQ(results[0].reason, "the device answers Add of Object with 413 (request entity too large)");
}

TEST_F(Server, ToleratesATransactionThatTheDeviceHas) {
  const Message sent = answer(give(package_one(), with_object()));
  const auto said = statuses_for(sent, {{"./M2M/MCIM/MCIM-1/TransID", StatusCode::already_exists}});
  EXPECT_THAT(commands(answer(give(from_device(said), with_object()))),
              ElementsAre("Exec ./M2M/MCIM/MCIM-1/Operations/Install"));
}

TEST_F(Server, NeedsTheObjectsStatusToFitWhatWasSent) {
  const std::pair<std::size_t, StatusCode> wrong[] = {{100, StatusCode::chunked_item_accepted}, {9000, StatusCode::ok}};
  for (const auto& [octets, code] : wrong) {
    session_ = ServerSession({"a1", "https://10.23.1.4/dm", kPcid, 65536});
    device_message_ = 0;
    const Message sent = answer(give(package_one(), with_object(octets)));
    const auto effects =
        give(from_device(statuses_for(sent, {{"./M2M/MCIM/MCIM-1/Object", code}})), with_object(octets));
    EXPECT_EQ(of<ServerSession::ResultGiven>(effects).size(), 1U) << octets;
  }
}

TEST_F(Server, ReportsAFailedExec) {
  const auto said = statuses_for(sent_exec(), {{"./M2M/MCIM/MCIM-1/Operations/Install", StatusCode::command_failed}});
  EXPECT_EQ(of<ServerSession::ResultGiven>(give(from_device(said), with_object())).front().result, 9);
}

TEST_F(Server, ReportsAnObjectAboveTheDevicesLimit) {
  const auto effects = give(package_one(), with_object(262145));
  EXPECT_EQ(of<ServerSession::ResultGiven>(effects).front().result, 8);
}

TEST_F(Server, TellsARefusalAndReportsIt) {
  ProvisioningOrder refused = order();
  refused.evidence_given = true;
  refused.refusal = "register of rootfs differs";
  give(package_one(), std::nullopt);
  const Message told = answer(session_.on_order(refused));
  const auto& replace = std::get<Request>(told.commands.back());
  EXPECT_EQ(replace.items[0].target, "./M2M/Validation/Result");
  EXPECT_EQ(replace.items[0].data, octets_of("register of rootfs differs"));
  const auto effects = give(from_device(statuses_for(told)), refused);
  EXPECT_THAT(kinds(effects), ElementsAre("result", "answer"));
  EXPECT_EQ(of<ServerSession::ResultGiven>(effects).front().result, -1);
}

TEST_F(Server, AClosedOrderIsNoOrder) {
  ProvisioningOrder closed = with_object();
  closed.closed = true;
  EXPECT_THAT(kinds(give(package_one(), closed)), ElementsAre("event", "wait"));
}

TEST_F(Server, GivesTheSameAnswerToTheSameMessage) {
  const Message first = package_one();
  const Bytes once = of<ServerSession::Answer>(give(first, order())).front().body;
  const auto again = give(first, order());
  EXPECT_THAT(kinds(again), ElementsAre("answer"));
  EXPECT_EQ(of<ServerSession::Answer>(again).front().body, once);

  const Message second = evidence_answer();
  give(second, order());
  const auto waits = give(second, order());
  EXPECT_THAT(kinds(waits), ElementsAre("wait"));
  const Bytes end = of<ServerSession::Answer>(session_.on_wait_expired()).front().body;
  EXPECT_EQ(of<ServerSession::Answer>(give(second, order())).front().body, end);
}

TEST_F(Server, RefusesMessagesOutOfPlace) {
  const auto refused = [&](const Message& message) {
    const auto effects = give(message, order());
    EXPECT_THAT(kinds(effects), ElementsAre("event", "answer"));
    const Message said = answer(effects);
    EXPECT_EQ(std::get<Status>(said.commands.at(0)).code, StatusCode::bad_request);
    EXPECT_EQ(said.commands.size(), 1U);
  };
  Message second = package_one();
  second.header.message_id = 2;
  refused(second);  // does not start with 1
  Message no_alert = package_one();
  no_alert.header.message_id = 1;
  no_alert.commands.clear();
  refused(no_alert);
  Message other = package_one();
  other.header.message_id = 1;
  other.header.session_id = "b2";
  refused(other);

  device_message_ = 0;
  EXPECT_THAT(commands(answer(give(package_one(), order()))), SizeIs(7));  // nothing was changed by those
  Message skipped = evidence_answer();
  skipped.header.message_id = 3;
  refused(skipped);
  device_message_ = 1;
  give(evidence_answer(), order());
  refused(from_device({}));  // while waiting
  session_.on_wait_expired();
  refused(from_device({}));  // after the end
}

TEST_F(Server, EndsWhenTheDeviceAborts) {
  give(package_one(), order());
  Alert abort;
  abort.code = AlertCode::session_abort;
  EXPECT_THAT(kinds(give(from_device({abort}), order())), ElementsAre("event", "answer"));
  EXPECT_TRUE(session_.ended());
}

TEST_F(Server, AnswersCommandsThatADeviceMayNotGiveWith406) {
  Item item;
  item.target = "./x";
  const Message last = answer(
      give(from_device({Alert{}, request(Verb::get, {item}), request(Verb::replace, {item}), Group{}}), order()));
  std::vector<int> codes;
  for (const Command& command : last.commands) {
    if (const auto* status = std::get_if<Status>(&command)) codes.push_back(static_cast<int>(status->code));
  }
  EXPECT_THAT(codes, ElementsAre(212, 200, 406, 200, 406));
}

}  // namespace
}  // namespace foothold::dm
