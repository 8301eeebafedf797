// SPDX-License-Identifier: AGPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>
#include <pugixml.hpp>
#include <string>
#include <utility>

#include "base/base64.h"
#include "dm/syncml/description.h"
#include "dm/syncml/message.h"
#include "dm/syncml/portable_text.h"

namespace foothold::dm {
namespace {

constexpr int kBadRequest = static_cast<int>(StatusCode::bad_request);
constexpr std::size_t kMaxName = 32;    // octets of an element's name; the DTD's longest is NumberOfChanges
constexpr std::size_t kMaxText = 1024;  // octets of a text that is not Data
constexpr int kMaxDepth = 12;           // SyncML SyncBody Sequence Add Item Meta Type makes 7
constexpr std::size_t kMaxElements = 20000;

std::string_view local_name(pugi::xml_node node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// Reads the children of one element into a part of the message. The first error stays; what follows it is not read.
class MessageReader {
 public:
  MessageReader(pugi::xml_node node, std::optional<Error>& error, Meta inherited = {})
      : node_(node), error_(error), inherited_(std::move(inherited)) {}

  void constant(const char* name, std::string_view value) {
    if (required(name) != value) refuse("is not " + std::string(value), name);
  }
  void text(const char* name, std::string& value) {
    value = required(name);
    if (value.empty()) refuse("is missing or empty", name);
  }
  void optional_text(const char* name, std::string& value) { value = text_of(find(name), name); }
  void texts(const char* name, std::vector<std::string>& values) {
    for_each(name, [&](pugi::xml_node child) { values.push_back(text_of(child, name)); });
  }
  void number(const char* name, std::uint32_t& value) { value = to_number(required(name), name); }
  template <class Code>
  void code(const char* name, Code& value) {
    const std::uint32_t number = to_number(required(name), name);
    if (number > 9999) return refuse("is out of range", name);
    value = static_cast<Code>(number);
  }
  void flag(const char* name, bool& value) { value = static_cast<bool>(find(name)); }
  void location(const char* name, std::string& uri) {
    optional_location(name, uri);
    if (uri.empty()) refuse("is missing or has no LocURI", name);
  }
  void optional_location(const char* name, std::string& uri) {
    if (const pugi::xml_node place = find(name)) {
      MessageReader reader(place, error_);
      uri = reader.required("LocURI");
    }
  }
  void header_meta(const char* name, Meta& meta) {
    if (const pugi::xml_node child = find(name)) {
      MessageReader reader(child, error_);
      describe_header_meta(reader, meta);
    }
  }
  void item_meta(const char* name, Meta& meta) {
    if (const pugi::xml_node child = find(name)) {
      MessageReader reader(child, error_);
      describe_item_meta(reader, meta);
    }
    if (meta.format.empty()) meta.format = inherited_.format;
    if (meta.type.empty()) meta.type = inherited_.type;
    if (!meta.size) meta.size = inherited_.size;
  }
  void meta_text(const char* name, std::string& value) { value = text_of(find(name), name); }
  void meta_number(const char* name, std::optional<std::uint32_t>& value) {
    if (const pugi::xml_node child = find(name)) value = to_number(text_of(child, name), name);
  }
  void data(const char* name, Item& item) {
    const pugi::xml_node child = find(name);
    if (!child) return;
    const std::string text = all_text(child, name);
    if (item.meta.format == "b64") {
      auto decoded = from_base64(text);
      if (!decoded) return refuse("is not base64", name);
      item.data = std::move(*decoded);
    } else if (is_portable_text(text)) {
      item.data.emplace(text.begin(), text.end());
    } else {
      refuse("is not portable text", name);
    }
  }
  void items(const char* name, std::vector<Item>& items) {
    Meta meta;
    if (const pugi::xml_node child = find("Meta")) {
      MessageReader reader(child, error_);
      describe_item_meta(reader, meta);
    }
    for_each(name, [&](pugi::xml_node child) {
      if (items.size() >= kMaxItemsOfCommand) return refuse("are too many", name);
      MessageReader reader(child, error_, meta);
      describe_item(reader, items.emplace_back());
    });
  }
  void requests(std::vector<Request>& requests) {
    for (const pugi::xml_node child : node_.children()) {
      if (error_) return;
      const std::string_view name = local_name(child);
      if (child.type() != pugi::node_element || name == "CmdID" || name == "NoResp" || name == "Meta") continue;
      if (name == "Atomic" || name == "Sequence") return refuse("must not hold another group", name);
      if (requests.size() >= kMaxCommands) return refuse("are too many", "SyncBody");
      requests.push_back(read_request(child));
    }
  }

  Command read_command(pugi::xml_node child) {
    const std::string_view name = local_name(child);
    MessageReader reader(child, error_);
    if (name == "Status") return reader.read<Status>(describe_status<MessageReader, Status>);
    if (name == "Alert") return reader.read<Alert>(describe_alert<MessageReader, Alert>);
    if (name == "Results") return reader.read<Results>(describe_results<MessageReader, Results>);
    if (name == "Atomic" || name == "Sequence") {
      Group group = reader.read<Group>(describe_group<MessageReader, Group>);
      group.atomic = name == "Atomic";
      return group;
    }
    return read_request(child);
  }

 private:
  template <class T>
  T read(void (*describe)(MessageReader&, T&)) {
    T part;
    describe(*this, part);
    return part;
  }
  Request read_request(pugi::xml_node child) {
    static constexpr std::array<std::pair<std::string_view, Verb>, 5> kVerbs = {{{"Add", Verb::add},
                                                                                 {"Replace", Verb::replace},
                                                                                 {"Get", Verb::get},
                                                                                 {"Exec", Verb::exec},
                                                                                 {"Delete", Verb::remove}}};
    MessageReader reader(child, error_);
    Request request = reader.read<Request>(describe_request<MessageReader, Request>);
    request.name = local_name(child);
    request.verb = Verb::other;
    for (const auto& [name, verb] : kVerbs) {
      if (request.name == name) request.verb = verb;
    }
    return request;
  }
  pugi::xml_node find(std::string_view name) const {
    for (const pugi::xml_node child : node_.children()) {
      if (child.type() == pugi::node_element && local_name(child) == name) return child;
    }
    return {};
  }
  template <class Use>
  void for_each(std::string_view name, Use use) {
    for (const pugi::xml_node child : node_.children()) {
      if (error_) return;
      if (child.type() == pugi::node_element && local_name(child) == name) use(child);
    }
  }
  std::string required(const char* name) {
    const pugi::xml_node child = find(name);
    if (!child) refuse("is missing", name);
    return text_of(child, name);
  }
  std::string text_of(pugi::xml_node node, const char* name) {
    std::string text = all_text(node, name);
    if (text.size() > kMaxText || !is_portable_text(text)) {
      refuse("is too long or not portable text", name);
      text.clear();
    }
    return text;
  }
  // Text and CDATA sections together: libwbxml2 writes opaque data as CDATA beside other text.
  std::string all_text(pugi::xml_node node, const char* name) {
    std::string text;
    for (const pugi::xml_node child : node.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
        text += child.value();
      } else {
        refuse("holds an element where text is expected", name);
      }
    }
    return text;
  }
  std::uint32_t to_number(const std::string& text, const char* name) {
    std::uint32_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size() || text.empty()) refuse("is not a number", name);
    return value;
  }
  void refuse(std::string what, std::string_view name) {
    if (error_) return;
    const std::ptrdiff_t offset = node_.offset_debug();
    error_ = Error{std::move(what), std::string(name), offset < 0 ? Error::kNoOffset : static_cast<std::size_t>(offset),
                   kBadRequest};
  }

