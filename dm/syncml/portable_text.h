// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace foothold::dm {

// True for text that XML and WBXML both carry unchanged: valid UTF-8 without U+FFFE/U+FFFF and without control
// characters but TAB and LF, and without "]]>" (libwbxml2 0.11.8 puts data into CDATA sections and does not split it).
bool is_portable_text(std::string_view text);

// `text` with every octet that is_portable_text would refuse replaced by '?', cut to `most` octets.
std::string make_portable(std::string_view text, std::size_t most);

}  // namespace foothold::dm
