// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/vault/device_state.h"

#include <gtest/gtest.h>

#include "tests/unit/tre_emu/test_device.h"

namespace foothold::tre_emu::vault {
namespace {

DeviceState full_state() {
  auto state = test_personalisation().state;
  state.pcid.gba = GbaContext{{1, 2, 3}, {}};
  state.pcid.gba->ks.reveal_mutable()[5] = 0x55;
  state.pcid.files[0x6F7E] = SecretBytes(Bytes(11, 0xAA));
  Mcim mcim;
  mcim.identifier = "MCIM-1";
  mcim.sho_plmn = "00103";
  mcim.active = true;
  mcim.subscription = state.pcid;
  mcim.subscription.imsi = "001030000000001";
  state.mcims.push_back(mcim);
  state.transactions = {"one", "two"};
  return state;
}

TEST(DeviceState, RoundTrips) {
  const auto octets = encode_state(full_state());
  const auto decoded = decode_state(octets.reveal());
  ASSERT_TRUE(decoded) << to_string(decoded.error());
  EXPECT_TRUE(std::ranges::equal(encode_state(*decoded).reveal(), octets.reveal()));
  EXPECT_EQ(decoded->active_mcim()->identifier, "MCIM-1");
  EXPECT_EQ(decoded->active().imsi, "001030000000001");
  EXPECT_EQ(decoded->pcid.gba->ks, full_state().pcid.gba->ks);
  EXPECT_EQ(decoded->pcid.sqn, full_state().pcid.sqn);
  EXPECT_EQ(decoded->transactions, (std::vector<std::string>{"one", "two"}));
}

TEST(DeviceState, RefusesEveryTruncationAndWhatIsLeftOver) {
  const auto sealed = encode_state(full_state());
  const Bytes octets(sealed.reveal().begin(), sealed.reveal().end());
  for (std::size_t size = 0; size < octets.size(); ++size) {
    ASSERT_FALSE(decode_state(ByteView(octets).first(size))) << size;
  }
  auto longer = octets;
  longer.push_back(0);
  EXPECT_FALSE(decode_state(longer));
  auto other_version = octets;
  other_version[0] = 99;
  EXPECT_FALSE(decode_state(other_version));
}

TEST(DeviceState, RefusesTwoActiveMcims) {
  auto state = full_state();
  state.mcims.push_back(state.mcims.front());
  EXPECT_FALSE(decode_state(encode_state(state).reveal()));
}

TEST(DeviceState, FallsBackToThePcid) {
  auto state = full_state();
  state.mcims.front().active = false;
  EXPECT_EQ(state.active_mcim(), nullptr);
  EXPECT_EQ(state.active().imsi, kPcid);
}

}  // namespace
}  // namespace foothold::tre_emu::vault
