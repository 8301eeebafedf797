// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::tre_emu::vault {

// What the vault needs of the device's folder: each a single step, after any of which power may be lost. Names are
// plain file names within the folder.
class FileOperations {
 public:
  virtual ~FileOperations() = default;

  // Empty if there is no such file; an error if it is there and cannot be read.
  virtual Result<std::optional<Bytes>> read(std::string_view name) = 0;
  // Makes the file, or replaces its content.
  virtual Result<void> write(std::string_view name, ByteView content) = 0;
  // Once it returns, what was written lasts.
  virtual Result<void> sync(std::string_view name) = 0;
  virtual Result<void> rename(std::string_view from, std::string_view to) = 0;
  virtual Result<void> sync_folder() = 0;
};

// Writes beside, syncs, renames, syncs the folder: whenever it is interrupted, `name` has its old or its new content.
Result<void> replace_file(FileOperations& files, std::string_view name, ByteView content);

}  // namespace foothold::tre_emu::vault
