// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/capture_loader.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "gui/model/give_way.h"

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
  give_way();
  const QString problem = is_live() ? read_stream() : read_file();
  deliver();
  emit ended(problem);
}

void CaptureLoader::taken() {
  window_is_free_ = true;
}

void CaptureLoader::deliver() {
  window_is_free_ = false;
  auto batch = std::make_shared<capture::IndexBatch>(index_.take());
  emit batch_read(batch);
  due_ = std::chrono::steady_clock::now() + kBetweenBatches;
}

void CaptureLoader::deliver_in_time() {
  if (window_is_free_ && std::chrono::steady_clock::now() >= due_) deliver();
}

QString CaptureLoader::read_file() {
  std::size_t size = kFirstPiece;  // the first rows at once
  while (!cancelled_) {
    const auto piece = file_->read_next(std::exchange(size, kPiece));
    if (!piece) return QString::fromStdString(to_string(piece.error()));
    if (piece->empty()) {
      const auto error = index_.finish();
      return error ? QString::fromStdString(to_string(*error)) : QString();
    }
    index_.feed(*piece);
    deliver_in_time();
  }
  return tr("reading was cancelled");
}

QString CaptureLoader::read_stream() {
  piece_.resize(kPiece);
  std::uint64_t indexed = 0;
  std::uint64_t delivered = 0;
  bool ended = false;
  QString problem;
  while (!cancelled_ && !(ended && indexed == spooled_)) {
    if (!ended) {
      const int patience = indexed < spooled_    ? 0
                           : delivered < indexed ? static_cast<int>(kBetweenBatches.count())
                                                 : -1;
      std::array<pollfd, 2> polled = {pollfd{socket_.get(), POLLIN, 0}, pollfd{wake_.get(), POLLIN, 0}};
      if (::poll(polled.data(), polled.size(), patience) < 0 && errno != EINTR) {
        return QString::fromLocal8Bit(std::strerror(errno));
      }
      ended = empty_socket(problem);
    }
    const auto piece = file_->read_next(kPiece);
    if (!piece) return QString::fromStdString(to_string(piece.error()));
    if (ended && piece->empty()) break;
    index_.feed(*piece);
    indexed += piece->size();
    if (delivered == indexed || !window_is_free_ || std::chrono::steady_clock::now() < due_) continue;
    deliver();
    delivered = indexed;
  }
  return cancelled_ ? QString() : problem.isEmpty() ? tr("the live stream has ended") : problem;
}

bool CaptureLoader::empty_socket(QString& problem) {
  constexpr int kMostReads = 16;
  for (int reads = 0; reads < kMostReads; ++reads) {
    const auto got = ::read(socket_.get(), piece_.data(), piece_.size());
    if (got == 0) return true;
    if (got < 0) {
      if (errno == EAGAIN || errno == EINTR) return false;
      problem = QString::fromLocal8Bit(std::strerror(errno));
      return true;
    }
    const ByteView octets = ByteView(piece_).first(static_cast<std::size_t>(got));
    if (const auto kept = file_->append(octets); !kept) {
      problem = QString::fromStdString(to_string(kept.error()));
      return true;
    }
    spooled_ += octets.size();
  }
  return false;
}

}  // namespace foothold::gui
