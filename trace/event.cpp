// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/event.h"

#include <array>

namespace foothold::trace {
namespace {

constexpr std::array kActors = {"-",   "TRE",  "M2ME", "BSS", "SGSN", "GGSN", "HLR", "VNO",
                                "ICF", "CCIF", "DRF",  "DPF", "SHO",  "PVA",  "LAB"};
constexpr std::array kLayers = {"lab", "apdu", "um",  "ns",   "bssgp", "llc", "sndcp", "gmm",
                                "sm",  "ip",   "gtp", "gsup", "http",  "gba", "dm",    "mcim"};
constexpr std::array kKinds = {"sent", "received", "state", "decision", "discarded", "failure", "step", "note"};
constexpr std::array kPayloads = {"none", "llc", "sim_apdu", "ipv4", "ethernet", "gsmtap"};

template <class Table, class Enum>
const char* name_of(const Table& table, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  return index < table.size() ? table[index] : "?";
}

template <class Enum, class Table>
std::optional<Enum> value_of(const Table& table, std::string_view text) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (text == table[i]) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

const std::string& Event::field(std::string_view wanted) const {
  static const std::string kEmpty;
  for (const auto& field : fields) {
    if (field.name == wanted) return field.value;
  }
  return kEmpty;
}

const char* to_string(Actor actor) {
  return name_of(kActors, actor);
}
const char* to_string(Layer layer) {
  return name_of(kLayers, layer);
}
const char* to_string(Kind kind) {
  return name_of(kKinds, kind);
}
const char* to_string(Payload payload) {
  return name_of(kPayloads, payload);
}
std::optional<Actor> actor_from_string(std::string_view text) {
  return value_of<Actor>(kActors, text);
}
std::optional<Layer> layer_from_string(std::string_view text) {
  return value_of<Layer>(kLayers, text);
}
std::optional<Kind> kind_from_string(std::string_view text) {
  return value_of<Kind>(kKinds, text);
}
std::optional<Payload> payload_from_string(std::string_view text) {
  return value_of<Payload>(kPayloads, text);
}

}  // namespace foothold::trace
