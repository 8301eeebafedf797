// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QMainWindow>
#include <memory>

#include "gui/model/colour_rules.h"
#include "gui/model/document.h"
#include "gui/model/lab_control.h"
#include "gui/model/lab_run.h"
#include "gui/model/step_board.h"

class QLabel;
class QMenu;
class QProgressBar;
class QTabWidget;

namespace foothold::gui {

class ApduConsole;
class FilterBar;
class LabMenu;
class PacketModel;
class PacketView;
class SequenceChart;
class TransportBar;
class TreLog;

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
  LabControl& lab() { return lab_; }
  LabRun& run() { return run_; }
  ColourRules& colours() { return colours_; }
  void show_tab(int index);
  int tab_count() const;

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
  void follow_apdu_session();
  QString filter_of_selected() const;
  void edit_colours();
  void about();
  void remember_file(const QString& path);
  void list_recent_files();
  void show_progress();
  void show_rate();
  void show_end(const QString& problem);
  void tell(const QString& problem);

  Document document_;
  StepBoard board_;
  LabControl lab_;
  LabRun run_;
  ColourRules colours_;
  PacketModel* model_;
  FilterBar* filter_;
  PacketView* packets_;
  SequenceChart* chart_;
  TreLog* tre_;
  ApduConsole* console_;
  TransportBar* transport_;
  QTabWidget* tabs_;
  QMenu* recent_ = nullptr;
  QStringList recent_files_;
  QProgressBar* progress_;
  QLabel* status_;
  QElapsedTimer rate_clock_;
  std::size_t rate_from_ = 0;  // packets when the clock was started
  double rate_ = 0;            // packets a second of a live run
};

}  // namespace foothold::gui
