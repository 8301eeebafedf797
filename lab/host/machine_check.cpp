// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/host/machine_check.h"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "base/unique_fd.h"
#include "lab/host/card_reader_check.h"

namespace foothold::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::array kDaemons = {"osmo-hlr", "osmo-ggsn", "osmo-sgsn"};
// Only with --radio; package and program have different names.
constexpr std::array<std::array<const char*, 2>, 4> kRadioDaemons = {{{"osmo-bsc", "osmo-bsc"},
                                                                      {"osmo-bts-virtual", "osmo-bts"},
                                                                      {"osmo-bts-trx", "osmo-bts"},
                                                                      {"osmo-pcu", "osmo-pcu"}}};
constexpr std::array kOwnPrograms = {
    "foothold-vno", "foothold-icf", "foothold-ccif", "foothold-drf",         "foothold-dpf",    "foothold-sho",
    "foothold-pva", "foothold-tre", "foothold-m2me", "foothold-personalise", "foothold-um-air", "foothold-transceiver"};

std::string first_line_of(const fs::path& program, const char* option) {
  FILE* output = ::popen(("'" + program.string() + "' " + option + " 2>/dev/null </dev/null").c_str(), "r");
  if (output == nullptr) return {};
  std::array<char, 200> line{};
  std::string text = std::fgets(line.data(), line.size(), output) != nullptr ? line.data() : "";
  while (std::fgets(line.data(), line.size(), output) != nullptr) {
  }
  ::pclose(output);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

MachineCheck check_daemon(const std::string& name, const std::string& package, bool required) {
  MachineCheck check{name, false, required, "not found", "apt-get install " + package};
  if (const auto path = find_program(name)) {
    check.present = true;
    check.found = first_line_of(*path, "--version");
  }
  return check;
}

MachineCheck check_own_program(const fs::path& folder, const std::string& name) {
  const auto path = folder / name;
  const bool present = ::access(path.c_str(), X_OK) == 0;
  return {name, present, true, present ? path.string() : "not in " + folder.string(),
          "build it: ./foothold-demo does, or cmake --build --preset release"};
}

MachineCheck check_tun() {
  UniqueFd tun(::open("/dev/net/tun", O_RDWR | O_CLOEXEC));
  MachineCheck check{"/dev/net/tun", static_cast<bool>(tun), true, "", ""};
  check.found = tun ? "can be opened" : std::strerror(errno);
  if (errno == EACCES && !tun) {
    check.advice = "run as root, or let everybody open it as udev does by default: chmod 0666 /dev/net/tun";
  } else {
    check.advice = "modprobe tun; in a container add --device /dev/net/tun";
  }
  return check;
}

// In a child, since there is no way back from a namespace.
MachineCheck check_namespaces() {
  const bool root = ::geteuid() == 0;
  MachineCheck check{root ? "namespaces" : "user namespaces", false, true, "", ""};
  check.advice = root ? "in a container, start it with --privileged"
                      : "sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000, or run as root";
  const pid_t child = ::fork();
  if (child == 0) {
    const int flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | (root ? 0 : CLONE_NEWUSER);
    ::_exit(::unshare(flags) == 0 ? 0 : errno);
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status)) {
    check.found = "cannot be tried";
    return check;
  }
  check.present = WEXITSTATUS(status) == 0;
  check.found = check.present ? "can be made" : std::strerror(WEXITSTATUS(status));
  return check;
}

MachineCheck check_tshark() {
  MachineCheck check{"tshark", false, false, "not found", "apt-get install tshark, to look into traces (or Wireshark)"};
  if (const auto path = find_program("tshark")) {
    check.present = true;
    check.found = first_line_of(*path, "--version");
  }
  return check;
}

}  // namespace

std::optional<fs::path> find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders((path != nullptr ? std::string(path) : "/usr/bin:/bin") +
                             ":/usr/local/sbin:/usr/sbin:/sbin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (folder.empty()) continue;
    const auto candidate = fs::path(folder) / name;
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return std::nullopt;
}

std::vector<MachineCheck> check_machine(const fs::path& programs) {
  std::vector<MachineCheck> checks{check_namespaces(), check_tun()};
  for (const auto* name : kDaemons) checks.push_back(check_daemon(name, name, true));
  for (const auto& [name, package] : kRadioDaemons) checks.push_back(check_daemon(name, package, false));
  for (const auto* name : kOwnPrograms) checks.push_back(check_own_program(programs, name));
  checks.push_back(check_tshark());
  checks.push_back(check_card_reader("/etc/reader.conf.d"));
  return checks;
}

}  // namespace foothold::lab
