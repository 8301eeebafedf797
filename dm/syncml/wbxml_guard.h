// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::dm {

// Reads a WBXML document from outside token by token, with bounds on size, depth, number of elements and expanded text,
// before libwbxml2 sees it: that library descends by recursion and copies opaque data into XML unescaped. Accepts
// SyncML 1.2 with UTF-8 text; refuses attributes, literals, extensions, entities and processing instructions, which
// no DM message has.
Result<void> check_wbxml(ByteView wbxml);

}  // namespace foothold::dm
