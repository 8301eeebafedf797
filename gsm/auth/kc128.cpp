// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/kc128.h"

extern "C" {
#include <osmocom/crypt/kdf.h>
}

namespace foothold::gsm::auth {

Secret<16> kc128(const Secret<16>& ck, const Secret<16>& ik) {
  Secret<16> key;
  osmo_kdf_kc128(ck.reveal().data(), ik.reveal().data(), key.reveal_mutable().data());
  return key;
}

}  // namespace foothold::gsm::auth
