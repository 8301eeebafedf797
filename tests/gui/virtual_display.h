// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <memory>

namespace foothold::gui {

// An X server without a screen (Xvfb), on a display that is free, for Qt's platform "xcb". It ends with the test.
class VirtualDisplay {
 public:
  // Null where there is no Xvfb, or it does not start.
  static std::unique_ptr<VirtualDisplay> start();
  VirtualDisplay(const VirtualDisplay&) = delete;
  VirtualDisplay& operator=(const VirtualDisplay&) = delete;
  ~VirtualDisplay();

  int number() const { return number_; }

 private:
  VirtualDisplay(pid_t server, int number) : server_(server), number_(number) {}

  pid_t server_;
  int number_;
};

}  // namespace foothold::gui
