// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/apdu_script.h"

#include <gtest/gtest.h>

#include "tests/unit/lab/card/scripted_card.h"

namespace foothold::lab {
namespace {

TEST(ApduScript, HasCommandsAndAnswers) {
  const auto lines =
      parse_script("# a comment\n\n00 A4 00 04 02 3F 00 => 61 xx  # the MF\n00B0000009\n00b000000a=>*9000").value();
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].number, 3U);
  EXPECT_EQ(to_hex(lines[0].command), "00a40004023f00");
  EXPECT_EQ(lines[0].expected, "61xx");
  EXPECT_EQ(lines[1].expected, "");
  EXPECT_EQ(lines[2].expected, "*9000");
}

TEST(ApduScript, NamesTheLineThatIsWrong) {
  for (const auto* line : {"zz", "00a400", "00a40004 => ", "00a40004 => 61", "00a40004 => 610", "00a40004 => *",
                           "00a40004 => 61**", "=> 9000", "00a40004 => 90yy"}) {
    const auto parsed = parse_script(std::string("00b0000000\n") + line);
    ASSERT_FALSE(parsed) << line;
    EXPECT_EQ(parsed.error().field, "line 2");
  }
}

TEST(ApduScript, MatchesDigitByDigit) {
  EXPECT_TRUE(matches("", "6a82"));
  EXPECT_TRUE(matches("61xx", "612c"));
  EXPECT_FALSE(matches("61xx", "9000"));
  EXPECT_FALSE(matches("9000", "019000"));
  EXPECT_TRUE(matches("*9000", "019000"));
  EXPECT_TRUE(matches("*9000", "9000"));
  EXPECT_FALSE(matches("*019000", "9000"));
}

TEST(ApduScript, StopsAtTheFirstOtherAnswer) {
  auto card = small_card();
  const auto lines = parse_script("00a40004023f00 => *9000\n00a40004022f05 => *9000\n00b0000009").value();
  std::size_t shown = 0;
  const auto done = run_script(card.exchange(), lines, [&](const ScriptLine&, const std::string&) { ++shown; });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().field, "line 2");
  EXPECT_EQ(shown, 2U);
}

}  // namespace
}  // namespace foothold::lab
