// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "lab/capture/address_table.h"
#include "lab/capture/packet_socket.h"
#include "lab/capture/wire_observer.h"
#include "trace/sink.h"

namespace foothold::lab::capture {

// Captures on interfaces of the network namespace in which add() is called, on a thread of its own, and writes
// `wire.packet` for each packet and `wire.attach_request` where one is seen (wire_observer.h). What the kernel dropped
// is told by `capture.dropped`.
class PacketCapture {
 public:
  // `sink` outlives the capture. Error: no more file descriptors.
  static Result<std::unique_ptr<PacketCapture>> open(AddressTable actors, trace::Sink& sink);
  ~PacketCapture();
  PacketCapture(const PacketCapture&) = delete;
  PacketCapture& operator=(const PacketCapture&) = delete;

  // The capture on this interface is running when this returns: no later packet is missed. Writes `capture.running`.
  // May be called at any time, e.g. for a TUN when the GGSN has made it.
  Result<void> add(const std::string& interface);

  // Writes what has been captured so far, and ends. The destructor does so too.
  void stop();

 private:
  struct Source {
    std::string interface;
    PacketSocket socket;
    bool gone = false;  // the interface was taken away
  };

  PacketCapture(AddressTable actors, trace::Sink& sink, UniqueFd wake);
  void run();
  void drain(Source& source, int most);

  AddressTable actors_;
  trace::Sink& sink_;
  UniqueFd wake_;
  WireObserver observer_;
  std::vector<std::unique_ptr<Source>> sources_;  // the thread's own
  std::mutex mutex_;
  std::vector<std::unique_ptr<Source>> added_;  // not yet taken over by the thread
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace foothold::lab::capture
