// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::lab {

struct Endpoint {
  bool tcp = true;  // else UDP
  std::array<std::uint8_t, 4> address{};
  std::uint16_t port = 0;
};

// A connection of a phone's to a server.
class DataConnection {
 public:
  virtual ~DataConnection() = default;
  virtual Result<void> send(ByteView octets) = 0;
  // What is there, without waiting; an Error: the server has ended it, and there will be no more.
  virtual Result<Bytes> receive() = 0;
};

class DataNetwork {
 public:
  virtual ~DataNetwork() = default;
  virtual Result<std::unique_ptr<DataConnection>> connect(const Endpoint& to) = 0;
};

// This machine's.
class SocketNetwork : public DataNetwork {
 public:
  Result<std::unique_ptr<DataConnection>> connect(const Endpoint& to) override;
};

}  // namespace foothold::lab
