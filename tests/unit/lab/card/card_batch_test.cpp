// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/card_batch.h"

#include <gtest/gtest.h>

namespace foothold::lab {
namespace {

TEST(CardBatch, MakesACardFileOfEachLine) {
  const auto cards =
      parse_card_batch("pcid, algorithm,k,sqn\n001010000000001,xor,00ff,7\r\n\n001010000000002,,,\n").value();
  ASSERT_EQ(cards.size(), 2U);
  EXPECT_EQ(cards[0].name, "001010000000001");
  EXPECT_EQ(cards[0].toml, "pcid = \"001010000000001\"\nalgorithm = \"xor\"\nk = \"00ff\"\nsqn = 7\n");
  EXPECT_EQ(cards[1].toml, "pcid = \"001010000000002\"\n");
}

TEST(CardBatch, NamesTheLineThatIsWrong) {
  for (const auto* line : {"1,2,3", "00101", "../x,7", "00101,seven", "00\"1,7", ",7", "00102,1"}) {
    const auto cards = parse_card_batch(std::string("pcid,sqn\n00102,1\n") + line);
    ASSERT_FALSE(cards) << line;
    EXPECT_EQ(cards.error().field, "line 3") << line;
  }
}

TEST(CardBatch, NeedsKeysAndCards) {
  EXPECT_FALSE(parse_card_batch(""));
  EXPECT_FALSE(parse_card_batch("pcid\n"));
  EXPECT_FALSE(parse_card_batch("k,sqn\n1,2\n"));
}

}  // namespace
}  // namespace foothold::lab
