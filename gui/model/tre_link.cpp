// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/tre_link.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

#include "trace/unix_socket.h"

namespace foothold::gui {

Result<void> TreLink::connect_to(const QString& path) {
  hang_up();
  auto connected = trace::connect_unix(path.toStdString());
  if (!connected) return tl::unexpected(connected.error());
  socket_ = std::move(*connected);
  readable_ = std::make_unique<QSocketNotifier>(socket_.get(), QSocketNotifier::Read);
  connect(readable_.get(), &QSocketNotifier::activated, this, &TreLink::read);
  emit state_changed();
  return {};
}

void TreLink::hang_up() {
  if (!socket_) return;
  readable_->setEnabled(false);
  readable_.release()->deleteLater();  // perhaps it is what called us
  socket_ = UniqueFd();
  held_.clear();
  command_.clear();
  emit state_changed();
}

void TreLink::send(Bytes command) {
  if (!socket_ || is_waiting() || command.size() < 4 || command.size() > 0xffff) return;
  Bytes frame = {static_cast<std::uint8_t>(command.size() >> 8U), static_cast<std::uint8_t>(command.size())};
  frame.insert(frame.end(), command.begin(), command.end());
  // One frame finds room in a socket whose last frame was answered.
  const auto sent = ::send(socket_.get(), frame.data(), frame.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent != static_cast<ssize_t>(frame.size())) {
    hang_up();
    return;
  }
  command_ = std::move(command);
  emit state_changed();
}

void TreLink::read() {
  std::array<char, 4096> piece;
  const auto got = ::recv(socket_.get(), piece.data(), piece.size(), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0 || !is_waiting()) {  // it has ended, or speaks unasked
    hang_up();
    return;
  }
  held_.append(piece.data(), got);
  if (held_.size() < 2) return;
  const qsizetype octets = static_cast<std::uint8_t>(held_[0]) << 8 | static_cast<std::uint8_t>(held_[1]);
  if (held_.size() < 2 + octets) return;
  const auto* const first = reinterpret_cast<const std::uint8_t*>(held_.constData()) + 2;
  const Bytes answer(first, first + octets);
  held_.clear();
  const Bytes command = std::exchange(command_, {});
  emit answered(command, answer);
  emit state_changed();
}

}  // namespace foothold::gui
