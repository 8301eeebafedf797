// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "dm/syncml/message.h"

// The elements of each part of a message, once, in the DTD's order (OMA-TS-SyncML_RepPro 1.2); MessageWriter and
// MessageReader both visit it, so that they cannot drift apart. `T` is the part, const when writing.
namespace foothold::dm {

template <class Visitor, class T>
void describe_item_meta(Visitor& v, T& meta) {
  v.meta_text("Format", meta.format);
  v.meta_text("Type", meta.type);
  v.meta_number("Size", meta.size);
}

template <class Visitor, class T>
void describe_header(Visitor& v, T& header) {
  v.constant("VerDTD", "1.2");
  v.constant("VerProto", "DM/1.2");
  v.text("SessionID", header.session_id);
  v.number("MsgID", header.message_id);
  v.location("Target", header.target);
  v.location("Source", header.source);
  v.header_meta("Meta", header.meta);
}

template <class Visitor, class T>
void describe_header_meta(Visitor& v, T& meta) {
  v.meta_number("MaxMsgSize", meta.max_message_size);
  v.meta_number("MaxObjSize", meta.max_object_size);
}

template <class Visitor, class T>
void describe_item(Visitor& v, T& item) {
  v.optional_location("Target", item.target);
  v.optional_location("Source", item.source);
  v.item_meta("Meta", item.meta);
  v.data("Data", item);
  v.flag("MoreData", item.more_data);
}

template <class Visitor, class T>
void describe_status(Visitor& v, T& status) {
  v.number("CmdID", status.command_id);
  v.number("MsgRef", status.message_ref);
  v.number("CmdRef", status.command_ref);
  v.text("Cmd", status.command);
  v.texts("TargetRef", status.target_refs);
  v.texts("SourceRef", status.source_refs);
  v.code("Data", status.code);
  v.items("Item", status.items);
}

template <class Visitor, class T>
void describe_alert(Visitor& v, T& alert) {
  v.number("CmdID", alert.command_id);
  v.code("Data", alert.code);
  v.optional_text("Correlator", alert.correlator);
  v.items("Item", alert.items);
}

template <class Visitor, class T>
void describe_request(Visitor& v, T& request) {
  v.number("CmdID", request.command_id);
  v.optional_text("Correlator", request.correlator);
  v.items("Item", request.items);
}

template <class Visitor, class T>
void describe_results(Visitor& v, T& results) {
  v.number("CmdID", results.command_id);
  v.number("MsgRef", results.message_ref);
  v.number("CmdRef", results.command_ref);
  v.items("Item", results.items);
}

template <class Visitor, class T>
void describe_group(Visitor& v, T& group) {
  v.number("CmdID", group.command_id);
  v.requests(group.requests);
}

}  // namespace foothold::dm
