// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gui/model/row_scan.h"
#include "trace/event.h"

namespace foothold::gui {

class Document;

// A file of the card that was met.
struct TreFile {
  std::string folder;  // the application or folder that was selected then
  std::string name;
  unsigned selected = 0;
  unsigned read = 0;
  unsigned updated = 0;
  std::size_t packet = 0;  // the last
};

struct TreMcim {
  enum class State : std::uint8_t { installed, active, deleted };
  State state = State::installed;
  std::size_t packet = 0;
};

// What the trace tells of the selected device's TRE, or of the card of a capture. All of it is bounded.
class TreLog : public QObject {
  Q_OBJECT
 public:
  enum class State : std::uint8_t { unknown, measuring, operating, locked };

  explicit TreLog(Document& document, QObject* parent = nullptr);

  State state() const { return state_; }
  const std::string& lock_reason() const { return lock_reason_; }
  const std::map<std::string, TreMcim>& mcims() const { return mcims_; }
  const std::vector<TreFile>& files() const { return files_; }
  const std::map<std::string, unsigned>& commands() const { return commands_; }  // how often each was used
  const std::map<std::pair<std::string, std::string>, unsigned>& refusals() const { return refusals_; }  // and why
  const std::vector<std::pair<std::string, std::size_t>>& components() const { return components_; }     // measured
  const std::vector<std::size_t>& decisions() const { return decisions_; }  // packets with an event of its own: tre.*
  const std::vector<std::size_t>& apdus() const { return apdus_; }          // packets

 signals:
  void forgotten();
  void changed();

 private:
  void forget();
  void visit(std::size_t packet);
  void take_apdu(std::size_t packet, const trace::Event& event);
  void take_decision(std::size_t packet, const trace::Event& event);
  void touch_file(std::size_t packet, unsigned TreFile::*count, ByteView command);

  Document& document_;
  State state_ = State::unknown;
  std::string lock_reason_;
  std::map<std::string, TreMcim> mcims_;
  std::vector<TreFile> files_;
  std::map<std::string, unsigned> commands_;
  std::map<std::pair<std::string, std::string>, unsigned> refusals_;
  std::vector<std::pair<std::string, std::size_t>> components_;
  std::vector<std::size_t> decisions_;
  std::vector<std::size_t> apdus_;
  std::map<unsigned, std::pair<std::string, std::string>> selected_;  // by logical channel: folder and file
  bool changed_ = false;
  RowScan scan_;
};

}  // namespace foothold::gui
