// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "trace/sink.h"

namespace foothold::rf_bridge {

// What the programs that stand between base station and mobiles have in common: `--config FILE`, `--version`, a clean
// end at SIGTERM and SIGINT, exit codes (docs/interfaces.md section 1).
struct AirProgram {
  const char* name;
  const char* purpose;
  const char* version;
};

namespace exit_code {
inline constexpr int kDone = 0, kFailed = 1, kMisconfigured = 2, kMachineLacks = 3;
}

// `serve(file, signals)` gives the exit code; `signals` is readable once the program is to end.
int run_air_program(int argc, char** argv, const AirProgram& program,
                    const std::function<int(const std::string& file, int signals)>& serve);
// Gives `code` back.
int complain(const AirProgram& program, int code, const Error& error);
void tell_ready(trace::Sink& sink);

}  // namespace foothold::rf_bridge
