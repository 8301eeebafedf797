// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/card_export.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/lab/card/scripted_card.h"

namespace foothold::lab {
namespace {

TEST(CardExport, HasTheFilesThatAreThere) {
  auto card = small_card();
  const auto json = nlohmann::json::parse(export_card(card.exchange()).value());
  const auto& files = json.at("files");
  EXPECT_EQ(files.size(), 3U);
  EXPECT_EQ(files.at("MF/EF.ICCID").at("body"), "010203040506070809");
  EXPECT_EQ(files.at("MF/EF.ICCID").at("path"), nlohmann::json({"MF", "EF.ICCID"}));
  EXPECT_EQ(files.at("MF/EF.ICCID").at("fcp_raw"), "62088202412180020009");
  EXPECT_EQ(files.at("MF/EF.DIR").at("body"), nlohmann::json({"a1a2a3", "b1b2b3"}));
  EXPECT_FALSE(files.at("MF").contains("body"));
}

TEST(CardExport, SaysWhichContentMayNotBeRead) {
  auto card = small_card();
  card.answers["00b0000009"] = "6982";
  const auto json = nlohmann::json::parse(export_card(card.exchange()).value());
  EXPECT_NE(json.at("files").at("MF/EF.ICCID").at("error").get<std::string>().find("6982"), std::string::npos);
}

TEST(CardExport, EndsWithTheCard) {
  auto card = small_card();
  card.gone = true;
  EXPECT_FALSE(export_card(card.exchange()));
}

TEST(CardImport, WritesWhatDiffersAndNothingElse) {
  auto card = small_card();
  const auto before = nlohmann::json::parse(export_card(card.exchange()).value());
  auto after = before;
  after["files"]["MF/EF.DIR"]["body"][1] = "c1c2c3";
  card.answers["00dc020403c1c2c3"] = "9000";
  card.asked.clear();
  const auto outcomes = import_card(card.exchange(), after.dump()).value();
  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_EQ(outcomes[0].outcome, "written");
  EXPECT_EQ(outcomes[1].outcome, "same");
  std::size_t updates = 0;
  for (const auto& command : card.asked) updates += command.starts_with("00d") ? 1 : 0;
  EXPECT_EQ(updates, 1U);
}

TEST(CardImport, GoesOnAfterARefusal) {
  auto card = small_card();
  const auto outcomes = import_card(card.exchange(), R"({"files": {"MF/EF.ICCID": {"body": "00"}, "MF/EF.ARR": {"body":
    ["00"]}, "MF/EF.DIR": {"body": ["a1a2a3", "b1b2b3"]}}})")
                            .value();
  ASSERT_EQ(outcomes.size(), 3U);
  EXPECT_NE(outcomes[0].outcome.find("6a82"), std::string::npos);
  EXPECT_NE(outcomes[1].outcome.find("6a82"), std::string::npos);
  EXPECT_EQ(outcomes[2].outcome, "same");
}

TEST(CardImport, RefusesWhatIsNoExport) {
  auto card = small_card();
  for (const auto* json : {"", "[]", "{}", R"({"files": 1})", R"({"files": {"MF/EF.DIR": {"body": 1}}})",
                           R"({"files": {"MF/EF.DIR": {"body": "xy"}}})", R"({"files": {"MF/EF.DIR": {"body": [1]}}})"})
    EXPECT_FALSE(import_card(card.exchange(), json)) << json;
}

}  // namespace
}  // namespace foothold::lab
