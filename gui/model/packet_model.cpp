// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/packet_model.h"

#include <QColor>
#include <QFont>
#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "gui/capture/recognise.h"
#include "gui/model/colour_rules.h"
#include "gui/model/document.h"
#include "gui/model/filter_run.h"
#include "gui/model/palette.h"
#include "trace/describe.h"

namespace foothold::gui {
namespace {

constexpr int kKeptSummaries = 4096;

int as_rows(std::size_t count) {
  return static_cast<int>(std::min<std::size_t>(count, std::numeric_limits<int>::max()));
}

QString seconds(std::int64_t nanoseconds) {
  return QString::number(static_cast<double>(nanoseconds) / 1e9, 'f', 6);
}

}  // namespace

PacketModel::PacketModel(Document& document, QObject* parent)
    : QAbstractTableModel(parent), document_(document), summaries_(kKeptSummaries), own_colours_(kKeptSummaries) {
  connect(&document, &Document::replaced, this, &PacketModel::restart);
  connect(&document, &Document::grown, this, &PacketModel::extend);
  connect(&document, &Document::visible_rows_changed, this, &PacketModel::extend);
}

PacketModel::~PacketModel() = default;

int PacketModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : rows_;
}

int PacketModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

std::size_t PacketModel::packet_of(int row) const {
  const auto at = static_cast<std::size_t>(row);
  return filter_.empty() ? at : passed_[at];
}

std::optional<int> PacketModel::row_of(std::size_t packet) const {
  if (filter_.empty())
    return packet < static_cast<std::size_t>(rows_) ? std::optional(static_cast<int>(packet)) : std::nullopt;
  const auto end = passed_.begin() + rows_;
  const auto found = std::lower_bound(passed_.begin(), end, packet);
  if (found == end || *found != packet) return std::nullopt;
  return static_cast<int>(found - passed_.begin());
}

QVariant PacketModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const std::size_t packet = packet_of(index.row());
  if (role == kPacketRole) return QVariant::fromValue(static_cast<qulonglong>(packet));
  const capture::CaptureData& data = document_.data();
  const capture::PacketRow& row = data.row(packet);
  if (role == Qt::ForegroundRole || role == Qt::BackgroundRole) {
    // Words on a person's own colour are black or white, whichever can be read.
    if (const auto own = own_colour(packet)) {
      return role == Qt::BackgroundRole ? *own : own->lightness() > 140 ? QColor(Qt::black) : QColor(Qt::white);
    }
  }
  if (role == Qt::ForegroundRole) return colour_of(row.kind).isValid() ? QVariant(colour_of(row.kind)) : QVariant();
  if (role == Qt::BackgroundRole) {
    const QColor colour = background_of(row.layer, row.kind);
    return colour.isValid() ? QVariant(colour) : QVariant();
  }
  if (role == Qt::TextAlignmentRole) {
    if (index.column() <= kTime) return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
  }
  if (role == Qt::ToolTipRole && index.column() == kSummary) return summary(packet);
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case kNumber:
      return QString::number(packet + 1);
    case kTime:
      return seconds(row.time - data.start());
    case kDevice:
      return QString::fromStdString(data.device(row.device));
    case kFrom:
      return row.from == trace::Actor::none ? QString() : QString::fromLatin1(trace::to_string(row.from));
    case kTo:
      return row.to == trace::Actor::none ? QString() : QString::fromLatin1(trace::to_string(row.to));
    case kLayer:
      return QString::fromLatin1(trace::to_string(row.layer)).toUpper();
    default:
      return summary(packet);
  }
}

void PacketModel::use_colours(const ColourRules& rules) {
  colours_ = &rules;
  connect(&rules, &ColourRules::changed, this, [this] {
    own_colours_.clear();
    if (rows_ > 0)
      emit dataChanged(index(0, 0), index(rows_ - 1, kColumns - 1), {Qt::BackgroundRole, Qt::ForegroundRole});
  });
}

