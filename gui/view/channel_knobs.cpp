// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/channel_knobs.h"

#include <QFormLayout>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <utility>

#include "gui/model/lab_control.h"

namespace foothold::gui {
namespace {

QSpinBox* spin_box(QWidget* parent, const char* name, int from, int to, int value, const QString& suffix) {
  auto* const box = new QSpinBox(parent);
  box->setObjectName(QLatin1String(name));
  box->setRange(from, to);
  box->setValue(value);
  box->setSuffix(suffix);
  return box;
}

QJsonObject command(const char* name, int device) {
  return {{QStringLiteral("command"), QLatin1String(name)}, {QStringLiteral("device"), device}};
}

}  // namespace

ChannelKnobs::ChannelKnobs(LabControl& lab, QWidget* parent)
    : QWidget(parent),
      lab_(lab),
      device_(spin_box(this, "knob-device", 0, 64, 0, {})),
      downlink_(spin_box(this, "knob-downlink", 0, 100, 0, tr(" %"))),
      uplink_(spin_box(this, "knob-uplink", 0, 100, 0, tr(" %"))),
      path_loss_(spin_box(this, "knob-path-loss", 0, 200, 60, tr(" dB"))),
      delay_(spin_box(this, "knob-delay", 0, 63, 0, tr(" symbols"))),
      outage_(spin_box(this, "knob-outage", 1, 600, 20, tr(" s"))),
      state_(new QLabel(this)),
      knobs_(new QWidget(this)) {
  setObjectName(QStringLiteral("knobs"));
  device_->setSpecialValueText(tr("all"));
  state_->setWordWrap(true);
  state_->setObjectName(QStringLiteral("knobs-state"));
  auto* const form = new QFormLayout(knobs_);
  form->setContentsMargins(0, 0, 0, 0);
  form->addRow(tr("&Device"), device_);
  form->addRow(tr("Bursts lost, &downlink"), downlink_);
  form->addRow(tr("Bursts lost, &uplink"), uplink_);
  form->addRow(tr("&Path loss"), path_loss_);
  form->addRow(tr("De&lay"), delay_);
  auto* const apply = new QPushButton(tr("&Apply"), this);
  auto* const begin_outage = new QPushButton(tr("&Outage"), this);
  form->addRow(apply);
  form->addRow(tr("Nothing passes &for"), outage_);
  form->addRow(begin_outage);
  auto* const layout = new QVBoxLayout(this);
  layout->addWidget(state_);
  layout->addWidget(knobs_);
  layout->addStretch(1);
  connect(apply, &QPushButton::clicked, this, [this] {
    QJsonObject loss = command("loss", device_->value());
    loss[QStringLiteral("downlink")] = downlink_->value();
    loss[QStringLiteral("uplink")] = uplink_->value();
    QJsonObject path = command("path-loss", device_->value());
    path[QStringLiteral("db")] = path_loss_->value();
    QJsonObject delay = command("delay", device_->value());
    delay[QStringLiteral("symbols")] = delay_->value();
    for (const QJsonObject& request : {loss, path, delay}) lab_.send(request);
  });
  connect(begin_outage, &QPushButton::clicked, this, [this] {
    QJsonObject outage = command("outage", device_->value());
    outage[QStringLiteral("milliseconds")] = outage_->value() * 1000;
    lab_.send(outage);
  });
  connect(&lab, &LabControl::status_changed, this, &ChannelKnobs::refresh);
  connect(&lab, &LabControl::answered, this,
          [this](bool ok, const QString& error) { state_->setText(ok ? tr("The lab did so.") : error); });
  refresh();
}

void ChannelKnobs::refresh() {
  const bool changeable = lab_.is_connected() && lab_.status().radio == QLatin1String("trx");
  knobs_->setEnabled(changeable);
  const QString words = changeable ? tr("The lab's transceiver takes these at once.")
                        : lab_.is_connected()
                            ? tr("This lab has no channel that can be changed (radio %1).").arg(lab_.status().radio)
                            : tr("For a running lab with bursts (--radio trx) that is followed.");
  // An answer of the lab stays until there is something else to say than before it.
  if (std::exchange(told_, words) != words) state_->setText(words);
}

}  // namespace foothold::gui
