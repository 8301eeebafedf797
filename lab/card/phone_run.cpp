// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/phone_run.h"

#include <poll.h>

#include <cerrno>
#include <cstdio>
#include <optional>

#include "lab/card/phone.h"

namespace foothold::lab {

namespace {

// Phones ask for STATUS each 30 s where the card does not want it otherwise (TS 102 221 14.6.1); this one is in a
// hurry.
constexpr int kPollEvery = 20;  // ms

}  // namespace

Result<void> run_phone(const std::string& socket, int stop_fd) {
  std::optional<CardLink> link;
  const auto connect = [&]() -> Result<void> {
    auto made = CardLink::connect(socket);
    if (!made) return tl::unexpected(made.error());
    link.emplace(std::move(*made));
    return {};
  };
  if (auto done = connect(); !done) return done;
  SocketNetwork network;
  Phone phone({[&](ByteView command) { return link->exchange(command); }, connect}, network,
              [](const std::string& line) {
                std::printf("%s\n", line.c_str());
                std::fflush(stdout);
              });
  auto done = phone.switch_on(Phone::Clock::now());
  while (done) {
    pollfd watched{stop_fd, POLLIN, 0};
    const int ready = ::poll(&watched, 1, phone.busy() ? 0 : kPollEvery);
    if (ready > 0) break;
    if (ready < 0 && errno != EINTR) return fail("cannot wait", "poll");
    done = phone.poll(Phone::Clock::now());
  }
  return done;
}

}  // namespace foothold::lab
