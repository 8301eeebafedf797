// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lab/card/card_link.h"

namespace foothold::lab {

// Every file known here that the card has, as JSON in the manner of pySim's fsdump: {"files": {"MF/ADF.USIM/EF.IMSI":
// {"path": [...], "fcp_raw": "62...", "body": "0809..."}}}; the body of a file of records is a list. A file whose
// content may not be read has "error" instead: the status word. It holds what the files hold, keys too.
Result<std::string> export_card(const CardExchange& exchange);

// What became of a file of an export that was to be written back.
struct ImportedFile {
  std::string name;
  std::string outcome;  // "same", "written", or why not
};

// Writes what differs. What the card refuses does not stop it. An Error means that `json` is no export, or that the
// card is gone.
Result<std::vector<ImportedFile>> import_card(const CardExchange& exchange, std::string_view json);

}  // namespace foothold::lab
