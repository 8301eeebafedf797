// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/apdu_model.h"

#include <algorithm>
#include <utility>

#include "base/hex.h"
#include "gui/capture/apdu_text.h"
#include "gui/capture/recognise.h"
#include "gui/model/document.h"
#include "gui/model/palette.h"
#include "gui/model/tre_log.h"

namespace foothold::gui {
namespace {

constexpr int kKept = 2048;
constexpr std::size_t kMostOwn = 10000;
constexpr std::size_t kMostShown = 64;  // octets of a value in the table

// As hex; a value that is a text, as identities and addresses are, as text.
QString octets_text(ByteView octets) {
  constexpr std::size_t kShortestText = 4;
  const bool is_text =
      octets.size() >= kShortestText && octets.size() <= kMostShown && octets.front() != ' ' &&
      std::all_of(octets.begin(), octets.end(), [](std::uint8_t one) { return one >= 0x20 && one < 0x7f; });
  if (is_text) {
    return QStringLiteral("\u201c%1\u201d")
        .arg(QString::fromLatin1(reinterpret_cast<const char*>(octets.data()), static_cast<qsizetype>(octets.size())));
  }
  QString text = QString::fromStdString(to_hex(octets.first(std::min(octets.size(), kMostShown))));
  if (octets.size() > kMostShown) text += QStringLiteral("\u2026");
  return text;
}

}  // namespace

ApduModel::ApduModel(Document& document, const TreLog& log, QObject* parent)
    : QAbstractTableModel(parent), document_(document), log_(log), known_(kKept) {
  connect(&log, &TreLog::forgotten, this, &ApduModel::restart);
  connect(&log, &TreLog::changed, this, &ApduModel::extend);
}

int ApduModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : traced_ + static_cast<int>(own_.size());
}

int ApduModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

void ApduModel::restart() {
  beginResetModel();
  known_.clear();
  traced_ = static_cast<int>(log_.apdus().size());
  endResetModel();
}

void ApduModel::extend() {
  const int rows = static_cast<int>(log_.apdus().size());
  if (rows <= traced_) return;
  beginInsertRows({}, traced_, rows - 1);
  traced_ = rows;
  endInsertRows();
}

void ApduModel::add_own(Bytes command, Bytes answer) {
  if (own_.size() >= kMostOwn || answer.size() < 2) return;
  const std::size_t body = answer.size() - 2;
  const auto status = static_cast<std::uint16_t>(answer[body] << 8U | answer[body + 1]);
  const ByteView data = command.size() > 5 ? ByteView(command).subspan(5) : ByteView();
  Texts texts = texts_of(command, data, ByteView(answer).first(body), status);
  texts.time = tr("sent here");
  beginInsertRows({}, rowCount(), rowCount());
  own_.push_back(std::move(texts));
  endInsertRows();
}

ApduModel::Texts ApduModel::texts_of(ByteView command, ByteView data, ByteView answer, std::uint16_t status) {
  Texts texts;
  texts.command = QString::fromStdString(capture::command_text(command));
  // What a person types to prove who they are is not for looking over the shoulder.
  texts.data =
      capture::command_name(command).ends_with("PIN") ? QStringLiteral("\u2022\u2022\u2022\u2022") : octets_text(data);
  texts.status = QString::fromStdString(capture::status_text(status));
  texts.answer = octets_text(answer);
  texts.refused = status >> 12U == 6 && status >> 8U != 0x61 && status >> 8U != 0x6c;
  return texts;
}

const ApduModel::Texts& ApduModel::texts(int row) const {
  static const Texts kNone;
  if (row >= traced_) return own_[static_cast<std::size_t>(row - traced_)];
  if (const Texts* const known = known_.object(row)) return *known;
  if (static_cast<std::size_t>(row) >= log_.apdus().size()) return kNone;
  const std::size_t packet = log_.apdus()[static_cast<std::size_t>(row)];
  const capture::PacketRow& at = document_.data().row(packet);
  const auto event = document_.data().event(packet);
  auto* const made = new Texts;
  if (event) {
    ByteView exchange(event->bytes);
    if (event->payload != trace::Payload::sim_apdu) exchange = capture::recognise(at.link_type, exchange).message;
    if (const auto apdu = capture::split_exchange(exchange)) {
      *made = texts_of(apdu->command, apdu->data, apdu->answer, apdu->status);
    }
  }
  made->time = QString::number(static_cast<double>(at.time - document_.data().start()) / 1e9, 'f', 6);
  known_.insert(row, made);
  return *made;
}

QVariant ApduModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  if (role == kPacketRole) {
    if (index.row() >= traced_) return {};
    return QVariant::fromValue(static_cast<qulonglong>(log_.apdus()[static_cast<std::size_t>(index.row())]));
  }
  const Texts& row = texts(index.row());
  if (role == Qt::ForegroundRole) return row.refused ? QVariant(colour_of(StepMark::failed)) : QVariant();
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  switch (index.column()) {
    case kTime:
      return row.time;
    case kCommand:
      return row.command;
    case kData:
      return row.data;
    case kStatus:
      return row.status;
    default:
      return row.answer;
  }
}

QVariant ApduModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case kTime:
      return tr("Time");
    case kCommand:
      return tr("Command");
    case kData:
      return tr("Data");
    case kStatus:
      return tr("Status");
    default:
      return tr("Answer");
  }
}

}  // namespace foothold::gui
