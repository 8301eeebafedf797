// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/toolkit/proactive_command.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::tre_emu::toolkit {
namespace {

std::string encoded(const ProactiveCommand& command) {
  return to_hex(encode(command, 1));
}

// TS 31.124 27.22.4.7, REFRESH: D0, command details, device identities UICC and terminal, then what the mode needs.
TEST(ProactiveCommand, RefreshesInAllModes) {
  EXPECT_EQ(encoded(refresh(RefreshMode::naa_initialization)), "d009810301010382028182");
  EXPECT_EQ(encoded(refresh(RefreshMode::uicc_reset)), "d009810301010482028182");
  EXPECT_EQ(encoded(refresh_files(RefreshMode::file_change, {{0x3F00, 0x7FFF, 0x6F07}, {0x3F00, 0x2FE2}})),
            "d016810301010182028182920b023f007fff6f073f002fe2");
  EXPECT_EQ(encoded(refresh(RefreshMode::naa_session_reset, from_hex("A0000000871002").value())),
            "d0128103010106820281822f07a0000000871002");
  EXPECT_EQ(encoded(steer_roaming(from_hex("00F1100080").value())), "d010810301010782028182f20500f1100080");
}

TEST(ProactiveCommand, AsksAndSetsUp) {
  EXPECT_EQ(encoded(provide_local_information(LocalInformation::location)), "d009810301260082028182");
  EXPECT_EQ(encoded(set_up_event_list({EventKind::location_status})), "d00c810301050082028182990103");
  EXPECT_EQ(encoded(start_timer(1, std::chrono::hours(23) + std::chrono::seconds(754))),
            "d011810301270082028182a40101a503322143");
}

TEST(TerminalResponse, IsRead) {
  const auto data = from_hex(
                        "8103012600820282818301009307"
                        "00f11000010002")
                        .value();
  const auto response = decode_terminal_response(data);
  ASSERT_TRUE(response) << to_string(response.error());
  EXPECT_EQ(response->number, 1);
  EXPECT_EQ(response->type, 0x26);
  EXPECT_EQ(response->result, 0);
  EXPECT_EQ(to_hex(response->objects), "930700f11000010002");
  // Without the comprehension bit, and with an object between that nobody knows.
  EXPECT_TRUE(decode_terminal_response(from_hex("010301260002028281550144030100").value()));
  for (std::size_t size = 0; size < 12; ++size) {
    EXPECT_FALSE(decode_terminal_response(ByteView(data).first(size))) << size;
  }
  EXPECT_FALSE(decode_terminal_response(from_hex("8102012682028281830100").value()));
  EXPECT_FALSE(decode_terminal_response(from_hex("820282818103012600830100").value()));
  EXPECT_FALSE(decode_terminal_response(from_hex("8103012600820282818300").value()));
  EXPECT_FALSE(decode_terminal_response(from_hex("818203012600").value()));
}

TEST(Envelope, IsRead) {
  const auto data = from_hex("D60A990103820282819B0100").value();
  const auto event = decode_envelope(data);
  ASSERT_TRUE(event) << to_string(event.error());
  EXPECT_EQ(event->kind, Envelope::Kind::event_download);
  EXPECT_EQ(event->subject, 3);
  const auto timer = decode_envelope(from_hex("D70C82028281A40101A503003000").value());
  ASSERT_TRUE(timer) << to_string(timer.error());
  EXPECT_EQ(timer->kind, Envelope::Kind::timer_expiration);
  EXPECT_EQ(timer->subject, 1);
  for (std::size_t size = 0; size < data.size(); ++size) {
    EXPECT_FALSE(decode_envelope(ByteView(data).first(size))) << size;
  }
  for (const char* wrong :
       {"D30482028281", "D60482028281", "D70482028281", "D6029900", "D603990103D603990103", "D604990203049900"}) {
    EXPECT_FALSE(decode_envelope(from_hex(wrong).value())) << wrong;
  }
}

}  // namespace
}  // namespace foothold::tre_emu::toolkit
