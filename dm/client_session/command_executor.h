// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "dm/client_session/large_object.h"
#include "dm/syncml/message.h"
#include "dm/tree/management_tree.h"

namespace foothold::dm {

// Runs the commands of a server's message on the management tree and writes the answers (Status, Results, Alert) into
// the reply. The session around it knows about message numbers and the transport; this knows about commands.
class CommandExecutor {
 public:
  // What happened that a person or the step tracker wants to know.
  struct EvidenceRead {
    std::string transaction;
  };
  struct ObjectReceived {
    std::string mcim;
    std::string transaction;
    std::size_t octets = 0;
  };
  struct Installed {
    std::string mcim;
    std::string transaction;
    InstallResult result = InstallResult::internal;
  };
  struct Refused {
    std::string reason;
  };
  using Fact = std::variant<EvidenceRead, ObjectReceived, Installed, Refused>;

  CommandExecutor(ManagementTree& tree, std::string server_id, std::uint32_t max_object_octets);

  // `room`: octets that Results may take up in the reply; a Get that does not fit is answered 413.
  std::vector<Fact> run(const Message& from, std::size_t room, Message& reply);

 private:
  struct Run {
    const Message& from;
    Message& reply;
    std::vector<Fact> facts;
    std::size_t room;
  };

  StatusCode run_request(Run& run, const Request& request);
  void run_group(Run& run, const Group& group);
  StatusCode run_item(Run& run, const Request& request, const Item& item, Results& results);
  StatusCode read(Run& run, const Item& item, Results& results);
  StatusCode write(Run& run, Verb verb, Item item);
  StatusCode exec(Run& run, const Request& request, const Item& item);
  static void put_status(Run& run, const std::string& command, std::uint32_t command_ref, StatusCode code,
                         const std::string& target = {});

  ManagementTree& tree_;
  Principal principal_;
  LargeObject large_object_;
};

}  // namespace foothold::dm
