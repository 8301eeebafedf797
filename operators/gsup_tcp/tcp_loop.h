// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "operators/gsup_tcp/tcp_endpoint.h"

namespace foothold::operators {

using TcpId = std::uint64_t;  // one connection; never used twice

// What a TcpLoop tells its owner, on the thread that runs the loop. Each call may use the loop.
class TcpHandler {
 public:
  virtual ~TcpHandler() = default;
  virtual void on_accepted(TcpId id) = 0;
  virtual void on_connected(TcpId id) = 0;
  virtual void on_received(TcpId id, ByteView bytes) = 0;
  // The connection is gone, or was refused; not called for one that the owner closed.
  virtual void on_closed(TcpId id, const std::string& reason) = 0;
  // next_deadline() has come.
  virtual void on_time(std::chrono::steady_clock::time_point now) = 0;
  virtual std::optional<std::chrono::steady_clock::time_point> next_deadline() const = 0;
  // wake() was called since last time.
  virtual void on_wake() {}
};

// TCP for the GSUP programs: one thread, poll, and no protocol. It only moves octets.
class TcpLoop {
 public:
  static constexpr std::size_t kMaxConnections = 256;  // accepted ones; more are closed at once
  static constexpr std::size_t kMaxQueued = 1U << 20;  // octets; a peer that reads too slowly loses its connection

  static Result<std::unique_ptr<TcpLoop>> create();

  // Returns where it listens (the port, if any was asked for). At most one listener.
  Result<TcpEndpoint> listen(const TcpEndpoint& endpoint);
  TcpId connect(const TcpEndpoint& endpoint);  // the outcome comes by on_connected or on_closed
  void send(TcpId id, ByteView bytes);         // to an unknown id: nothing
  void close(TcpId id);

  // Until `stop_fd` (-1: none) is readable, which it stays, or stop() was called.
  void run(TcpHandler& handler, int stop_fd = -1);
  void wake();  // from any thread
  void stop();  // from any thread; also before run()

 private:
  struct Connection {
    UniqueFd fd;
    bool connecting = false;
    Bytes queued;
    std::string doom;  // why it will be closed in the next round; empty if it will not
  };

  TcpLoop(UniqueFd wake_fd) : wake_fd_(std::move(wake_fd)) {}
  int poll_timeout(const TcpHandler& handler) const;
  void accept_all(TcpHandler& handler);
  void serve(TcpId id, short events, TcpHandler& handler);
  void finish_connecting(TcpId id, TcpHandler& handler);
  void read(TcpId id, TcpHandler& handler);
  void flush(Connection& connection);
  void bury_the_doomed(TcpHandler& handler);

  UniqueFd wake_fd_;
  UniqueFd listener_;
  std::map<TcpId, Connection> connections_;
  TcpId next_id_ = 1;
  std::atomic<bool> stop_ = false;
};

}  // namespace foothold::operators
