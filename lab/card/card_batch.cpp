// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/card_batch.h"

#include <algorithm>
#include <array>
#include <set>

namespace foothold::lab {

namespace {

constexpr auto kNumbers =
    std::to_array<std::string_view>({"mnc_digits", "sqn", "ind_bits", "keccak_iterations", "res_size"});

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (std::size_t begin = 0; begin <= line.size();) {
    const auto end = std::min(line.find(',', begin), line.size());
    auto field = line.substr(begin, end - begin);
    while (field.starts_with(' ')) field.remove_prefix(1);
    while (field.ends_with(' ') || field.ends_with('\r')) field.remove_suffix(1);
    fields.push_back(field);
    begin = end + 1;
  }
  return fields;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Nothing that would end the text in the card file.
bool plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

}  // namespace

Result<std::vector<BatchCard>> parse_card_batch(std::string_view csv) {
  std::vector<std::string_view> keys;
  std::vector<BatchCard> cards;
  std::set<std::string> names;
  for (std::size_t number = 1; !csv.empty(); ++number) {
    const auto end = std::min(csv.find('\n'), csv.size());
    const auto fields = fields_of(csv.substr(0, end));
    csv.remove_prefix(std::min(end + 1, csv.size()));
    if (fields.size() == 1 && fields.front().empty()) continue;
    const auto where = "line " + std::to_string(number);
    if (keys.empty()) {
      keys = fields;
      if (std::ranges::find(keys, "pcid") == keys.end()) return fail("the first line names the keys, pcid too", where);
      continue;
    }
    if (fields.size() != keys.size()) return fail("has another number of fields than the first line", where);
    BatchCard card;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].empty()) continue;
      const bool number_key = std::ranges::find(kNumbers, keys[i]) != kNumbers.end();
      if (!plain(keys[i]) || !plain(fields[i]) || (number_key && !all_digits(fields[i])))
        return fail("is no value of " + std::string(keys[i]), where);
      const std::string quote = number_key ? "" : "\"";
      card.toml += std::string(keys[i]) + " = " + quote + std::string(fields[i]) + quote + "\n";
      if (keys[i] == "pcid") card.name = fields[i];
    }
    if (!all_digits(card.name)) return fail("a PCID is digits", where);
    if (!names.insert(card.name).second) return fail("this PCID is there twice", where);
    cards.push_back(std::move(card));
  }
  if (cards.empty()) return fail("has no card", "CSV");
  return cards;
}

}  // namespace foothold::lab
