// SPDX-License-Identifier: AGPL-3.0-or-later
#include "config/config_file.h"

#include <toml++/toml.h>
#include <fstream>
#include <set>
#include <sstream>

namespace foothold::config {
namespace {

constexpr std::size_t kMaxConfig = 256 * 1024;

std::string element(std::string_view key, std::size_t index) {
  return std::string(key) + "[" + std::to_string(index) + "]";
}

// The first key below `table` that nobody asked for; empty if all are known.
std::string unknown_key(const toml::table& table, const std::set<std::string>& known, const std::string& prefix) {
  for (const auto& [name, node] : table) {
    const std::string full = prefix + std::string(name.str());
    if (const toml::array* list = node.as_array(); list && known.contains(full)) {
      for (std::size_t i = 0; i < list->size(); ++i) {
        const toml::table* inner = (*list)[i].as_table();
        if (!inner) continue;
        if (auto found = unknown_key(*inner, known, element(full, i) + "."); !found.empty()) return found;
      }
      continue;
    }
    if (known.contains(full)) continue;
    const toml::table* inner = node.as_table();
    if (!inner || inner->empty()) return full;
    if (auto found = unknown_key(*inner, known, full + "."); !found.empty()) return found;
  }
  return {};
}

}  // namespace

struct ConfigFile::Document {
  toml::table table;
  std::string origin;
  std::filesystem::path folder;
  std::set<std::string> known;
  std::optional<Error> first;

  toml::node_view<const toml::node> find(std::string_view key) {
    known.emplace(key);
    return std::as_const(table).at_path(key);
  }
  void note(std::string_view key, std::string what) {
    if (first) return;
    what += " (in " + origin;
    if (const auto node = std::as_const(table).at_path(key)) {
      what += ", line " + std::to_string(node.node()->source().begin.line);
    }
    first = Error{std::move(what) + ")", std::string(key)};
  }
};

ConfigFile::ConfigFile(std::unique_ptr<Document> document) : document_(std::move(document)) {}
ConfigFile::ConfigFile(ConfigFile&&) noexcept = default;
ConfigFile& ConfigFile::operator=(ConfigFile&&) noexcept = default;
ConfigFile::~ConfigFile() = default;

Result<ConfigFile> ConfigFile::load(const std::filesystem::path& file) {
  const auto content = read_file(file, kMaxConfig);
  if (!content) return tl::unexpected(content.error());
  const auto octets = content->reveal();
  return parse(std::string_view(reinterpret_cast<const char*>(octets.data()), octets.size()), file.string(),
               file.parent_path());
}

Result<ConfigFile> ConfigFile::parse(std::string_view text, std::string origin, std::filesystem::path folder) {
  auto document = std::make_unique<Document>();
  document->origin = std::move(origin);
  document->folder = std::move(folder);
  try {
    document->table = toml::parse(text, document->origin);
  } catch (const toml::parse_error& error) {
    std::ostringstream words;
    words << "is not TOML: " << error.description() << " (line " << error.source().begin.line << ", column "
          << error.source().begin.column << ")";
    return fail(words.str(), document->origin);
  }
  return ConfigFile(std::move(document));
}

std::string ConfigFile::text(std::string_view key) {
  const auto node = document_->find(key);
  if (!node)
    document_->note(key, "is missing");
  else if (!node.is_string())
    document_->note(key, "is not a text");
  else if (node.as_string()->get().empty())
    document_->note(key, "is empty");
  return node.value_or(std::string());
}

std::string ConfigFile::text_or(std::string_view key, std::string_view otherwise) {
  const auto node = document_->find(key);
  if (!node) return std::string(otherwise);
  if (!node.is_string()) document_->note(key, "is not a text");
  return node.value_or(std::string());
}

std::int64_t ConfigFile::integer(std::string_view key, std::int64_t min, std::int64_t max) {
  const auto node = document_->find(key);
  if (!node)
    document_->note(key, "is missing");
  else if (!node.is_integer())
    document_->note(key, "is not a number");
  const std::int64_t value = node.is_integer() ? node.value_or(min) : min;
  if (value < min || value > max)
    document_->note(key, "is not between " + std::to_string(min) + " and " + std::to_string(max));
  return value;
}

std::int64_t ConfigFile::integer_or(std::string_view key, std::int64_t min, std::int64_t max, std::int64_t otherwise) {
  return document_->find(key) ? integer(key, min, max) : otherwise;
}

bool ConfigFile::boolean_or(std::string_view key, bool otherwise) {
  const auto node = document_->find(key);
  if (node && !node.is_boolean()) document_->note(key, "is neither true nor false");
  return node.is_boolean() ? node.value_or(otherwise) : otherwise;
}

std::vector<std::string> ConfigFile::texts(std::string_view key) {
  const auto node = document_->find(key);
  std::vector<std::string> list;
  const toml::array* array = node.as_array();
  if (!array) {
    document_->note(key, node ? "is not a list of texts" : "is missing");
    return list;
  }
  for (const auto& element : *array) {
    if (!element.is_string()) document_->note(key, "is not a list of texts");
    list.push_back(element.value_or(std::string()));
  }
  return list;
}

std::vector<std::string> ConfigFile::texts_or_none(std::string_view key) {
  return document_->find(key) ? texts(key) : std::vector<std::string>();
}

std::size_t ConfigFile::tables(std::string_view key) {
  const auto node = document_->find(key);
  const toml::array* array = node.as_array();
  if (!array || !array->is_homogeneous(toml::node_type::table)) {
    const bool empty = array != nullptr && array->empty();
    if (!empty) document_->note(key, node ? "is not a list of tables" : "is missing");
    return 0;
  }
  return array->size();
}

std::filesystem::path ConfigFile::path(std::string_view key) {
  std::filesystem::path path = text(key);
  return path.empty() || path.is_absolute() ? path : document_->folder / path;
}

void ConfigFile::refuse(std::string_view key, std::string what) {
  document_->note(key, std::move(what));
}

Result<void> ConfigFile::finish() {
  if (!document_->first)
    if (const auto unknown = unknown_key(document_->table, document_->known, ""); !unknown.empty())
      document_->note(unknown, "is not a key known here");
  if (document_->first) return tl::unexpected(*document_->first);
  return {};
}

Result<SecretBytes> read_file(const std::filesystem::path& file, std::size_t max_size) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return fail("is not a file that can be read", file.string());
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail("cannot be opened", file.string());
  Bytes content(max_size + 1);
  stream.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(content.size()));
  const auto size = static_cast<std::size_t>(stream.gcount());
  if (stream.bad()) return fail("cannot be read", file.string());
  SecretBytes out(ByteView(content).first(std::min(size, max_size)));
  detail::wipe(content.data(), content.size());
  if (size > max_size) return fail("is larger than " + std::to_string(max_size) + " octets", file.string());
  return out;
}

}  // namespace foothold::config
