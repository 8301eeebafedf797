// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/tree/access.h"

namespace foothold::dm {

const char* to_string(Format format) {
  switch (format) {
    case Format::node:
      return "node";
    case Format::null:
      return "null";
    case Format::chr:
      return "chr";
    case Format::integer:
      return "int";
    case Format::bin:
      return "b64";
    case Format::xml:
      return "xml";
  }
  return "chr";
}

}  // namespace foothold::dm
