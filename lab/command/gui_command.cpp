// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/command/gui_command.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "lab/run/run.h"

namespace foothold::lab {

int run_gui(const std::filesystem::path& programs, const std::vector<std::string>& arguments) {
  const std::string program = programs / "foothold-gui";
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  ::execv(program.c_str(), argv.data());
  if (errno == ENOENT) {
    std::fprintf(stderr,
                 "foothold: the dashboard was not built. From the sources: lab/install-packages gui, then\n"
                 "  cmake --preset release && cmake --build --preset release --target foothold-gui\n");
  } else {
    std::fprintf(stderr, "foothold: %s: %s\n", program.c_str(), std::strerror(errno));
  }
  return exit_code::kMachineLacks;
}

}  // namespace foothold::lab
