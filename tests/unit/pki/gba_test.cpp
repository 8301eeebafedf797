// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/gba.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "pki/crypto.h"
#include "tests/unit/pki/test_pki.h"

namespace foothold::pki::gba {
namespace {

std::array<std::uint8_t, 16> filled(std::uint8_t first) {
  std::array<std::uint8_t, 16> out{};
  for (auto& octet : out) octet = first++;
  return out;
}

TEST(Gba, DerivesNafKeysAsAnnexB) {
  // S = 01 || "gba-me" 0006 || RAND 0010 || IMPI 0003 || NAF_Id 0008, by hand (TS 33.220 B.2, B.3).
  const auto key = ks(filled(0x00), filled(0x10));
  EXPECT_EQ(to_hex(key.reveal()), "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  const auto id = naf_id("naf");
  EXPECT_EQ(to_hex(id), "6e61660100000002");
  const auto s_me =
      from_hex("01 6762612d6d65 0006 202122232425262728292a2b2c2d2e2f 0010 614062 0003 6e61660100000002 0008").value();
  const auto s_u =
      from_hex("01 6762612d75 0005 202122232425262728292a2b2c2d2e2f 0010 614062 0003 6e61660100000002 0008").value();
  EXPECT_EQ(to_hex(ks_ext_naf(key, filled(0x20), "a@b", id).reveal()), to_hex(hmac_sha256(key.reveal(), s_me)));
  EXPECT_EQ(to_hex(ks_int_naf(key, filled(0x20), "a@b", id).reveal()), to_hex(hmac_sha256(key.reveal(), s_u)));
}

TEST(Gba, ChangesTheMacOfAutnOnly) {
  // SHA-1("abc"...): with IK = 00..0f, SHA-1 begins 56178b86a57fac22.
  const auto autn = filled(0x40);
  const auto changed = gba_u_autn(autn, filled(0x00));
  EXPECT_EQ(to_hex(changed), "4041424344454647" + to_hex([&] {
                               Bytes mac;
                               const auto mask = from_hex("56178b86a57fac22").value();
                               for (std::size_t i = 0; i < 8; ++i)
                                 mac.push_back(static_cast<std::uint8_t>(autn[8 + i] ^ mask[i]));
                               return mac;
                             }()));
  EXPECT_EQ(gba_u_autn(changed, filled(0x00)), autn);
}

TEST(Gba, NamesIdentitiesAsTs23003) {
  EXPECT_EQ(impi_of("001020000000001", 2), "001020000000001@ims.mnc002.mcc001.3gppnetwork.org");
  EXPECT_EQ(impi_of("310150123456789", 3), "310150123456789@ims.mnc150.mcc310.3gppnetwork.org");
  EXPECT_EQ(btid_of(filled(0), "bsf.example"), "AAECAwQFBgcICQoLDA0ODw==@bsf.example");
}

}  // namespace
}  // namespace foothold::pki::gba
