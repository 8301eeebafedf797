// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/bytes.h"
#include "tre_emu/card/file.h"
#include "tre_emu/card/security_status.h"

namespace foothold::tre_emu::sim {

// What SELECT and STATUS of class A0 answer (TS 51.011 9.2.1). A folder's has 22 octets, an EF's 15.
Bytes folder_response(const card::Df& folder, const card::SecurityStatus& security);
// `access`: the record of EF_ARR that rules the file.
Bytes file_response(const card::Ef& file, ByteView access);

}  // namespace foothold::tre_emu::sim
