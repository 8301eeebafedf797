// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/tree/management_tree.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "dm/syncml/portable_text.h"
#include "dm/tree/node_rules.h"

namespace foothold::dm {
namespace {

constexpr std::string_view kMcim = "./M2M/MCIM/";
constexpr std::string_view kNonce = "./M2M/Validation/Nonce";
constexpr std::size_t kMinNonce = 8;

Bytes octets_of(std::string_view text) {
  return Bytes(text.begin(), text.end());
}

// `<id>` of ./M2M/MCIM/<id>/<leaf>, for a URI that a rule matched.
std::string mcim_of(std::string_view uri) {
  uri.remove_prefix(kMcim.size());
  return std::string(uri.substr(0, uri.find('/')));
}

std::string mcim_node(std::string_view mcim) {
  return std::string(kMcim) + std::string(mcim);
}

bool is_below(std::string_view uri, std::string_view parent) {
  return uri.size() > parent.size() && uri.starts_with(parent) && uri[parent.size()] == '/';
}

bool may(const NodeRule& rule, Access wanted, const Principal& principal, std::string_view uri) {
  if (principal.bootstrap) return allows(rule.bootstrap, wanted);
  switch (rule.owner) {
    case Owner::everyone:
      return true;
    case Owner::account: {
      const std::string account = "./DMAcc/" + principal.server_id;
      return uri == "./DMAcc" || uri == account || is_below(uri, account);
    }
    case Owner::dpf:
      return principal.server_id == "dpf";
  }
  return false;
}

}  // namespace

Value text_value(std::string_view text) {
  return {Format::chr, octets_of(text)};
}

std::string text_of(const Value& value) {
  return {value.octets.begin(), value.octets.end()};
}

ManagementTree::ManagementTree(DeviceDescription device, IdentityPort& identity, EvidencePort& evidence,
                               InstallPort& install)
    : identity_(identity), evidence_(evidence), install_(install) {
  const std::pair<const char*, std::string> fixed[] = {
      {"./DevInfo/DevId", device.device_id},
      {"./DevInfo/Man", device.manufacturer},
      {"./DevInfo/Mod", device.model},
      {"./DevInfo/DmV", "1.2"},
      {"./DevInfo/Lang", device.language},
      {"./DevDetail/URI/MaxDepth", std::to_string(kMaxDepthOfUri)},
      {"./DevDetail/URI/MaxTotLen", std::to_string(kMaxUri)},
      {"./DevDetail/URI/MaxSegLen", std::to_string(kMaxSegment)},
      {"./DevDetail/DevTyp", device.device_type},
      {"./DevDetail/OEM", device.manufacturer},
      {"./DevDetail/FwV", device.firmware_version},
      {"./DevDetail/SwV", device.software_version},
      {"./DevDetail/HwV", device.hardware_version},
      {"./DevDetail/LrgObj", "true"},
  };
  for (const auto& [uri, text] : fixed) values_[uri] = text_value(text);
}

void ManagementTree::begin_session() {
  std::set<std::string> unfinished;
  for (const auto& [uri, value] : values_) {
    if (!uri.starts_with(kMcim)) continue;
    const std::string node = mcim_node(mcim_of(uri));
    if (!values_.contains(node + "/Result")) unfinished.insert(node);
    if (uri == node + "/Object") unfinished.insert(uri);
  }
  std::erase_if(values_, [&](const auto& entry) {
    return std::any_of(unfinished.begin(), unfinished.end(),
                       [&](const std::string& node) { return entry.first == node || is_below(entry.first, node); });
  });
}

ManagementTree::Found ManagementTree::find(std::string_view uri, Access wanted, const Principal& principal) const {
  // `?list=Struct` and the like (OMA-TS-DM_TND) are optional.
  if (uri.find('?') != std::string_view::npos) return {StatusCode::optional_feature_not_supported, nullptr};
  const NodeRule* rule = rule_for(uri);
  if (rule == nullptr) return {StatusCode::not_found, nullptr};
  const bool possible = allows(rule->access, wanted) || allows(rule->bootstrap, wanted);
  if (!possible) return {StatusCode::command_not_allowed, nullptr};
  if (!may(*rule, wanted, principal, uri)) return {StatusCode::permission_denied, nullptr};
  if (!principal.bootstrap && !allows(rule->access, wanted)) return {StatusCode::permission_denied, nullptr};
  return {StatusCode::ok, rule};
}

ManagementTree::Reply ManagementTree::get(std::string_view uri, const Principal& principal) {
  const Found found = find(uri, Access::get, principal);
  if (found.rule == nullptr) return {found.status, std::nullopt};
  if (found.rule->format == Format::node) return children(uri);
  if (found.rule->computed) return computed(uri, *found.rule);
  const auto value = values_.find(uri);
  if (value == values_.end()) return {StatusCode::not_found, std::nullopt};
  return {StatusCode::ok, value->second};
}

// The names of the children, separated by '/' (OMA-TS-DM_TND, Get of an interior node).
ManagementTree::Reply ManagementTree::children(std::string_view uri) const {
  std::set<std::string, std::less<>> names;
  const auto add_child = [&](std::string_view path) {
    path.remove_prefix(uri.size() + 1);
    names.emplace(path.substr(0, path.find('/')));
  };
  for (const auto& [path, value] : values_) {
    if (is_below(path, uri)) add_child(path);
  }
  const bool chosen_by_server = rule_for(uri)->pattern.find('*') != std::string_view::npos;
  if (chosen_by_server && names.empty()) return {StatusCode::not_found, std::nullopt};
  for (const NodeRule& rule : node_rules()) {
    if (is_below(rule.pattern, uri) && rule.pattern.find('*') == std::string_view::npos) add_child(rule.pattern);
  }
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : "/") + name;
  return {StatusCode::ok, Value{Format::node, octets_of(list)}};
}

