// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/vault/posix_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace foothold::tre_emu::vault {

namespace {

constexpr std::size_t kMaxFile = 1 << 20;  // octets; the largest state is far below

tl::unexpected<Error> failure(const char* action, std::string_view name) {
  const int code = errno;
  return fail(std::string("cannot ") + action + ": " + std::strerror(code), std::string(name));
}

}  // namespace

Result<PosixFolder> PosixFolder::open_shared(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return failure("make the folder", path);
  UniqueFd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return failure("open the folder", path);
  return PosixFolder(std::move(folder));
}

Result<PosixFolder> PosixFolder::open(const std::string& path) {
  auto folder = open_shared(path);
  if (folder && ::flock(folder->folder_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return fail("another process uses this TRE; end it first", path);
    return failure("lock the folder", path);
  }
  return folder;
}

Result<std::optional<Bytes>> PosixFolder::read(std::string_view name) {
  const UniqueFd file(::openat(folder_.get(), std::string(name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file) {
    if (errno == ENOENT) return std::optional<Bytes>();
    return failure("open", name);
  }
  Bytes content;
  Bytes chunk(16384);
  for (;;) {
    const auto count = ::read(file.get(), chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failure("read", name);
    if (count == 0) return content;
    content.insert(content.end(), chunk.begin(), chunk.begin() + count);
    if (content.size() > kMaxFile) return fail("larger than a file of a TRE can be", std::string(name));
  }
}

Result<void> PosixFolder::write(std::string_view name, ByteView content) {
  const UniqueFd file(
      ::openat(folder_.get(), std::string(name).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) return failure("create", name);
  if (::fchmod(file.get(), 0600) != 0) return failure("restrict", name);
  while (!content.empty()) {
    const auto count = ::write(file.get(), content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failure("write", name);
    content = content.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void> PosixFolder::sync(std::string_view name) {
  const UniqueFd file(::openat(folder_.get(), std::string(name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file || ::fsync(file.get()) != 0) return failure("sync", name);
  return {};
}

Result<void> PosixFolder::rename(std::string_view from, std::string_view to) {
  if (::renameat(folder_.get(), std::string(from).c_str(), folder_.get(), std::string(to).c_str()) != 0) {
    return failure("rename", from);
  }
  return {};
}

Result<void> PosixFolder::sync_folder() {
  if (::fsync(folder_.get()) != 0) return failure("sync", "folder");
  return {};
}

}  // namespace foothold::tre_emu::vault
