// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/lab_control.h"

#include <sys/socket.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <array>
#include <cerrno>
#include <utility>

#include "trace/unix_socket.h"

namespace foothold::gui {
namespace {

constexpr qsizetype kLongestLine = 65536;
constexpr std::size_t kMostUnanswered = 64;
constexpr int kBetweenLooks = 2000;  // milliseconds
constexpr qsizetype kMostListed = 256;

}  // namespace

std::optional<LabStatus> lab_status_of(const QJsonObject& answer) {
  if (!answer.value(QLatin1String("processes")).isArray()) return std::nullopt;
  LabStatus status;
  status.radio = answer.value(QLatin1String("radio")).toString();
  status.ready = answer.value(QLatin1String("ready")).toBool();
  const QJsonArray devices = answer.value(QLatin1String("devices")).toArray();
  for (qsizetype at = 0; at < std::min(devices.size(), kMostListed); ++at) {
    const QJsonObject one = devices[at].toObject();
    status.devices.push_back({one.value(QLatin1String("device")).toInt(), one.value(QLatin1String("pcid")).toString(),
                              one.value(QLatin1String("running")).toBool()});
  }
  const QJsonArray processes = answer.value(QLatin1String("processes")).toArray();
  for (qsizetype at = 0; at < std::min(processes.size(), kMostListed); ++at) {
    const QJsonObject one = processes[at].toObject();
    status.processes.push_back({one.value(QLatin1String("name")).toString(),
                                one.value(QLatin1String("running")).toBool(),
                                one.value(QLatin1String("cut")).toBool()});
  }
  return status;
}

LabControl::LabControl(QObject* parent) : QObject(parent) {
  poll_.setInterval(kBetweenLooks);
  connect(&poll_, &QTimer::timeout, this, [this] {
    // A lab that is slow is not asked again before it has answered.
    if (asked_for_status_.empty()) send({{QStringLiteral("command"), QStringLiteral("status")}});
  });
}

Result<void> LabControl::connect_to(const QString& path) {
  disconnect_from_lab();
  auto connected = trace::connect_unix(path.toStdString());
  if (!connected) return tl::unexpected(connected.error());
  socket_ = std::move(*connected);
  readable_ = std::make_unique<QSocketNotifier>(socket_.get(), QSocketNotifier::Read);
  connect(readable_.get(), &QSocketNotifier::activated, this, &LabControl::read);
  poll_.start();
  send({{QStringLiteral("command"), QStringLiteral("status")}});
  emit status_changed();
  return {};
}

void LabControl::disconnect_from_lab() {
  if (!socket_) return;
  poll_.stop();
  if (readable_) {
    readable_->setEnabled(false);
    readable_.release()->deleteLater();  // perhaps it is what called us
  }
  socket_ = UniqueFd();
  held_.clear();
  asked_for_status_.clear();
  status_ = {};
  emit status_changed();
}

void LabControl::send(const QJsonObject& request) {
  if (!socket_ || asked_for_status_.size() >= kMostUnanswered) return;
  const QByteArray line = QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n';
  // A few hundred octets find room in an idle socket; a lab that reads nothing is no lab any more.
  const auto sent =
      ::send(socket_.get(), line.constData(), static_cast<std::size_t>(line.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent != line.size()) {
    disconnect_from_lab();
    return;
  }
  asked_for_status_.push_back(request.value(QLatin1String("command")) == QLatin1String("status"));
}

void LabControl::read() {
  std::array<char, 4096> piece;
  const auto got = ::recv(socket_.get(), piece.data(), piece.size(), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0 || held_.size() > kLongestLine) {
    disconnect_from_lab();
    return;
  }
  held_.append(piece.data(), got);
  for (auto end = held_.indexOf('\n'); end >= 0 && socket_; end = held_.indexOf('\n')) {
    const QByteArray line = held_.left(end);
    held_.remove(0, end + 1);
    take_line(line);
  }
}

void LabControl::take_line(const QByteArray& line) {
  if (asked_for_status_.empty()) return;
  const bool about_status = asked_for_status_.front();
  asked_for_status_.erase(asked_for_status_.begin());
  const QJsonObject answer = QJsonDocument::fromJson(line).object();
  if (!about_status) {
    emit answered(answer.value(QLatin1String("ok")).toBool(), answer.value(QLatin1String("error")).toString());
    send({{QStringLiteral("command"), QStringLiteral("status")}});
    return;
  }
  if (auto status = lab_status_of(answer)) {
    status_ = std::move(*status);
    emit status_changed();
  }
}

}  // namespace foothold::gui
