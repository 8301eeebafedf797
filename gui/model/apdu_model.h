// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QCache>
#include <optional>
#include <vector>

#include "base/bytes.h"

namespace foothold::gui {

class Document;
class TreLog;

// The commands that went to the TRE, with what they ask for and what was answered: those of the trace, and below them
// those that were sent from the window.
class ApduModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { kTime, kCommand, kData, kStatus, kAnswer, kColumns };
  enum Role { kPacketRole = Qt::UserRole };  // only of those in the trace

  ApduModel(Document& document, const TreLog& log, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  void add_own(Bytes command, Bytes answer);

 private:
  struct Texts {
    QString time;
    QString command;
    QString data;
    QString status;
    QString answer;
    bool refused = false;
  };
  void extend();
  void restart();
  const Texts& texts(int row) const;
  static Texts texts_of(ByteView command, ByteView data, ByteView answer, std::uint16_t status);

  Document& document_;
  const TreLog& log_;
  int traced_ = 0;  // rows of the trace
  std::vector<Texts> own_;
  mutable QCache<int, Texts> known_;
};

}  // namespace foothold::gui
