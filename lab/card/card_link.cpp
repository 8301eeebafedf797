// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/card_link.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

namespace foothold::lab {

namespace {

constexpr int kMaxGetResponses = 256;  // of 256 octets: more than the frame holds

// Writes or reads all of it.
template <class Transfer>
Result<void> whole(std::size_t size, Transfer transfer) {
  std::size_t done = 0;
  while (done < size) {
    const auto count = transfer(done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(std::string("the connection broke: ") + std::strerror(errno), "card");
    if (count == 0) return fail("the card closed the connection", "card");
    done += static_cast<std::size_t>(count);
  }
  return {};
}

}  // namespace

Result<CardAnswer> transact(const CardExchange& exchange, Bytes command) {
  CardAnswer answer;
  for (int turn = 0; turn < kMaxGetResponses; ++turn) {
    const auto response = exchange(command);
    if (!response) return tl::unexpected(response.error());
    if (response->size() < 2) return fail("an answer without status word", "card");
    const auto end = response->end() - 2;
    answer.data.insert(answer.data.end(), response->begin(), end);
    answer.sw = static_cast<std::uint16_t>(end[0] << 8 | end[1]);
    const auto channel = static_cast<std::uint8_t>(command.empty() ? 0 : command[0] & 0x03);
    if (end[0] == 0x61) {
      command = {channel, 0xC0, 0x00, 0x00, end[1]};
    } else if (end[0] == 0x6C && command.size() == 5) {
      command.back() = end[1];
    } else {
      return answer;
    }
  }
  return fail("an answer without end", "card");
}

Result<CardLink> CardLink::connect(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return fail("is too long for a socket", path);
  std::memcpy(static_cast<char*>(address.sun_path), path.c_str(), path.size() + 1);
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket || ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
    return fail(std::string("no card there: ") + std::strerror(errno), path);
  return CardLink(std::move(socket));
}

Result<Bytes> CardLink::exchange(ByteView command) {
  if (command.size() > 0xFFFF) return fail("does not fit into a frame", "APDU");
  Bytes frame = {static_cast<std::uint8_t>(command.size() >> 8), static_cast<std::uint8_t>(command.size())};
  frame.insert(frame.end(), command.begin(), command.end());
  const int fd = socket_.get();
  auto sent = whole(frame.size(),
                    [&](auto done) { return ::send(fd, frame.data() + done, frame.size() - done, MSG_NOSIGNAL); });
  if (!sent) return tl::unexpected(sent.error());
  Bytes answer(2);
  const auto receive = [&](auto done) { return ::recv(fd, answer.data() + done, answer.size() - done, 0); };
  if (auto length = whole(2, receive); !length) return tl::unexpected(length.error());
  answer.resize(static_cast<std::size_t>(answer[0] << 8 | answer[1]));
  if (auto body = whole(answer.size(), receive); !body) return tl::unexpected(body.error());
  return answer;
}

}  // namespace foothold::lab
