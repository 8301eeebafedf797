// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace foothold::rf_bridge::trx {

// Where a group of TRX sockets stands: an IPv4 address and the port from which the group counts.
struct TrxEndpoint {
  std::string address = "127.0.0.1";
  std::uint16_t base_port = 0;
};

// "127.0.0.1:6700". Error: no IPv4 address with a port from 1 to 65000; Error::field is `field`.
Result<TrxEndpoint> parse_endpoint(const std::string& text, const char* field);

// From a transceiver's sockets to those of its owner.
inline constexpr std::uint16_t kPortsToOwner = 100;
// Where the sockets of one of several mobiles stand, from 0, if those of the first stand at `first`: 20 ports on, in
// groups of five, so that no mobile's own sockets meet another one's radio.
TrxEndpoint endpoint_of_mobile(TrxEndpoint first, unsigned index);
TrxEndpoint owner_of(TrxEndpoint transceiver);

// Between two fixed ports, as TRXC and TRXD have them. Neither call blocks.
class UdpSocket {
 public:
  // In the network namespace of the calling thread. Error: the local port is taken, or an address is not ours.
  static Result<UdpSocket> open(const TrxEndpoint& local, const TrxEndpoint& remote, std::uint16_t port_offset);

  int fd() const { return fd_.get(); }
  struct Received {
    bool more = false;  // false: nothing is waiting
    ByteView datagram;  // in `buffer`
  };
  // Passes over what ICMP says of earlier datagrams: the other end may start later, and again.
  Received receive(std::span<std::uint8_t> buffer) const;
  // What cannot be sent is lost, as on any air.
  void send(ByteView datagram) const;

 private:
  explicit UdpSocket(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

}  // namespace foothold::rf_bridge::trx
