// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/capture/capture_index.h"

#include <algorithm>
#include <utility>

#include "gui/capture/event_head.h"
#include "gui/capture/event_of_packet.h"
#include "trace/pcapng/event_json.h"

namespace foothold::gui::capture {
namespace {

using lab::steps::StepState;
using trace::Kind;

constexpr std::size_t kMostDevices = 65535;
constexpr std::size_t kMostNames = 4096;
constexpr std::size_t kMostTllis = 65536;
constexpr std::size_t kLongestName = 64;
// Of one device; more of the same tell the phase board nothing, and a busy network sends millions.
constexpr unsigned kMostRepeats = 100;

// The M2ME's GMM events name PCID and MCIM together: the tracker learns from them whose MCIM it is.
bool tells_of_steps(std::string_view name) {
  if (name.starts_with("gmm.")) return true;
  const auto table = lab::steps::step_table();
  return std::any_of(table.begin(), table.end(), [&](const lab::steps::StepRow& row) {
    return std::any_of(row.seen.begin(), row.seen.end(), [&](const auto& seen) { return seen.event == name; });
  });
}

}  // namespace

CaptureIndex::CaptureIndex() = default;

void CaptureIndex::feed(ByteView piece) {
  octets_ += piece.size();
  blocks_.feed(piece);
  while (const auto packet = blocks_.next()) take_packet(*packet);
}

IndexBatch CaptureIndex::take() {
  batch_.octets = octets_;
  batch_.damaged = blocks_.damaged();
  batch_.end = blocks_.error();
  return std::exchange(batch_, IndexBatch{});
}

std::optional<Error> CaptureIndex::finish() const {
  if (blocks_.error()) return blocks_.error();
  if (blocks_.waiting() == 0) return std::nullopt;
  return Error{"the capture ends inside a block: it is cut short", "capture", octets_ - blocks_.waiting(), 0};
}

void CaptureIndex::take_packet(const trace::RawPacket& packet) {
  PacketRow row;
  row.offset = packet.offset;
  row.time = packet.time;
  row.octets = static_cast<std::uint32_t>(packet.octets.size());
  row.link_type = packet.link_type;
  const std::string_view json = trace::event_json_in(packet.comment);
  if (json.empty()) {
    read_foreign(packet, row);
  } else {
    row.comment = static_cast<std::uint32_t>(packet.comment.data() - packet.octets.data());
    row.comment_octets = static_cast<std::uint16_t>(packet.comment.size());  // an option's length has 16 bits
    read_event(packet, json, row);
  }
  batch_.rows.push_back(row);
  ++count_;
}

void CaptureIndex::read_event(const trace::RawPacket& packet, std::string_view json, PacketRow& row) {
  const EventHead head = head_of(json);
  row.device = device_number(head.device);
  row.name = name_number(head.name);
  row.from = trace::actor_from_string(head.from).value_or(trace::Actor::none);
  row.to = trace::actor_from_string(head.to).value_or(trace::Actor::none);
  row.layer = trace::layer_from_string(head.layer).value_or(trace::Layer::lab);
  row.kind = trace::kind_from_string(head.kind).value_or(Kind::note);
  // Packets that were captured tell who spoke only by what is in them.
  if (head.name == "wire.packet" && row.from == trace::Actor::none) {
    const Recognised recognised = recognise(packet.link_type, packet.octets);
    row.layer = recognised.layer;
    row.from = recognised.from;
    row.to = recognised.to;
  }
  const bool tells = row.name == 0 ? tells_of_steps(head.name) : tells_of_steps_[row.name - 1U];
  if (row.kind != Kind::failure && !tells) return;
  if (auto event = trace_event(packet.time, json)) track(*event);
}

void CaptureIndex::read_foreign(const trace::RawPacket& packet, PacketRow& row) {
  const Recognised recognised = recognise(packet.link_type, packet.octets);
  row.from = recognised.from;
  row.to = recognised.to;
  row.layer = recognised.layer;
  row.name = name_number(recognised.name);
  std::string device = imsi_of(recognised);
  if (recognised.tlli != 0) {
    const auto known = imsi_of_tlli_.find(recognised.tlli);
    if (!device.empty() && imsi_of_tlli_.size() < kMostTllis) imsi_of_tlli_[recognised.tlli] = device;
    if (device.empty() && known != imsi_of_tlli_.end()) device = known->second;
  }
  row.device = device_number(device);
  if (row.device == 0 || (row.layer != trace::Layer::gmm && row.layer != trace::Layer::gsup)) return;
  if (++repeats_[std::uint32_t{row.device} << 16U | row.name] > kMostRepeats) return;
  trace::Event event;
  event.time = trace::Time(std::chrono::nanoseconds(packet.time));
  event.device = device;
  event.from = recognised.from;
  event.to = recognised.to;
  event.layer = recognised.layer;
  event.kind = Kind::received;
  event.name = recognised.name;
  event.fields = {{"imsi", device}};
  if (event.name == "gmm.attach_request") event.name = "wire.attach_request";
  // A capture of an ordinary network has no VNO and no ICF: its SGSN and HLR stand where they would.
  if (event.name == "gsup.send_auth_info_request") event.to = trace::Actor::icf;
  if (event.name == "gsup.send_auth_info_result") {
    event.from = trace::Actor::icf;
    event.to = trace::Actor::vno;
  }
  track(event);
}

void CaptureIndex::track(const trace::Event& event) {
  for (const trace::Event& told : tracker_.take(event)) {
    const auto step = lab::steps::row_of(told.field("label"));
    if (!step || told.name == "step.out_of_order") continue;
    const lab::steps::DeviceRun* const run = tracker_.find(told.device);
    if (run == nullptr) continue;
    const lab::steps::StepRecord& record = run->steps[*step];
    StepChange change;
    change.row = count_;
    change.device = device_number(told.device);
    change.step = static_cast<std::uint8_t>(*step);
    change.state = record.state;
    change.time = told.time.time_since_epoch().count();
    change.retries = record.retries;
    change.text = record.state == StepState::failed ? record.reason : record.exchanged;
    batch_.changes.push_back(std::move(change));
  }
}

std::uint16_t CaptureIndex::device_number(std::string_view device) {
  if (device.empty()) return 0;
  if (const auto known = devices_.find(device); known != devices_.end()) return known->second;
  if (devices_.size() >= kMostDevices || device.size() > kLongestName) return 0;
  const auto number = static_cast<std::uint16_t>(devices_.size() + 1);
  devices_.emplace(device, number);
  batch_.devices.emplace_back(device);
  return number;
}

std::uint16_t CaptureIndex::name_number(std::string_view name) {
  if (name.empty()) return 0;
  if (const auto known = names_.find(name); known != names_.end()) return known->second;
  if (names_.size() >= kMostNames || name.size() > kLongestName) return 0;
  const auto number = static_cast<std::uint16_t>(names_.size() + 1);
  names_.emplace(name, number);
  tells_of_steps_.push_back(tells_of_steps(name));
  batch_.names.emplace_back(name);
  return number;
}

}  // namespace foothold::gui::capture