  pugi::xml_node node_;
  std::optional<Error>& error_;
  Meta inherited_;
};

// Depth, number of elements and lengths of names, before anything is read.
Result<void> check_shape(pugi::xml_node root) {
  std::size_t elements = 0;
  int depth = 0;
  pugi::xml_node node = root;
  while (node) {
    if (++elements > kMaxElements) return fail("too many elements", "SyncML", Error::kNoOffset, kBadRequest);
    if (std::string_view(node.name()).size() > kMaxName + 16) {
      return fail("an element's name is too long", "SyncML", Error::kNoOffset, kBadRequest);
    }
    if (const pugi::xml_node child = node.first_child()) {
      if (++depth > kMaxDepth) return fail("nested too deep", "SyncML", Error::kNoOffset, kBadRequest);
      node = child;
      continue;
    }
    while (node != root && !node.next_sibling()) {
      node = node.parent();
      --depth;
    }
    node = node == root ? pugi::xml_node{} : node.next_sibling();
  }
  return {};
}

pugi::xml_node element(pugi::xml_node parent, std::string_view name) {
  for (const pugi::xml_node child : parent.children()) {
    if (child.type() == pugi::node_element && local_name(child) == name) return child;
  }
  return {};
}

std::size_t count_of(const Command& command) {
  const auto* group = std::get_if<Group>(&command);
  return group == nullptr ? 1 : 1 + group->requests.size();
}

}  // namespace

Result<Message> from_xml(std::string_view xml) {
  if (xml.size() > kMaxDocumentOctets) {
    return fail("the message is too large", "SyncML", kMaxDocumentOctets,
                static_cast<int>(StatusCode::request_entity_too_large));
  }
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(
      xml.data(), xml.size(), pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_ws_pcdata,
      pugi::encoding_utf8);
  if (!parsed) {
    return fail(parsed.description(), "SyncML", static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)),
                kBadRequest);
  }
  const pugi::xml_node root = element(document, "SyncML");
  const pugi::xml_node header = element(root, "SyncHdr");
  const pugi::xml_node body = element(root, "SyncBody");
  if (!header || !body) return fail("is missing", header ? "SyncBody" : "SyncHdr", 0, kBadRequest);
  if (auto shape = check_shape(root); !shape) return tl::unexpected<Error>(shape.error());

  Message message;
  std::optional<Error> error;
  MessageReader header_reader(header, error);
  describe_header(header_reader, message.header);
  if (message.header.session_id.size() > 16 && !error) {
    error = Error{"is longer than 16 characters", "SessionID", Error::kNoOffset, kBadRequest};
  }
  message.final = false;
  MessageReader reader(body, error);
  std::size_t commands = 0;
  for (const pugi::xml_node child : body.children()) {
    if (error) break;
    if (child.type() != pugi::node_element) continue;
    if (local_name(child) == "Final") {
      message.final = true;
      continue;
    }
    message.commands.push_back(reader.read_command(child));
    commands += count_of(message.commands.back());
    if (commands > kMaxCommands) return fail("too many commands", "SyncBody", Error::kNoOffset, kBadRequest);
  }
  if (error) return tl::unexpected<Error>(*error);
  return message;
}

}  // namespace foothold::dm
