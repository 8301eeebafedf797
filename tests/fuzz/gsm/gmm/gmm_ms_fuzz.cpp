// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The mobile's GMM under a hostile network, SIM and timing. The input is a sequence of: one octet that says what
// happens, and what that needs. No state change that the table forbids, and no answer without a logical link.
#include <cstdlib>

#include "base/byte_reader.h"
#include "gsm/gmm/gmm_ms.h"

namespace {

using namespace foothold;
using namespace foothold::gsm;
using namespace foothold::gsm::gmm;

class Run {
 public:
  explicit Run(bool require_umts_aka) : gmm_(settings(require_umts_aka), [this] { return ++random_; }) {}

  bool step(ByteReader& reader) {
    const auto what = reader.u8("what");
    if (!what) return false;
    switch (*what % 10) {
      case 0:
        check(gmm_.attach());
        break;
      case 1:
        check(gmm_.detach((*what & 0x10) != 0));
        break;
      case 2:
        check(gmm_.on_cell_available({{1, 1, 2}, static_cast<std::uint16_t>(*what >> 5), 1}));
        break;
      case 3:
        check(gmm_.on_cell_lost());
        break;
      case 4: {
        const auto timer = reader.u8("timer");
        if (!timer) return false;
        check(gmm_.on_timer(static_cast<GmmTimer>(*timer % kGmmTimers)));
        break;
      }
      case 5:
        check(gmm_.on_uplink_llc_pdu());
        break;
      case 6: {
        Authenticated success{Bytes((*what >> 3) % 18, 0x5a), {}};
        if ((*what & 0x40) != 0) success.keys.umts.emplace();
        check(gmm_.on_authenticate_response(id_, success));
        break;
      }
      case 7:
        check(gmm_.on_authenticate_response(
            id_, (*what & 0x10) != 0 ? AuthenticateOutcome(MacFailure{}) : AuthenticateOutcome(SynchFailure{})));
        break;
      default: {
        const auto pdu = reader.take_lv("pdu");
        if (!pdu) return false;
        check(gmm_.on_pdu(*pdu, *what % 10 == 8));
      }
    }
    return true;
  }

 private:
  static GmmSettings settings(bool require_umts_aka) {
    GmmSettings settings{.device = "001020000000001",
                         .imsi = *Imsi::parse("001020000000001"),
                         .imeisv = *Imeisv::parse("3569290000000017"),
                         .require_umts_aka = require_umts_aka,
                         .ms_network_capability = {},
                         .ms_ra_capability = MsRaCapability::one_band(AccessTechnology::gsm_e, 1),
                         .drx_parameter = {}};
    settings.ms_network_capability.set_gea(3);
    return settings;
  }

  void check(const Effects& effects) {
    if (effects.size() > 64) std::abort();  // one input costs a bounded number of effects
    for (const auto& effect : effects) {
      if (const auto* traced = std::get_if<l3::Trace>(&effect)) {
        // A forbidden state change is traced as a discarded gmm.state; see GmmMs::enter().
        if (traced->event.name == "gmm.state" && traced->event.kind == trace::Kind::discarded) std::abort();
      } else if (const auto* assign = std::get_if<AssignTlli>(&effect)) {
        if (assign->old_tlli != tlli_) std::abort();
        tlli_ = assign->new_tlli;
      } else if (const auto* pdu = std::get_if<l3::SendPdu>(&effect)) {
        if (!tlli_ || !peek_type(pdu->bytes)) std::abort();
      } else if (const auto* request = std::get_if<AuthenticateRequest>(&effect)) {
        id_ = request->id;
      } else if (const auto* ciphering = std::get_if<SetCiphering>(&effect)) {
        if (ciphering->gea != 0 && !ciphering->keys) std::abort();
      }
    }
    if (tlli_ != gmm_.tlli()) std::abort();
    if ((gmm_.state() == GmmState::deregistered) != !tlli_.has_value()) std::abort();
  }

  std::uint32_t random_ = 0;
  std::optional<Tlli> tlli_;
  std::uint32_t id_ = 0;
  GmmMs gmm_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const bool require_umts_aka : {true, false}) {
    Run run(require_umts_aka);
    ByteReader reader({data, size});
    while (run.step(reader)) {
    }
  }
  return 0;
}
