// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/tree/node_rules.h"

#include <algorithm>

#include "dm/tree/management_tree.h"

namespace foothold::dm {
namespace {

constexpr Access kNone = Access::none;
constexpr Access kGet = Access::get;
constexpr Access kAdd = Access::add;
constexpr Access kReplace = Access::replace;
constexpr Access kExec = Access::exec;
constexpr Access kRemove = Access::remove;
constexpr Access kWrite = Access::add | Access::replace;
constexpr std::size_t kText = 256;
constexpr std::size_t kContext = 4096;
constexpr std::size_t kObject = ManagementTree::kMaxObjectOctets;

constexpr NodeRule kRules[] = {
    // pattern                             format           access         bootstrap owner            computed max
    {".", Format::node, kGet, kNone, Owner::everyone, false, 0},
    {"./DevInfo", Format::node, kGet, kNone, Owner::everyone, false, 0},
    {"./DevInfo/DevId", Format::chr, kGet, kNone, Owner::everyone, false, 0},
    {"./DevInfo/Man", Format::chr, kGet, kNone, Owner::everyone, false, 0},
    {"./DevInfo/Mod", Format::chr, kGet, kNone, Owner::everyone, false, 0},
    {"./DevInfo/DmV", Format::chr, kGet, kNone, Owner::everyone, false, 0},
    {"./DevInfo/Lang", Format::chr, kGet, kNone, Owner::everyone, false, 0},
    {"./DevDetail", Format::node, kGet, kNone, Owner::everyone, false, 0},
    {"./DevDetail/URI", Format::node, kGet, kNone, Owner::everyone, false, 0},
    {"./DevDetail/URI/MaxDepth", Format::chr, kGet, kNone, Owner::everyone, false, 0},
    {"./DevDetail/URI/MaxTotLen", Format::chr, kGet, kNone, Owner::everyone, false, 0},
    {"./DevDetail/URI/MaxSegLen", Format::chr, kGet, kNone, Owner::everyone, false, 0},
    {"./DevDetail/DevTyp", Format::chr, kGet, kNone, Owner::everyone, false, 0},
    {"./DevDetail/OEM", Format::chr, kGet, kNone, Owner::everyone, false, 0},
    {"./DevDetail/FwV", Format::chr, kGet, kNone, Owner::everyone, false, 0},
    {"./DevDetail/SwV", Format::chr, kGet, kNone, Owner::everyone, false, 0},
    {"./DevDetail/HwV", Format::chr, kGet, kNone, Owner::everyone, false, 0},
    {"./DevDetail/LrgObj", Format::chr, kGet, kNone, Owner::everyone, false, 0},

    // The account has no AppAuth branch: both ends are authenticated by their certificates, so there is no secret.
    {"./DMAcc", Format::node, kGet, kNone, Owner::account, false, 0},
    {"./DMAcc/*", Format::node, kGet, kWrite, Owner::account, false, 0},
    {"./DMAcc/*/AppID", Format::chr, kGet, kWrite, Owner::account, false, kText},
    {"./DMAcc/*/ServerID", Format::chr, kGet, kWrite, Owner::account, false, kText},
    {"./DMAcc/*/Name", Format::chr, kGet, kWrite, Owner::account, false, kText},
    {"./DMAcc/*/AppAddr", Format::node, kGet, kWrite, Owner::account, false, 0},
    {"./DMAcc/*/AppAddr/*", Format::node, kGet, kWrite, Owner::account, false, 0},
    {"./DMAcc/*/AppAddr/*/Addr", Format::chr, kGet, kWrite, Owner::account, false, kText},
    {"./DMAcc/*/AppAddr/*/AddrType", Format::chr, kGet, kWrite, Owner::account, false, kText},

    {"./M2M", Format::node, kGet, kNone, Owner::dpf, false, 0},
    {"./M2M/Identity", Format::node, kGet, kNone, Owner::dpf, false, 0},
    {"./M2M/Identity/PCID", Format::chr, kGet, kNone, Owner::dpf, true, 0},
    {"./M2M/Identity/TREID", Format::chr, kGet, kNone, Owner::dpf, true, 0},
    {"./M2M/Identity/PfC", Format::node, kGet, kNone, Owner::dpf, false, 0},
    {"./M2M/Identity/PfC/Sign", Format::bin, kGet, kNone, Owner::dpf, true, 0},
    {"./M2M/Identity/PfC/Enc", Format::bin, kGet, kNone, Owner::dpf, true, 0},
    {"./M2M/Validation", Format::node, kGet, kNone, Owner::dpf, false, 0},
    {"./M2M/Validation/TransID", Format::chr, kReplace, kNone, Owner::dpf, false, kText},
    {"./M2M/Validation/Nonce", Format::bin, kReplace, kNone, Owner::dpf, false, 64},
    {"./M2M/Validation/Evidence", Format::chr, kGet, kNone, Owner::dpf, true, 0},
    {"./M2M/Validation/Mode", Format::chr, kGet, kNone, Owner::dpf, true, 0},
    {"./M2M/Validation/Result", Format::chr, kReplace, kNone, Owner::dpf, false, kContext},
    {"./M2M/Discovery", Format::node, kGet, kNone, Owner::dpf, false, 0},
    {"./M2M/Discovery/DPF", Format::chr, kGet, kWrite, Owner::dpf, false, kText},
    {"./M2M/Discovery/SHO", Format::chr, kGet, kWrite, Owner::dpf, false, kText},
    {"./M2M/Discovery/MCIMCtx", Format::xml, kGet, kWrite, Owner::dpf, false, kContext},
    {"./M2M/Discovery/AppCtx", Format::xml, kGet, kWrite, Owner::dpf, false, kContext},
    {"./M2M/TRE", Format::node, kGet, kNone, Owner::dpf, false, 0},
    {"./M2M/TRE/State", Format::chr, kGet, kNone, Owner::dpf, true, 0},
    {"./M2M/MCIM", Format::node, kGet, kNone, Owner::dpf, false, 0},
    {"./M2M/MCIM/*", Format::node, kGet | kRemove, kNone, Owner::dpf, false, 0},
    {"./M2M/MCIM/*/ID", Format::chr, kGet, kNone, Owner::dpf, true, 0},
    {"./M2M/MCIM/*/SHO", Format::chr, kGet, kNone, Owner::dpf, true, 0},
    {"./M2M/MCIM/*/State", Format::chr, kGet, kNone, Owner::dpf, true, 0},
    {"./M2M/MCIM/*/TransID", Format::chr, kGet | kAdd, kNone, Owner::dpf, false, kText},
    {"./M2M/MCIM/*/Object", Format::bin, kAdd, kNone, Owner::dpf, false, kObject},
    {"./M2M/MCIM/*/Result", Format::integer, kGet, kNone, Owner::dpf, false, 0},
    {"./M2M/MCIM/*/Operations", Format::node, kGet, kNone, Owner::dpf, false, 0},
    {"./M2M/MCIM/*/Operations/Install", Format::null, kExec, kNone, Owner::dpf, false, 0},
    {"./M2M/MCIM/*/Operations/Activate", Format::null, kExec, kNone, Owner::dpf, false, 0},
    {"./M2M/MCIM/*/Operations/Deactivate", Format::null, kExec, kNone, Owner::dpf, false, 0},
    {"./M2M/MCIM/*/Operations/Delete", Format::null, kExec, kNone, Owner::dpf, false, 0},
};

bool is_segment(std::string_view segment) {
  if (segment.empty() || segment.size() > kMaxSegment || segment == "..") return false;
  return std::all_of(segment.begin(), segment.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' ||
           c == '.';
  });
}

std::string_view take_segment(std::string_view& path) {
  const std::size_t slash = path.find('/');
  const std::string_view segment = path.substr(0, slash);
  path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  return segment;
}

bool is_well_formed(std::string_view uri) {
  if (uri.size() > kMaxUri || uri.empty() || uri.back() == '/') return false;
  if (take_segment(uri) != ".") return false;
  std::size_t depth = 0;
  while (!uri.empty()) {
    const std::string_view segment = take_segment(uri);
    if (segment == "." || !is_segment(segment) || ++depth > kMaxDepthOfUri) return false;
  }
  return true;
}

bool matches(std::string_view pattern, std::string_view uri) {
  while (!pattern.empty() && !uri.empty()) {
    const std::string_view wanted = take_segment(pattern);
    const std::string_view segment = take_segment(uri);
    if (wanted != "*" && wanted != segment) return false;
  }
  return pattern.empty() && uri.empty();
}

}  // namespace

std::span<const NodeRule> node_rules() {
  return kRules;
}

const NodeRule* rule_for(std::string_view uri) {
  if (!is_well_formed(uri)) return nullptr;
  const auto* found =
      std::find_if(std::begin(kRules), std::end(kRules), [&](const NodeRule& r) { return matches(r.pattern, uri); });
  return found == std::end(kRules) ? nullptr : found;
}

}  // namespace foothold::dm
