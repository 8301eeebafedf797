// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "trace/event.h"

namespace foothold::lab {

// A program to start: argv[0] is a path, or a name on PATH.
struct Command {
  std::string name;  // unique in a run; names its log
  std::vector<std::string> argv;
  std::filesystem::path log;  // stdout and stderr are appended to it; stdin is /dev/null
};

// What shows that a started program can serve. Each can be seen from outside; none is a time.
struct TcpListener {
  std::string address;
  std::uint16_t port;
};
struct UdpSocket {
  std::string address;
  std::uint16_t port;
};
struct LogLine {
  std::string text;  // found anywhere in the log
};
struct ReadyEvent {
  trace::Actor actor;  // has reported service.ready
};
using ReadySign = std::variant<TcpListener, UdpSocket, LogLine, ReadyEvent>;

struct Service {
  Command command;
  std::vector<ReadySign> ready;  // all of them
};

}  // namespace foothold::lab
