// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/client_session/client_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../effects.h"
#include "../fake_device.h"

namespace foothold::dm {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = ClientOutcome::Kind;

constexpr const char* kServer = "https://10.23.1.4/dm";

Bytes octets_of(std::string_view text) {
  return Bytes(text.begin(), text.end());
}

Item leaf(const std::string& target, const char* format = "", Bytes data = {}) {
  Item item;
  item.target = target;
  item.meta.format = format;
  if (*format != 0) item.data = std::move(data);
  return item;
}

class Client : public ::testing::Test {
 protected:
  ClientSession session(std::uint32_t max_object = 262144) {
    return ClientSession({"a1", kServer, "dpf", "001020000000001", 16384, max_object}, tree_);
  }
  // The server's next message.
  Bytes from_server(std::vector<Command> commands, bool final = true) {
    Message message;
    message.header.session_id = "a1";
    message.header.message_id = ++server_message_;
    message.header.target = "IMEI:0";
    message.header.source = kServer;
    message.commands = std::move(commands);
    message.final = final;
    number_commands(message);
    return to_wbxml(message).value();
  }
  static Message sent(const ClientSession::Effects& effects) {
    const auto bodies = of<ClientSession::SendToServer>(effects);
    EXPECT_EQ(bodies.size(), 1U);
    for (const auto& each : of<ClientSession::SessionEnded>(effects)) ADD_FAILURE() << each.outcome.reason;
    return bodies.empty() ? Message{} : from_wbxml(bodies.front().body).value();
  }
  // "Cmd code" of each Status, in order.
  static std::vector<std::string> statuses(const Message& message) {
    std::vector<std::string> lines;
    for (const Command& command : message.commands) {
      if (const auto* status = std::get_if<Status>(&command)) {
        lines.push_back(status->command + " " + std::to_string(static_cast<int>(status->code)));
      }
    }
    return lines;
  }
  static std::vector<int> alerts(const Message& message) {
    std::vector<int> codes;
    for (const Command& command : message.commands) {
      if (const auto* alert = std::get_if<Alert>(&command)) codes.push_back(static_cast<int>(alert->code));
    }
    return codes;
  }
  Message run(ClientSession& client, std::vector<Command> commands, bool final = true) {
    return sent(client.on_answer(from_server(std::move(commands), final)));
  }
  static ClientOutcome outcome(const ClientSession::Effects& effects) {
    const auto ends = of<ClientSession::SessionEnded>(effects);
    EXPECT_EQ(ends.size(), 1U);
    return ends.empty() ? ClientOutcome{} : ends.front().outcome;
  }

