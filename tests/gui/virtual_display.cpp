// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/gui/virtual_display.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "base/unique_fd.h"

namespace foothold::gui {

std::unique_ptr<VirtualDisplay> VirtualDisplay::start() {
  int ends[2];
  if (::pipe(ends) != 0) return nullptr;
  const UniqueFd told(ends[0]);
  UniqueFd tells(ends[1]);
  const std::string number_to = std::to_string(tells.get());
  const pid_t server = ::fork();
  if (server == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::execlp("Xvfb", "Xvfb", "-displayfd", number_to.c_str(), "-screen", "0", "1600x1000x24", "-nolisten", "tcp",
             nullptr);
    ::_exit(127);
  }
  tells = UniqueFd();
  std::string text;
  char letter = 0;
  // The server writes its number once it can be used; its end closes the pipe.
  while (server > 0 && ::read(told.get(), &letter, 1) == 1 && letter != '\n') text.push_back(letter);
  if (server <= 0) return nullptr;
  std::unique_ptr<VirtualDisplay> display(new VirtualDisplay(server, std::atoi(text.c_str())));
  if (text.empty()) return nullptr;  // and waits for what was started
  return display;
}

VirtualDisplay::~VirtualDisplay() {
  if (server_ <= 0) return;
  ::kill(server_, SIGTERM);
  ::waitpid(server_, nullptr, 0);
}

}  // namespace foothold::gui
