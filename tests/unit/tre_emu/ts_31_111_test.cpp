// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Proactive commands on the whole card (TS 102 223, TS 31.111), in the order of the table "Toolkit" of
// docs/tre-card.md: what the toolkit's own tests (toolkit/) do not hold.
#include <gtest/gtest.h>

#include "tests/unit/tre_emu/test_device.h"
#include "tre_emu/toolkit/bearer_channel.h"
#include "tre_emu/toolkit/toolkit.h"

namespace foothold::tre_emu {
namespace {

// TERMINAL PROFILE (TS 102 223 5.2), octets 1 to 17: REFRESH 3/8, PROVIDE LOCAL INFORMATION 4/7, SET UP EVENT LIST 5/1
// with location status 5/5, data available 6/3, channel status 6/4, TIMER MANAGEMENT 8/1, the channel commands 12/1-5,
// one channel 13/6, TCP 17/1.
constexpr const char* kEverything = "8010000011 0000804011 0C0001 000000 1F2000 000001";
constexpr const char* kRefreshOnly = "8010000003 000080";
constexpr const char* kRefreshAndTimer = "8010000008 0000800000 000001";
constexpr const char* kChannels = "8010000011 0000000001 0C0000 000000 1F2000 000001";
constexpr const char* kStatus = "80F2000C";
// 192.0.2.1:443 over TCP, default bearer.
constexpr const char* kOpenBearer = "805000000F 810102 8204C0000201 830201BB 8400";

// Without the spaces that set its parts apart.
std::string packed(std::string text) {
  std::erase(text, ' ');
  return text;
}

std::string octet(std::size_t value) {
  return to_hex(Bytes{static_cast<std::uint8_t>(value)});
}

class Ts31111 : public testing::Test {
 protected:
  Ts31111() : phone_(device_.tre->connect()) { device_.select_tre(); }

  std::string phone(const std::string& command) {
    auto outcome = device_.tre->on_apdu(phone_, hex(packed(command)));
    device_.events = std::move(outcome.events);
    return to_hex(outcome.response);
  }
  std::string agent(const std::string& command) { return device_.send(packed(command)); }
  // FETCH gives exactly this; TS 102 221 11.2.3.
  void expect_fetched(const std::string& command) { EXPECT_EQ(phone("8012000000"), packed(command) + "9000"); }
  // TERMINAL RESPONSE (TS 102 223 6.8): details are number, type, qualifier; result with what stands behind it.
  std::string respond(const std::string& details, const std::string& result, const std::string& objects = "") {
    const auto body = packed("8103" + details + "82028281 83" + octet(result.size() / 2) + result + objects);
    return phone("80140000" + octet(body.size() / 2) + body);
  }
  std::string envelope(const std::string& tag, const std::string& objects) {
    const auto value = packed(objects);
    const auto body = tag + octet(value.size() / 2) + value;
    return phone("80C20000" + octet(body.size() / 2) + body);
  }
  std::string data_available(const std::string& length) {
    return envelope("D6", "990109 82028281 B8028100 B701" + length);
  }
  std::string channel_status(const std::string& status) { return envelope("D6", "99010A 82028281 B802" + status); }
  // Another subscription becomes the active one.
  void switch_subscription() {
    if (!installed_) {
      ASSERT_TRUE(device_.tre_command(0x40, sealed(test_mcim(), *device_.tre)).ends_with("9000"));
    }
    const auto identifier = Bytes{'M', 'C', 'I', 'M', '-', '1'};
    ASSERT_EQ(device_.tre_command(active_ ? 0x46 : 0x44, identifier), "9000");
    installed_ = true;
    active_ = !active_;
  }
  // A channel, with commands from number 3 on.
  void open_channel() {
    ASSERT_EQ(phone(kChannels), "910f");
    expect_fetched("d00d 8103010500 82028182 9902090a");
    ASSERT_EQ(respond("010500", "00"), "9000");
    ASSERT_EQ(agent(kOpenBearer), "9000");
    ASSERT_EQ(phone(kStatus), "911e");
    expect_fetched("d01c 8103024001 82028182 b50103 b90205dc bc030201bb be0521c0000201");
    ASSERT_EQ(respond("024001", "00", "38028100 350103 390205dc"), "9000");
  }
  std::string bearer() { return agent("8054000000"); }

