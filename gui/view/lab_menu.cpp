// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/lab_menu.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDir>
#include <QFormLayout>
#include <QJsonObject>
#include <QLabel>
#include <QSpinBox>

#include "gui/model/lab_control.h"
#include "lab/scenarios/scenario.h"

namespace foothold::gui {
namespace {

constexpr int kMostDevices = 8;

QString text(std::string_view words) {
  return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

QJsonObject command(const char* name, const char* key, const QJsonValue& value) {
  return {{QStringLiteral("command"), QLatin1String(name)}, {QLatin1String(key), value}};
}

}  // namespace

LabMenu::LabMenu(LabRun& run, LabControl& lab, QWidget* parent)
    : QMenu(tr("&Lab"), parent),
      run_(run),
      lab_(lab),
      start_(addAction(tr("&Start a Run\u2026"), QKeySequence(Qt::CTRL | Qt::Key_R), this, &LabMenu::ask_and_start)),
      tamper_(addAction(tr("Start a &Tampered Device"), this,
                        [this] {
                          start({QStringLiteral("measurement-altered"), QStringLiteral("gb"), 1});
                        })),
      stop_(addAction(tr("St&op the Run"), &run, &LabRun::stop)) {
  addSeparator();
  devices_ = addMenu(tr("&Devices"));
  links_ = addMenu(tr("&Links"));
  setObjectName(QStringLiteral("lab"));
  connect(this, &QMenu::aboutToShow, this, &LabMenu::refresh);
  connect(&run, &LabRun::state_changed, this, &LabMenu::refresh);
  refresh();
}

void LabMenu::start(const LabRun::Choice& choice) {
  const QDir programs(QCoreApplication::applicationDirPath());
  run_.start(programs.filePath(QStringLiteral("foothold")), QDir::current().filePath(QStringLiteral("runs")), choice);
}

void LabMenu::ask_and_start() {
  QDialog dialog(parentWidget());
  dialog.setWindowTitle(tr("Start a Run"));
  auto* const scenario = new QComboBox(&dialog);
  scenario->setObjectName(QStringLiteral("scenario"));
  for (const lab::Scenario& one : lab::scenarios()) scenario->addItem(text(one.name), text(one.summary));
  auto* const summary = new QLabel(&dialog);
  summary->setWordWrap(true);
  summary->setMinimumWidth(360);
  const auto show_summary = [=] { summary->setText(scenario->currentData().toString()); };
  connect(scenario, &QComboBox::currentIndexChanged, summary, show_summary);
  show_summary();
  auto* const radio = new QComboBox(&dialog);
  radio->setObjectName(QStringLiteral("radio"));
  radio->addItem(tr("none: the device stands at Gb"), QStringLiteral("gb"));
  radio->addItem(tr("virtual: whole radio blocks"), QStringLiteral("virtual"));
  radio->addItem(tr("trx: bursts"), QStringLiteral("trx"));
  auto* const devices = new QSpinBox(&dialog);
  devices->setRange(1, kMostDevices);
  auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, &dialog);
  auto* const form = new QFormLayout(&dialog);
  form->addRow(tr("&Scenario"), scenario);
  form->addRow(summary);
  form->addRow(tr("&Radio"), radio);
  form->addRow(tr("&Devices"), devices);
  form->addRow(buttons);
  connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
  if (dialog.exec() != QDialog::Accepted) return;
  start({scenario->currentText(), radio->currentData().toString(), devices->value()});
}

void LabMenu::refresh() {
  start_->setEnabled(!run_.is_running());
  tamper_->setEnabled(!run_.is_running());
  stop_->setEnabled(run_.is_running());
  devices_->setEnabled(lab_.is_connected() && !lab_.status().devices.empty());
  links_->setEnabled(lab_.is_connected() && !lab_.status().processes.empty());
  devices_->clear();
  for (const LabDevice& device : lab_.status().devices) {
    const QString title = device.running ? tr("Detach %1") : tr("Attach %1");
    devices_->addAction(title.arg(device.pcid), &lab_, [this, device] {
      lab_.send(command(device.running ? "detach" : "attach", "device", device.number));
    });
  }
  links_->clear();
  for (const LabProcess& process : lab_.status().processes) {
    const QString title = process.cut ? tr("Restore %1") : tr("Cut %1");
    links_->addAction(title.arg(process.name), &lab_,
                      [this, process] { lab_.send(command(process.cut ? "restore" : "cut", "link", process.name)); });
  }
}

}  // namespace foothold::gui
