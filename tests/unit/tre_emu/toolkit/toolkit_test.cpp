// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/toolkit/toolkit.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::tre_emu::toolkit {
namespace {

// Profiles (TS 102 223 5.2): REFRESH is octet 3 bit 8, PROVIDE LOCAL INFORMATION 4/7, SET UP EVENT LIST 5/1 with
// location status 5/5, TIMER MANAGEMENT 8/1.
constexpr std::string_view kRefreshOnly =
    "801000000300008"
    "0";
constexpr std::string_view kRefreshAndTimer = "80100000080000800000000001";
constexpr std::string_view kEverything = "80100000080000804011000001";

class ToolkitTest : public testing::Test {
 protected:
  std::string send(std::string_view apdu) {
    const auto answer = toolkit_.process(card::decode_command(from_hex(apdu).value()).value(), security_);
    const auto sw = static_cast<std::uint16_t>(answer.sw);
    return to_hex(answer.data) + to_hex(Bytes{static_cast<std::uint8_t>(sw >> 8), static_cast<std::uint8_t>(sw)});
  }
  std::string respond(std::string_view details, std::string_view result) {
    return send("801400000C8103" + std::string(details) + "820282818301" + std::string(result));
  }

  Toolkit toolkit_;
  card::SecurityStatus security_;
};

TEST_F(ToolkitTest, OffersNothingWithoutAProfile) {
  EXPECT_FALSE(toolkit_.raise_refresh(refresh(RefreshMode::uicc_reset)));
  EXPECT_EQ(toolkit_.waiting(), 0U);
  EXPECT_EQ(send("8012000000"), "6985");
  EXPECT_EQ(respond("010104", "00"), "6985");
}

TEST_F(ToolkitTest, OffersARefreshToWhoCanDoIt) {
  EXPECT_EQ(send("801000000100"), "9000");
  EXPECT_FALSE(toolkit_.raise_refresh(refresh(RefreshMode::uicc_reset)));
  EXPECT_EQ(send(kRefreshOnly), "9000");
  EXPECT_EQ(toolkit_.waiting(), 0U);
  EXPECT_TRUE(toolkit_.raise_refresh(refresh(RefreshMode::uicc_reset)));
  EXPECT_EQ(toolkit_.waiting(), 11U);
  EXPECT_EQ(send("8012000010"), "6c0b");
  EXPECT_EQ(send("80120000"), "6700");
  EXPECT_EQ(send("801200000B"), "d0098103010104820281829000");
  EXPECT_EQ(toolkit_.waiting(), 0U);  // one at a time
  EXPECT_EQ(send("8012000000"), "6985");
  EXPECT_EQ(respond("020104", "00"), "6a80");  // not that number
  EXPECT_EQ(respond("012604", "00"), "6a80");  // not that type
  EXPECT_EQ(respond("010104", "00"), "9000");
  EXPECT_EQ(respond("010104", "00"), "6985");
  EXPECT_EQ(toolkit_.waiting(), 0U);
  const auto happenings = toolkit_.take_happenings();
  EXPECT_EQ(happenings.back().name, "response");
  EXPECT_EQ(happenings.back().facts.front().second, "refresh");
  EXPECT_TRUE(toolkit_.take_happenings().empty());
}

TEST_F(ToolkitTest, PutsTheNewestRefreshFirst) {
  send(kEverything);
  toolkit_.raise_refresh(refresh(RefreshMode::naa_initialization));
  toolkit_.raise_refresh(refresh(RefreshMode::uicc_reset));
  EXPECT_EQ(send("8012000000"), "d0098103010104820281829000");
  respond("010104", "00");
  EXPECT_EQ(send("8012000000"), "d00c8103020500820281829901039000");
  respond("020500", "00");
  EXPECT_EQ(send("8012000000"), "d0098103032600820281829000");
  EXPECT_EQ(respond("032600", "00"), "9000");
  EXPECT_EQ(toolkit_.waiting(), 0U);
}

// "Terminal currently unable to process command" (TS 102 223 8.12.2): again when the timer has run out.
TEST_F(ToolkitTest, TriesAgainAfterATimer) {
  send(kRefreshAndTimer);
  toolkit_.raise_refresh(refresh(RefreshMode::uicc_reset));
  send("8012000000");
  EXPECT_EQ(respond("010104", "20"), "9000");
  EXPECT_EQ(send("8012000000"), "d011810302270082028182a40101a5030000039000");
  EXPECT_EQ(respond("022700", "00"), "9000");
  EXPECT_EQ(toolkit_.waiting(), 0U);
  EXPECT_EQ(send("80C200000ED70C82028281A40102A503000003"), "9000");  // another timer
  EXPECT_EQ(toolkit_.waiting(), 0U);
  EXPECT_EQ(send("80C200000ED70C82028281A40101A503000003"), "9000");
  EXPECT_EQ(send("8012000000"), "d0098103030104820281829000");
  EXPECT_EQ(toolkit_.take_happenings().back().name, "proactive");
}

TEST_F(ToolkitTest, TriesAgainAtOnceWithoutTimersButNotForEver) {
  send(kRefreshOnly);
  toolkit_.raise_refresh(refresh(RefreshMode::uicc_reset));
  for (int attempt = 1; attempt <= Toolkit::kMaxAttempts; ++attempt) {
    EXPECT_EQ(toolkit_.waiting(), 11U) << attempt;
    send("8012000000");
    respond("0" + std::to_string(attempt) + "0104", "20");
  }
  EXPECT_EQ(toolkit_.waiting(), 0U);
}

TEST_F(ToolkitTest, GivesUpWhatTheTerminalCannotDo) {
  send(kRefreshAndTimer);
  toolkit_.raise_refresh(refresh(RefreshMode::uicc_reset));
  send("8012000000");
  EXPECT_EQ(respond("010104", "30"), "9000");
  EXPECT_EQ(toolkit_.waiting(), 0U);
}

TEST_F(ToolkitTest, ForgetsAllWithAReset) {
  send(kEverything);
  EXPECT_GT(toolkit_.waiting(), 0U);
  toolkit_.reset();
  EXPECT_EQ(toolkit_.waiting(), 0U);
  EXPECT_FALSE(toolkit_.knows_terminal());
  EXPECT_FALSE(toolkit_.raise_refresh(refresh(RefreshMode::uicc_reset)));
}

// Octets 12, 13 and 17 of the profile, and the event list with data available and channel status.
TEST_F(ToolkitTest, OpensAChannelWhereTheTerminalHasThem) {
  const ChannelTarget target{ChannelTarget::Transport::tcp, {192, 0, 2, 1}, 80, ""};
  EXPECT_FALSE(toolkit_.open_bearer(target));
  Bytes profile(17);
  profile[4] = 0x01;
  profile[5] = 0x0C;
  profile[11] = 0x1F;
  profile[12] = 0x20;
  profile[16] = 0x01;
  for (const std::size_t lacking : {4, 5, 11, 12, 16}) {
    auto less = profile;
    less[lacking] = 0;
    EXPECT_EQ(send("8010000011" + to_hex(less)), "9000");
    EXPECT_FALSE(toolkit_.open_bearer(target)) << lacking;
  }
  EXPECT_EQ(send("8010000011" + to_hex(profile)), "9000");
  EXPECT_EQ(send("8012000000"), "d00d8103010500820281829902090a9000");
  EXPECT_EQ(respond("010500", "00"), "9000");
  EXPECT_TRUE(toolkit_.open_bearer(target));
  EXPECT_FALSE(toolkit_.open_bearer(target));
  EXPECT_TRUE(toolkit_.write_bearer(Bytes{0xAA}));
  EXPECT_EQ(send("8012000000"), "d01c810302400182028182b50103b90205dcbc03020050be0521c00002019000");
  EXPECT_EQ(toolkit_.waiting(), 0U);
  EXPECT_EQ(send("8014000010810302400182028281"
                 "83010038028100"),
            "9000");
  EXPECT_EQ(send("8012000000"), "d00c810303430182028121b601aa9000");
  EXPECT_EQ(send("801400000F810303430182028281830100370"
                 "1ff"),
            "9000");
  EXPECT_EQ(send("80C2000010D60E99010982028281B8028100B70101"), "9000");
  EXPECT_EQ(send("8012000000"), "d00c810304420082028121b701019000");
  EXPECT_EQ(send("80140000128103044200820282818301003601553701"
                 "00"),
            "9000");
  EXPECT_EQ(to_hex(toolkit_.read_bearer(8)), "55");
  toolkit_.close_bearer();
  EXPECT_EQ(send("8012000000"), "d0098103054100820281219000");
  EXPECT_EQ(respond("054100", "00"), "9000");
  EXPECT_EQ(toolkit_.bearer().state(), BearerChannel::State::closed);
  EXPECT_EQ(toolkit_.waiting(), 0U);
}

TEST_F(ToolkitTest, RefusesOtherForms) {
  EXPECT_EQ(send("80100000"), "6700");
  EXPECT_EQ(send("801001000100"), "6a86");
  EXPECT_EQ(send("80140000"), "6a80");
  EXPECT_EQ(send("80C2000000"), "6a80");
  EXPECT_EQ(send("80C2000006D30482028281"), "6a80");  // a menu, and there is none
  EXPECT_EQ(send("80C200000CD60A990103820282819B0100"), "9000");
  EXPECT_EQ(toolkit_.take_happenings().back().name, "event");
}

}  // namespace
}  // namespace foothold::tre_emu::toolkit
