// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tre_emu/vault/file_operations.h"

namespace foothold::tre_emu {

using Image = std::map<std::string, std::shared_ptr<const Bytes>>;

// A folder that writes down what is done to it.
class RecordedFolder : public vault::FileOperations {
 public:
  struct Step {
    enum class Kind { write, sync, rename, sync_folder } kind;
    std::string name;
    std::string to;                          // of a rename
    std::shared_ptr<const Bytes> content{};  // of a write
  };

  explicit RecordedFolder(Image image) : image_(std::move(image)) {}

  const Image& image() const { return image_; }
  const std::vector<Step>& steps() const { return steps_; }
  void forget_steps() { steps_.clear(); }
  // The files that were asked for, there or not.
  const std::set<std::string>& read_names() const { return read_names_; }

  Result<std::optional<Bytes>> read(std::string_view name) override {
    read_names_.insert(std::string(name));
    const auto found = image_.find(std::string(name));
    return found == image_.end() ? std::optional<Bytes>() : *found->second;
  }
  Result<void> write(std::string_view name, ByteView content) override {
    auto kept = std::make_shared<const Bytes>(content.begin(), content.end());
    image_[std::string(name)] = kept;
    steps_.push_back({Step::Kind::write, std::string(name), {}, kept});
    return {};
  }
  Result<void> sync(std::string_view name) override {
    steps_.push_back({Step::Kind::sync, std::string(name), {}, {}});
    return {};
  }
  Result<void> rename(std::string_view from, std::string_view to) override {
    image_[std::string(to)] = image_.at(std::string(from));
    image_.erase(std::string(from));
    steps_.push_back({Step::Kind::rename, std::string(from), std::string(to), {}});
    return {};
  }
  Result<void> sync_folder() override {
    steps_.push_back({Step::Kind::sync_folder, {}, {}, {}});
    return {};
  }

 private:
  Image image_;
  std::vector<Step> steps_;
  std::set<std::string> read_names_;
};

// A disk on which steps are done one by one. What was not synced is there after a loss of power, or not, or in part: of
// names and of contents apart.
class UncertainDisk {
 public:
  explicit UncertainDisk(const Image& image) {
    for (const auto& [name, content] : image) names_[name] = std::make_shared<File>(File{content, content});
    durable_names_ = names_;
  }

  void perform(const RecordedFolder::Step& step) {
    using Kind = RecordedFolder::Step::Kind;
    switch (step.kind) {
      case Kind::write:
        file(step.name)->content = step.content;
        break;
      case Kind::sync:
        names_.at(step.name)->synced = names_.at(step.name)->content;
        break;
      case Kind::rename:
        names_[step.to] = names_.at(step.name);
        names_.erase(step.name);
        break;
      case Kind::sync_folder:
        durable_names_ = names_;
        break;
    }
  }
  // Calls `see` with what may be found if the power goes within a write, after each octet of it; with what was there
  // before that is seen in for_each_image().
  void for_each_cut(const RecordedFolder::Step& write, const std::function<void(const Image&)>& see) {
    file(write.name);
    for (const auto* const names : {&durable_names_, &names_}) {
      Image image;
      for (const auto& [name, one] : *names) image[name] = one->content;
      const auto torn = image.find(write.name);
      if (torn == image.end()) continue;
      for (auto end = write.content->begin(); end != write.content->end(); ++end) {
        torn->second = std::make_shared<const Bytes>(write.content->begin(), end);
        see(image);
      }
    }
  }

  // Calls `see` with what may be found if the power goes now.
  void for_each_image(const std::function<void(const Image&)>& see) const {
    for (const auto* const names : {&durable_names_, &names_}) {
      for (const bool synced : {true, false}) {
        Image image;
        for (const auto& [name, file] : *names) image[name] = synced ? file->synced : file->content;
        see(image);
      }
    }
  }

 private:
  struct File {
    std::shared_ptr<const Bytes> content;
    std::shared_ptr<const Bytes> synced;
  };

  std::shared_ptr<File>& file(const std::string& name) {
    auto& one = names_[name];
    if (!one) one = std::make_shared<File>(File{std::make_shared<const Bytes>(), std::make_shared<const Bytes>()});
    return one;
  }

  std::map<std::string, std::shared_ptr<File>> names_;
  std::map<std::string, std::shared_ptr<File>> durable_names_;
};

}  // namespace foothold::tre_emu
