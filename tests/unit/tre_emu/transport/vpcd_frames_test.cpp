// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/vpcd_frames.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/hex.h"

namespace foothold::tre_emu::transport {
namespace {

// Everything that vpcd says, as its documentation ("Creating a virtual smart card") has it, and a SELECT of the MF.
constexpr std::string_view kStream = "000100 000101 000102 000104 0007 00A40000023F00";

Bytes stream() {
  std::string digits(kStream);
  std::erase(digits, ' ');
  return from_hex(digits).value();
}

const std::vector<VpcdMessage> kMessages{VpcdControl::power_off, VpcdControl::power_on, VpcdControl::reset,
                                         VpcdControl::get_atr, Bytes{0x00, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00}};

std::vector<VpcdMessage> all(VpcdFrames& frames) {
  std::vector<VpcdMessage> found;
  for (;;) {
    auto message = frames.next();
    if (!message) ADD_FAILURE() << to_string(message.error());
    if (!message || !*message) return found;
    found.push_back(std::move(**message));
  }
}

TEST(VpcdFrames, FindsControlsAndCommandsHoweverTheyAreCut) {
  const auto whole = stream();
  for (std::size_t piece = 1; piece <= whole.size(); ++piece) {
    VpcdFrames frames;
    std::vector<VpcdMessage> found;
    for (std::size_t at = 0; at < whole.size(); at += piece) {
      frames.feed(ByteView(whole).subspan(at, std::min(piece, whole.size() - at)));
      for (auto& message : all(frames)) found.push_back(std::move(message));
    }
    EXPECT_EQ(found, kMessages) << piece;
  }
}

TEST(VpcdFrames, WaitsForTheRestOfAMessage) {
  const auto whole = stream();
  const std::size_t ends[] = {3, 6, 9, 12, 21};
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    VpcdFrames frames;
    frames.feed(ByteView(whole).first(size));
    const auto whole_ones = std::ranges::count_if(ends, [&](std::size_t end) { return end <= size; });
    EXPECT_EQ(all(frames).size(), static_cast<std::size_t>(whole_ones)) << size;
  }
}

TEST(VpcdFrames, TakesTheLargestCommand) {
  const Bytes apdu(65535, 0x77);
  VpcdFrames frames;
  frames.feed(encode_frame(apdu));
  EXPECT_EQ(all(frames), std::vector<VpcdMessage>{apdu});
}

TEST(VpcdFrames, RefusesAFrameWithoutContent) {
  VpcdFrames frames;
  frames.feed(Bytes{0x00, 0x00});
  EXPECT_EQ(frames.next().error().field, "length");
}

TEST(VpcdFrames, RefusesUnknownControls) {
  for (unsigned control = 0; control < 256; ++control) {
    VpcdFrames frames;
    frames.feed(Bytes{0x00, 0x01, static_cast<std::uint8_t>(control)});
    const auto message = frames.next();
    const bool known = control <= 2 || control == 4;
    ASSERT_EQ(message.has_value(), known) << control;
    if (!known) {
      EXPECT_EQ(message.error().field, "control");
    }
  }
}

}  // namespace
}  // namespace foothold::tre_emu::transport
