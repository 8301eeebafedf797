// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/tre_view.h"

#include <QHeaderView>
#include <algorithm>

#include "gui/model/document.h"
#include "gui/model/palette.h"
#include "trace/describe.h"

namespace foothold::gui {
namespace {

constexpr std::size_t kMostTold = 200;  // events that are read again at each change

QString text(const std::string& words) {
  return QString::fromStdString(trace::printable(words));
}

QTreeWidgetItem* group(QTreeWidget* tree, const QString& title) {
  auto* const item = new QTreeWidgetItem(tree, {title});
  QFont bold = tree->font();
  bold.setBold(true);
  item->setFont(0, bold);
  return item;
}

}  // namespace

TreView::TreView(Document& document, QWidget* parent) : QTreeWidget(parent), document_(document) {
  setObjectName(QStringLiteral("tre"));
  setAccessibleName(tr("Trusted environment"));
  setColumnCount(2);
  setHeaderLabels({tr("TRE"), tr("Value")});
  setFrameShape(QFrame::NoFrame);
  setRootIsDecorated(false);
  setIndentation(14);
  setAlternatingRowColors(true);
  header()->resizeSection(0, fontMetrics().horizontalAdvance(QStringLiteral("m2me.component_measured")) + 30);
  connect(&document, &Document::replaced, this, &TreView::restart);
  connect(&document, &Document::device_selected, this, &TreView::restart);
  connect(&document, &Document::grown, this, &TreView::extend);
  connect(&document, &Document::visible_rows_changed, this, [this] {
    if (document_.visible_rows() < scanned_) {
      restart();
    } else {
      extend();
    }
  });
  connect(this, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* item) {
    const QVariant packet = item->data(0, Qt::UserRole);
    if (packet.isValid()) document_.select_row(static_cast<std::size_t>(packet.toULongLong()));
  });
  render();
}

void TreView::restart() {
  scanned_ = 0;
  commands_.clear();
  told_.clear();
  extend();
}

void TreView::extend() {
  const capture::CaptureData& recorded = document_.data();
  const std::size_t visible = document_.visible_rows();
  for (; scanned_ < visible; ++scanned_) {
    const capture::PacketRow& row = recorded.row(scanned_);
    if (row.from != trace::Actor::tre && row.to != trace::Actor::tre) continue;
    if (row.device != 0 && row.device != document_.selected_device()) continue;
    const std::string& name = recorded.name(row.name);
    if (row.layer == trace::Layer::apdu && row.to == trace::Actor::none) ++commands_[name];
    if (row.layer == trace::Layer::apdu && row.to != trace::Actor::none && row.kind != trace::Kind::note)
      ++commands_[name];
    if (!name.starts_with("tre.")) continue;
    told_.push_back(scanned_);
    if (told_.size() > kMostTold) told_.erase(told_.begin());
  }
  render();
}

void TreView::render() {
  clear();
  const capture::CaptureData& recorded = document_.data();
  auto* const identity = group(this, tr("Identity"));
  new QTreeWidgetItem(identity, {tr("PCID"), text(recorded.device(document_.selected_device()))});
  auto* const mcims = group(this, tr("MCIMs"));
  auto* const used = group(this, tr("Commands used"));
  auto* const events = group(this, tr("What it decided"));
  bool locked = false;
  std::map<std::string, QString> states;
  for (const std::size_t packet : told_) {
    const auto event = recorded.event(packet);
    if (!event) continue;
    const std::string& mcim = event->field("mcim");
    if (event->name == "tre.locked") locked = true;
    if (event->name == "tre.mcim_installed") states[mcim] = tr("installed");
    if (event->name == "tre.mcim_activated") {
      for (auto& [other, state] : states) {
        if (state == tr("active")) state = tr("installed");
      }
      states[mcim] = tr("active");
    }
    if (event->name == "tre.mcim_deactivated") states[mcim] = tr("installed");
    if (event->name == "tre.mcim_deleted") states[mcim] = tr("deleted");
    auto* const item =
        new QTreeWidgetItem(events, {text(event->name), text(event->field("result") + event->field("reason"))});
    item->setData(0, Qt::UserRole, QVariant::fromValue(static_cast<qulonglong>(packet)));
    if (event->kind == trace::Kind::failure) item->setForeground(0, colour_of(StepMark::failed));
  }
  new QTreeWidgetItem(identity, {tr("State"), locked ? tr("locked down") : tr("ready, as far as the trace tells")});
  if (states.empty()) new QTreeWidgetItem(mcims, {tr("none installed"), QString()});
  for (const auto& [mcim, state] : states) {
    auto* const item = new QTreeWidgetItem(mcims, {text(mcim), state});
    item->setForeground(1, colour_of(state == tr("active") ? StepMark::done : StepMark::waiting));
  }
  for (const auto& [name, count] : commands_) {
    new QTreeWidgetItem(used, {text(name.starts_with("apdu.") ? name.substr(5) : name), QString::number(count)});
  }
  expandAll();
}

}  // namespace foothold::gui
