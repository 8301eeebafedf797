// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/steps/failure_table.h"

#include <array>

namespace foothold::lab::steps {
namespace {

// The first row that fits counts. GMM causes: TS 24.008 10.5.5.14.
// clang-format off
constexpr std::array kTable = {
  FailureRow{"gsup.send_auth_info_error", "cause", "2", "3", "3", "the ICF does not know this PCID"},
  FailureRow{"gsup.send_auth_info_error", "", "", "2", "4", "no vectors came from the RO"},
  FailureRow{"gmm.attach_reject", "", "", "1", "5", "the network rejected the attach"},
  FailureRow{"gmm.authentication_failed", "", "", "5", "5", "authentication failed"},
  FailureRow{"gmm.attach_failed", "", "", "1", "5", "the attach failed"},
  // Step 7 runs AKA too.
  FailureRow{"apdu.authenticate", "result", "mac", "5", "7", "the TRE found the vector's MAC wrong", true},
  FailureRow{"sm.pdp_context_failed", "", "", "6", "6", "no IP connectivity"},
  FailureRow{"gba.refused", "", "", "7", "7", "the ICF did not take the proof of the PCID"},
  FailureRow{"gba.failed", "", "", "7", "10", "the M2ME got no bootstrap from the RO"},
  FailureRow{"drf.no_contract", "", "", "9", "9", "the DRF knows no contract for this PCID"},
  FailureRow{"drf.push_failed", "", "", "10", "11", "the bootstrap message was not taken by the M2ME"},
  FailureRow{"tre.bootstrap_refused", "", "", "11", "11", "the TRE found the bootstrap's MAC wrong"},
  FailureRow{"dm.bootstrap_refused", "", "", "10", "11", "the M2ME refused the bootstrap message"},
  FailureRow{"dm.server_unreachable", "", "", "11", "11", "the DPF cannot be reached"},
  FailureRow{"drf.registration_failed", "", "", "12", "12", "the DRF could not register the M2ME at its SHO"},
  FailureRow{"dm.session_failed", "", "", "11", "20", "the DM session failed"},
  FailureRow{"pva.verdict", "result", "invalid", "14", "14", "the PVA found the M2ME invalid", true},
  FailureRow{"sho.gave_up", "", "", "12a", "17", "the SHO gave up"},
  FailureRow{"tre.mcim_refused", "", "", "19", "19", "the TRE refused the MCIM"},
  FailureRow{"dm.refused", "", "", "11", "20", "the M2ME refused a DM command"},
  FailureRow{"m2me.ping_failed", "", "", "22", "22", "no reply over the MCIM's subscription"},
  FailureRow{"m2me.ended", "", "", "1", "22", "the M2ME gave up"},
};
// clang-format on

}  // namespace

std::optional<FailureRow> find_failure(const trace::Event& event, Phase phase) {
  const bool failure = event.kind == trace::Kind::failure;
  for (const FailureRow& row : kTable) {
    if (row.event != event.name) continue;
    if (!row.field.empty() && event.field(row.field) != row.value) continue;
    // pva.verdict with result = invalid may come as either kind.
    if (!failure && !(row.decision && event.kind == trace::Kind::decision)) continue;
    FailureRow found = row;
    if (phase == Phase::mcim && row.event != "m2me.ended") {
      found.first = found.last = "22";
      if (row.event == "gsup.send_auth_info_error") found.words = "the SHO's HLR gave no vectors for the MCIM";
    }
    return found;
  }
  return std::nullopt;
}

std::string reason_of(const FailureRow& row, const trace::Event& event) {
  std::string words(row.words);
  for (const std::string_view name : {"cause", "result"}) {
    const std::string& value = event.field(name);
    if (!value.empty() && row.field != name) words.append(", ").append(name).append(" ").append(value);
  }
  const std::string& reason = event.field("reason");
  if (!reason.empty()) words.append(": ").append(reason);
  return words;
}

}  // namespace foothold::lab::steps
