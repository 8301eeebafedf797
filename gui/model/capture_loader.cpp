// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/capture_loader.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace foothold::gui {
namespace {

constexpr std::size_t kFirstPiece = 1U << 16U;
constexpr std::size_t kPiece = 1U << 20U;
constexpr std::chrono::milliseconds kBetweenBatches{50};

}  // namespace

CaptureLoader::CaptureLoader(std::shared_ptr<capture::CaptureFile> file, QObject* parent)
    : QThread(parent), file_(std::move(file)) {}

CaptureLoader::CaptureLoader(std::shared_ptr<capture::CaptureFile> spool, UniqueFd socket, QObject* parent)
    : QThread(parent),
      file_(std::move(spool)),
      socket_(std::move(socket)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

CaptureLoader::~CaptureLoader() {
  cancel();
  wait();
}

void CaptureLoader::cancel() {
  cancelled_ = true;
  if (wake_) ::eventfd_write(wake_.get(), 1);
}

void CaptureLoader::run() {
  const QString problem = is_live() ? read_stream() : read_file();
  deliver();
  emit ended(problem);
}

void CaptureLoader::deliver() {
  auto batch = std::make_shared<capture::IndexBatch>(index_.take());
  emit batch_read(batch);
}

QString CaptureLoader::read_file() {
  // The first rows at once, then what fits between two looks at the clock.
  std::size_t size = kFirstPiece;
  auto due = std::chrono::steady_clock::now();
  while (!cancelled_) {
    const auto piece = file_->read_next(std::exchange(size, kPiece));
    if (!piece) return QString::fromStdString(to_string(piece.error()));
    if (piece->empty()) {
      const auto error = index_.finish();
      return error ? QString::fromStdString(to_string(*error)) : QString();
    }
    index_.feed(*piece);
    if (std::chrono::steady_clock::now() < due) continue;
    deliver();
    due = std::chrono::steady_clock::now() + kBetweenBatches;
  }
  return tr("reading was cancelled");
}

QString CaptureLoader::read_stream() {
  Bytes piece(kPiece);
  auto due = std::chrono::steady_clock::now();
  bool waiting = false;
  while (!cancelled_) {
    std::array<pollfd, 2> polled = {pollfd{socket_.get(), POLLIN, 0}, pollfd{wake_.get(), POLLIN, 0}};
    if (::poll(polled.data(), polled.size(), waiting ? static_cast<int>(kBetweenBatches.count()) : -1) < 0 &&
        errno != EINTR) {
      return QString::fromLocal8Bit(std::strerror(errno));
    }
    const auto got = ::read(socket_.get(), piece.data(), piece.size());
    if (got == 0) return tr("the live stream has ended");
    if (got < 0 && errno != EAGAIN && errno != EINTR) return QString::fromLocal8Bit(std::strerror(errno));
    if (got > 0) {
      const ByteView octets = ByteView(piece).first(static_cast<std::size_t>(got));
      if (const auto kept = file_->append(octets); !kept) return QString::fromStdString(to_string(kept.error()));
      index_.feed(octets);
      waiting = true;
    }
    if (waiting && std::chrono::steady_clock::now() >= due) {
      deliver();
      waiting = false;
      due = std::chrono::steady_clock::now() + kBetweenBatches;
    }
  }
  return {};
}

}  // namespace foothold::gui