ManagementTree::Reply ManagementTree::computed(std::string_view uri, const NodeRule& rule) {
  const auto reply = [&](const auto& result) -> Reply {
    if (!result) return {StatusCode::command_failed, std::nullopt};
    return {StatusCode::ok, Value{rule.format, Bytes(result->begin(), result->end())}};
  };
  if (uri == "./M2M/Identity/PCID") return reply(identity_.pcid());
  if (uri == "./M2M/Identity/TREID") return reply(identity_.tre_identity());
  if (uri == "./M2M/Identity/PfC/Sign") return reply(identity_.pfc_sign());
  if (uri == "./M2M/Identity/PfC/Enc") return reply(identity_.pfc_enc());
  if (uri == "./M2M/Validation/Mode") return {StatusCode::ok, text_value("remote")};
  if (uri == "./M2M/Validation/Evidence") return evidence();
  if (uri == "./M2M/TRE/State") {
    const auto locked = identity_.tre_locked();
    if (!locked) return {StatusCode::command_failed, std::nullopt};
    return {StatusCode::ok, text_value(*locked ? "LOCKED" : "READY")};
  }

  // ./M2M/MCIM/<id>/{ID,SHO,State}
  const std::string mcim = mcim_of(uri);
  const auto installed = install_.installed();
  if (!installed) return {StatusCode::command_failed, std::nullopt};
  const auto found =
      std::find_if(installed->begin(), installed->end(), [&](const InstalledMcim& each) { return each.id == mcim; });
  const bool received = values_.contains(mcim_node(mcim) + "/Object");
  if (found == installed->end() && !received) return {StatusCode::not_found, std::nullopt};
  if (uri.ends_with("/ID")) return {StatusCode::ok, text_value(mcim)};
  if (uri.ends_with("/State")) {
    if (found == installed->end()) return {StatusCode::ok, text_value("RECEIVED")};
    return {StatusCode::ok, text_value(found->active ? "ACTIVE" : "INSTALLED")};
  }
  if (found == installed->end()) return {StatusCode::not_found, std::nullopt};
  return {StatusCode::ok, text_value(found->sho_plmn)};
}

ManagementTree::Reply ManagementTree::evidence() {
  const auto nonce = values_.find(kNonce);
  if (nonce == values_.end()) return {StatusCode::ok, text_value("")};  // empty until a nonce is set
  auto evidence = evidence_.evidence(nonce->second.octets);
  if (!evidence) return {StatusCode::command_failed, std::nullopt};
  return {StatusCode::ok, Value{Format::chr, std::move(*evidence)}};
}

