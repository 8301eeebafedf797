// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/vault/file_operations.h"

#include <string>

namespace foothold::tre_emu::vault {

Result<void> replace_file(FileOperations& files, std::string_view name, ByteView content) {
  const std::string beside = std::string(name) + ".new";
  return files.write(beside, content)
      .and_then([&] { return files.sync(beside); })
      .and_then([&] { return files.rename(beside, name); })
      .and_then([&] { return files.sync_folder(); });
}

}  // namespace foothold::tre_emu::vault
