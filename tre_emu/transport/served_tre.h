// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/bytes.h"
#include "trace/sink.h"
#include "tre_emu/tre.h"

namespace foothold::tre_emu::transport {

// A TRE with what every transport adds to it: the time, and where its events go. Both must outlive this.
class ServedTre {
 public:
  // `system_clock`: whether the TRE has a clock at all.
  ServedTre(Tre& tre, trace::Sink& events, bool system_clock)
      : tre_(&tre), events_(&events), system_clock_(system_clock) {}

  Tre::Connection connect() { return tre_->connect(); }
  void disconnect(Tre::Connection connection) { tre_->disconnect(connection); }
  // The response APDU.
  Bytes answer(Tre::Connection connection, ByteView apdu);
  // An event of the transport's own: something changed at the TRE.
  void report(std::string name, std::vector<trace::Field> fields);

 private:
  Tre* tre_;
  trace::Sink* events_;
  bool system_clock_;
};

}  // namespace foothold::tre_emu::transport
