// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"

namespace foothold::config {

// A program's TOML configuration, read key by key: each getter marks its key as known and remembers the first thing
// wrong; finish() then tells it, or a key that nobody asked for. So a program lists its keys once, and a misspelt one
// never passes for an absent one.
//
//   auto listen = config.text("listen");
//   auto retries = config.integer_or("retries", 1, 100, 10);
//   if (auto good = config.finish(); !good) return tl::unexpected(good.error());
class ConfigFile {
 public:
  // Errors: the file cannot be read, is larger than 256 KiB, or is not TOML (with line and column).
  static Result<ConfigFile> load(const std::filesystem::path& file);
  // `origin` names the text in errors; relative paths in it count from `folder`.
  static Result<ConfigFile> parse(std::string_view text, std::string origin, std::filesystem::path folder = {});

  ConfigFile(ConfigFile&&) noexcept;
  ConfigFile& operator=(ConfigFile&&) noexcept;
  ~ConfigFile();

  // Keys may be dotted ("hlr.vty"), and count through a list of tables ("components[0].name", see tables()). A required
  // key that is absent gives an empty value, and an error in finish().
  std::string text(std::string_view key);
  std::string text_or(std::string_view key, std::string_view otherwise);
  std::int64_t integer(std::string_view key, std::int64_t min, std::int64_t max);
  std::int64_t integer_or(std::string_view key, std::int64_t min, std::int64_t max, std::int64_t otherwise);
  bool boolean_or(std::string_view key, bool otherwise);
  std::vector<std::string> texts(std::string_view key);          // an array of texts, required
  std::vector<std::string> texts_or_none(std::string_view key);  // the same, empty if absent
  // How many tables the list `key` has; required.
  std::size_t tables(std::string_view key);
  // A file's path; a relative one counts from the configuration's folder.
  std::filesystem::path path(std::string_view key);

  // Notes something wrong with a key's value that only the program can tell; the first one stays.
  void refuse(std::string_view key, std::string what);

  // The first thing wrong, in words with file and line: Error::field is the key.
  Result<void> finish();

 private:
  struct Document;
  explicit ConfigFile(std::unique_ptr<Document> document);
  std::unique_ptr<Document> document_;
};

// A whole file of at most `max_size` octets; the error names it.
Result<SecretBytes> read_file(const std::filesystem::path& file, std::size_t max_size);

}  // namespace foothold::config
