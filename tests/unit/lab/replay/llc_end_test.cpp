// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/llc_end.h"

#include <gtest/gtest.h>

#include "gsm/llc/xid.h"

namespace foothold::lab::replay {
namespace {

using namespace gsm::llc;

CipherContext gea3() {
  return {Gea::gea3, Secret<8>(std::array<std::uint8_t, 8>{1, 2, 3, 4, 5, 6, 7, 8})};
}

TEST(LlcEnd, CarriesFramesBothWays) {
  LlcEnd mobile(Sender::mobile);
  LlcEnd sgsn(Sender::sgsn);
  EXPECT_EQ(sgsn.take(mobile.ui(Sapi::gmm, Bytes{8, 1}, true)).value().information, (Bytes{8, 1}));
  EXPECT_EQ(mobile.take(sgsn.ui(Sapi::gmm, Bytes{8, 2}, true)).value().information, (Bytes{8, 2}));
}

TEST(LlcEnd, CiphersWhatMayBe) {
  LlcEnd mobile(Sender::mobile);
  LlcEnd sgsn(Sender::sgsn);
  mobile.set_ciphering(gea3());
  const auto ciphered = mobile.ui(Sapi::gmm, Bytes{8, 3, 3, 3}, true);
  const auto clear = mobile.ui(Sapi::gmm, Bytes{8, 1}, false);
  EXPECT_FALSE(sgsn.take(ciphered));  // no key is known
  sgsn.set_ciphering(gea3());
  EXPECT_EQ(sgsn.take(ciphered).value().information, (Bytes{8, 3, 3, 3}));
  EXPECT_EQ(sgsn.take(clear).value().information, (Bytes{8, 1}));
  sgsn.set_ciphering({});  // GEA0: in the clear again
  EXPECT_FALSE(sgsn.take(mobile.ui(Sapi::gmm, Bytes{8, 3}, true)));
}

TEST(LlcEnd, RefusesAFrameTwiceAndAWrongFcs) {
  LlcEnd mobile(Sender::mobile);
  LlcEnd sgsn(Sender::sgsn);
  const auto pdu = mobile.ui(Sapi::gmm, Bytes{8, 1}, true);
  EXPECT_TRUE(sgsn.take(pdu));
  EXPECT_EQ(sgsn.take(pdu).error().field, "N(U)");
  auto damaged = mobile.ui(Sapi::gmm, Bytes{8, 1}, true);
  damaged.back() ^= 1;
  EXPECT_EQ(sgsn.take(damaged).error().field, "FCS");
  EXPECT_FALSE(sgsn.take(Bytes{0x01}));
}

TEST(LlcEnd, BeginsAnewAfterAReset) {
  LlcEnd mobile(Sender::mobile);
  LlcEnd sgsn(Sender::sgsn);
  EXPECT_TRUE(sgsn.take(mobile.ui(Sapi::gmm, Bytes{8, 1}, true)));
  mobile.reset();
  EXPECT_FALSE(sgsn.take(mobile.ui(Sapi::gmm, Bytes{8, 1}, true)));
  sgsn.reset();
  mobile.reset();
  EXPECT_TRUE(sgsn.take(mobile.ui(Sapi::gmm, Bytes{8, 1}, true)));
}

TEST(LlcEnd, TakesTheInputOffsetValueOfAnXid) {
  LlcEnd mobile(Sender::mobile);
  LlcEnd sgsn(Sender::sgsn);
  mobile.set_ciphering(gea3());
  sgsn.set_ciphering(gea3());
  const auto parameters = encode_xid({{XidType::iov_ui, {1, 2, 3, 4}}});
  const auto command = sgsn.xid(Sapi::gmm, true, true, parameters);
  EXPECT_EQ(mobile.take(command).value().information, parameters);
  EXPECT_FALSE(sgsn.take(mobile.ui(Sapi::gmm, Bytes{8, 3}, true))) << "the other side has another offset now";
}

}  // namespace
}  // namespace foothold::lab::replay
