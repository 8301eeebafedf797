// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/client_session/command_executor.h"

#include <algorithm>
#include <utility>

namespace foothold::dm {
namespace {

constexpr std::string_view kEvidence = "./M2M/Validation/Evidence";
constexpr std::string_view kTransaction = "./M2M/Validation/TransID";
constexpr std::string_view kRefusal = "./M2M/Validation/Result";
constexpr std::string_view kMcim = "./M2M/MCIM/";
constexpr std::string_view kObject = "/Object";
constexpr const char* kInstallAlertType = "urn:x-m2msim:at:mcim:install";
constexpr std::size_t kItemOverhead = 128;  // octets of a Results item but for its data, at most, with its Status

// Nothing if the format of the item is not one that a node here may have.
std::optional<Format> format_of(const Meta& meta) {
  if (meta.format.empty() || meta.format == "chr") return Format::chr;
  if (meta.format == "b64" || meta.format == "bin") return Format::bin;
  if (meta.format == "int") return Format::integer;
  if (meta.format == "node") return Format::node;
  if (meta.format == "null") return Format::null;
  if (meta.format == "xml") return Format::xml;
  return std::nullopt;
}

Item alert_item(const std::string& mcim, InstallResult result) {
  Item item;
  item.source = std::string(kMcim) + mcim;
  item.meta.type = kInstallAlertType;
  item.meta.format = "int";
  const std::string number = std::to_string(static_cast<int>(result));
  item.data.emplace(number.begin(), number.end());
  return item;
}

}  // namespace

CommandExecutor::CommandExecutor(ManagementTree& tree, std::string server_id, std::uint32_t max_object_octets)
    : tree_(tree), principal_{false, std::move(server_id)}, large_object_(max_object_octets) {}

void CommandExecutor::put_status(Run& run, const std::string& command, std::uint32_t command_ref, StatusCode code,
                                 const std::string& target) {
  Status status;
  status.message_ref = run.from.header.message_id;
  status.command_ref = command_ref;
  status.command = command;
  if (!target.empty()) status.target_refs = {target};
  status.code = code;
  run.reply.commands.emplace_back(std::move(status));
}

std::vector<CommandExecutor::Fact> CommandExecutor::run(const Message& from, std::size_t room, Message& reply) {
  Run run{from, reply, {}, room};
  for (const Command& command : from.commands) {
    if (const auto* request = std::get_if<Request>(&command)) run_request(run, *request);
    if (const auto* group = std::get_if<Group>(&command)) run_group(run, *group);
    if (const auto* alert = std::get_if<Alert>(&command)) {
      // Of the server's alerts (DM_Protocol) those with a question to the user need one; the machine has none.
      const bool next = alert->code == AlertCode::next_message || alert->code == AlertCode::session_abort;
      put_status(run, "Alert", alert->command_id, next ? StatusCode::ok : StatusCode::optional_feature_not_supported);
    }
  }
  return std::move(run.facts);
}

// One Status for each item, so that the server sees which failed; the worst of them is returned.
StatusCode CommandExecutor::run_request(Run& run, const Request& request) {
  if (request.verb == Verb::other) {
    put_status(run, request.name, request.command_id, StatusCode::optional_feature_not_supported);
    return StatusCode::optional_feature_not_supported;
  }
  if (request.items.empty()) {
    put_status(run, request.name, request.command_id, StatusCode::incomplete_command);
    return StatusCode::incomplete_command;
  }
  Results results;
  results.message_ref = run.from.header.message_id;
  results.command_ref = request.command_id;
  std::vector<Command> alerts;
  StatusCode worst = StatusCode::ok;
  for (const Item& item : request.items) {
    const std::size_t before = run.reply.commands.size();
    const StatusCode code = run_item(run, request, item, results);
    worst = std::max(worst, code);
    // The item's alerts follow its Status.
    alerts.assign(std::make_move_iterator(run.reply.commands.begin() + static_cast<std::ptrdiff_t>(before)),
                  std::make_move_iterator(run.reply.commands.end()));
    run.reply.commands.resize(before);
    put_status(run, request.name, request.command_id, code, item.target);
    std::move(alerts.begin(), alerts.end(), std::back_inserter(run.reply.commands));
  }
  if (!results.items.empty()) run.reply.commands.emplace_back(std::move(results));
  return worst;
}

void CommandExecutor::run_group(Run& run, const Group& group) {
  if (!group.atomic) {
    put_status(run, "Sequence", group.command_id, StatusCode::ok);
    for (const Request& request : group.requests) run_request(run, request);
    return;
  }
  // What cannot be undone (Exec) or would be half an answer (Get) is not run at all.
  const bool possible = std::all_of(group.requests.begin(), group.requests.end(), [](const Request& request) {
    return (request.verb == Verb::add || request.verb == Verb::replace || request.verb == Verb::remove) &&
           std::none_of(request.items.begin(), request.items.end(), [](const Item& item) { return item.more_data; });
  });
  if (!possible) {
    put_status(run, "Atomic", group.command_id, StatusCode::atomic_failed);
    for (const Request& each : group.requests) {
      put_status(run, each.name, each.command_id, StatusCode::not_executed);
    }
    return;
  }
  const ManagementTree::Snapshot before = tree_.snapshot();
  const std::size_t atomic_at = run.reply.commands.size();
  const std::size_t facts_before = run.facts.size();
  put_status(run, "Atomic", group.command_id, StatusCode::ok);
  bool failed = false;
  for (const Request& each : group.requests) {
    if (failed) {
      put_status(run, each.name, each.command_id, StatusCode::not_executed);
    } else {
      failed = !succeeded(run_request(run, each));
    }
  }
  if (!failed) return;
  tree_.restore(before);
  run.facts.erase(run.facts.begin() + static_cast<std::ptrdiff_t>(facts_before), run.facts.end());
  for (std::size_t i = atomic_at; i < run.reply.commands.size(); ++i) {
    auto* status = std::get_if<Status>(&run.reply.commands[i]);
    if (status == nullptr) continue;
    if (i == atomic_at) {
      status->code = StatusCode::atomic_failed;
    } else if (status->code == StatusCode::ok) {
      status->code = StatusCode::rolled_back;
    }
  }
}

StatusCode CommandExecutor::run_item(Run& run, const Request& request, const Item& item, Results& results) {
  if (item.target.empty()) return StatusCode::incomplete_command;
  if (!large_object_.pending().empty() && item.target != large_object_.pending()) {
    // The rest of the object before was never sent.
    Alert alert;
    alert.code = AlertCode::no_end_of_data;
    alert.items.emplace_back().source = large_object_.pending();
    large_object_.forget();
    run.reply.commands.emplace_back(std::move(alert));
  }
  switch (request.verb) {
    case Verb::get:
      return read(run, item, results);
    case Verb::add:
    case Verb::replace:
      return write(run, request.verb, item);
    case Verb::remove:
      return tree_.remove(item.target, principal_);
    case Verb::exec:
      return exec(run, request, item);
    case Verb::other:
      break;
  }
  return StatusCode::optional_feature_not_supported;
}

StatusCode CommandExecutor::read(Run& run, const Item& item, Results& results) {
  ManagementTree::Reply reply = tree_.get(item.target, principal_);
  if (!succeeded(reply.status) || !reply.value) return reply.status;
  Item answer;
  answer.source = item.target;
  answer.meta.format = to_string(reply.value->format);
  answer.meta.type = reply.value->format == Format::bin    ? "application/octet-stream"
                     : reply.value->format == Format::node ? ""
                                                           : "text/plain";
  const std::size_t octets = reply.value->octets.size() * 4 / 3 + kItemOverhead;
  if (octets > run.room) return StatusCode::request_entity_too_large;
  run.room -= octets;
  answer.data = std::move(reply.value->octets);
  results.items.push_back(std::move(answer));
  if (item.target == kEvidence) run.facts.emplace_back(EvidenceRead{tree_.text(kTransaction).value_or("")});
  return StatusCode::ok;
}

StatusCode CommandExecutor::write(Run& run, Verb verb, Item item) {
  if (const StatusCode code = large_object_.take(item); code != StatusCode::ok) return code;
  const auto format = format_of(item.meta);
  if (!format) return StatusCode::unsupported_media_type;
  const std::size_t octets = item.data->size();
  const std::string text = item.target == kRefusal ? std::string(item.data->begin(), item.data->end()) : std::string();
  Value value{*format, std::move(*item.data)};
  const StatusCode code = verb == Verb::add ? tree_.add(item.target, std::move(value), principal_)
                                            : tree_.replace(item.target, std::move(value), principal_);
  if (!succeeded(code)) return code;
  if (item.target == kRefusal) run.facts.emplace_back(Refused{text});
  if (item.target.starts_with(kMcim) && item.target.ends_with(kObject)) {
    const std::string node = item.target.substr(0, item.target.size() - kObject.size());
    run.facts.emplace_back(
        ObjectReceived{node.substr(kMcim.size()), tree_.text(node + "/TransID").value_or(""), octets});
  }
  return code;
}

StatusCode CommandExecutor::exec(Run& run, const Request& request, const Item& item) {
  const ManagementTree::ExecReply reply = tree_.exec(item.target, request.correlator, principal_);
  if (!reply.result) return reply.status;
  run.facts.emplace_back(Installed{reply.mcim, reply.transaction, *reply.result});
  Alert alert;
  alert.code = AlertCode::generic;
  alert.correlator = request.correlator;
  alert.items = {alert_item(reply.mcim, *reply.result)};
  run.reply.commands.emplace_back(std::move(alert));
  return reply.status;
}

}  // namespace foothold::dm
