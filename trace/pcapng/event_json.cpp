// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/pcapng/event_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/hex.h"

namespace foothold::trace {
namespace {

using nlohmann::json;

// Bytes without a packet form travel in the JSON. More is no message of ours.
constexpr std::size_t kMostHexOctets = 16384;

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json to_object(const Event& event) {
  json object = json::object();
  if (!event.device.empty()) object["device"] = event.device;
  object["from"] = to_string(event.from);
  object["to"] = to_string(event.to);
  object["layer"] = to_string(event.layer);
  object["kind"] = to_string(event.kind);
  object["name"] = event.name;
  if (!event.fields.empty()) {
    json fields = json::array();  // pairs, not an object: order and repetition stay
    for (const Field& field : event.fields) fields.push_back({field.name, field.value});
    object["fields"] = std::move(fields);
  }
  if (event.step) object["step"] = *event.step;
  // A payload without octets has no packet, so it is none.
  object["payload"] = to_string(event.bytes.empty() ? Payload::none : event.payload);
  if (event.uplink) object["uplink"] = true;
  return object;
}

// Halves the longest text of the event; false if there is nothing left worth cutting.
bool cut_longest(Event& event) {
  std::string* longest = event.device.size() > event.name.size() ? &event.device : &event.name;
  for (Field& field : event.fields) {
    if (field.name.size() > longest->size()) longest = &field.name;
    if (field.value.size() > longest->size()) longest = &field.value;
  }
  if (longest->size() >= 64) {
    longest->resize(longest->size() / 2);
    return true;
  }
  if (event.fields.empty()) return false;
  event.fields.resize(event.fields.size() / 2);
  return true;
}

template <class Value>
Result<Value> named_value(const json& object, const char* key, std::optional<Value> (*parse)(std::string_view)) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return fail("missing or not a text", key);
  const auto value = parse(found->get_ref<const std::string&>());
  if (!value) return fail("unknown value", key);
  return *value;
}

Result<std::string> text(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return std::string{};
  if (!found->is_string()) return fail("not a text", key);
  return found->get<std::string>();
}

Result<std::vector<Field>> fields_of(const json& object) {
  std::vector<Field> fields;
  const auto found = object.find("fields");
  if (found == object.end()) return fields;
  if (!found->is_array()) return fail("not an array", "fields");
  for (const json& pair : *found) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) {
      return fail("not a pair of texts", "fields");
    }
    fields.push_back({pair[0].get<std::string>(), pair[1].get<std::string>()});
  }
  return fields;
}

}  // namespace

std::string event_to_json(const Event& event, std::size_t most, bool cut) {
  json object = to_object(event);
  if (event.payload == Payload::none && !event.bytes.empty()) {
    const std::size_t kept = std::min({event.bytes.size(), kMostHexOctets, most / 4});
    object["hex"] = to_hex(ByteView(event.bytes).first(kept));
    cut = cut || kept < event.bytes.size();
  }
  if (cut) object["cut"] = true;
  std::string line = dump(object);
  if (line.size() <= most) return line;

  Event shorter = event;
  while (line.size() > most && cut_longest(shorter)) {
    json smaller = to_object(shorter);
    if (object.contains("hex")) smaller["hex"] = object["hex"];
    smaller["cut"] = true;
    line = dump(smaller);
  }
  return line;
}

std::string_view event_json_in(ByteView comment) {
  const std::string_view text(reinterpret_cast<const char*>(comment.data()), comment.size());
  const auto line_feed = text.find('\n');
  if (line_feed == std::string_view::npos || !text.substr(line_feed + 1).starts_with('{')) return {};
  return text.substr(line_feed + 1);
}

Result<Event> event_from_json(std::string_view text_line) {
  const json object = json::parse(text_line, nullptr, false);
  if (!object.is_object()) return fail("not a JSON object", "comment");
  Event event;
  const auto device = text(object, "device");
  const auto name = text(object, "name");
  const auto hex = text(object, "hex");
  const auto from = named_value<Actor>(object, "from", actor_from_string);
  const auto to = named_value<Actor>(object, "to", actor_from_string);
  const auto layer = named_value<Layer>(object, "layer", layer_from_string);
  const auto kind = named_value<Kind>(object, "kind", kind_from_string);
  const auto payload = named_value<Payload>(object, "payload", payload_from_string);
  auto fields = fields_of(object);
  if (!device) return tl::unexpected(device.error());
  if (!name) return tl::unexpected(name.error());
  if (!hex) return tl::unexpected(hex.error());
  if (!from) return tl::unexpected(from.error());
  if (!to) return tl::unexpected(to.error());
  if (!layer) return tl::unexpected(layer.error());
  if (!kind) return tl::unexpected(kind.error());
  if (!payload) return tl::unexpected(payload.error());
  if (!fields) return tl::unexpected(fields.error());
  event.device = *device;
  event.name = *name;
  event.from = *from;
  event.to = *to;
  event.layer = *layer;
  event.kind = *kind;
  event.payload = *payload;
  event.fields = std::move(*fields);
  if (const auto step = object.find("step"); step != object.end()) {
    if (!step->is_number_unsigned() || step->get<std::uint64_t>() > 1000) return fail("not a step", "step");
    event.step = step->get<unsigned>();
  }
  if (const auto uplink = object.find("uplink"); uplink != object.end()) {
    if (!uplink->is_boolean()) return fail("not true or false", "uplink");
    event.uplink = uplink->get<bool>();
  }
  auto bytes = from_hex(*hex);
  if (!bytes) return tl::unexpected(bytes.error());
  event.bytes = std::move(*bytes);
  return event;
}

}  // namespace foothold::trace
