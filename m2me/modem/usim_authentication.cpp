// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/modem/usim_authentication.h"

#include "gsm/auth/quintet.h"

namespace foothold::m2me {
namespace {

using namespace gsm::gmm;

struct UmtsOutcome {
  AuthenticateOutcome operator()(const UmtsKeys& keys) const {
    // A USIM without the conversion (service 27) leaves it to the terminal (TS 31.102 7.1.2.1).
    const auto kc = keys.kc ? *keys.kc : gsm::auth::c3(keys.ck, keys.ik);
    return Authenticated{keys.res, SecurityKeys{kc, SecurityKeys::Umts{keys.ck, keys.ik}}};
  }
  AuthenticateOutcome operator()(const SynchronisationFailure& failure) const { return SynchFailure{failure.auts}; }
  AuthenticateOutcome operator()(const MacFailure&) const { return gsm::gmm::MacFailure{}; }
};

}  // namespace

AuthenticateOutcome authenticate(UsimClient& usim, const AuthenticateRequest& request) {
  if (request.autn) {
    const auto answer = usim.authenticate(request.rand, *request.autn);
    if (!answer) return SimUnavailable{to_string(answer.error())};
    return std::visit(UmtsOutcome{}, *answer);
  }
  const auto answer = usim.authenticate_gsm(request.rand);
  if (!answer) return SimUnavailable{to_string(answer.error())};
  return Authenticated{Bytes(answer->sres.begin(), answer->sres.end()), SecurityKeys{answer->kc, std::nullopt}};
}

}  // namespace foothold::m2me
