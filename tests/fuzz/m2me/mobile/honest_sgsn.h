// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <map>
#include <optional>

#include "gsm/identity/routing_area.h"
#include "gsm/llc/cipher.h"
#include "gsm/llc/frame.h"
#include "gsm/llc/ui_counters.h"
#include "tests/unit/gsm/grr/test_network.h"

namespace foothold::m2me::soak {

// An SGSN that knows nothing of the mobile and does all that is right: a routing area update is refused ("implicitly
// detached"), an attach accepted, a PDP context activated, packets come back. What it does not understand it ignores.
class HonestSgsn {
 public:
  // `area`: of its cells.
  HonestSgsn(gsm::grr::test::TestNetwork& network, const gsm::RoutingArea& area) : network_(network), area_(area) {}

  void on_pdu(gsm::Tlli tlli, Bytes pdu);

 private:
  void send(gsm::llc::Sapi sapi, ByteView sdu, bool ciphered);
  void on_gmm(ByteView pdu);
  void on_sm(ByteView pdu);

  gsm::grr::test::TestNetwork& network_;
  gsm::RoutingArea area_;
  gsm::Tlli tlli_{};
  std::map<gsm::llc::Sapi, gsm::llc::UiCounters> counters_;
  std::optional<gsm::llc::CipherContext> cipher_;
  bool challenged_ = false;
};

}  // namespace foothold::m2me::soak
