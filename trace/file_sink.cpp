// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/file_sink.h"

#include <fcntl.h>
#include <sys/types.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <utility>

#include "base/unique_fd.h"
#include "trace/pcapng/event_writer.h"
#include "trace/stamp.h"

namespace foothold::trace {
namespace {

class FileSink : public Sink {
 public:
  FileSink(UniqueFd fd, std::string program) : fd_(std::move(fd)), writer_(std::move(program)) {}

  bool begin() { return append(writer_.header()); }

  void write(Event event) override {
    stamp(event);
    const Bytes block = writer_.encode(event);
    const std::lock_guard lock(mutex_);
    if (!broken_) append(block);
  }

 private:
  bool append(const Bytes& block) {
    std::size_t done = 0;
    while (done < block.size()) {
      const ssize_t written = ::write(fd_.get(), block.data() + done, block.size() - done);
      if (written > 0) {
        done += static_cast<std::size_t>(written);
      } else if (written == 0 || errno != EINTR) {
        broken_ = true;
        // A reader would stop at half a block.
        if (::ftruncate(fd_.get(), length_) != 0) return false;
        return false;
      }
    }
    length_ += static_cast<off_t>(block.size());
    return true;
  }

  std::mutex mutex_;
  UniqueFd fd_;
  EventWriter writer_;
  off_t length_ = 0;
  bool broken_ = false;
};

}  // namespace

Result<std::unique_ptr<Sink>> open_pcapng_file(const std::string& path, std::string program) {
  UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!fd) return fail(std::string("cannot write: ") + std::strerror(errno), path);
  auto sink = std::make_unique<FileSink>(std::move(fd), std::move(program));
  if (!sink->begin()) return fail(std::string("cannot write: ") + std::strerror(errno), path);
  return sink;
}

}  // namespace foothold::trace
