// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gsup/ipa_stream.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gsm::gsup {
namespace {

// What osmo-hlr 1.5.0 sends first (ID_GET), then a GSUP message of osmo-sgsn 1.9.0.
const Bytes kTwo =
    from_hex("0011 fe 0401080107010201030104010501010100 000f ee 0508010800010100000000f1280101").value();

TEST(IpaStream, CutsMessagesHoweverTheyArrive) {
  for (std::size_t step = 1; step <= kTwo.size(); ++step) {
    IpaStream stream;
    std::vector<IpaMessage> messages;
    for (std::size_t at = 0; at < kTwo.size(); at += step) {
      stream.push(ByteView(kTwo).subspan(at, std::min(step, kTwo.size() - at)));
      for (auto next = stream.next(); *next; next = stream.next()) messages.push_back(**next);
    }
    ASSERT_EQ(messages.size(), 2U) << step;
    EXPECT_EQ(messages[0].protocol, 0xfe);
    EXPECT_EQ(messages[0].payload.size(), 17U);
    EXPECT_EQ(messages[1].protocol, 0xee);
    EXPECT_EQ(messages[1].payload.size(), 15U);
  }
}

TEST(IpaStream, RefusesAMessageBeyondItsBoundBeforeItArrives) {
  IpaStream stream;
  stream.push(Bytes{0xff, 0xff, 0xee});
  EXPECT_FALSE(stream.next());
}

TEST(IpaStream, WritesWhatItReads) {
  const Bytes gsup = {0x08, 0x01};
  IpaStream stream;
  stream.push(encode_ipa_gsup(gsup));
  EXPECT_EQ(**stream.next(), (IpaMessage{0xee, {0x05, 0x08, 0x01}}));
  EXPECT_FALSE(*stream.next());
}

}  // namespace
}  // namespace foothold::gsm::gsup
