// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QCache>
#include <QColor>
#include <memory>
#include <optional>
#include <vector>

#include "gui/capture/filter.h"

namespace foothold::gui {

class ColourRules;
class Document;
class FilterRun;

// The packets that pass the filter. Texts are made when a row is drawn.
class PacketModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { kNumber, kTime, kDevice, kFrom, kTo, kLayer, kSummary, kColumns };
  enum Role { kPacketRole = Qt::UserRole };  // the row in the capture

  explicit PacketModel(Document& document, QObject* parent = nullptr);
  ~PacketModel() override;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  // Packets appear as they are found, on a thread of its own; a filter that was running is given up.
  void set_filter(capture::Filter filter);
  void use_colours(const ColourRules& rules);  // which outlive this model
  bool is_filtering() const { return run_ != nullptr; }

  std::size_t packet_of(int row) const;
  std::optional<int> row_of(std::size_t packet) const;  // nothing if the filter hides it

 signals:
  void filtering_changed();

 private:
  void restart();
  void extend();
  void scan_on();
  QString summary(std::size_t packet) const;
  std::optional<QColor> own_colour(std::size_t packet) const;

  Document& document_;
  capture::Filter filter_;
  std::vector<std::uint32_t> passed_;  // used with a filter only
  std::size_t scanned_ = 0;            // packets that the filter has seen
  int rows_ = 0;                       // what the views were told
  std::unique_ptr<FilterRun> run_;
  mutable QCache<std::size_t, QString> summaries_;
  const ColourRules* colours_ = nullptr;
  mutable QCache<std::size_t, std::optional<QColor>> own_colours_;
};

}  // namespace foothold::gui
