// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/packet_decoder.h"

#include <QStandardPaths>
#include <QXmlStreamReader>
#include <algorithm>
#include <utility>

#include "trace/pcapng/format.h"

namespace foothold::gui {
namespace {

constexpr int kKeptPackets = 512;
constexpr int kDeepest = 64;
constexpr qsizetype kMostPdml = 64 << 20;

void put(Bytes& out, std::uint64_t value, unsigned octets) {
  for (unsigned i = 0; i < octets; ++i) out.push_back(static_cast<std::uint8_t>(value >> 8U * i));
}

DecodedField field_of(QXmlStreamReader& xml, int depth) {
  const auto attributes = xml.attributes();
  DecodedField field;
  field.name = attributes.value(QLatin1String("name")).toString();
  field.text = attributes.value(QLatin1String("showname")).toString();
  field.value = attributes.value(QLatin1String("show")).toString();
  if (field.text.isEmpty()) field.text = field.value;
  field.offset = attributes.value(QLatin1String("pos")).toInt();
  field.octets = attributes.value(QLatin1String("size")).toInt();
  while (xml.readNextStartElement()) {
    const bool hidden = xml.attributes().value(QLatin1String("hide")) == QLatin1String("yes");
    if (hidden || depth >= kDeepest) {
      xml.skipCurrentElement();
    } else {
      field.children.push_back(field_of(xml, depth + 1));
    }
  }
  return field;
}

}  // namespace

std::optional<std::vector<DecodedField>> fields_of_pdml(const QByteArray& pdml) {
  std::vector<DecodedField> fields;
  QXmlStreamReader xml(pdml);
  if (!xml.readNextStartElement() || xml.name() != QLatin1String("pdml")) return std::nullopt;
  if (!xml.readNextStartElement() || xml.name() != QLatin1String("packet")) return std::nullopt;
  while (xml.readNextStartElement()) {
    DecodedField field = field_of(xml, 0);
    // What tshark says of the file, not of the packet.
    if (field.name != QLatin1String("geninfo") && field.name != QLatin1String("frame"))
      fields.push_back(std::move(field));
  }
  if (xml.hasError() && fields.empty()) return std::nullopt;
  return fields;
}

Bytes capture_of_one(std::uint16_t link_type, std::int64_t time, ByteView octets) {
  using namespace trace::pcapng;
  Bytes out;
  put(out, kSectionHeader, 4);
  put(out, 28, 4);
  put(out, kByteOrderMagic, 4);
  put(out, 1, 4);  // version 1.0
  put(out, ~std::uint64_t{0}, 8);
  put(out, 28, 4);

  put(out, kInterfaceDescription, 4);
  put(out, 32, 4);
  put(out, link_type, 4);
  put(out, 0, 4);
  put(out, kOptIfTsResolution, 2);
  put(out, 1, 2);
  put(out, 9, 4);
  put(out, kOptEndOfOptions, 4);
  put(out, 32, 4);

  const std::uint64_t padding = (4 - octets.size() % 4) % 4;
  const std::uint64_t length = 32 + octets.size() + padding;
  const auto ticks = static_cast<std::uint64_t>(std::max<std::int64_t>(time, 0));
  put(out, kEnhancedPacket, 4);
  put(out, length, 4);
  put(out, 0, 4);
  put(out, ticks >> 32U, 4);
  put(out, ticks, 4);
  put(out, octets.size(), 4);
  put(out, octets.size(), 4);
  out.insert(out.end(), octets.begin(), octets.end());
  put(out, 0, static_cast<unsigned>(padding));
  put(out, length, 4);
  return out;
}

PacketDecoder::PacketDecoder(QObject* parent)
    : QObject(parent), program_(QStandardPaths::findExecutable(QStringLiteral("tshark"))), known_(kKeptPackets) {}

PacketDecoder::~PacketDecoder() {
  if (!process_) return;
  process_->disconnect(this);
  process_->kill();
  process_->waitForFinished(2000);
}

void PacketDecoder::forget() {
  known_.clear();
  waiting_.reset();
  ++generation_;
}

void PacketDecoder::decode(std::size_t packet, std::uint16_t link_type, std::int64_t time, Bytes octets) {
  waiting_.reset();
  if (const auto* const fields = known_.object(packet)) {
    emit decoded(packet, *fields);
    return;
  }
  if (!available()) return;
  Request request{packet, capture_of_one(link_type, time, octets)};
  if (process_) {
    waiting_ = std::move(request);
  } else {
    start(std::move(request));
  }
}

void PacketDecoder::start(Request request) {
  process_ = std::make_unique<QProcess>();
  const std::size_t packet = request.packet;
  const unsigned generation = generation_;
  connect(process_.get(), &QProcess::finished, this, [this, packet, generation] {
    if (generation == generation_) finish(packet);
    process_.release()->deleteLater();
    if (waiting_) start(*std::exchange(waiting_, std::nullopt));
  });
  connect(process_.get(), &QProcess::errorOccurred, this, [this, packet](QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) return;  // of the others finished() tells, too
    emit failed(packet, process_->errorString());
    process_.release()->deleteLater();
    program_.clear();
  });
  process_->setStandardErrorFile(QProcess::nullDevice());
  process_->start(program_, {QStringLiteral("-n"), QStringLiteral("-r"), QStringLiteral("-"), QStringLiteral("-T"),
                             QStringLiteral("pdml")});
  process_->write(reinterpret_cast<const char*>(request.capture.data()), static_cast<qint64>(request.capture.size()));
  process_->closeWriteChannel();
}

void PacketDecoder::finish(std::size_t packet) {
  const QByteArray output = process_->read(kMostPdml);
  auto fields = fields_of_pdml(output);
  if (!fields) {
    emit failed(packet, tr("tshark gave no answer for this packet"));
    return;
  }
  known_.insert(packet, new std::vector<DecodedField>(*fields));
  emit decoded(packet, *fields);
}

}  // namespace foothold::gui
