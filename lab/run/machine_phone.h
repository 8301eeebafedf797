// SPDX-License-Identifier: AGPL-3.0-or-later
//
// With `dm_over_phone` the TRE of each machine sits in a phone as well, which has a way to the RO of its own, and the
// machine manages through it: in the machine's network the DPF's address leads to `foothold card forward`, and so over
// the TRE and the phone (Bearer Independent Protocol) to the DPF. All else of the machine's goes over GPRS as ever.
#pragma once

#include <sys/types.h>

#include <string>

#include "lab/process/command.h"
#include "lab/run/run_setup.h"

namespace foothold::lab {

// `foothold card phone`; ready once it has read its subscriber. The machine's TRE has to run.
Service phone_of(const RunSetup& setup, unsigned machine);
// `foothold card forward`, for the machine that is process `m2me`.
Command forward_of(const RunSetup& setup, unsigned machine, pid_t m2me);

// Whether a REFRESH has made the phone read its subscriber anew.
bool phone_came_back(const RunSetup& setup, unsigned machine);
// What happened to the phone, a line for each thing.
std::string story_of_phone(const RunSetup& setup, unsigned machine);

}  // namespace foothold::lab
