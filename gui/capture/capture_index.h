// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "gui/capture/packet_row.h"
#include "gui/capture/recognise.h"
#include "lab/steps/step_tracker.h"
#include "trace/pcapng/block_reader.h"

namespace foothold::gui::capture {

// A step of a device, changed by the packet in `row`. The phase board of any moment is the fold of these up to it.
struct StepChange {
  std::uint64_t row = 0;
  std::uint16_t device = 0;
  std::uint8_t step = 0;  // row of lab::steps::step_table()
  lab::steps::StepState state = lab::steps::StepState::waiting;
  std::int64_t time = 0;
  unsigned retries = 0;
  std::string text;  // what was exchanged, or why it failed
};

// What the next octets of a capture added.
struct IndexBatch {
  std::vector<PacketRow> rows;
  std::vector<std::string> devices;  // new ones; they follow those of earlier batches, the first of all has number 1
  std::vector<std::string> names;    // likewise
  std::vector<StepChange> changes;
  std::uint64_t octets = 0;  // of the capture, so far
  std::size_t damaged = 0;   // blocks passed over, so far
  std::optional<Error> end;  // the framing is damaged: nothing more can be read
};

// Makes the index of a capture, from octets that arrive in pieces: ours (an event in each packet's comment) and others'
// (recognised by their headers). It looks into a comment only where a step may depend on it.
class CaptureIndex {
 public:
  CaptureIndex();

  void feed(ByteView piece);
  // What has come since the last call.
  IndexBatch take();
  // Tells of the end of the file: an error if it came inside a block.
  std::optional<Error> finish() const;

 private:
  struct TextHash {
    using is_transparent = void;  // a view is looked up without a copy
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Numbers = std::unordered_map<std::string, std::uint16_t, TextHash, std::equal_to<>>;

  void take_packet(const trace::RawPacket& packet);
  void read_event(const trace::RawPacket& packet, std::string_view json, PacketRow& row);
  void read_foreign(const trace::RawPacket& packet, PacketRow& row);
  void track(const trace::Event& event);
  std::uint16_t device_number(std::string_view device);
  std::uint16_t name_number(std::string_view name);

  trace::BlockReader blocks_;
  IndexBatch batch_;
  std::uint64_t count_ = 0;  // of packets
  std::uint64_t octets_ = 0;
  Numbers devices_;
  Numbers names_;
  std::vector<bool> tells_of_steps_;  // by number of the event's name, less one
  std::unordered_map<std::uint32_t, std::string> imsi_of_tlli_;
  std::unordered_map<std::uint32_t, unsigned> repeats_;  // by device and name, of foreign packets
  lab::steps::StepTracker tracker_;
};

}  // namespace foothold::gui::capture
