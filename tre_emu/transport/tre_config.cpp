// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/tre_config.h"

#include <toml++/toml.h>

#include <algorithm>
#include <utility>

namespace foothold::tre_emu::transport {

namespace {

using Keys = std::vector<std::pair<std::string_view, std::string*>>;

Keys keys_of(CardConfig& card) {
  return {{"state", &card.state}, {"socket", &card.socket}, {"vpcd", &card.vpcd}, {"sap", &card.sap}};
}

// Everything in `table` but the tables of cards.
Result<void> read_texts(const toml::table& table, const Keys& keys) {
  for (const auto& [key, node] : table) {
    const auto known = std::ranges::find(keys, key.str(), [](const auto& one) { return one.first; });
    if (known == keys.end()) {
      if (key == "card") continue;
      return fail("is no key of foothold-tre", std::string(key.str()));
    }
    const auto value = node.value_exact<std::string>();
    if (!value) return fail("has to be a text", std::string(key.str()));
    *known->second = *value;
  }
  return {};
}

Result<void> check(const CardConfig& card) {
  if (card.state.empty()) return fail("is needed: the folder that foothold-personalise made", "state");
  if (card.socket.empty() && card.vpcd.empty() && card.sap.empty()) {
    return fail("is needed, or vpcd or sap: where terminals find the card", "socket");
  }
  return {};
}

Result<std::vector<CardConfig>> read_cards(const toml::array& tables) {
  std::vector<CardConfig> cards;
  for (const auto& node : tables) {
    const auto* const table = node.as_table();
    if (!table || table->contains("card")) return fail("is a list of tables [[card]]", "card");
    auto& card = cards.emplace_back();
    if (auto read = read_texts(*table, keys_of(card)).and_then([&] { return check(card); }); !read) {
      return tl::unexpected(read.error());
    }
  }
  return cards;
}

}  // namespace

Result<TreConfig> parse_tre_config(std::string_view text) {
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return fail(std::string(error.description()) + " in line " + std::to_string(error.source().begin.line), "TOML");
  }
  TreConfig config;
  CardConfig only;
  std::string clock = "none";
  std::string trace_apdus = "all";
  auto keys = keys_of(only);
  const auto of_card = keys.size();
  keys.insert(keys.end(), {{"trace", &config.trace}, {"clock", &clock}, {"trace_apdus", &trace_apdus}});
  if (auto read = read_texts(table, keys); !read) return tl::unexpected(read.error());
  if (const auto* const node = table.get("card")) {
    const auto misplaced = std::find_if(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(of_card),
                                        [](const auto& one) { return !one.second->empty(); });
    if (misplaced != keys.begin() + static_cast<std::ptrdiff_t>(of_card)) {
      return fail("belongs into a table [[card]]", std::string(misplaced->first));
    }
    const auto* const tables = node->as_array();
    if (!tables || tables->empty()) return fail("is a list of tables [[card]]", "card");
    auto cards = read_cards(*tables);
    if (!cards) return tl::unexpected(cards.error());
    config.cards = std::move(*cards);
  } else {
    if (auto right = check(only); !right) return tl::unexpected(right.error());
    config.cards.push_back(std::move(only));
  }
  if (clock != "none" && clock != "system") return fail("is \"none\" or \"system\"", "clock");
  if (trace_apdus != "all" && trace_apdus != "none") return fail("is \"all\" or \"none\"", "trace_apdus");
  config.system_clock = clock == "system";
  config.trace_apdus = trace_apdus == "all";
  return config;
}

}  // namespace foothold::tre_emu::transport
