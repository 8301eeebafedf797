// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/tre_view.h"

#include <QHeaderView>
#include <map>

#include "gui/model/document.h"
#include "gui/model/palette.h"
#include "gui/model/tre_log.h"
#include "trace/describe.h"

namespace foothold::gui {
namespace {

QString text(const std::string& words) {
  return QString::fromStdString(trace::printable(words));
}

QTreeWidgetItem* line(QTreeWidgetItem* above, const QString& name, const QString& value,
                      std::optional<std::size_t> packet = {}) {
  auto* const item = new QTreeWidgetItem(above, {name, value});
  if (packet) item->setData(0, Qt::UserRole, QVariant::fromValue(static_cast<qulonglong>(*packet)));
  return item;
}

}  // namespace

TreView::TreView(Document& document, const TreLog& log, QWidget* parent)
    : QTreeWidget(parent), document_(document), log_(log) {
  setObjectName(QStringLiteral("tre"));
  setAccessibleName(tr("Trusted environment"));
  setColumnCount(2);
  setHeaderLabels({tr("TRE"), tr("Value")});
  setFrameShape(QFrame::NoFrame);
  setRootIsDecorated(false);
  setIndentation(14);
  setAlternatingRowColors(true);
  header()->resizeSection(0, fontMetrics().horizontalAdvance(QStringLiteral("m2me.component_measured")) + 30);
  connect(&log, &TreLog::changed, this, &TreView::render);
  connect(&document, &Document::device_selected, this, &TreView::render);
  connect(this, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* item) {
    const QVariant packet = item->data(0, Qt::UserRole);
    if (packet.isValid()) document_.select_row(static_cast<std::size_t>(packet.toULongLong()));
  });
  render();
}

QTreeWidgetItem* TreView::group(const QString& title) {
  auto* const item = new QTreeWidgetItem(this, {title});
  QFont bold = font();
  bold.setBold(true);
  item->setFont(0, bold);
  return item;
}

void TreView::render() {
  clear();
  show_identity();
  show_mcims();
  show_files();
  show_policy();
  auto* const decided = group(tr("What it decided"));
  for (const std::size_t packet : log_.decisions()) {
    const auto event = document_.data().event(packet);
    if (!event) continue;
    auto* const item = line(decided, text(event->name), text(event->field("result") + event->field("reason")), packet);
    if (event->kind == trace::Kind::failure) item->setForeground(0, colour_of(StepMark::failed));
  }
  expandAll();
}

void TreView::show_identity() {
  auto* const identity = group(tr("Identity and state"));
  line(identity, tr("PCID"), text(document_.data().device(document_.selected_device())));
  const auto state = [this] {
    switch (log_.state()) {
      case TreLog::State::measuring:
        return tr("measuring: no evidence given yet");
      case TreLog::State::operating:
        return tr("operating: the registers are closed");
      case TreLog::State::locked:
        return tr("locked down: %1").arg(text(log_.lock_reason()));
      case TreLog::State::unknown:
        break;
    }
    return tr("nothing seen of it");
  };
  auto* const item = line(identity, tr("State"), state());
  if (log_.state() == TreLog::State::locked) item->setForeground(1, colour_of(StepMark::failed));
  for (const auto& [component, packet] : log_.components()) line(identity, tr("Measured"), text(component), packet);
}

void TreView::show_mcims() {
  auto* const mcims = group(tr("MCIMs"));
  if (log_.mcims().empty()) line(mcims, tr("none installed"), {});
  for (const auto& [identifier, mcim] : log_.mcims()) {
    const bool active = mcim.state == TreMcim::State::active;
    const QString state = active                                    ? tr("active")
                          : mcim.state == TreMcim::State::installed ? tr("installed")
                                                                    : tr("deleted");
    line(mcims, text(identifier), state, mcim.packet)
        ->setForeground(1, colour_of(active ? StepMark::done : StepMark::waiting));
  }
}

void TreView::show_files() {
  auto* const files = group(tr("Files met"));
  std::map<std::string, QTreeWidgetItem*> folders;
  for (const TreFile& file : log_.files()) {
    QTreeWidgetItem*& folder = folders[file.folder];
    if (folder == nullptr) folder = line(files, text(file.folder), {});
    if (file.name == file.folder) continue;
    QStringList what;
    if (file.read > 0) what << tr("read %1\u00d7").arg(file.read);
    if (file.updated > 0) what << tr("updated %1\u00d7").arg(file.updated);
    if (what.isEmpty()) what << tr("selected");
    line(folder, text(file.name), what.join(QStringLiteral(", ")), file.packet);
  }
}

void TreView::show_policy() {
  auto* const refused = group(tr("Refused"));
  if (log_.refusals().empty()) line(refused, tr("nothing"), {});
  for (const auto& [what, count] : log_.refusals()) {
    const QString times = count > 1 ? tr("%1 (%2\u00d7)").arg(text(what.second)).arg(count) : text(what.second);
    line(refused, text(what.first), times)->setForeground(1, colour_of(StepMark::failed));
  }
  auto* const used = group(tr("Commands used"));
  for (const auto& [name, count] : log_.commands()) line(used, text(name), QString::number(count));
}

}  // namespace foothold::gui
