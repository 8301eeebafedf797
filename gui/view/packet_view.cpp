// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/packet_view.h"

#include <QFontDatabase>
#include <QHeaderView>
#include <QLocale>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "gui/model/document.h"
#include "gui/model/packet_model.h"
#include "gui/view/hex_view.h"
#include "trace/describe.h"

namespace foothold::gui {
namespace {

enum FieldRole { kOffsetRole = Qt::UserRole, kOctetsRole, kNameRole, kValueRole };

QTreeWidgetItem* item_of(const QString& text, const QString& name, int offset, int octets) {
  auto* const item = new QTreeWidgetItem({text});
  item->setData(0, kOffsetRole, offset);
  item->setData(0, kOctetsRole, octets);
  item->setData(0, kNameRole, name);
  if (!name.isEmpty()) item->setToolTip(0, name);
  return item;
}

}  // namespace

PacketView::PacketView(Document& document, PacketModel& model, QWidget* parent)
    : QWidget(parent),
      document_(document),
      model_(model),
      list_(new QTableView(this)),
      tree_(new QTreeWidget(this)),
      hex_(new HexView(this)),
      splitter_(new QSplitter(Qt::Vertical, this)),
      newer_(new QToolButton(this)) {
  const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  const QFontMetrics metrics(font());
  list_->setObjectName(QStringLiteral("packets"));
  list_->setAccessibleName(tr("Packets"));
  list_->setModel(&model_);
  list_->setSelectionBehavior(QAbstractItemView::SelectRows);
  list_->setSelectionMode(QAbstractItemView::SingleSelection);
  list_->setShowGrid(false);
  list_->setWordWrap(false);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->setTabKeyNavigation(false);
  list_->verticalHeader()->hide();
  list_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  list_->verticalHeader()->setDefaultSectionSize(metrics.height() + 5);
  list_->horizontalHeader()->setHighlightSections(false);
  list_->horizontalHeader()->setStretchLastSection(true);
  list_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  const auto width = [&](const char* sample) { return metrics.horizontalAdvance(QLatin1String(sample)) + 18; };
  list_->setColumnWidth(PacketModel::kNumber, width("0000000"));
  list_->setColumnWidth(PacketModel::kTime, width("000.000000"));
  list_->setColumnWidth(PacketModel::kDevice, width("001020000000001"));
  list_->setColumnWidth(PacketModel::kFrom, width("M2ME_"));
  list_->setColumnWidth(PacketModel::kTo, width("M2ME_"));
  list_->setColumnWidth(PacketModel::kLayer, width("SNDCP_"));

  tree_->setObjectName(QStringLiteral("decode"));
  tree_->setAccessibleName(tr("Decoded packet"));
  tree_->setHeaderHidden(true);
  tree_->setUniformRowHeights(true);
  tree_->setFrameShape(QFrame::NoFrame);
  tree_->setFont(fixed);

  auto* const lower = new QSplitter(Qt::Horizontal, this);
  lower->addWidget(tree_);
  lower->addWidget(hex_);
  lower->setStretchFactor(0, 1);
  lower->setStretchFactor(1, 0);
  lower->setSizes({1, hex_->sizeHint().width()});
  newer_->setObjectName(QStringLiteral("newer"));
  newer_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  newer_->setAutoRaise(true);
  newer_->hide();
  auto* const upper = new QWidget(this);
  auto* const column = new QVBoxLayout(upper);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(list_, 1);
  column->addWidget(newer_);
  splitter_->addWidget(upper);
  splitter_->addWidget(lower);
  splitter_->setStretchFactor(0, 3);
  splitter_->setStretchFactor(1, 2);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(splitter_);

  connect(list_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& index) {
    if (index.isValid()) document_.select_row(model_.packet_of(index.row()));
  });
  connect(&document, &Document::row_selected, this, &PacketView::show_packet);
  connect(&document, &Document::replaced, this, &PacketView::clear);
  connect(&decoder_, &PacketDecoder::decoded, this, &PacketView::show_fields);
  connect(tree_, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
    if (item != nullptr) hex_->highlight(item->data(0, kOffsetRole).toInt(), item->data(0, kOctetsRole).toInt());
  });
  connect(hex_, &HexView::octet_clicked, this, &PacketView::select_field_at);
  connect(newer_, &QToolButton::clicked, list_, &QTableView::scrollToBottom);
  connect(list_->verticalScrollBar(), &QScrollBar::valueChanged, this, &PacketView::note_place);
  connect(&model_, &QAbstractItemModel::rowsInserted, this, &PacketView::follow_or_count);
  connect(&model_, &QAbstractItemModel::modelReset, this, &PacketView::follow_or_count);
}