  FakeDevice device_;
  ManagementTree tree_{{}, device_, device_, device_};
  std::uint32_t server_message_ = 0;
};

TEST_F(Client, StartsWithPackage1) {
  ClientSession client = session();
  const Message first = sent(client.start());
  EXPECT_EQ(first.header.session_id, "a1");
  EXPECT_EQ(first.header.message_id, 1U);
  EXPECT_EQ(first.header.target, kServer);
  EXPECT_EQ(first.header.meta.max_object_size, 262144U);
  EXPECT_THAT(alerts(first), ElementsAre(1201));
  const auto& replace = std::get<Request>(first.commands.at(1));
  EXPECT_EQ(replace.verb, Verb::replace);
  EXPECT_EQ(replace.items.at(0).source, "./DevInfo/DevId");
  EXPECT_EQ(replace.items.size(), 5U);
  EXPECT_THAT(client.start(), IsEmpty());
}

TEST_F(Client, EndsWhenTheServerHasNoCommand) {
  ClientSession client = session();
  client.start();
  const auto effects = client.on_answer(from_server({}));
  EXPECT_EQ(outcome(effects).kind, Kind::idle);
  EXPECT_THAT(of<ClientSession::SendToServer>(effects), IsEmpty());
  EXPECT_TRUE(client.ended());
  EXPECT_THAT(client.on_answer(from_server({})), IsEmpty());
}

TEST_F(Client, GivesIdentitiesAndEvidence) {
  ClientSession client = session();
  client.start();
  const auto effects =
      client.on_answer(from_server({request(Verb::replace, {leaf("./M2M/Validation/TransID", "chr", octets_of("t-1")),
                                                            leaf("./M2M/Validation/Nonce", "b64", Bytes(32, 7))}),
                                    request(Verb::get, {leaf("./M2M/Identity/PCID"), leaf("./M2M/Identity/PfC/Sign")}),
                                    request(Verb::get, {leaf("./M2M/Validation/Evidence")})}));
  const Message reply = sent(effects);
  EXPECT_THAT(statuses(reply),
              ElementsAre("SyncHdr 200", "Replace 200", "Replace 200", "Get 200", "Get 200", "Get 200"));
  const auto& identities = std::get<Results>(reply.commands.at(5));
  EXPECT_EQ(identities.items.at(0).data, octets_of("001020000000001"));
  EXPECT_EQ(identities.items.at(1).data, Bytes(600, 0x51));
  EXPECT_EQ(identities.message_ref, 1U);
  EXPECT_EQ(identities.command_ref, 2U);
  EXPECT_THAT(events_of<ClientSession::WriteEvent>(effects),
              ElementsAre("dm.evidence_requested received transaction=t-1"));
  EXPECT_EQ(outcome(client.on_answer(from_server({}))).kind, Kind::validated);
}

TEST_F(Client, CollectsALargeObjectAndInstallsIt) {
  ClientSession client = session();
  client.start();
  const std::string mcim = "./M2M/MCIM/MCIM-1";
  Item first = leaf(mcim + "/Object", "b64", {1, 2, 3});
  first.meta.size = 5;
  first.more_data = true;
  Message reply =
      run(client, {request(Verb::add, {leaf(mcim + "/TransID", "chr", octets_of("t-1"))}), request(Verb::add, {first})},
          false);
  EXPECT_THAT(statuses(reply), ElementsAre("SyncHdr 200", "Add 200", "Add 213"));
  EXPECT_THAT(alerts(reply), ElementsAre(1222));

  Request exec = request(Verb::exec, {leaf(mcim + "/Operations/Install")});
  exec.correlator = "t-1";
  const auto effects =
      client.on_answer(from_server({request(Verb::add, {leaf(mcim + "/Object", "b64", {4, 5})}), exec}));
  reply = sent(effects);
  EXPECT_THAT(statuses(reply), ElementsAre("SyncHdr 200", "Add 200", "Exec 202"));
  const auto& alert = std::get<Alert>(reply.commands.back());
  EXPECT_EQ(alert.code, AlertCode::generic);
  EXPECT_EQ(alert.correlator, "t-1");
  EXPECT_EQ(alert.items.at(0).source, mcim);
  EXPECT_EQ(alert.items.at(0).meta.type, "urn:x-m2msim:at:mcim:install");
  EXPECT_EQ(alert.items.at(0).data, octets_of("0"));
  EXPECT_THAT(events_of<ClientSession::WriteEvent>(effects),
              ElementsAre("dm.object_received received mcim=MCIM-1 octets=5 transaction=t-1"));
  ASSERT_EQ(device_.installations.size(), 1U);
  EXPECT_EQ(device_.installations[0].object, (Bytes{1, 2, 3, 4, 5}));

  const ClientOutcome end = outcome(client.on_answer(from_server({})));
  EXPECT_EQ(end.kind, Kind::installed);
  EXPECT_EQ(end.result, InstallResult::ok);
  EXPECT_EQ(end.mcim, "MCIM-1");
}

TEST_F(Client, ForgetsALargeObjectThatNeverEnds) {
  ClientSession client = session();
  client.start();
  Item first = leaf("./M2M/MCIM/a/Object", "b64", {1, 2, 3});
  first.meta.size = 9;
  first.more_data = true;
  run(client, {request(Verb::add, {first})}, false);
  const Message reply = run(client, {request(Verb::get, {leaf("./DevInfo/Man")})});
  EXPECT_THAT(alerts(reply), ElementsAre(1225));
  EXPECT_THAT(statuses(reply), ElementsAre("SyncHdr 200", "Get 200"));
}

TEST_F(Client, RefusesAnObjectThatIsTooLarge) {
  ClientSession client = session(100);
  client.start();
  Item first = leaf("./M2M/MCIM/a/Object", "b64", {1, 2, 3});
  first.meta.size = 101;
  first.more_data = true;
  EXPECT_THAT(statuses(run(client, {request(Verb::add, {first})}, false)), ElementsAre("SyncHdr 200", "Add 413"));
}

TEST_F(Client, ReportsARefusal) {
  ClientSession client = session();
  client.start();
  const auto effects = client.on_answer(from_server(
      {request(Verb::replace, {leaf("./M2M/Validation/Result", "chr", octets_of("register of rootfs differs"))})}));
  EXPECT_THAT(events_of<ClientSession::WriteEvent>(effects),
              ElementsAre("dm.refused failure reason=register of rootfs differs"));
  const ClientOutcome end = outcome(client.on_answer(from_server({})));
  EXPECT_EQ(end.kind, Kind::refused);
  EXPECT_EQ(end.reason, "register of rootfs differs");
}

TEST_F(Client, AnswersWhatItCannotDo) {
  ClientSession client = session();
  client.start();
  Request copy = request(Verb::other, {leaf("./x")});
  Alert display;
  display.code = static_cast<AlertCode>(1100);
  const Message reply =
      run(client, {copy, request(Verb::get, {}), request(Verb::get, {leaf("./Nope")}),
                   request(Verb::add, {leaf("./M2M/MCIM/a/TransID", "b64", {1})}),
                   request(Verb::replace, {leaf("./M2M/Validation/Nonce", "float", octets_of("1"))}), Command{display},
                   request(Verb::remove, {leaf("./DevInfo/Man")}), request(Verb::get, {leaf("")})});
  EXPECT_THAT(statuses(reply), ElementsAre("SyncHdr 200", "Copy 406", "Get 412", "Get 404", "Add 415", "Replace 415",
                                           "Alert 406", "Delete 405", "Get 412"));
}

TEST_F(Client, RunsASequenceInOrder) {
  ClientSession client = session();
  client.start();
  Group group;
  group.requests = {request(Verb::get, {leaf("./DevInfo/Man")}), request(Verb::get, {leaf("./Nope")}),
                    request(Verb::get, {leaf("./DevInfo/Mod")})};
  EXPECT_THAT(statuses(run(client, {group})),
              ElementsAre("SyncHdr 200", "Sequence 200", "Get 200", "Get 404", "Get 200"));
}

TEST_F(Client, UndoesAnAtomicThatFails) {
  ClientSession client = session();
  client.start();
  Group group;
  group.atomic = true;
  group.requests = {request(Verb::add, {leaf("./M2M/MCIM/a/TransID", "chr", octets_of("t"))}),
                    request(Verb::add, {leaf("./Nope", "chr", {})}),
                    request(Verb::add, {leaf("./M2M/MCIM/b/TransID", "chr", octets_of("t"))})};
  EXPECT_THAT(statuses(run(client, {group})),
              ElementsAre("SyncHdr 200", "Atomic 507", "Add 216", "Add 404", "Add 215"));
  EXPECT_FALSE(tree_.text("./M2M/MCIM/a/TransID"));
  group.requests.pop_back();
  group.requests.pop_back();
  EXPECT_THAT(statuses(run(client, {group})), ElementsAre("SyncHdr 200", "Atomic 200", "Add 200"));
  EXPECT_EQ(tree_.text("./M2M/MCIM/a/TransID"), "t");
}

TEST_F(Client, RunsNothingInAnAtomicThatCouldNotBeUndone) {
  ClientSession client = session();
  client.start();
  Group group;
  group.atomic = true;
  group.requests = {request(Verb::add, {leaf("./M2M/MCIM/a/TransID", "chr", octets_of("t"))}),
                    request(Verb::exec, {leaf("./M2M/MCIM/a/Operations/Install")})};
  EXPECT_THAT(statuses(run(client, {group})), ElementsAre("SyncHdr 200", "Atomic 507", "Add 215", "Exec 215"));
  EXPECT_FALSE(tree_.text("./M2M/MCIM/a/TransID"));
}

TEST_F(Client, KeepsToTheServersMessageSize) {
  ClientSession client = session();
  client.start();
  Message small;
  small.header.session_id = "a1";
  small.header.message_id = 1;
  small.header.target = "IMEI:0";
  small.header.source = kServer;
  small.header.meta.max_message_size = 3000;
  small.commands = {request(
      Verb::get, {leaf("./M2M/Identity/PfC/Sign"), leaf("./M2M/Identity/PfC/Enc"), leaf("./M2M/Identity/PfC/Sign")})};
  number_commands(small);
  const auto effects = client.on_answer(*to_wbxml(small));
  EXPECT_THAT(statuses(sent(effects)), ElementsAre("SyncHdr 200", "Get 200", "Get 200", "Get 413"));
  EXPECT_LE(of<ClientSession::SendToServer>(effects).front().body.size(), 3000U);
}

TEST_F(Client, SendsTheSameAgainTwiceAtMost) {
  ClientSession client = session();
  const auto first = of<ClientSession::SendToServer>(client.start());
  for (int i = 0; i < 2; ++i) {
    const auto again = of<ClientSession::SendToServer>(client.on_lost_answer("timeout"));
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].body, first[0].body);
  }
  const auto effects = client.on_lost_answer("timeout");
  EXPECT_EQ(outcome(effects).kind, Kind::failed);
  EXPECT_THAT(events_of<ClientSession::WriteEvent>(effects),
              ElementsAre("dm.server_unreachable failure reason=timeout"));
}

