// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "lab/card/card_link.h"

namespace foothold::lab {

// A line of an APDU script (docs/card-tool.md): a command in hex and, behind `=>`, the answer that is expected.
struct ScriptLine {
  std::size_t number = 0;  // of the line, from 1
  Bytes command;
  std::string expected;  // hex in lower case; `x` is any digit, a `*` before the status word any data; empty: anything
};

// Empty lines and what stands behind `#` are left out. Errors name the line.
Result<std::vector<ScriptLine>> parse_script(std::string_view text);

// Whether an answer, as hex in lower case, is the one that is expected.
bool matches(std::string_view expected, std::string_view answer);

// Runs until an answer is another one than expected: that is the Error. `show` gets each line with its answer.
Result<void> run_script(const CardExchange& exchange, const std::vector<ScriptLine>& lines,
                        const std::function<void(const ScriptLine&, const std::string& answer)>& show);

}  // namespace foothold::lab
