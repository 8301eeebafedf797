// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/radio_view.h"

#include <QHeaderView>
#include <QSplitter>
#include <QTabWidget>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "gui/model/document.h"
#include "gui/model/palette.h"
#include "gui/view/channel_knobs.h"
#include "gui/view/plot.h"
#include "trace/describe.h"

namespace foothold::gui {
namespace {

QString text(const std::string& words) {
  return QString::fromStdString(trace::printable(words));
}

QTreeWidget* table(QWidget* parent, const char* name, const QString& accessible, const QStringList& headers) {
  auto* const tree = new QTreeWidget(parent);
  tree->setObjectName(QLatin1String(name));
  tree->setAccessibleName(accessible);
  tree->setHeaderLabels(headers);
  tree->setFrameShape(QFrame::NoFrame);
  tree->setIndentation(14);
  tree->setUniformRowHeights(true);
  return tree;
}

}  // namespace

RadioView::RadioView(Document& document, LabControl& lab, QWidget* parent)
    : QWidget(parent),
      document_(document),
      log_(document),
      cells_(table(this, "cells", tr("Cells"), {tr("Cell"), tr("Value")})),
      incidents_(table(this, "incidents", tr("Failures and counters"), {tr("Time"), tr("What went wrong")})) {
  auto* const left = new QWidget(this);
  auto* const column = new QVBoxLayout(left);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(1);
  add_plot(tr("Level"), tr("dBm"), {{tr("level"), RadioFigure::level}});
  add_plot(
      tr("Signal to noise"), tr("dB; timing advance, symbols"),
      {{tr("signal to noise"), RadioFigure::signal_to_noise}, {tr("timing advance"), RadioFigure::timing_advance}});
  add_plot(tr("Bit errors"), tr("of a million"), {{tr("corrected"), RadioFigure::bit_errors}});
  add_plot(tr("Losses"), tr("a period"),
           {{tr("blocks lost"), RadioFigure::block_errors}, {tr("access bursts"), RadioFigure::access_bursts}});
  add_plot(tr("RLC data blocks"), tr("a period"),
           {{tr("up"), RadioFigure::uplink_blocks},
            {tr("up, again"), RadioFigure::retransmitted},
            {tr("down"), RadioFigure::downlink_blocks},
            {tr("down, again"), RadioFigure::repeated}});
  add_plot(tr("Throughput"), tr("bit/s"),
           {{tr("up"), RadioFigure::uplink_rate}, {tr("down"), RadioFigure::downlink_rate}});
  for (const Figures& one : figures_) column->addWidget(one.plot);

  auto* const right = new QTabWidget(this);
  right->setDocumentMode(true);
  right->addTab(cells_, tr("Cells"));
  right->addTab(incidents_, tr("Failures"));
  right->addTab(new ChannelKnobs(lab, this), tr("Channel"));
  auto* const splitter = new QSplitter(this);
  splitter->addWidget(left);
  splitter->addWidget(right);
  splitter->setStretchFactor(0, 3);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({700, 300});
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(splitter);

  const auto go_to = [this](QTreeWidgetItem* item) {
    const QVariant packet = item->data(0, Qt::UserRole);
    if (packet.isValid()) document_.select_row(static_cast<std::size_t>(packet.toULongLong()));
  };
  connect(cells_, &QTreeWidget::itemClicked, this, go_to);
  connect(incidents_, &QTreeWidget::itemClicked, this, go_to);
  connect(&log_, &RadioLog::changed, this, &RadioView::refresh);
  connect(&document, &Document::row_selected, this, &RadioView::mark);
  refresh();
}

void RadioView::add_plot(const QString& title, const QString& unit, std::vector<Curve> curves) {
  auto* const plot = new Plot(title, unit, this);
  plot->setObjectName(QStringLiteral("plot-%1").arg(figures_.size()));
  figures_.push_back({plot, std::move(curves)});
  connect(plot, &Plot::clicked, this, [this](double moment) {
    const auto& samples = log_.samples();
    const auto nearest = std::min_element(samples.begin(), samples.end(), [&](const auto& one, const auto& other) {
      return std::abs(seconds(one.time) - moment) < std::abs(seconds(other.time) - moment);
    });
    if (nearest != samples.end()) document_.select_row(nearest->packet);
  });
}

double RadioView::seconds(std::int64_t time) const {
  return static_cast<double>(time - document_.data().start()) / 1e9;
}

void RadioView::refresh() {
  const auto& samples = log_.samples();
  const double from = samples.empty() ? 0 : seconds(samples.front().time);
  const double to = samples.empty() ? 1 : seconds(samples.back().time);
  for (const Figures& one : figures_) {
    std::vector<PlotLine> lines;
    for (const Curve& curve : one.curves) {
      PlotLine line{curve.name, {}};
      for (const RadioSample& sample : samples) {
        if (const auto value = sample.at(curve.figure)) line.points.emplace_back(seconds(sample.time), *value);
      }
      lines.push_back(std::move(line));
    }
    one.plot->set_span(from, to);
    one.plot->set_lines(std::move(lines));
  }
  list_cells();
  list_incidents();
}

void RadioView::list_cells() {
  cells_->clear();
  for (const RadioCell& cell : log_.cells()) {
    auto* const item =
        new QTreeWidgetItem(cells_, {tr("ARFCN %1, BSIC %2").arg(text(cell.arfcn), text(cell.bsic)), text(cell.state)});
    item->setData(0, Qt::UserRole, QVariant::fromValue(static_cast<qulonglong>(cell.packet)));
    for (const trace::Field& field : cell.information) {
      new QTreeWidgetItem(item, {text(field.name), text(field.value)});
    }
  }
  cells_->expandAll();
  cells_->resizeColumnToContents(0);
}

void RadioView::list_incidents() {
  incidents_->clear();
  for (const std::size_t packet : log_.incidents()) {
    const auto event = document_.data().event(packet);
    if (!event) continue;
    const capture::PacketRow& row = document_.data().row(packet);
    auto* const item = new QTreeWidgetItem(
        incidents_, {QString::number(seconds(row.time), 'f', 3),
                     text(event->name.substr(event->name.find('.') + 1) + "  " + event->field("reason"))});
    item->setData(0, Qt::UserRole, QVariant::fromValue(static_cast<qulonglong>(packet)));
    item->setForeground(1, colour_of(StepMark::failed));
  }
  if (log_.counters().empty()) return;
  auto* const counters = new QTreeWidgetItem(incidents_, {tr("In all"), QString()});
  for (const trace::Field& field : log_.counters()) {
    new QTreeWidgetItem(counters, {text(field.value), text(field.name).replace(u'_', u' ')});
  }
  counters->setExpanded(true);
}

void RadioView::mark(std::size_t packet) {
  for (const Figures& one : figures_) one.plot->set_mark(seconds(document_.data().row(packet).time));
}

}  // namespace foothold::gui
