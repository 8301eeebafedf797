// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <memory>

#include "gui/model/document.h"
#include "gui/model/step_board.h"

class QLabel;
class QMenu;
class QProgressBar;
class QTabWidget;

namespace foothold::gui {

class FilterBar;
class PacketModel;
class PacketView;
class SequenceChart;
class TransportBar;

enum class Theme : std::uint8_t { system, light, dark };
void apply_theme(Theme theme);

// The dashboard: phases at the left, packets, chart and fleet in the middle, the TRE at the right, the replay below.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  explicit MainWindow(QWidget* parent = nullptr);
  ~MainWindow() override;

  void open_file(const QString& path);
  void follow_run(const QString& socket);
  Document& document() { return document_; }
  PacketModel& packets() { return *model_; }
  FilterBar& filter() { return *filter_; }
  SequenceChart& chart() { return *chart_; }
  TransportBar& transport() { return *transport_; }
  void show_tab(int index);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void make_docks();
  void make_menus();
  void make_file_menu();
  void make_view_menu();
  void make_packet_menu();
  void ask_for_file();
  void ask_for_socket();
  void export_chart();
  void open_in_wireshark();
  void filter_selected(const QString& field);
  void about();
  void remember_file(const QString& path);
  void list_recent_files();
  void show_progress();
  void show_end(const QString& problem);
  void tell(const QString& problem);

  Document document_;
  StepBoard board_;
  PacketModel* model_;
  FilterBar* filter_;
  PacketView* packets_;
  SequenceChart* chart_;
  TransportBar* transport_;
  QTabWidget* tabs_;
  QMenu* recent_ = nullptr;
  QProgressBar* progress_;
  QLabel* status_;
};

}  // namespace foothold::gui