StatusCode ManagementTree::store(std::string_view uri, Value value, const NodeRule& rule) {
  if (rule.format == Format::node) return StatusCode::ok;  // interior nodes are there as soon as a leaf is
  const bool text_for_xml = rule.format == Format::xml && value.format == Format::chr;
  if (value.format != rule.format && !text_for_xml) return StatusCode::unsupported_media_type;
  if (value.octets.size() > rule.max_octets) return StatusCode::request_entity_too_large;
  if (uri == kNonce && value.octets.size() < kMinNonce) return StatusCode::bad_request;
  if (values_.size() >= kMaxNodes && !values_.contains(uri)) return StatusCode::command_failed;
  value.format = rule.format;
  values_.insert_or_assign(std::string(uri), std::move(value));
  return StatusCode::ok;
}

StatusCode ManagementTree::add(std::string_view uri, Value value, const Principal& principal) {
  const Found found = find(uri, Access::add, principal);
  if (found.rule == nullptr) return found.status;
  if (uri.starts_with(kMcim) && uri.ends_with("/TransID")) {
    // A new attempt may follow one that failed; it starts with its transaction.
    const std::string node = mcim_node(mcim_of(uri));
    const auto result = text(node + "/Result");
    if (result && *result != "0" && text(uri) != text_of(value)) {
      values_.erase(std::string(uri));
      values_.erase(node + "/Result");
    }
  }
  if (values_.contains(uri)) return StatusCode::already_exists;
  return store(uri, std::move(value), *found.rule);
}

StatusCode ManagementTree::replace(std::string_view uri, Value value, const Principal& principal) {
  const Found found = find(uri, Access::replace, principal);
  if (found.rule == nullptr) return found.status;
  return store(uri, std::move(value), *found.rule);
}

StatusCode ManagementTree::remove(std::string_view uri, const Principal& principal) {
  const Found found = find(uri, Access::remove, principal);
  if (found.rule == nullptr) return found.status;
  if (text(std::string(uri) + "/Result") == "0") return StatusCode::command_not_allowed;  // Operations/Delete does that
  const auto erased = std::erase_if(values_, [&](const auto& entry) { return is_below(entry.first, uri); });
  return erased == 0 ? StatusCode::not_found : StatusCode::ok;
}

ManagementTree::ExecReply ManagementTree::exec(std::string_view uri, std::string_view correlator,
                                               const Principal& principal) {
  const Found found = find(uri, Access::exec, principal);
  if (found.rule == nullptr) return {found.status, std::nullopt, {}, {}};
  const std::string mcim = mcim_of(uri);
  if (uri.ends_with("/Install")) return install(mcim, correlator);
  const auto done = uri.ends_with("/Activate")     ? install_.activate(mcim)
                    : uri.ends_with("/Deactivate") ? install_.deactivate(mcim)
                                                   : install_.erase(mcim);
  if (!done) return {StatusCode::command_failed, std::nullopt, mcim, {}};
  if (uri.ends_with("/Delete")) {
    std::erase_if(values_, [&](const auto& entry) { return is_below(entry.first, mcim_node(mcim)); });
  }
  return {StatusCode::ok, std::nullopt, mcim, {}};
}

ManagementTree::ExecReply ManagementTree::install(const std::string& mcim, std::string_view correlator) {
  const std::string node = mcim_node(mcim);
  const auto transaction = text(node + "/TransID");
  if (!transaction) return {StatusCode::not_found, std::nullopt, mcim, {}};
  if (!correlator.empty() && *transaction != correlator) return {StatusCode::command_failed, std::nullopt, mcim, {}};
  const auto object = values_.extract(node + "/Object");

  std::optional<InstallResult> result = install_.recorded(*transaction);
  if (const auto earlier = text(node + "/Result"); !result && earlier) {
    int number = 0;
    std::from_chars(earlier->data(), earlier->data() + earlier->size(), number);
    result = static_cast<InstallResult>(number);
  }
  if (!result) {
    if (object.empty()) return {StatusCode::not_found, std::nullopt, mcim, *transaction};
    result = install_.install(mcim, *transaction, object.mapped().octets);
  }
  const std::string number = std::to_string(static_cast<int>(*result));
  values_.insert_or_assign(node + "/Result", Value{Format::integer, octets_of(number)});
  return {StatusCode::accepted_for_processing, result, mcim, *transaction};
}

std::optional<std::string> ManagementTree::text(std::string_view uri) const {
  const auto found = values_.find(uri);
  if (found == values_.end()) return std::nullopt;
  return text_of(found->second);
}

}  // namespace foothold::dm
