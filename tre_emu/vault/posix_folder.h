// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "base/unique_fd.h"
#include "tre_emu/vault/file_operations.h"

namespace foothold::tre_emu::vault {

// A folder of the file system. Files are 0600.
class PosixFolder : public FileOperations {
 public:
  // Makes the folder (0700) if it is not there. An error if another process holds it.
  static Result<PosixFolder> open(const std::string& path);
  // Without holding it, for a folder that others use as well.
  static Result<PosixFolder> open_shared(const std::string& path);

  Result<std::optional<Bytes>> read(std::string_view name) override;
  Result<void> write(std::string_view name, ByteView content) override;
  Result<void> sync(std::string_view name) override;
  Result<void> rename(std::string_view from, std::string_view to) override;
  Result<void> sync_folder() override;

 private:
  explicit PosixFolder(UniqueFd folder) : folder_(std::move(folder)) {}
  UniqueFd folder_;
};

}  // namespace foothold::tre_emu::vault
