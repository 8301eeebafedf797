// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace foothold::lab {

// In what a run differs from a good one: facts about single parties, which the run arranges before it starts them.
// Nobody else is told; that the fault is found where the report wants it found is what a scenario shows.
struct Deviations {
  bool pcid_unknown_to_ro = false;                  // the RO never got its half of the personalisation
  bool vno_has_no_route = false;                    // the VNO has no agreement with the PCID's operator
  bool network_key_differs = false;                 // the RO's K is not the TRE's
  bool res_altered = false;                         // the machine alters the RES that its TRE computed
  bool tre_sqn_ahead = false;                       // the TRE has seen sequence numbers that the RO has not reached
  std::string_view network_gea = "0 3";             // the GEA algorithms that the VNO's SGSN may choose from
  bool component_altered = false;                   // a measured component changes after personalisation
  bool object_altered = false;                      // a bit of the M2MSIMMobj flips on its way through the DPF
  bool object_of_another_tre = false;               // the DPF sends an object that the SHO made for another TRE
  bool dpf_absent = false;                          // the DPF does not run
  std::optional<unsigned> sgsn_restarts_at_step{};  // the SGSN is killed when this step was seen, and started again
};

struct Expectation {
  int exit_code = 0;
  std::optional<unsigned> stopped_at{};  // empty: all 22 steps
};

struct Scenario {
  std::string_view name;
  std::string_view summary;  // one line
  Deviations deviations;
  Expectation expectation;
};

std::span<const Scenario> scenarios();
const Scenario* find_scenario(std::string_view name);

}  // namespace foothold::lab
