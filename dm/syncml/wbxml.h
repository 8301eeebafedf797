// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::dm {

// SyncML 1.2 text to WBXML 1.2 (public identifier 0x1201) and back, by libwbxml2. Binary data must be base64 text
// already: libwbxml2 copies opaque data into the XML as they are, so only text survives.
Result<Bytes> xml_to_wbxml(std::string_view xml);
Result<std::string> wbxml_to_xml(ByteView wbxml);  // refuses what check_wbxml refuses

}  // namespace foothold::dm
