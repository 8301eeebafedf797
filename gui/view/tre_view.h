// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QTreeWidget>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace foothold::gui {

class Document;

// What the trace tells of the selected device's TRE: identity, MCIMs and their states, how often each command was used.
class TreView : public QTreeWidget {
  Q_OBJECT
 public:
  explicit TreView(Document& document, QWidget* parent = nullptr);

 private:
  void restart();
  void extend();
  void render();

  Document& document_;
  std::size_t scanned_ = 0;
  std::map<std::string, unsigned> commands_;  // by event name
  std::vector<std::size_t> told_;             // packets with an event of the TRE's own: tre.*
};

}  // namespace foothold::gui
