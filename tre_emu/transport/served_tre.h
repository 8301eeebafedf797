// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "trace/sink.h"
#include "tre_emu/transport/card_port.h"
#include "tre_emu/tre.h"

namespace foothold::tre_emu::transport {

// A TRE with what every transport adds to it: the time, and where its events go. Both must outlive this.
class ServedTre : public CardPort {
 public:
  // `system_clock`: whether the TRE has a clock at all.
  ServedTre(Tre& tre, trace::Sink& events, bool system_clock)
      : tre_(&tre), events_(&events), system_clock_(system_clock) {}

  Connection connect() override { return tre_->connect(); }
  void disconnect(Connection connection) override { tre_->disconnect(connection); }
  Bytes answer(Connection connection, ByteView apdu) override;
  // As an event of the TRE's own.
  void report(std::string name, std::vector<trace::Field> fields) override;

 private:
  Tre* tre_;
  trace::Sink* events_;
  bool system_clock_;
};

}  // namespace foothold::tre_emu::transport
