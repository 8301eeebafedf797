// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string_view>

#include "dm/syncml/message.h"

namespace foothold::dm {

inline Bytes octets_of(std::string_view text) {
  return Bytes(text.begin(), text.end());
}

// One of each command and of each element that a message may have.
inline Message sample_message() {
  Message message;
  message.header.session_id = "1f";
  message.header.message_id = 2;
  message.header.target = "IMEI:490154203237518";
  message.header.source = "https://10.23.1.4/dm";
  message.header.meta.max_message_size = 16384;
  message.header.meta.max_object_size = 262144;

  Status status;
  status.message_ref = 1;
  status.command_ref = 3;
  status.command = "Get";
  status.target_refs = {"./DevInfo/Man"};
  status.source_refs = {"./A"};
  status.code = StatusCode::not_found;
  status.items.emplace_back().data = octets_of("more");
  message.commands.emplace_back(status);

  Alert alert;
  alert.code = AlertCode::generic;
  alert.correlator = "t-1";
  Item alert_item;
  alert_item.source = "./M2M/MCIM/MCIM-1";
  alert_item.meta.type = "urn:x-m2msim:at:mcim:install";
  alert_item.meta.format = "int";
  alert_item.data = octets_of("0");
  alert.items = {alert_item};
  message.commands.emplace_back(alert);

  Item chunk;
  chunk.target = "./M2M/MCIM/MCIM-1/Object";
  chunk.meta.format = "b64";
  chunk.meta.type = "application/octet-stream";
  chunk.meta.size = 9;
  chunk.data = Bytes{0x00, 0x01, 0xff, 0x5d, 0x5d, 0x3e};
  chunk.more_data = true;
  message.commands.emplace_back(request(Verb::add, {chunk}));

  Item text;
  text.target = "./M2M/Discovery/MCIMCtx";
  text.meta.format = "xml";
  text.data = octets_of(" <a b=\"c\">\xc3\xa9 & ]] \t\n second</a> ");
  Item node;
  node.target = "./DMAcc/dpf";
  node.meta.format = "node";
  message.commands.emplace_back(request(Verb::replace, {text, node}));

  Item uri;
  uri.target = "./M2M/MCIM/MCIM-1/Operations/Install";
  message.commands.emplace_back(request(Verb::get, {uri}));
  Request exec = request(Verb::exec, {uri});
  exec.correlator = "t-1";
  message.commands.emplace_back(exec);
  message.commands.emplace_back(request(Verb::remove, {uri}));

  Results results;
  results.message_ref = 1;
  results.command_ref = 4;
  Item answer;
  answer.source = "./DevInfo/Man";
  answer.meta.format = "chr";
  answer.data = octets_of("");
  results.items = {answer};
  message.commands.emplace_back(results);

  Group group;
  group.atomic = true;
  group.requests = {request(Verb::add, {text}), request(Verb::remove, {uri})};
  message.commands.emplace_back(group);
  group.atomic = false;
  message.commands.emplace_back(group);
  number_commands(message);
  return message;
}

}  // namespace foothold::dm
