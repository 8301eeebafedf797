// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "gui/model/packet_decoder.h"

class QSplitter;
class QTableView;
class QToolButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace foothold::gui {

class Document;
class HexView;
class PacketModel;

// The packets as Wireshark's users know them: the list, the decode tree, and the octets with the field highlighted.
class PacketView : public QWidget {
  Q_OBJECT
 public:
  PacketView(Document& document, PacketModel& model, QWidget* parent = nullptr);

  QTableView& list() { return *list_; }
  QSplitter& splitter() { return *splitter_; }
  // The field that is selected in the decode tree, as a filter of Wireshark's; empty if it has no name there.
  QString wireshark_filter() const;

 private:
  void show_packet(std::size_t packet);
  void show_description(std::size_t packet);
  void show_fields(std::size_t packet, const std::vector<DecodedField>& fields);
  void add_fields(QTreeWidgetItem* above, const std::vector<DecodedField>& fields);
  void select_field_at(int offset);
  void clear();
  void note_place();
  void follow_or_count();

  Document& document_;
  PacketModel& model_;
  PacketDecoder decoder_;
  QTableView* list_;
  QTreeWidget* tree_;
  HexView* hex_;
  QSplitter* splitter_;
  QToolButton* newer_;     // how many packets came since the newest was in sight; a click goes there
  bool at_end_ = true;     // the newest packet is in sight: it stays so
  int rows_at_leave_ = 0;  // rows when it was left
};

}  // namespace foothold::gui
