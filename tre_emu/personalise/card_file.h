// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/result.h"
#include "tre_emu/personalise/personalise.h"

namespace foothold::tre_emu::personalise {

// An order as a person writes it, TOML (docs/card-tool.md): `pcid` and what deviates from a card that is to be tried
// out: identities and addresses that lead nowhere, Milenage with keys made at random. The error names the key at fault,
// an unknown one too; it never holds a value.
Result<Order> parse_card_file(std::string_view toml);

}  // namespace foothold::tre_emu::personalise
