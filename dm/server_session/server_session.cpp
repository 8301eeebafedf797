// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/server_session/server_session.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "dm/server_session/device_answer.h"
#include "dm/syncml/portable_text.h"
#include "dm/tree/device_ports.h"

namespace foothold::dm {
namespace {

constexpr const char* kPcid = "./M2M/Identity/PCID";
constexpr const char* kTreIdentity = "./M2M/Identity/TREID";
constexpr const char* kPfcSign = "./M2M/Identity/PfC/Sign";
constexpr const char* kPfcEnc = "./M2M/Identity/PfC/Enc";
constexpr const char* kEvidence = "./M2M/Validation/Evidence";
constexpr std::size_t kMaxReason = 256;
constexpr std::uint32_t kDefaultMessageSize = 16384;  // of a device that does not say
constexpr std::uint32_t kMinMessageSize = 2048;
constexpr std::size_t kRoomForRest = 1280;  // octets of a message with a chunk that are not the chunk
constexpr int kInternal = static_cast<int>(InstallResult::internal);

Item leaf(std::string target, const char* format, ByteView octets) {
  Item item;
  item.target = std::move(target);
  item.meta.format = format;
  item.data.emplace(octets.begin(), octets.end());
  return item;
}

Item leaf(std::string target, std::string_view text) {
  Item item = leaf(std::move(target), "chr", {});
  item.data->assign(text.begin(), text.end());
  return item;
}

Item node(std::string target) {
  Item item;
  item.target = std::move(target);
  return item;
}

std::string in_words(std::optional<StatusCode> code) {
  if (!code) return "nothing";
  return std::to_string(static_cast<unsigned>(*code)) + " (" + to_string(*code) + ")";
}

std::string text_of(const Bytes& octets) {
  return {octets.begin(), octets.end()};
}

}  // namespace

ServerSession::ServerSession(Settings settings) : settings_(std::move(settings)) {}

ServerSession::Effects ServerSession::on_message(const Message& message, ByteView body, const Order& order) {
  const bool again = !last_body_.empty() && std::equal(body.begin(), body.end(), last_body_.begin(), last_body_.end());
  if (again) {
    if (waiting()) return {WaitForSho{}};
    return {Answer{last_answer_}};
  }
  if (message.header.session_id != settings_.session_id) return refuse(message, "of another session");
  if (ended() || waiting()) return refuse(message, ended() ? "after the end of the session" : "before its answer");
  if (message.header.message_id != last_message_id_ + 1) return refuse(message, "out of order");
  if (state_ == State::idle && !DeviceAnswer(message).has_alert(AlertCode::client_initiated) &&
      !DeviceAnswer(message).has_alert(AlertCode::server_initiated)) {
    return refuse(message, "no package 1");
  }
  last_message_id_ = message.header.message_id;
  last_body_.assign(body.begin(), body.end());
  last_answer_.clear();
  note_statuses(message);
  if (DeviceAnswer(message).has_alert(AlertCode::session_abort)) {
    Effects effects;
    trace_event(effects, trace::Kind::failure, "dm.session_failed", {{"reason", "the device aborts the session"}});
    return finish(std::move(effects));
  }
  switch (state_) {
    case State::idle:
      return on_package_one(message, order);
    case State::validating:
      return on_validation_answer(message);
    case State::loading:
      return on_chunk_answer(message);
    case State::installing:
      return on_install_answer(message);
    case State::refusing:
      return on_refusal_answer();
    case State::waiting:
    case State::ended:
      break;
  }
  return finish({});
}

ServerSession::Effects ServerSession::on_order(const Order& order) {
  if (!waiting()) return {};
  Effects effects = proceed(order, {});
  const bool still = effects.size() == 1 && std::holds_alternative<WaitForSho>(effects.front());
  return still ? Effects{} : effects;
}

ServerSession::Effects ServerSession::on_wait_expired() {
  if (!waiting()) return {};
  return finish({});
}

ServerSession::Effects ServerSession::on_package_one(const Message& message, const Order& order) {
  const Header& header = message.header;
  device_id_ = header.source;
  device_max_message_size_ = std::max(header.meta.max_message_size.value_or(kDefaultMessageSize), kMinMessageSize);
  device_max_object_size_ = header.meta.max_object_size.value_or(0);
  Effects effects;
  trace_event(effects, trace::Kind::received, "dm.session_started", {{"pcid", settings_.pcid}});
  // A device may also tell the result of an earlier session's Exec.
  order_ = order.value_or(ProvisioningOrder{});
  const auto installed = DeviceAnswer(message).installed();
  if (!order_.closed && !order_.object.empty() && is_ours(installed)) {
    return give_result(installed->result, to_string(static_cast<InstallResult>(installed->result)), std::move(effects));
  }
  return proceed(order, std::move(effects));
}

ServerSession::Effects ServerSession::proceed(const Order& order, Effects effects) {
  if (!order || order->closed) return wait(std::move(effects));
  order_ = *order;
  if (order_.refusal) return tell_refusal(std::move(effects));
  if (!order_.object.empty()) {
    if (device_max_object_size_ != 0 && order_.object.size() > device_max_object_size_) {
      return give_result(static_cast<int>(InstallResult::no_space), "the object is larger than the device accepts",
                         std::move(effects));
    }
    object_sent_ = 0;
    return send_chunk(std::move(effects));
  }
  if (!order_.evidence_given) return ask_evidence(std::move(effects));
  return wait(std::move(effects));
}

ServerSession::Effects ServerSession::ask_evidence(Effects effects) {
  Message asked = reply();
  asked.commands.emplace_back(request(Verb::replace, {leaf("./M2M/Validation/TransID", order_.transaction),
                                                      leaf("./M2M/Validation/Nonce", "b64", order_.nonce)}));
  asked.commands.emplace_back(request(Verb::get, {node(kPcid), node(kTreIdentity), node(kPfcSign), node(kPfcEnc)}));
  asked.commands.emplace_back(request(Verb::get, {node(kEvidence)}));
  number_commands(asked);
  evidence_command_ = std::get<Request>(asked.commands.back()).command_id;
  state_ = State::validating;
  return answer(std::move(asked), std::move(effects));
}

ServerSession::Effects ServerSession::on_validation_answer(const Message& message) {
  const DeviceAnswer device(message);
  EvidenceGiven given;
  given.transaction = order_.transaction;
  const Bytes* pcid = device.result(kPcid);
  const Bytes* tre_identity = device.result(kTreIdentity);
  const Bytes* pfc_sign = device.result(kPfcSign);
  const Bytes* pfc_enc = device.result(kPfcEnc);
  const Bytes* evidence = device.result(kEvidence);
  if (pcid == nullptr || tre_identity == nullptr || pfc_sign == nullptr || pfc_enc == nullptr || evidence == nullptr) {
    return give_result(
        kInternal,
        "the device gives no evidence: Get answered " + in_words(device.status(last_answer_id_, evidence_command_)),
        {});
  }
  if (text_of(*pcid) != settings_.pcid) {
    return give_result(kInternal, "the device's PCID is not that of its certificate", {});
  }
  given.tre_identity = text_of(*tre_identity);
  given.pfc_sign = *pfc_sign;
  given.pfc_enc = *pfc_enc;
  given.evidence = text_of(*evidence);
  order_.evidence_given = true;
  Effects effects;
  effects.emplace_back(std::move(given));
  return wait(std::move(effects));
}

std::size_t ServerSession::chunk_octets() const {
  const std::size_t room = std::min<std::size_t>(device_max_message_size_, kMaxDocumentOctets) - kRoomForRest;
  return room / 4 * 3;  // whole groups of base64, so that the chunks' texts joined are the object's text
}

ServerSession::Effects ServerSession::send_chunk(Effects effects) {
  const std::string mcim = "./M2M/MCIM/" + order_.mcim;
  Message sent = reply();
  const bool first = object_sent_ == 0;
  if (first) sent.commands.emplace_back(request(Verb::add, {leaf(mcim + "/TransID", order_.transaction)}));
  const std::size_t octets = std::min(chunk_octets(), order_.object.size() - object_sent_);
  Item chunk = leaf(mcim + "/Object", "b64", ByteView(order_.object).subspan(object_sent_, octets));
  object_sent_ += octets;
  chunk.meta.type = "application/octet-stream";
  chunk.more_data = object_sent_ < order_.object.size();
  if (first) chunk.meta.size = static_cast<std::uint32_t>(order_.object.size());
  sent.commands.emplace_back(request(Verb::add, {std::move(chunk)}));
  sent.final = false;
  number_commands(sent);
  object_command_ = std::get<Request>(sent.commands.back()).command_id;
  transaction_command_ = first ? object_command_ - 1 : 0;
  state_ = State::loading;
  return answer(std::move(sent), std::move(effects));
}

// In a message of its own: the device has said that it holds the whole object.
ServerSession::Effects ServerSession::send_exec() {
  Request exec = request(Verb::exec, {node("./M2M/MCIM/" + order_.mcim + "/Operations/Install")});
  exec.correlator = order_.transaction;
  Message sent = reply();
  sent.commands.emplace_back(std::move(exec));
  number_commands(sent);
  exec_command_ = std::get<Request>(sent.commands.back()).command_id;
  state_ = State::installing;
  return answer(std::move(sent), {});
}

ServerSession::Effects ServerSession::on_chunk_answer(const Message& message) {
  const DeviceAnswer device(message);
  if (transaction_command_ != 0) {
    // 418: the device has that transaction from a session that broke; Exec's correlator makes sure that it is the same.
    const auto code = device.status(last_answer_id_, transaction_command_);
    if (!code || (!succeeded(*code) && *code != StatusCode::already_exists)) {
      return give_result(kInternal, "the device answers Add of TransID with " + in_words(code), {});
    }
  }
  const auto code = device.status(last_answer_id_, object_command_);
  const bool whole = object_sent_ == order_.object.size();
  if (!whole && code == StatusCode::chunked_item_accepted) return send_chunk({});
  if (whole && code == StatusCode::ok) return send_exec();
  return give_result(kInternal, "the device answers Add of Object with " + in_words(code), {});
}

ServerSession::Effects ServerSession::on_install_answer(const Message& message) {
  const DeviceAnswer device(message);
  if (const auto code = device.status(last_answer_id_, exec_command_); !code || !succeeded(*code)) {
    return give_result(kInternal, "the device answers Exec of Install with " + in_words(code), {});
  }
  const auto installed = device.installed();
  if (!is_ours(installed)) return finish({});  // the device will tell in a session of its own
  return give_result(installed->result, to_string(static_cast<InstallResult>(installed->result)), {});
}

bool ServerSession::is_ours(const std::optional<DeviceAnswer::Installed>& installed) const {
  return installed && installed->mcim == order_.mcim &&
         (installed->correlator.empty() || installed->correlator == order_.transaction);
}

ServerSession::Effects ServerSession::tell_refusal(Effects effects) {
  Message told = reply();
  told.commands.emplace_back(
      request(Verb::replace, {leaf("./M2M/Validation/Result", make_portable(*order_.refusal, kMaxReason))}));
  number_commands(told);
  state_ = State::refusing;
  return answer(std::move(told), std::move(effects));
}

// Whatever the device says to it: the refusal stands.
ServerSession::Effects ServerSession::on_refusal_answer() {
  Effects effects;
  order_.closed = true;
  effects.emplace_back(ResultGiven{order_.transaction, static_cast<int>(InstallResult::refused_by_sho),
                                   make_portable(*order_.refusal, kMaxReason)});
  return finish(std::move(effects));
}

ServerSession::Effects ServerSession::give_result(int result, std::string reason, Effects effects) {
  order_.closed = true;
  trace_event(effects, trace::Kind::received, "dm.result_received",
              {{"transaction", order_.transaction}, {"result", std::to_string(result)}, {"reason", reason}});
  effects.emplace_back(ResultGiven{order_.transaction, result, std::move(reason)});
  return finish(std::move(effects));
}

ServerSession::Effects ServerSession::wait(Effects effects) {
  state_ = State::waiting;
  effects.emplace_back(WaitForSho{});
  return effects;
}

// A package without commands ends the session (OMA-TS-DM_Protocol, package 4).
ServerSession::Effects ServerSession::finish(Effects effects) {
  Message last = reply();
  number_commands(last);
  state_ = State::ended;
  return answer(std::move(last), std::move(effects));
}

ServerSession::Effects ServerSession::answer(Message reply, Effects effects) {
  auto body = to_wbxml(reply);
  if (!body) {
    // Only text of the order can be at fault, and that is checked where it comes in.
    trace_event(effects, trace::Kind::failure, "dm.session_failed", {{"reason", to_string(body.error())}});
    state_ = State::ended;
    effects.emplace_back(Answer{});
    return effects;
  }
  last_answer_id_ = reply.header.message_id;
  last_answer_ = std::move(*body);
  effects.emplace_back(Answer{last_answer_});
  return effects;
}

ServerSession::Effects ServerSession::refuse(const Message& message, std::string reason) {
  Effects effects;
  trace_event(effects, trace::Kind::discarded, "dm.message_discarded",
              {{"reason", std::move(reason)}, {"message", std::to_string(message.header.message_id)}});
  effects.emplace_back(Answer{refusal_of(message, settings_.server, StatusCode::bad_request)});
  return effects;
}

void ServerSession::note_statuses(const Message& message) {
  statuses_.clear();
  const auto note = [&](const std::string& command, std::uint32_t command_ref, StatusCode code) {
    Status status;
    status.message_ref = message.header.message_id;
    status.command_ref = command_ref;
    status.command = command;
    status.code = code;
    statuses_.emplace_back(std::move(status));
  };
  note("SyncHdr", 0, state_ == State::idle ? StatusCode::authentication_accepted : StatusCode::ok);
  for (const Command& command : message.commands) {
    if (const auto* alert = std::get_if<Alert>(&command)) note("Alert", alert->command_id, StatusCode::ok);
    if (const auto* request = std::get_if<Request>(&command)) {
      // Of a device the protocol knows only Replace of ./DevInfo.
      const bool device_info = request->verb == Verb::replace && state_ == State::idle;
      note(request->name, request->command_id,
           device_info ? StatusCode::ok : StatusCode::optional_feature_not_supported);
    }
    if (const auto* group = std::get_if<Group>(&command)) {
      note(group->atomic ? "Atomic" : "Sequence", group->command_id, StatusCode::optional_feature_not_supported);
    }
  }
}

Message ServerSession::reply() const {
  Message made;
  made.header.session_id = settings_.session_id;
  made.header.message_id = last_answer_id_ + 1;
  made.header.target = device_id_;
  made.header.source = settings_.server;
  made.header.meta.max_message_size = settings_.max_message_size;
  made.commands = statuses_;
  return made;
}

void ServerSession::trace_event(Effects& effects, trace::Kind kind, std::string name,
                                std::vector<trace::Field> fields) const {
  trace::Event event;
  event.device = settings_.pcid;
  const bool received = kind == trace::Kind::received || kind == trace::Kind::discarded;
  event.from = received ? trace::Actor::m2me : trace::Actor::dpf;
  event.to = received ? trace::Actor::dpf : trace::Actor::none;
  event.layer = trace::Layer::dm;
  event.kind = kind;
  event.name = std::move(name);
  event.fields = std::move(fields);
  effects.emplace_back(WriteEvent{std::move(event)});
}

Bytes refusal_of(const Message& message, const std::string& server, StatusCode code) {
  Message refusal;
  refusal.header.session_id = message.header.session_id;
  refusal.header.message_id = message.header.message_id;
  refusal.header.target = message.header.source;
  refusal.header.source = server;
  Status status;
  status.message_ref = message.header.message_id;
  status.command = "SyncHdr";
  status.code = code;
  refusal.commands.emplace_back(std::move(status));
  number_commands(refusal);
  return to_wbxml(refusal).value_or(Bytes{});
}

}  // namespace foothold::dm
