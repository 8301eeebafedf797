// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "dm/syncml/status_code.h"

// A DM message as OMA-TS-DM_RepPro 1.2 and OMA-TS-SyncML_RepPro 1.2 write it, typed. Absent elements are empty strings,
// empty optionals or empty vectors.
namespace foothold::dm {

inline constexpr std::size_t kMaxDocumentOctets = 1U << 20U;
inline constexpr std::size_t kMaxCommands = 512;  // in one message, those inside Atomic and Sequence included
inline constexpr std::size_t kMaxItemsOfCommand = 256;
inline constexpr std::string_view kContentType = "application/vnd.syncml.dm+wbxml";

// Meta information (SyncML MetInf 1.2) at the level of a header, a command or an item.
struct Meta {
  std::string format;                             // chr, int, bool, node, null, xml; b64 and bin: see Item::data
  std::string type;                               // a media type, or a URN in a generic alert
  std::optional<std::uint32_t> size;              // octets of the whole object, in the first chunk of a large object
  std::optional<std::uint32_t> max_message_size;  // octets; SyncHdr only
  std::optional<std::uint32_t> max_object_size;   // octets; SyncHdr only
  friend bool operator==(const Meta&, const Meta&) = default;
};

struct Item {
  std::string target;  // LocURI
  std::string source;  // LocURI
  Meta meta;           // on reading, what the command's Meta says is filled in where the item's own is silent
  // The octets meant, not their transport form: where meta.format is `b64` or `bin` they travel as base64 text with
  // Format b64, in XML and in WBXML alike; else they are UTF-8 text (is_portable_text).
  std::optional<Bytes> data;
  bool more_data = false;  // another chunk of the same object follows
  friend bool operator==(const Item&, const Item&) = default;
};

struct Status {
  std::uint32_t command_id = 0;
  std::uint32_t message_ref = 0;
  std::uint32_t command_ref = 0;  // 0 answers the SyncHdr
  std::string command;            // "SyncHdr", "Alert", "Add", ...
  std::vector<std::string> target_refs;
  std::vector<std::string> source_refs;
  StatusCode code = StatusCode::ok;
  std::vector<Item> items;
  friend bool operator==(const Status&, const Status&) = default;
};

enum class AlertCode : std::uint16_t {
  server_initiated = 1200,
  client_initiated = 1201,
  next_message = 1222,
  session_abort = 1223,
  no_end_of_data = 1225,
  generic = 1226,
};

struct Alert {
  std::uint32_t command_id = 0;
  AlertCode code = AlertCode::client_initiated;
  std::string correlator;
  std::vector<Item> items;
  friend bool operator==(const Alert&, const Alert&) = default;
};

// `other`: a command of the common representation which DM devices may refuse with 406 (Copy, Put, Search, ...).
enum class Verb : std::uint8_t { add, replace, get, exec, remove, other };

struct Request {
  Verb verb = Verb::get;
  std::string name = "Get";  // as on the wire; kept because `other` has many
  std::uint32_t command_id = 0;
  std::string correlator;  // Exec only
  std::vector<Item> items;
  friend bool operator==(const Request&, const Request&) = default;
};
Request request(Verb verb, std::vector<Item> items);  // command_id is set when it is put into a package

struct Results {
  std::uint32_t command_id = 0;
  std::uint32_t message_ref = 0;
  std::uint32_t command_ref = 0;
  std::vector<Item> items;
  friend bool operator==(const Results&, const Results&) = default;
};

// Atomic or Sequence. One level: a group within a group is refused.
struct Group {
  bool atomic = false;
  std::uint32_t command_id = 0;
  std::vector<Request> requests;
  friend bool operator==(const Group&, const Group&) = default;
};

using Command = std::variant<Status, Alert, Request, Results, Group>;

struct Header {
  std::string session_id;  // 1..16 characters
  std::uint32_t message_id = 1;
  std::string target;
  std::string source;
  Meta meta;
  friend bool operator==(const Header&, const Header&) = default;
};

struct Message {
  Header header;
  std::vector<Command> commands;
  bool final = true;  // the package ends with this message
  friend bool operator==(const Message&, const Message&) = default;
};

// Gives each command its CmdID, 1, 2, ... in order, those of groups included.
void number_commands(Message& message);

// Errors name element and, where known, offset; Error::answer is the StatusCode to give.
Result<std::string> to_xml(const Message& message);
Result<Message> from_xml(std::string_view xml);
Result<Bytes> to_wbxml(const Message& message);
Result<Message> from_wbxml(ByteView wbxml);

}  // namespace foothold::dm
