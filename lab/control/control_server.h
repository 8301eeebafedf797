// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"
#include "lab/control/control_request.h"

namespace foothold::lab::control {

// The event loop that a server lives in: calls back while a descriptor can be read.
class DescriptorLoop {
 public:
  virtual ~DescriptorLoop() = default;
  virtual void watch(int fd, std::function<void()> on_readable) = 0;
  virtual void unwatch(int fd) = 0;
};

// The answer to one request: more keys of the answer, or why not. The server adds "ok", and "error" in words.
using Answer = Result<nlohmann::json>;
using OnRequest = std::function<Answer(const Request&)>;

// The control socket of a running lab: a unix stream socket for its owner only, a JSON object a line each way. At most
// 8 connections; who sends a line that is too long, or does not read the answers, loses the connection.
class ControlServer {
 public:
  // `loop` outlives the server. An existing socket file is replaced; the destructor removes it.
  static Result<std::unique_ptr<ControlServer>> open(const std::filesystem::path& path, DescriptorLoop& loop,
                                                     OnRequest on_request);
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

 private:
  struct Connection {
    UniqueFd socket;
    std::string received;  // less than a line
  };

  ControlServer(std::filesystem::path path, UniqueFd listener, DescriptorLoop& loop, OnRequest on_request);
  void accept_all();
  void read(int fd);
  // False: the connection is of no more use.
  bool answer_line(int fd, std::string_view line) const;
  void close(int fd);

  std::filesystem::path path_;
  UniqueFd listener_;
  DescriptorLoop& loop_;
  OnRequest on_request_;
  std::map<int, Connection> connections_;
};

}  // namespace foothold::lab::control
