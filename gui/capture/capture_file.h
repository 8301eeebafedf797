// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace foothold::gui::capture {

// The octets of a capture. It is read, not mapped: a file that somebody shortens meanwhile gives an error and not a
// SIGBUS. Any thread may read.
class CaptureFile {
 public:
  static Result<std::shared_ptr<CaptureFile>> open(const std::string& path);
  // A file without a name, for a live stream: it goes with the last reader.
  static Result<std::shared_ptr<CaptureFile>> create_spool();

  // Exactly `count` octets. Errors: the file ends before that, or cannot be read.
  Result<Bytes> read(std::uint64_t offset, std::size_t count) const;
  // Up to `count` octets, in order from the start of the file; none at its end.
  Result<Bytes> read_next(std::size_t count);
  Result<void> append(ByteView octets);

  std::uint64_t size() const;  // 0 for what is no regular file

 private:
  explicit CaptureFile(UniqueFd fd) : fd_(std::move(fd)) {}

  UniqueFd fd_;
  std::uint64_t next_ = 0;
};

}  // namespace foothold::gui::capture
