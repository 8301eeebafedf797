// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/llc/frame.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "captured_frames.h"
#include "gsm/llc/fcs.h"

namespace foothold::gsm::llc {
namespace {

TEST(LlcFrame, ReadsACapturedUiFrame) {
  const auto pdu = *from_hex(captured::kAuthenticationRequest);
  const auto frame = decode_frame(pdu, Sender::sgsn);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->sapi, Sapi::gmm);
  EXPECT_TRUE(frame->command);
  EXPECT_EQ(std::get<UiControl>(frame->control), (UiControl{1, false, true}));
  EXPECT_TRUE(fcs_is_right(pdu, *frame));
  EXPECT_EQ(encode_ui(Sender::sgsn, true, Sapi::gmm, {1, false, true}, frame->information), pdu);
}

TEST(LlcFrame, ReadsACapturedUFrame) {
  const auto pdu = *from_hex(captured::kXid);
  const auto frame = decode_frame(pdu, Sender::sgsn);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->sapi, Sapi::ll3);
  EXPECT_TRUE(frame->command);
  EXPECT_EQ(std::get<UControl>(frame->control), (UControl{UCommand::xid, true}));
  EXPECT_TRUE(fcs_is_right(pdu, *frame));
  // The mobile's response has the C/R bit of the SGSN's command (TS 44.064 6.2.2).
  EXPECT_EQ(encode_u(Sender::mobile, false, Sapi::ll3, {UCommand::xid, true}, frame->information), pdu);
}

TEST(LlcFrame, EveryFlippedBitOfAProtectedFrameIsFound) {
  const auto pdu = *from_hex(captured::kAttachRequest);
  for (std::size_t bit = 24; bit < pdu.size() * 8; ++bit) {
    auto bad = pdu;
    bad[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    const auto frame = decode_frame(bad, Sender::mobile);
    ASSERT_TRUE(frame);
    EXPECT_FALSE(fcs_is_right(bad, *frame)) << "bit " << bit;
  }
}

TEST(LlcFrame, UnprotectedModeCoversFourOctets) {
  const Bytes information = {1, 2, 3, 4, 5, 6};
  auto pdu = encode_ui(Sender::mobile, true, Sapi::ll3, {7, false, false}, information);
  pdu[3 + 5] ^= 0xff;  // the sixth octet is not covered
  EXPECT_TRUE(fcs_is_right(pdu, *decode_frame(pdu, Sender::mobile)));
  pdu[3 + 3] ^= 0xff;  // the fourth is
  EXPECT_FALSE(fcs_is_right(pdu, *decode_frame(pdu, Sender::mobile)));
}

TEST(LlcFrame, RefusesTruncatedReservedAndInvalid) {
  const auto pdu = *from_hex(captured::kIdentityRequest);
  for (std::size_t size = 0; size < 6; ++size) EXPECT_FALSE(decode_frame(ByteView(pdu).first(size), Sender::sgsn));
  for (const auto address : {0x80, 0x00, 0x04, 0x0f, 0x0c}) {
    auto bad = pdu;
    bad[0] = static_cast<std::uint8_t>(address);
    EXPECT_FALSE(decode_frame(bad, Sender::sgsn)) << address;
  }
}

}  // namespace
}  // namespace foothold::gsm::llc
