// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "dm/server_session/device_answer.h"
#include "dm/server_session/provisioning_order.h"
#include "dm/syncml/message.h"
#include "trace/event.h"

namespace foothold::dm {

// The DPF's end of an OMA DM 1.2 session (OMA-TS-DM_Protocol), for one device, over a request/response transport. Each
// message of the device ends in exactly one of Answer or WaitForSho:
//
//   package 1                       -> WaitForSho, unless the order says already how to go on
//   an order, no evidence yet       -> Answer: Replace nonce, Get identities, Get evidence
//   identities and evidence came    -> EvidenceGiven, WaitForSho
//   an order with an object         -> Answer: Add TransID, Add Object (in chunks as MaxMsgSize asks)
//   the device has the object       -> Answer: Exec Install
//   Alert 1226                      -> ResultGiven, Answer that ends the session
//   an order with a refusal         -> Answer: Replace ./M2M/Validation/Result; once answered, ResultGiven{-1}
//   on_wait_expired()               -> Answer that ends the session; the device comes again
//
// A message that comes again (same octets) gets the same answer, since only the answer can have been lost. A MsgID that
// is not the next, or another SessionID, is answered 400 and changes nothing.
class ServerSession {
 public:
  struct Settings {
    std::string session_id;
    std::string server;                      // our URL as the device knows it: Source of our messages
    std::string pcid;                        // from the device's certificate; `device` of the trace events
    std::uint32_t max_message_size = 65536;  // octets of WBXML that we accept
  };

  struct Answer {
    Bytes body;  // WBXML, the HTTP response
  };
  struct WaitForSho {};
  struct EvidenceGiven {
    std::string transaction;
    std::string tre_identity;  // as the device says
    Bytes pfc_sign;            // DER
    Bytes pfc_enc;             // DER
    std::string evidence;      // EAT, JWT text
  };
  struct ResultGiven {
    std::string transaction;
    int result = 0;      // the device's (docs/interfaces.md section 3), 9 if it cannot go on, or -1 after a refusal
    std::string reason;  // in words
  };
  struct WriteEvent {
    trace::Event event;
  };
  using Effect = std::variant<Answer, WaitForSho, EvidenceGiven, ResultGiven, WriteEvent>;
  using Effects = std::vector<Effect>;
  using Order = std::optional<ProvisioningOrder>;

  explicit ServerSession(Settings settings);

  // `message` is what `body` says; `order`: what is known of the device now.
  Effects on_message(const Message& message, ByteView body, const Order& order);
  // While waiting: what the SHO has said now. No effects if that is not yet what the session waits for.
  Effects on_order(const Order& order);
  Effects on_wait_expired();
  bool waiting() const { return state_ == State::waiting; }
  bool ended() const { return state_ == State::ended; }

 private:
  enum class State : std::uint8_t {
    idle,        // nothing received
    waiting,     // for the SHO; the device's HTTP request is open
    validating,  // nonce and Gets sent
    loading,     // the object sent, or a chunk of it
    installing,  // Exec sent
    refusing,    // refusal sent
    ended,
  };

  Effects on_package_one(const Message& message, const Order& order);
  Effects on_validation_answer(const Message& message);
  Effects on_chunk_answer(const Message& message);
  Effects on_install_answer(const Message& message);
  bool is_ours(const std::optional<DeviceAnswer::Installed>& installed) const;
  Effects on_refusal_answer();
  Effects proceed(const Order& order, Effects effects);
  Effects ask_evidence(Effects effects);
  Effects send_chunk(Effects effects);
  Effects send_exec();
  Effects tell_refusal(Effects effects);
  Effects give_result(int result, std::string reason, Effects effects);
  Effects finish(Effects effects);
  Effects wait(Effects effects);
  Effects answer(Message reply, Effects effects);
  Effects refuse(const Message& message, std::string reason);
  void note_statuses(const Message& message);
  Message reply() const;
  std::size_t chunk_octets() const;
  void trace_event(Effects& effects, trace::Kind kind, std::string name, std::vector<trace::Field> fields) const;

  Settings settings_;
  State state_ = State::idle;
  std::uint32_t last_message_id_ = 0;  // the device's
  std::uint32_t last_answer_id_ = 0;   // ours
  std::string device_id_;              // Target of our messages
  std::uint32_t device_max_message_size_ = 0;
  std::uint32_t device_max_object_size_ = 0;
  std::vector<Command> statuses_;  // what the next answer says about the device's last message
  ProvisioningOrder order_;
  std::size_t object_sent_ = 0;            // octets of the object in the messages so far
  std::uint32_t transaction_command_ = 0;  // CmdIDs in the answer that is out; 0: not in it
  std::uint32_t object_command_ = 0;
  std::uint32_t exec_command_ = 0;
  std::uint32_t evidence_command_ = 0;
  Bytes last_body_;
  Bytes last_answer_;
};

// The answer to a message that no session takes: a Status for its header and nothing else.
Bytes refusal_of(const Message& message, const std::string& server, StatusCode code);

}  // namespace foothold::dm