TEST_F(Client, LosingALaterAnswerIsAFailedSession) {
  ClientSession client = session();
  client.start();
  run(client, {request(Verb::get, {leaf("./DevInfo/Man")})});
  client.on_lost_answer("timeout");
  client.on_lost_answer("timeout");
  EXPECT_THAT(events_of<ClientSession::WriteEvent>(client.on_lost_answer("timeout")),
              ElementsAre("dm.session_failed failure reason=timeout"));
}

TEST_F(Client, FailsOnAnswersThatAreNotItsServers) {
  const auto fails = [&](const std::function<void(Message&)>& spoil) {
    ClientSession client = session();
    client.start();
    Message message;
    message.header = {"a1", 1, "IMEI:0", kServer, {}};
    spoil(message);
    number_commands(message);
    const auto effects = client.on_answer(to_wbxml(message).value());
    EXPECT_EQ(outcome(effects).kind, Kind::failed);
    return effects;
  };
  fails([](Message& m) { m.header.session_id = "a2"; });
  fails([](Message& m) { m.header.message_id = 2; });
  fails([](Message& m) {
    Status status;
    status.command = "SyncHdr";
    status.code = StatusCode::bad_request;
    m.commands.emplace_back(status);
  });
  fails([](Message& m) {
    Alert abort;
    abort.code = AlertCode::session_abort;
    m.commands.emplace_back(abort);
  });
  const auto foreign = fails([](Message& m) {
    m.header.source = "https://evil/dm";
    m.commands.emplace_back(request(Verb::get, {leaf("./DevInfo/Man")}));
  });
  const auto bodies = of<ClientSession::SendToServer>(foreign);
  ASSERT_EQ(bodies.size(), 1U);
  EXPECT_THAT(statuses(from_wbxml(bodies[0].body).value()), ElementsAre("SyncHdr 401"));

  ClientSession client = session();
  client.start();
  EXPECT_EQ(outcome(client.on_answer(octets_of("<html>"))).kind, Kind::failed);
}

}  // namespace
}  // namespace foothold::dm
