// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QCache>
#include <QObject>
#include <QProcess>
#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "base/bytes.h"

namespace foothold::gui {

// A line of the decode tree: what it says, and which octets of the packet it says it of.
struct DecodedField {
  QString text;
  QString name;   // Wireshark's, for a filter: "gsm_a.gm.gmm.type"
  QString value;  // as a filter of Wireshark's compares it; empty for what has none
  int offset = 0;
  int octets = 0;
  std::vector<DecodedField> children;
};

// Reads tshark's PDML of one packet. Nothing if it is not PDML.
std::optional<std::vector<DecodedField>> fields_of_pdml(const QByteArray& pdml);

// One packet as a pcapng file of its own, for tshark.
Bytes capture_of_one(std::uint16_t link_type, std::int64_t time, ByteView octets);

// Lets tshark decode packets, one at a time in a process of its own, and remembers what it said. Only the last request
// counts: a person who holds the arrow key down starts no queue.
class PacketDecoder : public QObject {
  Q_OBJECT
 public:
  explicit PacketDecoder(QObject* parent = nullptr);
  ~PacketDecoder() override;

  // Whether tshark was found.
  bool available() const { return !program_.isEmpty(); }
  void decode(std::size_t packet, std::uint16_t link_type, std::int64_t time, Bytes octets);
  void forget();  // another capture

 signals:
  void decoded(std::size_t packet, const std::vector<foothold::gui::DecodedField>& fields);
  void failed(std::size_t packet, const QString& why);

 private:
  struct Request {
    std::size_t packet;
    Bytes capture;
  };
  void start(Request request);
  void finish(std::size_t packet);

  QString program_;
  std::unique_ptr<QProcess> process_;
  std::optional<Request> waiting_;
  QCache<std::size_t, std::vector<DecodedField>> known_;
  unsigned generation_ = 0;
};

}  // namespace foothold::gui
