// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/usim/bootstrap_mac.h"

#include "pki/crypto.h"
#include "pki/gba.h"

namespace foothold::tre_emu::usim {

card::StatusWord verify_bootstrap_mac(const vault::Subscription& subscription, std::string_view drf, ByteView mac,
                                      ByteView document) {
  if (!subscription.gba) return card::StatusWord::conditions_not_satisfied;
  const auto impi = pki::gba::impi_of(subscription.imsi, subscription.mnc_digits);
  const auto key = pki::gba::ks_int_naf(subscription.gba->ks, subscription.gba->rand, impi, pki::gba::naf_id(drf));
  const auto right = pki::hmac_sha1(key.reveal(), document);
  return pki::equal_in_constant_time(mac, right) ? card::StatusWord::ok : card::StatusWord::mac_wrong;
}

}  // namespace foothold::tre_emu::usim
