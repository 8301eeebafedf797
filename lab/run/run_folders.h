// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace foothold::lab {

// What is there once for each machine: the first one's has the bare name.
inline std::string numbered_of(const std::string& name, unsigned machine) {
  return machine == 1 ? name : name + "-" + std::to_string(machine);
}

// The two folders of a run (docs/interfaces.md section 1). `state` has the stores, keys and sockets, and goes when the
// run ends; `run` has configurations, logs and the trace, stays, and never holds a secret. Both are absolute.
struct RunFolders {
  std::filesystem::path state;
  std::filesystem::path run;

  std::filesystem::path configuration(std::string_view file) const { return run / "config" / file; }
  std::filesystem::path log(std::string_view process) const { return run / "log" / (std::string(process) + ".log"); }
  // Of the run's machines, counted from 1.
  std::filesystem::path device(unsigned machine) const { return state / numbered_of("device", machine); }
  std::filesystem::path pki() const { return state / "pki"; }
  std::filesystem::path stores() const { return state / "stores"; }
};

// `wanted`: where `run` shall be, new or empty; otherwise runs/<UTC time>-<pid> below the current folder. `state` is
// made below $TMPDIR or /tmp with mode 0700. The folders that RunFolders names below `run` exist afterwards.
Result<RunFolders> make_run_folders(const std::optional<std::filesystem::path>& wanted);

// The folders below `state`, those of so many machines among them. With `in_memory` a tmpfs is put over it first, so
// that no key ever reaches a disk and that it vanishes with the mount namespace, kill -9 included.
Result<void> furnish_state(const RunFolders& folders, bool in_memory, unsigned machines = 1);

// For texts and keys alike; `mode` is that of a new file.
Result<void> write_text_file(const std::filesystem::path& path, std::string_view text, unsigned mode = 0644);
Result<std::string> read_text_file(const std::filesystem::path& path);

}  // namespace foothold::lab
