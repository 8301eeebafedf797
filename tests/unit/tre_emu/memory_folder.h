// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>

#include "tre_emu/vault/file_operations.h"

namespace foothold::tre_emu {

// A folder that forgets what was not synced when the power goes, as strictly as a file system may, and whose power can
// be made to go at any step.
class MemoryFolder : public vault::FileOperations {
 public:
  static constexpr int kNever = -1;

  // The step after which this many succeeded fails half done, and so does every later one.
  void lose_power_after(int steps) { steps_left_ = steps; }
  int steps_done() const { return steps_done_; }

  // What a file system may have kept of what was not synced: nothing, or all names with torn contents.
  enum class Kept { synced_only, names_and_torn_contents };
  void restore_power(Kept kept) {
    steps_left_ = kNever;
    if (kept == Kept::synced_only) names_ = durable_names_;
    for (auto& [name, file] : names_) {
      if (kept == Kept::synced_only) {
        file->content = file->synced;
      } else if (file->content != file->synced) {
        file->content.resize(file->content.size() / 2);
      }
      file->synced = file->content;
    }
    durable_names_ = names_;
  }

  // For tampering. An absent file reads as empty.
  Bytes content(const std::string& name) const {
    const auto found = names_.find(name);
    return found == names_.end() ? Bytes{} : found->second->content;
  }
  void put(const std::string& name, Bytes content) {
    const auto file = std::make_shared<File>();
    file->content = file->synced = std::move(content);
    names_[name] = durable_names_[name] = file;
  }
  void erase(const std::string& name) {
    names_.erase(name);
    durable_names_.erase(name);
  }
  std::map<std::string, Bytes> image() const {
    std::map<std::string, Bytes> image;
    for (const auto& [name, file] : names_) image[name] = file->content;
    return image;
  }

  Result<std::optional<Bytes>> read(std::string_view name) override {
    const auto found = names_.find(std::string(name));
    if (found == names_.end()) return std::optional<Bytes>();
    return found->second->content;
  }
  Result<void> write(std::string_view name, ByteView content) override {
    auto& file = names_[std::string(name)];
    if (!file) file = std::make_shared<File>();
    file->content.assign(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(content.size() / 2));
    if (auto done = step(); !done) return done;
    file->content.assign(content.begin(), content.end());
    return {};
  }
  Result<void> sync(std::string_view name) override {
    if (auto done = step(); !done) return done;
    const auto found = names_.find(std::string(name));
    if (found == names_.end()) return fail("no such file");
    found->second->synced = found->second->content;
    return {};
  }
  Result<void> rename(std::string_view from, std::string_view to) override {
    if (auto done = step(); !done) return done;
    const auto found = names_.find(std::string(from));
    if (found == names_.end()) return fail("no such file");
    names_[std::string(to)] = found->second;
    names_.erase(found);
    return {};
  }
  Result<void> sync_folder() override {
    if (auto done = step(); !done) return done;
    durable_names_ = names_;
    return {};
  }

 private:
  struct File {
    Bytes content;
    Bytes synced;
  };

  Result<void> step() {
    if (steps_left_ == 0) return fail("the power is gone");
    if (steps_left_ > 0) --steps_left_;
    ++steps_done_;
    return {};
  }

  std::map<std::string, std::shared_ptr<File>> names_;
  std::map<std::string, std::shared_ptr<File>> durable_names_;
  int steps_left_ = kNever;
  int steps_done_ = 0;
};

}  // namespace foothold::tre_emu