std::optional<QColor> PacketModel::own_colour(std::size_t packet) const {
  if (colours_ == nullptr) return std::nullopt;
  if (const auto* const known = own_colours_.object(packet)) return *known;
  const auto colour = colours_->colour_of(document_.data(), packet);
  own_colours_.insert(packet, new std::optional<QColor>(colour));
  return colour;
}

QString PacketModel::summary(std::size_t packet) const {
  if (const QString* const known = summaries_.object(packet)) return *known;
  const auto event = document_.data().event(packet);
  QString text;
  const capture::PacketRow& row = document_.data().row(packet);
  if (event && event->name == "wire.packet") {
    // A packet that was captured beside our events: what its headers tell.
    const capture::Recognised found = capture::recognise(row.link_type, event->bytes);
    text = QString::fromUtf8(found.protocol.data(), static_cast<qsizetype>(found.protocol.size()));
    if (found.name != event->name)
      text += u' ' + QString::fromUtf8(found.name.data(), static_cast<qsizetype>(found.name.size()));
    text += tr(" (captured, %1 octets)").arg(row.octets);
  } else if (event) {
    text = QString::fromStdString(trace::describe(*event));
    // Who spoke stands in columns of its own.
    if (const auto at = text.indexOf(QStringLiteral("  ")); at >= 0) text = text.mid(at + 2);
    if (const auto at = text.indexOf(u' '); at >= 0 && !event->step) text = text.mid(at + 1);
  } else {
    text = QString::fromStdString(to_string(event.error()));
  }
  summaries_.insert(packet, new QString(text));
  return text;
}

QVariant PacketModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case kNumber:
      return tr("No.");
    case kTime:
      return tr("Time");
    case kDevice:
      return tr("Device");
    case kFrom:
      return tr("From");
    case kTo:
      return tr("To");
    case kLayer:
      return tr("Layer");
    case kSummary:
      return tr("What was said");
    default:
      return {};
  }
}

void PacketModel::set_filter(capture::Filter filter) {
  filter_ = std::move(filter);
  restart();
}

void PacketModel::restart() {
  beginResetModel();
  const bool was_filtering = is_filtering();
  run_.reset();
  passed_.clear();
  scanned_ = 0;
  summaries_.clear();
  own_colours_.clear();
  rows_ = filter_.empty() ? as_rows(document_.visible_rows()) : 0;
  endResetModel();
  if (was_filtering) emit filtering_changed();
  extend();
}

void PacketModel::extend() {
  const std::size_t visible = document_.visible_rows();
  std::size_t wanted = visible;
  if (!filter_.empty()) {
    scan_on();
    wanted = static_cast<std::size_t>(std::lower_bound(passed_.begin(), passed_.end(), visible) - passed_.begin());
  }
  const int rows = as_rows(wanted);
  if (rows > rows_) {
    beginInsertRows({}, rows_, rows - 1);
    rows_ = rows;
    endInsertRows();
  } else if (rows < rows_) {
    beginRemoveRows({}, rows, rows_ - 1);
    rows_ = rows;
    endRemoveRows();
  }
}

void PacketModel::scan_on() {
  if (run_ || scanned_ >= document_.data().size()) return;
  run_ = std::make_unique<FilterRun>(filter_, document_.data(), scanned_, document_.data().size());
  FilterRun* const current = run_.get();
  connect(current, &FilterRun::found, this,
          [this, current](const std::vector<std::uint32_t>& packets, std::size_t scanned) {
            if (run_.get() != current) return;
            passed_.insert(passed_.end(), packets.begin(), packets.end());
            scanned_ = scanned;
            extend();
          });
  connect(current, &QThread::finished, this, [this, current] {
    if (run_.get() != current) return;
    run_.release()->deleteLater();
    extend();
    if (!is_filtering()) emit filtering_changed();
  });
  run_->start();
  emit filtering_changed();
}

}  // namespace foothold::gui
