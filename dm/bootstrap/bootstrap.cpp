// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/bootstrap/bootstrap.h"

#include <array>
#include <string_view>
#include <utility>
#include <variant>

#include "dm/syncml/message.h"

namespace foothold::dm {
namespace {

constexpr std::string_view kAddress = "./DMAcc/dpf/AppAddr/1/Addr";
constexpr int kBadRequest = static_cast<int>(StatusCode::bad_request);

// The leaves whose value is the same in every bootstrap (AppID w7: OMA DM's registered application).
constexpr std::pair<std::string_view, std::string_view> kFixed[] = {
    {"./DMAcc/dpf/AppID", "w7"},
    {"./DMAcc/dpf/ServerID", "dpf"},
    {"./DMAcc/dpf/Name", "DPF"},
    {"./DMAcc/dpf/AppAddr/1/AddrType", "URI"},
};

struct Leaf {
  std::string_view uri;
  std::string Bootstrap::*field;
  Format format;
};
constexpr std::array<Leaf, 5> kLeaves = {{{kAddress, &Bootstrap::dpf, Format::chr},
                                          {"./M2M/Discovery/DPF", &Bootstrap::dpf, Format::chr},
                                          {"./M2M/Discovery/SHO", &Bootstrap::sho, Format::chr},
                                          {"./M2M/Discovery/MCIMCtx", &Bootstrap::mcim_context, Format::xml},
                                          {"./M2M/Discovery/AppCtx", &Bootstrap::app_context, Format::xml}}};

bool is_fixed(std::string_view uri, std::string_view value) {
  for (const auto& [fixed_uri, fixed_value] : kFixed) {
    if (uri == fixed_uri) return value == fixed_value;
  }
  return false;
}

bool is_interior(const Item& item) {
  return item.meta.format == "node" && item.target.starts_with("./DMAcc/dpf");
}

// Puts the leaf's value into `bootstrap`; false if the bootstrap has no such leaf.
bool take_leaf(const Item& item, std::string value, Bootstrap& bootstrap) {
  for (const Leaf& leaf : kLeaves) {
    if (item.target != leaf.uri) continue;
    std::string& field = bootstrap.*leaf.field;
    if (!field.empty() && field != value) return false;  // the two places of the DPF's address disagree
    field = std::move(value);
    return true;
  }
  return is_fixed(item.target, value);
}

}  // namespace

Result<Bytes> build_bootstrap(const Bootstrap& bootstrap) {
  Message message;
  message.header.session_id = "0";  // a bootstrap belongs to no session
  message.header.message_id = 0;
  message.header.target = "./";
  message.header.source = "drf";
  std::uint32_t command_id = 0;
  const auto add = [&](std::string_view uri, Format format, std::string_view text) {
    Item item;
    item.target = uri;
    item.meta.format = to_string(format);
    item.meta.type = format == Format::node ? "" : format == Format::xml ? "text/xml" : "text/plain";
    if (format != Format::node) item.data.emplace(text.begin(), text.end());
    Request made = request(Verb::add, {std::move(item)});
    made.command_id = ++command_id;
    message.commands.emplace_back(std::move(made));
  };
  add("./DMAcc/dpf", Format::node, {});
  for (const auto& [uri, value] : kFixed) add(uri, Format::chr, value);
  for (const Leaf& leaf : kLeaves) {
    const std::string& text = bootstrap.*leaf.field;
    if (text.size() > 4096) return fail("is longer than 4096 octets", std::string(leaf.uri));
    add(leaf.uri, leaf.format, text);
  }
  return to_wbxml(message);
}

Result<Bootstrap> parse_bootstrap(ByteView document) {
  auto message = from_wbxml(document);
  if (!message) return tl::unexpected<Error>(message.error());
  Bootstrap bootstrap;
  for (const Command& command : message->commands) {
    const auto* add = std::get_if<Request>(&command);
    if (add == nullptr || add->verb != Verb::add) {
      return fail("a bootstrap holds nothing but Add", "SyncBody", Error::kNoOffset, kBadRequest);
    }
    for (const Item& item : add->items) {
      if (is_interior(item)) continue;
      const Bytes data = item.data.value_or(Bytes{});
      if (item.more_data || !take_leaf(item, std::string(data.begin(), data.end()), bootstrap)) {
        return fail("not a node that a bootstrap may set, or another value than it must have", item.target,
                    Error::kNoOffset, kBadRequest);
      }
    }
  }
  if (!bootstrap.dpf.starts_with("https://")) {
    return fail("must be an https URL", std::string(kAddress), Error::kNoOffset, kBadRequest);
  }
  return bootstrap;
}

Result<void> apply_bootstrap(const Bootstrap& bootstrap, ManagementTree& tree) {
  const Principal principal{true, {}};
  const auto set = [&](std::string_view uri, Format format, std::string_view text) -> Result<void> {
    const StatusCode status = tree.replace(uri, Value{format, Bytes(text.begin(), text.end())}, principal);
    if (succeeded(status)) return {};
    return fail(to_string(status), std::string(uri), Error::kNoOffset, static_cast<int>(status));
  };
  for (const auto& [uri, value] : kFixed) {
    if (auto done = set(uri, Format::chr, value); !done) return done;
  }
  for (const Leaf& leaf : kLeaves) {
    if (auto done = set(leaf.uri, leaf.format, bootstrap.*leaf.field); !done) return done;
  }
  return {};
}

}  // namespace foothold::dm
