// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QTreeWidget>

namespace foothold::gui {

class Document;
class TreLog;

// The selected device's TRE: identity and state, MCIMs, measured components, files, what was refused, how often each
// command was used. A click goes to the packet that tells it.
class TreView : public QTreeWidget {
  Q_OBJECT
 public:
  TreView(Document& document, const TreLog& log, QWidget* parent = nullptr);

 private:
  void render();
  void show_identity();
  void show_mcims();
  void show_files();
  void show_policy();
  QTreeWidgetItem* group(const QString& title);

  Document& document_;
  const TreLog& log_;
};

}  // namespace foothold::gui
