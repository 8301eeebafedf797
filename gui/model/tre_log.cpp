// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/tre_log.h"

#include <algorithm>
#include <optional>

#include "gui/capture/apdu_text.h"
#include "gui/capture/recognise.h"
#include "gui/model/document.h"

namespace foothold::gui {
namespace {

constexpr std::size_t kMostDecisions = 200;
constexpr std::size_t kMostApdus = 50000;
constexpr std::size_t kMostNamed = 256;  // files, MCIMs, components, kinds of refusal

// TS 102 221 10.1.1: channels 0 to 3 in the first interindustry class, 4 to 19 in the further one.
unsigned channel_of(std::uint8_t cla) {
  return (cla & 0x40U) != 0 ? 4 + (cla & 0x0fU) : cla & 0x03U;
}

bool is_refusal(std::uint16_t status) {
  const unsigned high = status >> 8U;
  return high != 0x90 && high != 0x91 && high != 0x61 && high != 0x6c && high != 0x9f && high != 0x62;
}

}  // namespace

TreLog::TreLog(Document& document, QObject* parent)
    : QObject(parent),
      document_(document),
      scan_(
          document, [this](std::size_t packet) { visit(packet); }, this) {
  connect(&scan_, &RowScan::restarted, this, &TreLog::forget);
  connect(&scan_, &RowScan::advanced, this, [this] {
    if (std::exchange(changed_, false)) emit changed();
  });
  connect(&document, &Document::device_selected, &scan_, &RowScan::restart);
}

void TreLog::forget() {
  state_ = State::unknown;
  lock_reason_.clear();
  mcims_.clear();
  files_.clear();
  commands_.clear();
  refusals_.clear();
  components_.clear();
  decisions_.clear();
  apdus_.clear();
  selected_.clear();
  emit forgotten();
  emit changed();
}

void TreLog::visit(std::size_t packet) {
  const capture::CaptureData& recorded = document_.data();
  const capture::PacketRow& row = recorded.row(packet);
  if (row.from != trace::Actor::tre && row.to != trace::Actor::tre) return;
  if (row.device != 0 && row.device != document_.selected_device()) return;
  const bool decision = recorded.name(row.name).starts_with("tre.");
  if (!decision && row.layer != trace::Layer::apdu) return;
  const auto event = recorded.event(packet);
  if (!event) return;
  changed_ = true;
  if (decision) {
    take_decision(packet, *event);
  } else {
    take_apdu(packet, *event);
  }
}

void TreLog::take_apdu(std::size_t packet, const trace::Event& event) {
  // Of others' captures the packet is what there is: its last octets are the exchange.
  ByteView exchange(event.bytes);
  if (event.payload != trace::Payload::sim_apdu) {
    exchange = capture::recognise(document_.data().row(packet).link_type, exchange).message;
  }
  const auto apdu = capture::split_exchange(exchange);
  if (!apdu) return;
  apdus_.push_back(packet);
  if (apdus_.size() > kMostApdus) {
    apdus_.erase(apdus_.begin(), apdus_.begin() + static_cast<std::ptrdiff_t>(kMostApdus / 2));
    emit forgotten();
  }
  const std::string name(capture::command_name(apdu->command));
  ++commands_[name];
  if (is_refusal(apdu->status) && refusals_.size() < kMostNamed) {
    ++refusals_[{capture::command_text(apdu->command), capture::status_text(apdu->status)}];
  }
  if (state_ == State::unknown) state_ = State::measuring;
  if (name == "GET EVIDENCE" && state_ == State::measuring) state_ = State::operating;
  if (const std::string& component = event.field("component"); !component.empty() && components_.size() < kMostNamed) {
    components_.emplace_back(component, packet);
  }
  if (is_refusal(apdu->status)) return;
  if (const std::string file = capture::selected_file(apdu->command); !file.empty()) {
    auto& [folder, current] = selected_[channel_of(apdu->command[0])];
    if (capture::is_folder(file)) folder = file;
    current = file;
    touch_file(packet, &TreFile::selected, apdu->command);
  }
  if (name.starts_with("READ ")) touch_file(packet, &TreFile::read, apdu->command);
  if (name.starts_with("UPDATE ")) touch_file(packet, &TreFile::updated, apdu->command);
}

void TreLog::touch_file(std::size_t packet, unsigned TreFile::*count, ByteView command) {
  const auto& selected = selected_[channel_of(command[0])];
  auto folder = selected.first;
  auto name = selected.second;
  // TS 102 221 11.1.3: a short file identifier names the file instead of what is selected.
  const bool by_sfi = (command[1] == 0xb0 || command[1] == 0xd6) && (command[2] & 0x80U) != 0;
  if (by_sfi) name = "SFI " + std::to_string(command[2] & 0x1fU);
  if (name.empty()) return;
  if (folder.empty()) folder = "MF";
  auto file = std::find_if(files_.begin(), files_.end(),
                           [&](const TreFile& one) { return one.folder == folder && one.name == name; });
  if (file == files_.end()) {
    if (files_.size() >= kMostNamed) return;
    files_.push_back({folder, name, 0, 0, 0, packet});
    file = files_.end() - 1;
  }
  ++((*file).*count);
  file->packet = packet;
}

void TreLog::take_decision(std::size_t packet, const trace::Event& event) {
  decisions_.push_back(packet);
  if (decisions_.size() > kMostDecisions) decisions_.erase(decisions_.begin());
  if (event.name == "tre.locked") {
    state_ = State::locked;
    lock_reason_ = event.field("reason");
  }
  const std::string& identifier = event.field("mcim");
  if (identifier.empty() || mcims_.size() >= kMostNamed) return;
  const auto set = [&](TreMcim::State state) { mcims_[identifier] = {state, packet}; };
  if (event.name == "tre.mcim_installed" || event.name == "tre.mcim_deactivated") set(TreMcim::State::installed);
  if (event.name == "tre.mcim_deleted") set(TreMcim::State::deleted);
  if (event.name == "tre.mcim_activated") {
    // One at a time (docs/tre-apdu.md).
    for (auto& [other, mcim] : mcims_) {
      if (mcim.state == TreMcim::State::active) mcim.state = TreMcim::State::installed;
    }
    set(TreMcim::State::active);
  }
}

}  // namespace foothold::gui
