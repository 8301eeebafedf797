// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "base/bytes.h"
#include "trace/event.h"

namespace foothold::trace {

// Turns events into pcapng (draft-ietf-opsawg-pcapng), the form of the trace in files and on sockets. Wireshark shows
// every event in one list: packets as themselves, APDUs and LLC by GSMTAP, the rest as GSMTAP log lines. The comment of
// each packet is the describer's line, then all of the event as one line of JSON, from which EventReader makes the same
// event again.
class EventWriter {
 public:
  // `program` names the writer in the section header.
  explicit EventWriter(std::string program) : program_(std::move(program)) {}

  // Begins a file or stream: section header, interfaces, and the actors' names for their addresses.
  Bytes header() const;
  // One Enhanced Packet Block. What does not fit (payload over 64 KiB, JSON over 60000 octets) is cut; the JSON then
  // has "cut": true.
  Bytes encode(const Event& event) const;

 private:
  std::string program_;
};

}  // namespace foothold::trace
