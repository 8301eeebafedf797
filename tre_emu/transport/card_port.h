// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "trace/event.h"

namespace foothold::tre_emu::transport {

// The card that a reader's transport carries APDUs to.
class CardPort {
 public:
  using Connection = std::uint32_t;

  virtual ~CardPort() = default;
  // The beginning and the end of a terminal session.
  virtual Connection connect() = 0;
  virtual void disconnect(Connection connection) = 0;
  // The response APDU.
  virtual Bytes answer(Connection connection, ByteView apdu) = 0;
  // Something changed at the transport.
  virtual void report(std::string name, std::vector<trace::Field> fields) = 0;
};

}  // namespace foothold::tre_emu::transport
