// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/scenarios/scenario.h"

#include <algorithm>
#include <array>

namespace foothold::lab {
namespace {

constexpr std::array kScenarios = {
    Scenario{"good", "everything is as it should be: all 22 steps", {}, {}},
    Scenario{"pcid-unknown",
             "the RO does not know the PCID: the VNO rejects the attach",
             {.pcid_unknown_to_ro = true},
             {1, 3}},
    Scenario{"plmn-unknown",
             "the VNO knows no operator for the PCID's MCC and MNC: it rejects the attach",
             {.vno_has_no_route = true},
             {1, 2}},
    Scenario{"wrong-k-network",
             "the RO holds another key than the TRE: the TRE refuses the network by its AUTN",
             {.network_key_differs = true},
             {1, 5}},
    Scenario{"wrong-res",
             "the machine answers with a wrong RES: the network refuses the mobile",
             {.res_altered = true},
             {1, 5}},
    Scenario{"sqn-out-of-range",
             "the TRE's sequence number is ahead of the RO's: resynchronisation (unciphered), then all 22 steps",
             // After a resynchronisation osmo-sgsn 1.9 authenticates with the new vector and ciphers with the key of
             // the first one, which no mobile has: its ATTACH ACCEPT could not be read with GEA3.
             {.tre_sqn_ahead = true, .network_gea = "0"},
             {}},
    Scenario{"gea4",
             "the network ciphers with GEA4 and a key of 128 bits: all 22 steps",
             {.network_gea = "0 3 4"},
             {}},
    Scenario{"measurement-altered",
             "the machine's firmware was changed after personalisation: the PVA's verdict is invalid, no MCIM is made",
             {.component_altered = true},
             {1, 14}},
    Scenario{"object-altered",
             "one bit of the M2MSIMMobj flips at the DPF: the TRE refuses it and the SHO is told",
             {.object_altered = true},
             {1, 19}},
    Scenario{"object-for-another-tre",
             "the DPF sends an object made for another TRE: the TRE refuses it and the SHO is told",
             {.object_of_another_tre = true},
             {1, 19}},
    Scenario{"dpf-unreachable",
             "the DPF does not run: the machine cannot start its management session",
             {.dpf_absent = true},
             {1, 11}},
    Scenario{"sgsn-restart",
             "the SGSN is killed when the machine is registered, and comes back: all 22 steps all the same",
             {.sgsn_restarts_at_step = 12},
             {}},
};

}  // namespace

std::span<const Scenario> scenarios() {
  return kScenarios;
}

const Scenario* find_scenario(std::string_view name) {
  const auto found = std::find_if(kScenarios.begin(), kScenarios.end(), [&](const auto& s) { return s.name == name; });
  return found == kScenarios.end() ? nullptr : &*found;
}

}  // namespace foothold::lab
