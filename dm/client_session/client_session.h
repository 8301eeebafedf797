// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "dm/client_session/command_executor.h"
#include "dm/syncml/message.h"
#include "dm/tree/management_tree.h"
#include "trace/event.h"

namespace foothold::dm {

// How a device's session ended.
struct ClientOutcome {
  enum class Kind : std::uint8_t {
    idle,       // the server had nothing to say yet: come again
    validated,  // evidence was given, the object is not there yet: come again
    installed,  // an object went to the TRE; `result` says how that ended, and the server knows it
    refused,    // the SHO refused this device; `reason`
    failed,     // the session broke; `reason`. Come again: the server repeats what it has no result for
  };
  Kind kind = Kind::idle;
  InstallResult result = InstallResult::internal;  // with `installed`
  std::string mcim;                                // with `installed`
  std::string reason;
};

// The device's end of an OMA DM 1.2 session (OMA-TS-DM_Protocol), over a request/response transport:
//
//   start()                -> SendToServer{package 1: Alert 1201, Replace ./DevInfo}
//   on_answer(octets)      -> the server's commands run against the tree; SendToServer{Status, Results, Alerts}
//   ... until the server's package has no command     -> SessionEnded
//   on_lost_answer()       -> the same octets again, twice at most; then SessionEnded{failed}
//
// A large object is collected chunk by chunk (Status 213 and Alert 1222 ask for more); an Exec of Install is answered
// 202, and the generic alert 1226 with the result is in the same package.
class ClientSession {
 public:
  struct Settings {
    std::string session_id;  // unique among the device's recent sessions; 1..4 hex digits
    std::string server;      // Target of our messages: the DPF's URL; the server must give it as its Source
    std::string server_id;   // of the account under ./DMAcc
    std::string pcid;        // `device` of the trace events
    std::uint32_t max_message_size = 16384;  // octets of WBXML that we accept
    std::uint32_t max_object_size = static_cast<std::uint32_t>(ManagementTree::kMaxObjectOctets);
  };

  struct SendToServer {
    Bytes body;  // WBXML, to POST
  };
  struct WriteEvent {
    trace::Event event;
  };
  struct SessionEnded {
    ClientOutcome outcome;
  };
  using Effect = std::variant<SendToServer, WriteEvent, SessionEnded>;
  using Effects = std::vector<Effect>;

  ClientSession(Settings settings, ManagementTree& tree);  // `tree` outlives the session

  Effects start();
  Effects on_answer(ByteView body);
  // No answer came, or the transport says that it is not from a DM server. `why` goes into the event.
  Effects on_lost_answer(const std::string& why);
  bool ended() const { return state_ == State::ended; }

 private:
  enum class State : std::uint8_t { idle, waiting, ended };

  Message message();
  Effects send(const Message& message, Effects effects);
  Effects end(Effects effects);
  Effects fail_session(std::string reason, Effects effects);
  void take(const CommandExecutor::Fact& fact, Effects& effects);
  trace::Event event(trace::Kind kind, std::string name, std::vector<trace::Field> fields) const;

  Settings settings_;
  ManagementTree& tree_;
  CommandExecutor executor_;
  State state_ = State::idle;
  std::uint32_t last_sent_id_ = 0;
  std::uint32_t last_server_id_ = 0;
  std::uint32_t server_max_message_size_ = static_cast<std::uint32_t>(kMaxDocumentOctets);
  Bytes last_sent_;
  int repeats_ = 0;
  ClientOutcome outcome_;
};

}  // namespace foothold::dm
