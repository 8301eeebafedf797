// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

namespace foothold::lab {

// `foothold scenarios`; returns its exit code.
int list_scenarios();

}  // namespace foothold::lab
