// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/client_session/client_session.h"

#include <algorithm>
#include <utility>

#include "dm/syncml/portable_text.h"

namespace foothold::dm {
namespace {

constexpr int kMaxRepeats = 2;
constexpr std::size_t kMaxReason = 256;
constexpr std::size_t kRoomForStatuses = 1024;  // octets of a reply kept free of Results
constexpr std::uint32_t kMinMessageSize = 2048;

// A command that needs an answer beyond the Status of the header; a package without any ends the session.
bool asks_something(const Command& command) {
  return std::holds_alternative<Request>(command) || std::holds_alternative<Group>(command) ||
         std::holds_alternative<Alert>(command);
}

const Status* header_status(const Message& message) {
  for (const Command& command : message.commands) {
    const auto* status = std::get_if<Status>(&command);
    if (status != nullptr && status->command_ref == 0) return status;
  }
  return nullptr;
}

bool has_alert(const Message& message, AlertCode code) {
  return std::any_of(message.commands.begin(), message.commands.end(), [&](const Command& command) {
    const auto* alert = std::get_if<Alert>(&command);
    return alert != nullptr && alert->code == code;
  });
}

}  // namespace

ClientSession::ClientSession(Settings settings, ManagementTree& tree)
    : settings_(std::move(settings)), tree_(tree), executor_(tree, settings_.server_id, settings_.max_object_size) {}

Message ClientSession::message() {
  Message made;
  made.header.session_id = settings_.session_id;
  made.header.message_id = ++last_sent_id_;
  made.header.target = settings_.server;
  made.header.source = tree_.text("./DevInfo/DevId").value_or("unknown");
  made.header.meta.max_message_size = settings_.max_message_size;
  made.header.meta.max_object_size = settings_.max_object_size;
  return made;
}

ClientSession::Effects ClientSession::start() {
  if (state_ != State::idle) return {};
  tree_.begin_session();
  Message first = message();
  Alert alert;
  alert.code = AlertCode::client_initiated;
  first.commands.emplace_back(std::move(alert));
  std::vector<Item> items;
  for (const char* uri : {"./DevInfo/DevId", "./DevInfo/Man", "./DevInfo/Mod", "./DevInfo/DmV", "./DevInfo/Lang"}) {
    const std::string text = tree_.text(uri).value_or("");
    Item item;
    item.source = uri;
    item.meta.format = "chr";
    item.meta.type = "text/plain";
    item.data.emplace(text.begin(), text.end());
    items.push_back(std::move(item));
  }
  first.commands.emplace_back(request(Verb::replace, std::move(items)));
  number_commands(first);
  return send(first, {});
}

ClientSession::Effects ClientSession::on_answer(ByteView body) {
  if (state_ != State::waiting) return {};
  const auto answer = from_wbxml(body);
  if (!answer) return fail_session("the server's answer cannot be read: " + to_string(answer.error()), {});
  const Header& header = answer->header;
  if (header.session_id != settings_.session_id) return fail_session("the answer is of another session", {});
  if (header.message_id != last_server_id_ + 1) return fail_session("the server's messages are out of order", {});
  if (header.source != settings_.server && header.source != settings_.server_id) {
    // The account names its server; another one has no credentials here.
    Message refusal = message();
    Status status;
    status.message_ref = header.message_id;
    status.command = "SyncHdr";
    status.code = StatusCode::invalid_credentials;
    refusal.commands.emplace_back(std::move(status));
    number_commands(refusal);
    return fail_session("the server is not the account's", send(refusal, {}));
  }
  last_server_id_ = header.message_id;
  repeats_ = 0;
  if (const auto size = header.meta.max_message_size) server_max_message_size_ = std::max(*size, kMinMessageSize);
  if (const Status* status = header_status(*answer); status != nullptr && !succeeded(status->code)) {
    return fail_session("the server answers " + std::to_string(static_cast<unsigned>(status->code)) + " (" +
                            to_string(status->code) + ")",
                        {});
  }
  if (has_alert(*answer, AlertCode::session_abort)) return fail_session("the server aborts the session", {});
  if (answer->final && std::none_of(answer->commands.begin(), answer->commands.end(), asks_something)) return end({});

  Message reply = message();
  Status status;
  status.message_ref = header.message_id;
  status.command = "SyncHdr";
  status.code = StatusCode::ok;
  reply.commands.emplace_back(std::move(status));
  const std::size_t room = std::min<std::size_t>(server_max_message_size_, kMaxDocumentOctets) - kRoomForStatuses;
  const auto facts = executor_.run(*answer, room, reply);
  if (!answer->final) {
    Alert next;
    next.code = AlertCode::next_message;
    reply.commands.emplace_back(std::move(next));
  }
  number_commands(reply);
  Effects effects;
  for (const CommandExecutor::Fact& fact : facts) take(fact, effects);
  return send(reply, std::move(effects));
}

void ClientSession::take(const CommandExecutor::Fact& fact, Effects& effects) {
  if (const auto* evidence = std::get_if<CommandExecutor::EvidenceRead>(&fact)) {
    outcome_.kind = ClientOutcome::Kind::validated;
    effects.emplace_back(
        WriteEvent{event(trace::Kind::received, "dm.evidence_requested", {{"transaction", evidence->transaction}})});
  } else if (const auto* object = std::get_if<CommandExecutor::ObjectReceived>(&fact)) {
    effects.emplace_back(WriteEvent{event(
        trace::Kind::received, "dm.object_received",
        {{"mcim", object->mcim}, {"octets", std::to_string(object->octets)}, {"transaction", object->transaction}})});
  } else if (const auto* installed = std::get_if<CommandExecutor::Installed>(&fact)) {
    outcome_.kind = ClientOutcome::Kind::installed;
    outcome_.result = installed->result;
    outcome_.mcim = installed->mcim;
    outcome_.reason = to_string(installed->result);
  } else if (const auto* refused = std::get_if<CommandExecutor::Refused>(&fact)) {
    outcome_.kind = ClientOutcome::Kind::refused;
    outcome_.reason = make_portable(refused->reason, kMaxReason);
    effects.emplace_back(WriteEvent{event(trace::Kind::failure, "dm.refused", {{"reason", outcome_.reason}})});
  }
}

ClientSession::Effects ClientSession::on_lost_answer(const std::string& why) {
  if (state_ != State::waiting) return {};
  if (repeats_++ < kMaxRepeats) return {SendToServer{last_sent_}};
  return fail_session(why, {});
}

ClientSession::Effects ClientSession::send(const Message& message, Effects effects) {
  auto body = to_wbxml(message);
  if (!body) return fail_session("our message cannot be written: " + to_string(body.error()), std::move(effects));
  state_ = State::waiting;
  last_sent_ = *body;
  effects.emplace_back(SendToServer{std::move(*body)});
  return effects;
}

ClientSession::Effects ClientSession::end(Effects effects) {
  state_ = State::ended;
  effects.emplace_back(SessionEnded{outcome_});
  return effects;
}

ClientSession::Effects ClientSession::fail_session(std::string reason, Effects effects) {
  outcome_.kind = ClientOutcome::Kind::failed;
  outcome_.reason = make_portable(reason, kMaxReason);
  const char* name = last_server_id_ == 0 && repeats_ > kMaxRepeats ? "dm.server_unreachable" : "dm.session_failed";
  effects.emplace_back(WriteEvent{event(trace::Kind::failure, name, {{"reason", outcome_.reason}})});
  return end(std::move(effects));
}

trace::Event ClientSession::event(trace::Kind kind, std::string name, std::vector<trace::Field> fields) const {
  trace::Event made;
  made.device = settings_.pcid;
  const bool received = kind == trace::Kind::received;
  made.from = received ? trace::Actor::dpf : trace::Actor::m2me;
  made.to = received ? trace::Actor::m2me : trace::Actor::none;
  made.layer = trace::Layer::dm;
  made.kind = kind;
  made.name = std::move(name);
  made.fields = std::move(fields);
  return made;
}

}  // namespace foothold::dm
