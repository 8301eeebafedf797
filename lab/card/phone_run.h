// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "base/result.h"

namespace foothold::lab {

// A phone with the card behind the socket of a foothold-tre, until `stop_fd` is readable: a line to standard output for
// each thing that happens. An Error: the card is gone.
Result<void> run_phone(const std::string& socket, int stop_fd);

}  // namespace foothold::lab