QString PacketView::wireshark_filter() const {
  const QTreeWidgetItem* const item = tree_->currentItem();
  if (item == nullptr) return {};
  const QString name = item->data(0, kNameRole).toString();
  QString value = item->data(0, kValueRole).toString();
  if (name.isEmpty() || value.isEmpty()) return name;
  // Numbers and addresses stand as they are, texts between quotes.
  static const QRegularExpression kPlain(
      QStringLiteral("^(0x[0-9a-fA-F]+|-?[0-9]+(\\.[0-9]+)*|([0-9a-fA-F]{2}:)+[0-9a-fA-F]{2})$"));
  if (!kPlain.match(value).hasMatch()) {
    value.replace(QStringLiteral("\\"), QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    value = u'"' + value + u'"';
  }
  return name + QStringLiteral(" == ") + value;
}

void PacketView::clear() {
  at_end_ = true;
  decoder_.forget();
  tree_->clear();
  hex_->set_octets({});
}

void PacketView::note_place() {
  const auto* const bar = list_->verticalScrollBar();
  const bool was_at_end = std::exchange(at_end_, bar->value() >= bar->maximum());
  if (was_at_end && !at_end_) rows_at_leave_ = model_.rowCount();
  if (at_end_) newer_->hide();
}

// A live run goes by: whoever looks at the newest packet keeps seeing it; whoever looks at another keeps that, and is
// told how many came meanwhile.
void PacketView::follow_or_count() {
  if (!document_.is_live()) {
    newer_->hide();
    return;
  }
  if (at_end_) {
    list_->scrollToBottom();
    return;
  }
  const int since = std::max(model_.rowCount() - rows_at_leave_, 0);
  newer_->setText(tr("%1 packets since \u2013 show the newest").arg(QLocale().toString(since)));
  newer_->setVisible(since > 0);
}

void PacketView::show_packet(std::size_t packet) {
  if (const auto row = model_.row_of(packet); row && list_->currentIndex().row() != *row) {
    const QModelIndex index = model_.index(*row, PacketModel::kSummary);
    list_->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    list_->scrollTo(model_.index(*row, PacketModel::kNumber), QAbstractItemView::PositionAtCenter);
  }
  auto octets = document_.data().octets(packet);
  show_description(packet);
  if (!octets) return;
  hex_->set_octets(*octets);
  const capture::PacketRow& row = document_.data().row(packet);
  decoder_.decode(packet, row.link_type, row.time, std::move(*octets));
}

// What our own codecs say: at once, and all there is where tshark is missing.
void PacketView::show_description(std::size_t packet) {
  tree_->clear();
  const auto event = document_.data().event(packet);
  if (!event) {
    tree_->addTopLevelItem(item_of(QString::fromStdString(to_string(event.error())), {}, 0, 0));
    return;
  }
  auto* const top = item_of(QStringLiteral("Foothold: ") + QString::fromStdString(trace::describe(*event)), {}, 0, 0);
  const auto add = [&](const QString& name, const QString& value) {
    if (!value.isEmpty()) top->addChild(item_of(name + QStringLiteral(": ") + value, {}, 0, 0));
  };
  add(tr("Name"), QString::fromStdString(trace::printable(event->name)));
  add(tr("Kind"), QString::fromLatin1(trace::to_string(event->kind)));
  add(tr("Layer"), QString::fromLatin1(trace::to_string(event->layer)));
  add(tr("Device"), QString::fromStdString(trace::printable(event->device)));
  for (const trace::Field& field : event->fields) {
    add(QString::fromStdString(trace::printable(field.name)), QString::fromStdString(trace::printable(field.value)));
  }
  tree_->addTopLevelItem(top);
  top->setExpanded(true);
}

void PacketView::show_fields(std::size_t packet, const std::vector<DecodedField>& fields) {
  if (document_.selected_row() != packet) return;
  while (tree_->topLevelItemCount() > 1) delete tree_->takeTopLevelItem(1);
  auto* const root = tree_->invisibleRootItem();
  const int before = root->childCount();
  add_fields(root, fields);
  // The innermost protocol is what one came for.
  if (root->childCount() > before) root->child(root->childCount() - 1)->setExpanded(true);
}

void PacketView::add_fields(QTreeWidgetItem* above, const std::vector<DecodedField>& fields) {
  for (const DecodedField& field : fields) {
    if (field.text.isEmpty() && field.children.empty()) continue;
    auto* const item = item_of(field.text, field.name, field.offset, field.octets);
    item->setData(0, kValueRole, field.value);
    above->addChild(item);
    add_fields(item, field.children);
  }
}

void PacketView::select_field_at(int offset) {
  // The smallest field that holds the octet.
  QTreeWidgetItem* best = nullptr;
  for (QTreeWidgetItemIterator at(tree_); *at != nullptr; ++at) {
    const int from = (*at)->data(0, kOffsetRole).toInt();
    const int octets = (*at)->data(0, kOctetsRole).toInt();
    if (octets == 0 || offset < from || offset >= from + octets) continue;
    if (best == nullptr || octets <= best->data(0, kOctetsRole).toInt()) best = *at;
  }
  if (best == nullptr) return;
  tree_->setCurrentItem(best);
  tree_->scrollToItem(best);
}

}  // namespace foothold::gui
