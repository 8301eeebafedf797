// SPDX-License-Identifier: AGPL-3.0-or-later
#include "config/config_file.h"

#include <gtest/gtest.h>

#include "tests/temporary_folder.h"

namespace foothold::config {
namespace {

ConfigFile config_of(const char* text) {
  return std::move(*ConfigFile::parse(text, "test.toml", "/etc/foothold"));
}

TEST(ConfigFile, GivesWhatIsThere) {
  auto config = config_of(
      "listen = '10.0.0.1:1'\nretries = 3\nfast = true\nnames = ['a', 'b']\nkey = 'k.pem'\n[hlr]\nvty = 'x'\n");
  EXPECT_EQ(config.text("listen"), "10.0.0.1:1");
  EXPECT_EQ(config.integer("retries", 1, 5), 3);
  EXPECT_EQ(config.integer_or("more", 1, 5, 4), 4);
  EXPECT_TRUE(config.boolean_or("fast", false));
  EXPECT_EQ(config.texts("names"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(config.path("key"), "/etc/foothold/k.pem");
  EXPECT_EQ(config.text("hlr.vty"), "x");
  EXPECT_EQ(config.text_or("absent", "default"), "default");
  EXPECT_TRUE(config.finish());
}

TEST(ConfigFile, NamesTheMissingKey) {
  auto config = config_of("a = 'x'");
  config.text("a");
  config.text("listen");
  config.text("other");
  const auto done = config.finish();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().field, "listen");
}

TEST(ConfigFile, NamesTheUnknownKey) {
  auto config = config_of("[hlr]\nvty = 'x'\nvtz = 'y'\n");
  config.text("hlr.vty");
  const auto done = config.finish();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().field, "hlr.vtz");
}

TEST(ConfigFile, RefusesWrongTypesAndRanges) {
  for (const char* text : {"x = 1", "x = ''", "x = ['a']"}) {
    auto config = config_of(text);
    config.text("x");
    EXPECT_FALSE(config.finish()) << text;
  }
  for (const char* text : {"x = 0", "x = 6", "x = '3'", "x = 3.5"}) {
    auto config = config_of(text);
    config.integer("x", 1, 5);
    EXPECT_FALSE(config.finish()) << text;
  }
  auto list = config_of("x = ['a', 1]");
  list.texts("x");
  EXPECT_FALSE(list.finish());
}

TEST(ConfigFile, ReadsAListOfTables) {
  const auto names = [](ConfigFile& config) {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < config.tables("parts"); ++i) {
      found.push_back(config.text("parts[" + std::to_string(i) + "].name"));
    }
    return found;
  };
  auto config = config_of("[[parts]]\nname = 'a'\n[[parts]]\nname = 'b'\n");
  EXPECT_EQ(names(config), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(config.finish());
  auto inline_tables = config_of("parts = [{name = 'a'}]");
  EXPECT_EQ(names(inline_tables), std::vector<std::string>{"a"});
  EXPECT_TRUE(inline_tables.finish());
  auto empty = config_of("parts = []");
  EXPECT_TRUE(names(empty).empty());
  EXPECT_TRUE(empty.finish());
  for (const auto& [text, field] : {std::pair{"", "parts"},
                                    {"parts = 1", "parts"},
                                    {"parts = [{name = 'a'}, 1]", "parts"},
                                    {"parts = [{name = 'a'}, {}]", "parts[1].name"},
                                    {"parts = [{name = 'a'}, {name = 'b', nam = 'c'}]", "parts[1].nam"}}) {
    auto wrong = config_of(text);
    names(wrong);
    const auto done = wrong.finish();
    ASSERT_FALSE(done) << text;
    EXPECT_EQ(done.error().field, field) << text;
  }
}

TEST(ConfigFile, SaysInWhichLineAKeyStands) {
  auto config = config_of("a = 1\n\nb = 2\n");
  config.integer("a", 0, 9);
  config.text("b");
  EXPECT_EQ(to_string(config.finish().error()), "b: is not a text (in test.toml, line 3)");
  auto missing = config_of("a = 1\n");
  missing.text("b");
  EXPECT_EQ(to_string(missing.finish().error()), "b: is missing (in test.toml)");
}

TEST(ConfigFile, SaysWhereItIsNotToml) {
  const auto config = ConfigFile::parse("a = 1\nb = = 2\n", "test.toml");
  ASSERT_FALSE(config);
  EXPECT_NE(config.error().what.find("line 2"), std::string::npos) << config.error().what;
}

TEST(ConfigFile, SaysWhichFileIsMissing) {
  const auto config = ConfigFile::load("/nonexistent/foothold.toml");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().field, "/nonexistent/foothold.toml");
}

TEST(ReadFile, BoundsTheSize) {
  const foothold::test::TemporaryFolder folder;
  const auto file = folder.write("x", "12345");
  EXPECT_EQ(read_file(file, 5)->size(), 5U);
  EXPECT_FALSE(read_file(file, 4));
  EXPECT_FALSE(read_file(folder.path(), 4));
}

}  // namespace
}  // namespace foothold::config
