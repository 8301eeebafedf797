// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace foothold::lab {

// One line of a table of cards.
struct BatchCard {
  std::string name;  // its PCID: the name of its folder
  std::string toml;  // its card file
};

// A table as CSV: the first line names keys of a card file (docs/card-tool.md), `pcid` among them; a line for each card
// follows. Fields are divided by commas and hold neither quotes nor commas; an empty one leaves its key out. Errors
// name the line.
Result<std::vector<BatchCard>> parse_card_batch(std::string_view csv);

}  // namespace foothold::lab
