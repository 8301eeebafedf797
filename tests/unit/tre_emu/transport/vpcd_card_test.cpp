// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/vpcd_card.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "tests/unit/tre_emu/test_device.h"
#include "tests/unit/tre_emu/transport/fake_reader.h"
#include "trace/memory_sink.h"
#include "tre_emu/transport/answer_to_reset.h"
#include "tre_emu/transport/served_tre.h"

namespace foothold::tre_emu::transport {
namespace {

constexpr const char* kOn = "000101";
constexpr const char* kReset = "000102";
constexpr const char* kGetAtr = "000104";
constexpr const char* kOpenChannel = "0070000001";
constexpr const char* kSelectOnChannel1 = "01A4040C0AF0464F4F54484F4C4401";

// The card's loop is turned by hand, and its time is the test's.
class VpcdCardTest : public testing::Test {
 protected:
  // Waits until there is something for the card, and lets it do that.
  void turn() {
    auto watched = card_.watched();
    ASSERT_EQ(::poll(&watched, 1, FakeReader::kPatience), 1) << "nothing comes";
    card_.on_ready(watched.revents, now_);
  }
  bool connecting() const { return card_.watched().fd >= 0 && card_.next_deadline().has_value(); }
  // A try, and how it ends.
  void try_once() {
    card_.on_time(now_);
    if (connecting()) turn();
  }
  void insert() {
    try_once();
    reader_.take_card();
  }
  std::string ask(std::string_view apdu) {
    reader_.say_framed(apdu);
    turn();
    return reader_.hear();
  }
  void control(std::string_view frame) {
    reader_.say(frame);
    turn();
  }

