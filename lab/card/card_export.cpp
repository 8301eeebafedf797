// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/card_export.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "lab/card/card_files.h"
#include "lab/card/file_names.h"

namespace foothold::lab {

namespace {

using nlohmann::ordered_json;

std::vector<std::string> parts_of(std::string_view name) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= name.size();) {
    const auto end = std::min(name.find('/', begin), name.size());
    parts.emplace_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// A refusal has a status word; anything else is the end of the conversation.
bool is_refusal(const Error& error) {
  return error.answer != 0;
}

ordered_json body_of(const CardFile& file, const std::vector<Bytes>& content) {
  if (file.structure == CardFile::Structure::transparent) return to_hex(content.front());
  auto records = ordered_json::array();
  for (const auto& record : content) records.push_back(to_hex(record));
  return records;
}

Result<std::vector<Bytes>> bodies_in(const ordered_json& body, const std::string& name) {
  std::vector<Bytes> content;
  const auto records = body.is_array() ? body : ordered_json::array({body});
  for (const auto& record : records) {
    if (!record.is_string()) return fail("is hex, or a list of it", name);
    auto octets = from_hex(record.get<std::string>());
    if (!octets) return fail("is no hex", name);
    content.push_back(std::move(*octets));
  }
  return content;
}

Result<std::string> import_file(const CardExchange& exchange, const std::string& name,
                                const std::vector<Bytes>& wanted) {
  const auto file = select_file(exchange, name);
  if (!file) return tl::unexpected(file.error());
  if (file->structure == CardFile::Structure::folder) return std::string("same");
  const auto content = read_selected(exchange, *file);
  if (content && *content == wanted) return std::string("same");
  if (!content && !is_refusal(content.error())) return tl::unexpected(content.error());
  for (std::size_t record = 0; record < wanted.size(); ++record) {
    if (content && record < content->size() && (*content)[record] == wanted[record]) continue;
    if (auto done = write_selected(exchange, *file, record + 1, wanted[record]); !done)
      return tl::unexpected(done.error());
  }
  return std::string("written");
}

}  // namespace

Result<std::string> export_card(const CardExchange& exchange) {
  auto files = ordered_json::object();
  for (const auto name : known_files()) {
    const auto file = select_file(exchange, name);
    if (!file && !is_refusal(file.error())) return tl::unexpected(file.error());
    if (!file) continue;
    auto& entry = files[std::string(name)];
    entry = {{"path", parts_of(name)}, {"fcp_raw", to_hex(file->fcp)}};
    if (file->structure == CardFile::Structure::folder) continue;
    const auto content = read_selected(exchange, *file);
    if (content) {
      entry["body"] = body_of(*file, *content);
    } else if (is_refusal(content.error())) {
      entry["error"] = content.error().what;
    } else {
      return tl::unexpected(content.error());
    }
  }
  return ordered_json{{"files", files}}.dump(2);
}

Result<std::vector<ImportedFile>> import_card(const CardExchange& exchange, std::string_view json) {
  const auto document = ordered_json::parse(json, nullptr, false);
  if (!document.is_object() || !document.contains("files") || !document["files"].is_object())
    return fail("is no export of a card", "JSON");
  std::vector<ImportedFile> outcomes;
  for (const auto& [name, entry] : document["files"].items()) {
    if (!entry.is_object() || !entry.contains("body")) continue;
    const auto wanted = bodies_in(entry["body"], name);
    if (!wanted) return tl::unexpected(wanted.error());
    const auto outcome = import_file(exchange, name, *wanted);
    if (!outcome && outcome.error().field == "card") return tl::unexpected(outcome.error());
    outcomes.push_back({name, outcome ? *outcome : outcome.error().what});
  }
  return outcomes;
}

}  // namespace foothold::lab