  TestDevice device_;
  Tre::Connection phone_;
  bool installed_ = false;
  bool active_ = false;
};

// TS 102 221 11.2.1. Bits behind its end are zero.
TEST_F(Ts31111, TerminalProfileOfAnyLength) {
  EXPECT_EQ(phone("80100000"), "6700");
  EXPECT_EQ(phone("8010000001 FF"), "9000");
  EXPECT_EQ(phone("8010000002 FFFF"), "9000");
  switch_subscription();
  EXPECT_EQ(phone(kStatus), "9000");
  EXPECT_EQ(phone("80100000FF" + to_hex(Bytes(255))), "9000");
  EXPECT_EQ(phone("80100000FF" + to_hex(Bytes(255, 0xFF))).substr(0, 2), "91");
  EXPECT_EQ(device_.event("toolkit.profile")->field("octets"), "255");
  EXPECT_EQ(phone("80100000000100" + to_hex(Bytes(256, 0xFF))), "6700");
  EXPECT_EQ(phone("8010010001 FF"), "6a86");
  EXPECT_EQ(phone("8010000101 FF"), "6a86");
}

// What waited is forgotten with the next profile, and numbers begin anew.
TEST_F(Ts31111, TerminalProfileAgainBeginsAnew) {
  phone(kEverything);
  expect_fetched("d00e 8103010500 82028182 9903 03090a");
  EXPECT_EQ(phone(kRefreshOnly), "9000");
  EXPECT_EQ(respond("010500", "00"), "6985");
  switch_subscription();
  EXPECT_EQ(phone(kStatus), "910b");
  expect_fetched("d009 8103010104 82028182");
}

// TS 102 221 11.2.3.
TEST_F(Ts31111, Fetch) {
  EXPECT_EQ(phone("8012000000"), "6985");  // without a profile
  phone(kRefreshOnly);
  EXPECT_EQ(phone("8012000000"), "6985");  // nothing waits
  switch_subscription();
  EXPECT_EQ(phone("80120000"), "6700");
  EXPECT_EQ(phone("8012000001AA00"), "6700");
  EXPECT_EQ(phone("8012010000"), "6a86");
  EXPECT_EQ(phone("8012000100"), "6a86");
  EXPECT_EQ(phone("8012000001"), "6c0b");
  EXPECT_EQ(phone("801200000C"), "6c0b");
  EXPECT_EQ(phone(kStatus), "910b");  // it still waits
  EXPECT_EQ(phone("801200000B"), packed("d009 8103010104 82028182 9000"));
  EXPECT_EQ(phone("801200000B"), "6985");  // one is out
}

// TS 31.111 6.4.7: UICC reset, whose response is the last that this session sees.
TEST_F(Ts31111, Clause6_4_7Refresh) {
  EXPECT_EQ(phone(kRefreshOnly), "9000");
  switch_subscription();
  EXPECT_EQ(phone(kStatus), "910b");
  switch_subscription();
  EXPECT_EQ(phone(kStatus), "910b");  // one only, whatever became of the subscription meanwhile
  expect_fetched("d009 8103010104 82028182");
  EXPECT_EQ(device_.event("toolkit.proactive")->field("qualifier"), "4");
  EXPECT_EQ(respond("010104", "00"), "9000");
  EXPECT_EQ(device_.event("toolkit.response")->field("result"), "00");
  EXPECT_EQ(phone(kStatus), "9000");
}

// General results (TS 102 223 8.12): 0x performed, 1x by the user's will, 2x not now, 3x not at all.
TEST_F(Ts31111, Clause6_4_7RefreshIsAnsweredInManyWays) {
  for (const auto* result : {"00", "01", "02",   "03", "04", "05", "06", "07", "08",   "09", "10",
                             "11", "30", "3100", "32", "33", "34", "35", "36", "3A00", "FF"}) {
    phone(kRefreshOnly);
    switch_subscription();
    expect_fetched("d009 8103010104 82028182");
    EXPECT_EQ(respond("010104", result), "9000") << result;
    EXPECT_EQ(device_.event("toolkit.response")->field("result"), to_hex(hex(result)).substr(0, 2)) << result;
  }
  EXPECT_EQ(phone(kStatus), "9000");
}

// 20 to 26: it is tried again, without timers with the next status, three times in all.
TEST_F(Ts31111, Clause6_4_7RefreshIsTriedThreeTimes) {
  for (const auto* result : {"2000", "2001", "2100", "22", "23", "24", "25", "2600"}) {
    phone(kRefreshOnly);
    switch_subscription();
    for (int attempt = 1; attempt <= 3; ++attempt) {
      EXPECT_EQ(phone(kStatus), "910b") << result;
      expect_fetched("d009 81030" + std::to_string(attempt) + "0104 82028182");
      respond("0" + std::to_string(attempt) + "0104", result);
    }
    EXPECT_EQ(phone(kStatus), "9000") << result;
  }
}

// With timers: half a minute between the tries (6.4.21; the value is hours, minutes, seconds with swapped
// digits, 8.38).
TEST_F(Ts31111, Clause6_4_21RefreshWaitsForTheTimer) {
  phone(kRefreshAndTimer);
  switch_subscription();
  const auto details = [](int number, const char* rest) { return "0" + std::to_string(number) + rest; };
  int number = 1;
  for (int attempt = 1; attempt <= 3; ++attempt) {
    expect_fetched("d009 8103" + details(number, "0104") + "82028182");
    const auto answer = respond(details(number++, "0104"), "2000");
    if (attempt == 3) {
      EXPECT_EQ(answer, "9000");
      break;
    }
    EXPECT_EQ(answer, "9113");
    expect_fetched("d011 8103" + details(number, "2700") + "82028182 a40101 a503000003");
    EXPECT_EQ(respond(details(number++, "2700"), "00", "A40101"), "9000");
    EXPECT_EQ(envelope("D7", "82028281 A40102 A503000003"),
              "9000");  // a timer of nobody's
    EXPECT_EQ(envelope("D7", "82028281 A40101 A503000003"), "910b");
  }
  EXPECT_EQ(envelope("D7", "82028281 A40101 A503000003"), "9000");
}

// A terminal that has no timer left for it is asked at once.
TEST_F(Ts31111, Clause6_4_21TimerThatIsNotStarted) {
  phone(kRefreshAndTimer);
  switch_subscription();
  phone("8012000000");
  EXPECT_EQ(respond("010104", "20"), "9113");
  phone("8012000000");
  EXPECT_EQ(respond("022700", "24"), "910b");  // "action in contradiction with the current timer state"
  expect_fetched("d009 8103030104 82028182");
}

TEST_F(Ts31111, Clause6_4_15And16AreAskedForAfterTheProfile) {
  EXPECT_EQ(phone(kEverything), "9110");
  expect_fetched("d00e 8103010500 82028182 9903 03090a");
  EXPECT_EQ(respond("010500", "30"), "910b");  // refused; nothing hangs on it
  expect_fetched("d009 8103022600 82028182");
  EXPECT_EQ(respond("022600", "00", "9307 00F110 00010001"), "9000");
  EXPECT_EQ(device_.event("toolkit.response")->field("objects"), "930700f11000010001");
}

TEST_F(Ts31111, TerminalResponseOfOtherForms) {
  const std::string good = "810301010482028281 830100";
  EXPECT_EQ(respond("010104", "00"), "6985");  // without a profile
  phone(kRefreshOnly);
  EXPECT_EQ(respond("010104", "00"), "6985");  // nothing was sent
  switch_subscription();
  EXPECT_EQ(respond("010104", "00"), "6985");  // nor fetched
  phone("8012000000");
  for (const auto* wrong : {"",                             // no data
                            "8103010104 82028281",          // no result
                            "8103010104 82028281 8300",     // an empty one
                            "82028281 830100",              // no command details
                            "8102 0101 82028281 830100",    // short ones
                            "8103010104 82028281 8302 00",  // an object that is cut off
                            "8103010104 8282 0000"}) {      // a length that is not used
    const auto data = packed(wrong);
    EXPECT_EQ(phone("80140000" + (data.empty() ? "" : octet(data.size() / 2) + data)), "6a80") << wrong;
  }
  EXPECT_EQ(respond("020104", "00"), "6a80");  // another number
  EXPECT_EQ(respond("010504", "00"), "6a80");  // another command
  EXPECT_EQ(phone("801401000C" + good), "6a86");
  EXPECT_EQ(respond("010104", "00"), "9000");  // all that has not ended the command
  EXPECT_EQ(respond("010104", "00"), "6985");
}

// Numbers go from 1 to 254 and begin anew.
TEST_F(Ts31111, CommandNumbersGoRound) {
  phone(kRefreshOnly);
  for (int number = 1; number <= 255; ++number) {
    switch_subscription();
    const auto text = octet(static_cast<std::size_t>(number == 255 ? 1 : number));
    ASSERT_EQ(phone("8012000000"), packed("d009 8103" + text + "0104 82028182 9000"));
    ASSERT_EQ(respond(text + "0104", "00"), "9000");
  }
}

// TS 102 223 7.
TEST_F(Ts31111, Envelope) {
  for (const auto* event : {"00", "03", "04", "07", "09", "0A", "0B", "FF"}) {
    EXPECT_EQ(envelope("D6", "9901" + std::string(event) + "82028281"), "9000") << event;
    ASSERT_NE(device_.event("toolkit.event"), nullptr) << event;
    EXPECT_EQ(device_.event("toolkit.event")->field("kind"), "event_download");
  }
  EXPECT_EQ(envelope("D7", "82028281 A40101 A503000000"), "9000");
  EXPECT_EQ(device_.event("toolkit.event")->field("kind"), "timer_expiration");
  // SMS-PP download, cell broadcast, menu selection, call control, and nothing at all.
  for (const auto* tag : {"D1", "D2", "D3", "D4", "D5", "00"}) EXPECT_EQ(envelope(tag, "82028281"), "6a80") << tag;
  EXPECT_EQ(envelope("D6", "82028281"), "6a80");
  EXPECT_EQ(envelope("D6", "9900 82028281"), "6a80");
  EXPECT_EQ(envelope("D6", "99020309 82028281"), "6a80");
  EXPECT_EQ(envelope("D7", "82028281"), "6a80");
  EXPECT_EQ(phone("80C20000"), "6a80");
  EXPECT_EQ(phone("80C2000005 D604990103"), "6a80");
  EXPECT_EQ(phone("80C2010005 D603990103"), "6a86");
}

// TS 31.111 6.4.27 to 6.4.31, with the octets of each command.
TEST_F(Ts31111, Clause6_4_27AChannelFromOpenToClose) {
  open_channel();
  EXPECT_EQ(bearer(), "029000");
  agent("8052000003 A1A2A3");
  EXPECT_EQ(phone(kStatus), "9110");
  expect_fetched("d00e 8103034301 82028121 b603a1a2a3");
  EXPECT_EQ(respond("034301", "00", "3701FF"), "9000");
  EXPECT_EQ(data_available("FF"), "910e");
  expect_fetched("d00c 8103044200 82028121 b701e6");
  // More than was asked for is taken too, and the length behind it believed.
  EXPECT_EQ(respond("044200", "00", "3681E7" + to_hex(Bytes(231, 0x55)) + "370102"), "910e");
  expect_fetched("d00c 8103054200 82028121 b70102");
  EXPECT_EQ(respond("054200", "00", "3602 6666 370100"), "9000");
  EXPECT_EQ(bearer().size(), 2U * (1 + 231 + 2 + 2));
  EXPECT_EQ(agent("80560000"), "9000");
  EXPECT_EQ(bearer(), "039000");
  EXPECT_EQ(agent("8052000001AA"), "6985");
  EXPECT_EQ(phone(kStatus), "910b");
  expect_fetched("d009 8103064100 82028121");
  EXPECT_EQ(respond("064100", "00"), "9000");
  EXPECT_EQ(bearer(), "009000");
}

// OPEN CHANNEL that does not come to be: busy, refused by the user, beyond the terminal, no link, no such channel.
TEST_F(Ts31111, Clause6_4_27OpenChannelIsRefused) {
  phone(kChannels);
  phone("8012000000");
  respond("010500", "00");
  int number = 2;
  struct Refusal {
    const char* result;
    const char* objects;
  };
  constexpr Refusal kRefusals[] = {{"2000", ""}, {"2100", ""}, {"22", ""},         {"30", ""},       {"3A01", ""},
                                   {"3A07", ""}, {"00", ""},   {"00", "38020100"}, {"00", "380181"}, {"00", "38"}};
  for (const auto& [result, objects] : kRefusals) {
    ASSERT_EQ(agent(kOpenBearer), "9000") << result << objects;
    phone("8012000000");
    respond(octet(static_cast<std::size_t>(number)) + "4001", result, objects);
    EXPECT_EQ(bearer(), "009000") << result << objects;
    EXPECT_EQ(phone(kStatus), "9000");
    number += 1;
  }
}

// TS 31.111 6.4.31: after "not now" the terminal is asked whether the channel is still there.
TEST_F(Ts31111, Clause6_4_31GetChannelStatus) {
  open_channel();
  agent("8052000001AA");
  phone("8012000000");
  EXPECT_EQ(respond("034301", "2000"), "910b");
  expect_fetched("d009 8103044400 82028182");
  EXPECT_EQ(respond("044400", "00", "38028100"), "910e");  // it is: the same once more
  expect_fetched("d00c 8103054301 82028121 b601aa");
  EXPECT_EQ(respond("054301", "2000"), "910b");
  phone("8012000000");
  EXPECT_EQ(respond("064400", "00", "38020105"), "9000");  // it is not
  EXPECT_EQ(bearer(), "009000");
}

// TS 102 223 7.5.10, 7.5.11.
TEST_F(Ts31111, Clause7_5_11TheLinkIsDropped) {
  open_channel();
  EXPECT_EQ(data_available("03"), "910e");
  phone("8012000000");
  EXPECT_EQ(respond("034200", "00", "3603 010203 370100"), "9000");
  EXPECT_EQ(channel_status("0205"), "9000");  // another channel's
  EXPECT_EQ(bearer(), "020102039000");
  EXPECT_EQ(channel_status("8105"), "9000");  // established
  EXPECT_EQ(bearer(), "029000");
  EXPECT_EQ(channel_status("0105"), "9000");
  EXPECT_EQ(bearer(), "009000");
  EXPECT_EQ(data_available("03"), "9000");  // nobody's any more
  EXPECT_EQ(agent(kOpenBearer), "9000");
}

TEST_F(Ts31111, Clause7_5_10DataAvailableWithoutALength) {
  open_channel();
  EXPECT_EQ(envelope("D6", "990109 82028281 B8028100"), "9000");
  EXPECT_EQ(envelope("D6", "990109 82028281 B8028100 B700"), "9000");
  EXPECT_EQ(envelope("D6", "990109 82028281"), "9000");
  EXPECT_EQ(bearer(), "029000");
}

// A REFRESH overtakes what the channel wants; the reset takes the channel along.
TEST_F(Ts31111, RefreshGoesBeforeTheChannel) {
  phone(kEverything);
  phone("8012000000");
  respond("010500", "00");
  phone("8012000000");
  respond("022600", "00");
  agent(kOpenBearer);
  switch_subscription();
  EXPECT_EQ(phone(kStatus), "910b");
  expect_fetched("d009 8103030104 82028182");
  EXPECT_EQ(respond("030104", "00"), "911e");
  device_.tre->disconnect(phone_);
  EXPECT_EQ(bearer(), "009000");
}

}  // namespace
}  // namespace foothold::tre_emu
