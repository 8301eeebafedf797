// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/run_folders.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <sstream>

#include "base/unique_fd.h"

namespace foothold::lab {
namespace {

namespace fs = std::filesystem;

std::string name_of_new_run() {
  std::array<char, 40> text{};
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &utc);
  return std::string(text.data()) + "-" + std::to_string(::getpid());
}

Result<void> make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return fail("cannot make the folder: " + error.message(), path.string());
  return {};
}

}  // namespace

Result<RunFolders> make_run_folders(const std::optional<fs::path>& wanted) {
  RunFolders folders;
  std::error_code error;
  folders.run = fs::absolute(wanted ? *wanted : fs::path("runs") / name_of_new_run(), error).lexically_normal();
  if (fs::exists(folders.run, error) && !fs::is_empty(folders.run, error)) {
    return fail("is not empty; a run writes into a folder of its own", folders.run.string());
  }
  for (const auto* part : {"config", "log"}) {
    if (auto made = make_folder(folders.run / part); !made) return tl::unexpected(made.error());
  }

  const char* temporary = std::getenv("TMPDIR");
  std::string pattern =
      (fs::path(temporary != nullptr && *temporary != '\0' ? temporary : "/tmp") / "foothold-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr)
    return fail(std::string("cannot be made: ") + std::strerror(errno), pattern);
  folders.state = pattern;
  return folders;
}

Result<void> furnish_state(const RunFolders& folders, bool in_memory, unsigned machines) {
  if (in_memory && ::mount("tmpfs", folders.state.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, "mode=0700") != 0) {
    return fail(std::string("cannot mount a tmpfs: ") + std::strerror(errno), folders.state.string());
  }
  std::vector<fs::path> below{folders.pki(), folders.stores()};
  for (unsigned machine = 1; machine <= machines; ++machine) below.push_back(folders.device(machine));
  for (const auto& folder : below) {
    if (auto made = make_folder(folder); !made) return made;
  }
  return {};
}

Result<void> write_text_file(const fs::path& path, std::string_view text, unsigned mode) {
  UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
  if (!file || ::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    return fail(std::string("cannot be written: ") + std::strerror(errno), path.string());
  }
  return {};
}

Result<std::string> read_text_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) return fail("cannot be read", path.string());
  return text.str();
}

}  // namespace foothold::lab
