// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/bootstrap_request.h"

#include "base/hex.h"
#include "operators/ro/icf/icf_events.h"

namespace foothold::operators::icf {

namespace {

std::string why(int status) {
  switch (status) {
    case 404:
      return "the DRF has no contract for this PCID";
    case 409:
      return "the DRF is bootstrapping this PCID already";
    default:
      return "the DRF answered " + std::to_string(status);
  }
}

}  // namespace

void request_bootstrap(JsonClient& client, const std::string& drf, const Bootstrapped& bootstrapped,
                       trace::Sink& events) {
  const auto answer = client.post(drf + "/drf/v1/bootstrap",
                                  {{"pcid", bootstrapped.pcid.digits()},
                                   {"ip", bootstrapped.ip},
                                   {"btid", bootstrapped.btid},
                                   {"key", to_hex(bootstrapped.ks_int_naf.reveal())}},
                                  trace::Actor::drf, bootstrapped.pcid.digits());
  if (answer && answer->status == 202) {
    events.write(icf_event(trace::Kind::sent, "bootstrap_requested", bootstrapped.pcid, ""));
    return;
  }
  events.write(icf_event(trace::Kind::failure, "bootstrap_request_failed", bootstrapped.pcid,
                         answer ? why(answer->status) : to_string(answer.error())));
}

}  // namespace foothold::operators::icf
