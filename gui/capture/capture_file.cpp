// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/capture/capture_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace foothold::gui::capture {

Result<std::shared_ptr<CaptureFile>> CaptureFile::open(const std::string& path) {
  // O_NONBLOCK: a FIFO of that name must not hold up the window.
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return fail(std::strerror(errno), path);
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return fail(std::strerror(errno), path);
  if (!S_ISREG(status.st_mode)) return fail("not a file", path);
  return std::shared_ptr<CaptureFile>(new CaptureFile(std::move(fd)));
}

Result<std::shared_ptr<CaptureFile>> CaptureFile::create_spool() {
  const char* const folder = std::getenv("TMPDIR");
  UniqueFd fd(::open(folder != nullptr ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (!fd) fd = UniqueFd(::memfd_create("foothold-live", MFD_CLOEXEC));  // not every file system has nameless files
  if (!fd) return fail(std::strerror(errno), "temporary file");
  return std::shared_ptr<CaptureFile>(new CaptureFile(std::move(fd)));
}

Result<Bytes> CaptureFile::read(std::uint64_t offset, std::size_t count) const {
  Bytes out(count);
  std::size_t have = 0;
  while (have < count) {
    const auto got = ::pread(fd_.get(), out.data() + have, count - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(std::strerror(errno), "capture");
    if (got == 0) return fail("the file is shorter than it was", "capture", offset + have);
    have += static_cast<std::size_t>(got);
  }
  return out;
}

Result<Bytes> CaptureFile::read_next(std::size_t count) {
  Bytes out(count);
  while (true) {
    const auto got = ::pread(fd_.get(), out.data(), count, static_cast<off_t>(next_));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(std::strerror(errno), "capture");
    out.resize(static_cast<std::size_t>(got));
    next_ += out.size();
    return out;
  }
}

Result<void> CaptureFile::append(ByteView octets) {
  while (!octets.empty()) {
    const auto wrote = ::write(fd_.get(), octets.data(), octets.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return fail(std::strerror(errno), "temporary file");
    octets = octets.subspan(static_cast<std::size_t>(wrote));
  }
  return {};
}

std::uint64_t CaptureFile::size() const {
  struct stat status {};
  return ::fstat(fd_.get(), &status) == 0 && status.st_size > 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

}  // namespace foothold::gui::capture
