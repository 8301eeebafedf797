// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/lab_run.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <utility>

namespace foothold::gui {
namespace {

constexpr qsizetype kMostOutput = 1 << 20;  // octets that are kept of what it prints
constexpr int kBetweenLooks = 20;           // milliseconds
constexpr int kPatience = 10000;            // milliseconds for its end

}  // namespace

LabRun::LabRun(QObject* parent) : QObject(parent) {
  process_.setProcessChannelMode(QProcess::MergedChannels);
  look_.setInterval(kBetweenLooks);
  connect(&look_, &QTimer::timeout, this, &LabRun::look_for_socket);
  connect(&process_, &QProcess::readyRead, this, &LabRun::read);
  connect(&process_, &QProcess::finished, this, [this](int exit_code) { finish(exit_code); });
  connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) return;  // of the others finished() tells, too
    output_ = process_.errorString().toUtf8();
    finish(-1);
  });
}

LabRun::~LabRun() {
  process_.disconnect(this);
  if (is_running()) {
    process_.terminate();
    if (!process_.waitForFinished(kPatience)) process_.kill();
    process_.waitForFinished(kPatience);
  }
  remove_state();
}

void LabRun::start(const QString& program, const QString& folder, const Choice& choice) {
  if (is_running()) return;
  output_.clear();
  state_folder_.clear();
  QDir(folder).mkpath(QStringLiteral("."));
  run_folder_ = QDir(folder).filePath(QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz")));
  // The state folder has the TRE's socket, which nobody outside reaches else.
  QStringList arguments = {
      QStringLiteral("demo"), QStringLiteral("--run-dir"), run_folder_,  QStringLiteral("--scenario"),
      choice.scenario,        QStringLiteral("--radio"),   choice.radio, QStringLiteral("--keep-state")};
  if (choice.devices > 1) arguments << QStringLiteral("--devices") << QString::number(choice.devices);
  process_.start(program, arguments);
  look_.start();
  emit state_changed();
}

void LabRun::stop() {
  if (is_running()) process_.terminate();
}

void LabRun::read() {
  output_ += process_.readAll();
  if (output_.size() > kMostOutput) output_.remove(0, output_.size() - kMostOutput / 2);
  if (!state_folder_.isEmpty()) return;
  const QByteArray start = QByteArrayLiteral("state folder ");
  const qsizetype from = output_.indexOf(start);
  const qsizetype to = output_.indexOf(" (holds keys", from);
  if (from < 0 || to < 0) return;
  state_folder_ = QString::fromLocal8Bit(output_.mid(from + start.size(), to - from - start.size()));
}

void LabRun::look_for_socket() {
  const QString live = QDir(run_folder_).filePath(QStringLiteral("live.sock"));
  if (!QFile::exists(live)) return;
  look_.stop();
  emit can_be_followed(live);
}

void LabRun::finish(int exit_code) {
  look_.stop();
  output_ += process_.readAll();
  remove_state();
  const QByteArray printed = output_.trimmed();
  emit state_changed();
  emit ended(exit_code, QString::fromLocal8Bit(printed.mid(printed.lastIndexOf('\n') + 1)));
}

// It holds keys, so it goes with the run. Its name comes from the run's own words, hence the care: only a folder of the
// form that runs make.
void LabRun::remove_state() {
  const QFileInfo folder(std::exchange(state_folder_, {}));
  if (!folder.isAbsolute() || !folder.isDir() || !folder.fileName().startsWith(QLatin1String("foothold-"))) return;
  QDir(folder.filePath()).removeRecursively();
}

}  // namespace foothold::gui
