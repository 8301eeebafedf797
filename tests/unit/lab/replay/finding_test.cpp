// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/finding.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace foothold::lab::replay {
namespace {

Report sample() {
  Report report;
  report.target = "tre";
  report.messages = 3;
  report.findings = {{1, "SELECT", "", Verdict::same, "9000 done", "9000 done", ""},
                     {2, "GET CHALLENGE", "data", Verdict::must_differ, "01", "02", "a random number"},
                     {3, "READ BINARY", "data", Verdict::different, std::string(100, 'a'), "", ""},
                     {4, "VERIFY PIN", "", Verdict::left_out, "", "", "the capture hides its data"}};
  return report;
}

TEST(Report, CountsByVerdict) {
  const auto sum = sample().summary();
  EXPECT_EQ(sum.messages, 3U);
  EXPECT_EQ(sum.same, 1U);
  EXPECT_EQ(sum.must_differ, 1U);
  EXPECT_EQ(sum.different, 1U);
  EXPECT_EQ(sum.left_out, 1U);
  EXPECT_FALSE(sample().passed());
}

TEST(Report, PassesWhereOnlyThatDiffersWhichMust) {
  auto report = sample();
  report.findings.erase(report.findings.begin() + 2);
  EXPECT_TRUE(report.passed());
  report.messages = 0;
  EXPECT_FALSE(report.passed());
}

TEST(Report, AsTextLeavesOutWhatIsTheSame) {
  EXPECT_EQ(
      to_text(sample(), false),
      "    2  must differ  GET CHALLENGE, data: captured 01, live 02 (a random number)\n"
      "    3  DIFFERENT    READ BINARY, data: captured " +
          std::string(64, 'a') +
          "... (100 characters), live nothing\n"
          "    4  left out     VERIFY PIN (the capture hides its data)\n"
          "3 messages replayed against tre: 1 same, 1 must differ, 0 follow from those, 1 left out, 1 DIFFERENT\n");
  EXPECT_NE(to_text(sample(), true).find("    1  same         SELECT: captured 9000 done\n"), std::string::npos);
}

TEST(Report, AsJsonHasEverything) {
  auto report = sample();
  report.findings[0].live = "\xff";  // not UTF-8
  const auto json = nlohmann::json::parse(to_json(report));
  EXPECT_EQ(json.at("target"), "tre");
  EXPECT_EQ(json.at("passed"), false);
  EXPECT_EQ(json.at("summary").at("different"), 1);
  ASSERT_EQ(json.at("findings").size(), 4U);
  EXPECT_EQ(json.at("findings")[1].at("verdict"), "must differ");
  EXPECT_EQ(json.at("findings")[2].at("packet"), 3);
}

}  // namespace
}  // namespace foothold::lab::replay
