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
