// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/trxc.h"

#include <gtest/gtest.h>

#include <string_view>

namespace foothold::rf_bridge::trx {
namespace {

Bytes datagram(std::string_view text) {
  Bytes octets(text.begin(), text.end());
  octets.push_back(0);
  return octets;
}

// As osmo-bts-trx 1.5.0 and a transceiver speak.
TEST(TrxcMessage, ReadsAndWritesWhatOsmoBtsSends) {
  const TrxcCommand setslot{"SETSLOT", {"4", "13"}};
  EXPECT_EQ(encode(setslot), datagram("CMD SETSLOT 4 13"));
  EXPECT_EQ(decode_command(datagram("CMD SETSLOT 4 13")), setslot);
  EXPECT_EQ(decode_command(datagram("CMD POWERON")), (TrxcCommand{"POWERON", {}}));

  const TrxcResponse format{"SETFORMAT", 2, {"2"}};
  EXPECT_EQ(encode(format), datagram("RSP SETFORMAT 2 2"));
  EXPECT_EQ(decode_response(datagram("RSP SETFORMAT 2 2")), format);
  EXPECT_EQ(decode_response(datagram("RSP FOO -1 bar")), (TrxcResponse{"FOO", -1, {"bar"}}));

  EXPECT_EQ(encode_clock_indication(gsm::l1::FrameNumber(2715647)), datagram("IND CLOCK 2715647"));
}

TEST(TrxcMessage, NeedsNoZeroAtTheEndAndSpendsNothingOnSpaces) {
  const std::string_view text = "CMD  RXTUNE   945200 ";
  EXPECT_EQ(decode_command(Bytes(text.begin(), text.end())), (TrxcCommand{"RXTUNE", {"945200"}}));
}

TEST(TrxcMessage, RefusesWhatIsNone) {
  for (const char* text : {"", "CMD", "CMD ", "CMDX POWERON", "RSP POWERON 0", "cmd POWERON"}) {
    const auto refused = decode_command(datagram(text));
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().field, "trxc");
  }
  EXPECT_FALSE(decode_command({}));
  EXPECT_FALSE(decode_command(datagram("CMD POWER\nON")));
  EXPECT_FALSE(decode_command(datagram("CMD " + std::string(kLargestTrxcMessage, 'A'))));
  EXPECT_FALSE(decode_response(datagram("RSP POWERON")));
  EXPECT_FALSE(decode_response(datagram("RSP POWERON zero")));
  EXPECT_FALSE(decode_response(datagram("RSP POWERON 99999999999999")));
  EXPECT_FALSE(decode_response(datagram("CMD POWERON")));
}

TEST(TrxcMessage, EndsAnywhere) {
  const auto whole = datagram("RSP SETSLOT 0 4 13");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto read = decode_response(ByteView(whole).first(size));
    EXPECT_EQ(read.has_value(), size >= std::string_view("RSP SETSLOT 0").size()) << size;
  }
}

TEST(TrxcMessage, TakesNumbersWholeAndWithinTheirRange) {
  EXPECT_EQ(number_in("-5", -5, 5, "x"), -5);
  for (const char* text : {"", "6", "-6", "1x", " 1", "0x1", "1.0", "99999999999999999999"}) {
    const auto refused = number_in(text, -5, 5, "x");
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().field, "x");
  }
}

}  // namespace
}  // namespace foothold::rf_bridge::trx
