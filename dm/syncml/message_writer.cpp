// SPDX-License-Identifier: AGPL-3.0-or-later
#include <charconv>
#include <pugixml.hpp>
#include <sstream>
#include <string>
#include <type_traits>

#include "base/base64.h"
#include "dm/syncml/description.h"
#include "dm/syncml/message.h"
#include "dm/syncml/portable_text.h"

namespace foothold::dm {
namespace {

constexpr const char* kMetInf = "syncml:metinf";

// libwbxml2 takes the language from the document type.
constexpr std::string_view kProlog =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
    "<!DOCTYPE SyncML PUBLIC \"-//SYNCML//DTD SyncML 1.2//EN\" "
    "\"http://www.openmobilealliance.org/tech/DTD/OMA-TS-SyncML_RepPro_DTD-V1_2.dtd\">";

class MessageWriter {
 public:
  explicit MessageWriter(pugi::xml_node node, std::optional<Error>& error) : node_(node), error_(error) {}

  void constant(const char* name, const char* value) { append(name, value); }
  void text(const char* name, const std::string& value) {
    if (value.empty()) refuse("must not be empty", name);
    append(name, value);
  }
  void optional_text(const char* name, const std::string& value) {
    if (!value.empty()) append(name, value);
  }
  void texts(const char* name, const std::vector<std::string>& values) {
    for (const std::string& value : values) append(name, value);
  }
  void number(const char* name, std::uint32_t value) { append(name, std::to_string(value)); }
  template <class Code>
  void code(const char* name, Code value) {
    append(name, std::to_string(static_cast<unsigned>(value)));
  }
  void flag(const char* name, bool value) {
    if (value) node_.append_child(name);
  }
  void location(const char* name, const std::string& uri) {
    if (uri.empty()) refuse("must not be empty", name);
    child(name).append("LocURI", uri);
  }
  void optional_location(const char* name, const std::string& uri) {
    if (!uri.empty()) location(name, uri);
  }
  void header_meta(const char* name, const Meta& meta) {
    if (!meta.max_message_size && !meta.max_object_size) return;
    MessageWriter writer = child(name);
    describe_header_meta(writer, meta);
  }
  void item_meta(const char* name, const Meta& meta) {
    if (meta.format.empty() && meta.type.empty() && !meta.size) return;
    MessageWriter writer = child(name);
    describe_item_meta(writer, meta);
  }
  void meta_text(const char* name, const std::string& value) {
    if (value.empty()) return;
    // MetInf data travel as text here, so binary ones are base64: that is what Format b64 says.
    append(name, value == "bin" ? "b64" : value);
    node_.last_child().append_attribute("xmlns") = kMetInf;
  }
  void meta_number(const char* name, const std::optional<std::uint32_t>& value) {
    if (value) meta_text(name, std::to_string(*value));
  }
  void data(const char* name, const Item& item) {
    if (!item.data) return;
    const bool base64 = item.meta.format == "b64" || item.meta.format == "bin";
    append(name, base64 ? to_base64(*item.data) : std::string(item.data->begin(), item.data->end()));
  }
  void items(const char* name, const std::vector<Item>& items) {
    if (items.size() > kMaxItemsOfCommand) refuse("too many items", name);
    for (const Item& item : items) {
      MessageWriter writer = child(name);
      describe_item(writer, item);
    }
  }
  void requests(const std::vector<Request>& requests) {
    for (const Request& request : requests) command(request);
  }

  void command(const Status& status) { describe_child("Status", describe_status<MessageWriter, const Status>, status); }
  void command(const Alert& alert) { describe_child("Alert", describe_alert<MessageWriter, const Alert>, alert); }
  void command(const Results& results) {
    describe_child("Results", describe_results<MessageWriter, const Results>, results);
  }
  void command(const Request& request) {
    describe_child(request.name.c_str(), describe_request<MessageWriter, const Request>, request);
  }
  void command(const Group& group) {
    describe_child(group.atomic ? "Atomic" : "Sequence", describe_group<MessageWriter, const Group>, group);
  }

  MessageWriter child(const char* name) { return MessageWriter(node_.append_child(name), error_); }

 private:
  template <class T>
  void describe_child(const char* name, void (*describe)(MessageWriter&, const T&), const T& part) {
    MessageWriter writer = child(name);
    describe(writer, part);
  }
  void append(const char* name, const std::string& value) {
    if (!is_portable_text(value)) return refuse("is not portable text", name);
    node_.append_child(name).text().set(value.c_str());
  }
  void refuse(const char* what, const char* name) {
    if (!error_) error_ = Error{what, name, Error::kNoOffset, 0};
  }

  pugi::xml_node node_;
  std::optional<Error>& error_;
};

}  // namespace

Result<std::string> to_xml(const Message& message) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("SyncML");
  root.append_attribute("xmlns") = "SYNCML:SYNCML1.2";
  std::optional<Error> error;
  MessageWriter writer(root, error);
  MessageWriter header = writer.child("SyncHdr");
  describe_header(header, message.header);
  MessageWriter body = writer.child("SyncBody");
  for (const Command& command : message.commands) {
    std::visit([&](const auto& each) { body.command(each); }, command);
  }
  body.flag("Final", message.final);
  if (error) return tl::unexpected<Error>(*error);
  std::ostringstream out;
  out << kProlog;
  root.print(out, "", pugi::format_raw);
  if (out.view().size() > kMaxDocumentOctets) {
    return fail("the message is too large", "SyncML", kMaxDocumentOctets,
                static_cast<int>(StatusCode::request_entity_too_large));
  }
  return std::move(out).str();
}

}  // namespace foothold::dm
