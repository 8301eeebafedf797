// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/dpf/dpf_settings.h"

#include <gtest/gtest.h>

namespace foothold::operators::dpf {
namespace {

const std::string kGood = R"(
listen = "10.23.1.4:443"
listen_operators = "10.23.1.4:8443"
certificate = "dpf.pem"
key = "dpf.key"
trust = "operators-ca.pem"
platform_ca = "platform-ca.pem"
database = "dpf.db"
sho = "https://10.23.2.1/"
)";

Result<DpfSettings> read(const std::string& text) {
  auto config = config::ConfigFile::parse(text, "dpf.toml", "/etc/foothold");
  if (!config) return tl::unexpected(config.error());
  auto settings = read_dpf_settings(*config);
  if (auto good = config->finish(); !good) return tl::unexpected(good.error());
  return settings;
}

TEST(DpfSettings, ReadsTheKeys) {
  const auto settings = read(kGood);
  ASSERT_TRUE(settings) << to_string(settings.error());
  EXPECT_EQ(settings->device.listen, "10.23.1.4:443");
  EXPECT_EQ(settings->device.trust, "/etc/foothold/platform-ca.pem");
  EXPECT_EQ(settings->operators.listen, "10.23.1.4:8443");
  EXPECT_EQ(settings->operators.trust, "/etc/foothold/operators-ca.pem");
  EXPECT_EQ(settings->sho, "https://10.23.2.1");
  EXPECT_EQ(settings->wait, std::chrono::seconds(10));
  EXPECT_FALSE(settings->faults.flip_bit);
  EXPECT_TRUE(settings->faults.object_from.empty());
}

TEST(DpfSettings, ReadsTheLabsFaults) {
  const auto settings = read(kGood + "wait_seconds = 0\n[lab]\nalter_object = \"flip-bit\"\nobject_from = \"o.der\"\n");
  ASSERT_TRUE(settings) << to_string(settings.error());
  EXPECT_TRUE(settings->faults.flip_bit);
  EXPECT_EQ(settings->faults.object_from, "o.der");
  EXPECT_EQ(settings->wait, std::chrono::seconds(0));
}

TEST(DpfSettings, NamesTheOffendingKey) {
  for (const auto& [text, key] : {std::pair<std::string, std::string>{"wait_seconds = 61\n", "wait_seconds"},
                                  {"[lab]\nalter_object = \"burn\"\n", "lab.alter_object"},
                                  {"shop = 1\n", "shop"}}) {
    const auto settings = read(kGood + text);
    ASSERT_FALSE(settings) << text;
    EXPECT_EQ(settings.error().field, key);
  }
}

}  // namespace
}  // namespace foothold::operators::dpf
