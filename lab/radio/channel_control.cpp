// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/radio/channel_control.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/unique_fd.h"
#include "rf_bridge/ipv4_endpoint.h"
#include "rf_bridge/trx/trxc.h"

namespace foothold::lab {

Result<void> change_channel(const std::vector<std::string>& words, std::chrono::milliseconds patience) {
  const auto address = rf_bridge::parse_ipv4_endpoint(kChannelControl);
  const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket || ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof(*address)) != 0) {
    return fail(std::string("cannot be asked: ") + std::strerror(errno), "transceiver");
  }
  const auto request = rf_bridge::trx::encode(
      rf_bridge::trx::TrxcCommand{words.front(), std::vector<std::string>(words.begin() + 1, words.end())});
  ::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL);
  pollfd source{socket.get(), POLLIN, 0};
  if (::poll(&source, 1, static_cast<int>(patience.count())) <= 0) return fail("does not answer", "transceiver");
  std::array<std::uint8_t, rf_bridge::trx::kLargestTrxcMessage> buffer{};
  const auto size = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
  if (size < 0) return fail("is not there", "transceiver");
  const auto answer = rf_bridge::trx::decode_response({buffer.data(), static_cast<std::size_t>(size)});
  if (!answer || answer->status != 0)
    return fail("refuses it: there is no such mobile, or the value is odd", "transceiver");
  return {};
}

}  // namespace foothold::lab