  TestDevice device_;
  trace::MemorySink events_;
  FakeReader reader_;
  ServedTre served_{*device_.tre, events_, false};
  VpcdCard card_ = VpcdCard::make(reader_.address(), served_).value();
  VpcdCard::Clock::time_point now_{std::chrono::hours(1)};
};

TEST_F(VpcdCardTest, TellsItsAnswerToResetWithOrWithoutPower) {
  insert();
  control(kGetAtr);
  EXPECT_EQ(reader_.hear(), to_hex(answer_to_reset()));
  control(kOn);
  control(kGetAtr);
  EXPECT_EQ(reader_.hear(), to_hex(answer_to_reset()));
  EXPECT_TRUE(reader_.silent());  // power is not answered
  EXPECT_EQ(events_.count("card.reader_connected"), 1U);
  EXPECT_EQ(events_.count("card.powered"), 1U);
}

// TS 102 221 7.3.1.1.4, case 4 over T=0: no Le, 61xx, GET RESPONSE; and a wrong Le.
TEST_F(VpcdCardTest, AnswersAsAnyT0Card) {
  insert();
  control(kOn);
  const auto selected = ask("00A4040007A0000000871002");
  ASSERT_EQ(selected.size(), 4U);
  EXPECT_EQ(selected.substr(0, 2), "61");
  const auto fcp = ask("00C00000" + selected.substr(2));
  EXPECT_EQ(fcp.substr(0, 2), "62");
  EXPECT_EQ(fcp.substr(fcp.size() - 4), "9000");
  EXPECT_EQ(ask("00A4000C026F07"), "9000");
  EXPECT_EQ(ask("00B0000020"), "6c09");
  EXPECT_EQ(ask("00B0000009"), "0809102000000000109000");
  EXPECT_EQ(ask("0000"), "6700");
  EXPECT_EQ(events_.count("apdu.select"), 2U);
}

// TS 102 221 C.1.2: over T=0 a reader with P3 = 00 waits for 256 octets.
TEST_F(VpcdCardTest, TellsTheLengthWhereP3Is00AndCarriesTheCommandOutOnce) {
  insert();
  control(kOn);
  const auto told = ask("0084000000");  // GET CHALLENGE of 256 octets: these are all
  EXPECT_EQ(told.size(), 2 * 258U);
  const auto length = ask("80F2000000");
  ASSERT_EQ(length.substr(0, 2), "6c");
  const auto fcp = ask("80F20000" + length.substr(2));
  EXPECT_EQ(fcp.substr(0, 2), "62");
  EXPECT_EQ(fcp.substr(fcp.size() - 4), "9000");
  EXPECT_EQ(events_.count("apdu.status"), 1U);
  EXPECT_EQ(ask("80F20000" + length.substr(2)), fcp);  // a command of its own
  EXPECT_EQ(events_.count("apdu.status"), 2U);
  EXPECT_EQ(ask("80F2000C00"), "9000");  // nothing to come, nothing to tell
}

TEST_F(VpcdCardTest, DropsWhatIsKeptForAnotherCommandOrReset) {
  insert();
  control(kOn);
  const auto length = ask("80F2000000").substr(2);
  for (const auto* between : {"80F2000C00", "80F2000001"}) {
    ASSERT_EQ(ask("80F2000000"), "6c" + length);
    const auto before = events_.count("apdu.status");
    ask(between);
    ask("80F20000" + length);
    EXPECT_EQ(events_.count("apdu.status"), before + 2) << between;
  }
  ASSERT_EQ(ask("80F2000000"), "6c" + length);
  const auto before = events_.count("apdu.status");
  control(kReset);
  ask("80F20000" + length);
  EXPECT_EQ(events_.count("apdu.status"), before + 1);
}

TEST_F(VpcdCardTest, TakesLengthAndContentApart) {
  insert();
  control(kOn);
  control("0007");
  EXPECT_TRUE(reader_.silent());
  control("00A4000C");
  control("023F00");
  EXPECT_EQ(reader_.hear(), "9000");
}

TEST_F(VpcdCardTest, BeginsANewSessionWithResetAndPower) {
  insert();
  reader_.say(kOn);
  for (const auto* frames : {kReset, kOn, "000100000101"}) {
    turn();
    ASSERT_EQ(ask(kOpenChannel), "019000");
    ASSERT_EQ(ask(kSelectOnChannel1), "9000");
    control(frames);
    EXPECT_EQ(ask(kSelectOnChannel1), "6881") << frames;
    reader_.say(kReset);
  }
  turn();
  EXPECT_EQ(events_.named("card.powered").size(), 4U);
  EXPECT_EQ(events_.named("card.powered")[2].field("power"), "off");
  EXPECT_EQ(events_.count("card.reset"), 4U);
}

// Else a terminal could measure anew after other software has run.
TEST_F(VpcdCardTest, LeavesTheMeasurementsClosedOverAReset) {
  insert();
  control(kOn);
  ASSERT_EQ(ask("00A4040C0AF0464F4F54484F4C4401"), "9000");
  ASSERT_EQ(ask("80320000080102030405060708").substr(0, 2), "61");
  for (const auto* frame : {kReset, "000100000101"}) {
    control(frame);
    ASSERT_EQ(ask("00A4040C0AF0464F4F54484F4C4401"), "9000");
    EXPECT_EQ(ask("8030000025810161"
                  "8220" +
                  std::string(64, '0')),
              "6985");
  }
}

TEST_F(VpcdCardTest, EndsTheConnectionOfAReaderThatBreaksTheRules) {
  for (const auto* frame : {"0000", "000103", "0001FF",
                            "0005"
                            "80CA010200"}) {
    insert();
    control(frame);
    EXPECT_EQ(reader_.hear(), "gone") << frame;
    now_ = card_.next_deadline().value();
  }
  EXPECT_EQ(events_.named("card.reader_lost").at(3).field("reason"), "APDU: a command without power");
  insert();  // and the next one is served
  control(kOn);
  EXPECT_EQ(ask(kOpenChannel), "019000");
}

TEST_F(VpcdCardTest, ComesBackWithoutPowerAfterTheReaderWentAway) {
  insert();
  control(kOn);
  reader_.go_away();
  turn();
  try_once();  // too early
  EXPECT_EQ(card_.watched().fd, -1);
  now_ = card_.next_deadline().value();
  try_once();  // nobody is there
  EXPECT_EQ(card_.watched().fd, -1);
  reader_.come_back();
  now_ = card_.next_deadline().value();
  insert();
  EXPECT_EQ(events_.count("card.reader_connected"), 2U);
  EXPECT_EQ(events_.count("card.reader_lost"), 1U);
  control(kReset);
  EXPECT_EQ(ask(kOpenChannel), "019000");
}

TEST_F(VpcdCardTest, TriesWithoutEndAndTellsItOnce) {
  reader_.go_away();
  auto pause = VpcdCard::kMinBackOff;
  for (int i = 0; i < 20; ++i) {
    try_once();
    ASSERT_EQ(card_.next_deadline(), now_ + pause) << i;
    now_ += pause;
    pause = std::min(2 * pause, VpcdCard::kMaxBackOff);
  }
  EXPECT_EQ(events_.count("card.reader_lost"), 1U);
  reader_.come_back();
  insert();
  control(kGetAtr);
  reader_.go_away();
  turn();
  EXPECT_EQ(card_.next_deadline(), now_ + VpcdCard::kMinBackOff);  // the pause began anew with a reader that spoke
}

TEST_F(VpcdCardTest, ReadsNothingFromAReaderThatTakesNoAnswers) {
  insert();
  Bytes questions;
  for (int i = 0; i < 1000; ++i) questions.insert(questions.end(), {0x00, 0x01, 0x04});
  std::size_t asked = 0;
  while (card_.watched().events == POLLIN) {
    const auto sent = ::send(reader_.card(), questions.data(), questions.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      asked += static_cast<std::size_t>(sent);
      std::rotate(questions.begin(), questions.begin() + sent, questions.end());
    }
    turn();
  }
  const auto answer = encode_frame(answer_to_reset());
  const std::size_t expected = asked / 3 * answer.size();
  Bytes heard;
  std::array<std::uint8_t, 65536> octets;
  while (heard.size() < expected) {
    const auto got = ::recv(reader_.card(), octets.data(), octets.size(), MSG_DONTWAIT);
    if (got > 0) heard.insert(heard.end(), octets.begin(), octets.begin() + got);
    ASSERT_NE(got, 0);
    auto watched = card_.watched();
    if (::poll(&watched, 1, 0) == 1) card_.on_ready(watched.revents, now_);
  }
  ASSERT_EQ(heard.size(), expected);
  for (std::size_t at = 0; at < heard.size(); at += answer.size()) {
    ASSERT_TRUE(std::equal(answer.begin(), answer.end(), heard.begin() + static_cast<std::ptrdiff_t>(at))) << at;
  }
}

TEST(VpcdCard, WantsAnAddressAndAPort) {
  TestDevice device;
  trace::MemorySink events;
  ServedTre served(*device.tre, events, false);
  for (const auto* wrong : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:35963x",
                            "localhost:35963", ":35963", "::1:35963", "127.0.0.1:-1"}) {
    const auto card = VpcdCard::make(wrong, served);
    ASSERT_FALSE(card) << wrong;
    EXPECT_EQ(card.error().field, "vpcd");
  }
}

}  // namespace
}  // namespace foothold::tre_emu::transport
