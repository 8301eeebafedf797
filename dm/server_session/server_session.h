// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "dm/syncml/message.h"
#include "trace/event.h"

namespace foothold::dm {

// What the SHO has said about one device so far, as the DPF keeps it. It only ever grows.
struct ProvisioningOrder {
  std::string transaction;
  std::string pcid;
  Bytes nonce;
  bool evidence_given = false;  // the SHO has, or will get, the evidence
  std::string mcim;             // with `object`
  Bytes object;                 // M2MSIMMobj; empty until the SHO delivers
  std::optional<std::string> refusal;
  bool closed = false;  // the device's result, or the refusal, went into a report
  friend bool operator==(const ProvisioningOrder&, const ProvisioningOrder&) = default;
};

// The DPF's end of an OMA DM 1.2 session (OMA-TS-DM_Protocol), for one device, over a request/response
// transport. Each on_message() ends in exactly one of Answer or WaitForSho:
//
//   package 1                       -> WaitForSho, unless the order is known
//   on_order(order), nothing given  -> Answer: Replace nonce, Get identities and evidence
//   identities and evidence came    -> EvidenceGiven, WaitForSho
//   on_order(order) with an object  -> Answer: Add TransID and Object (in chunks as MaxMsgSize asks), Exec Install
//   Alert 1226                      -> ResultGiven, Answer that ends the session
//   on_order(order) with a refusal  -> Answer: Replace ./M2M/Validation/Result; once confirmed, ResultGiven(-1)
//   on_wait_expired()               -> Answer that ends the session; the device comes again
//
// A message that comes again (same MsgID and octets) gets the same answer; any other MsgID than the next, or another
// SessionID, is answered 400 and changes nothing.
class ServerSession {
 public:
  struct Settings {
    std::string session_id;
    std::string server;                      // our URL: Source of our messages
    std::string pcid;                        // from the device's certificate; `device` of the trace events
    std::uint32_t max_message_size = 65536;  // octets of WBXML that we accept
  };

  struct Answer {
    Bytes body;  // WBXML, the HTTP response
  };
  struct WaitForSho {};
  struct EvidenceGiven {
    std::string transaction;
    std::string pcid;          // as the device told it
    std::string tre_identity;  // likewise
    Bytes pfc_sign;            // DER
    Bytes pfc_enc;             // DER
    std::string evidence;      // EAT, JWT text
  };
  struct ResultGiven {
    std::string transaction;
    int result = 0;      // a device's InstallResult, or -1
    std::string reason;  // in words
  };
  struct WriteEvent {
    trace::Event event;
  };
  using Effect = std::variant<Answer, WaitForSho, EvidenceGiven, ResultGiven, WriteEvent>;
  using Effects = std::vector<Effect>;

  explicit ServerSession(Settings settings);

  // `body` as it came; `order`: what is known of the device now, if anything.
  Effects on_message(ByteView body, const std::optional<ProvisioningOrder>& order);
  // While waiting: what the SHO has said now. Does nothing if that is not yet what the session waits for.
  Effects on_order(const ProvisioningOrder& order);
  Effects on_wait_expired();
  bool waiting() const { return state_ == State::waiting; }
  bool ended() const { return state_ == State::ended; }

 private:
  enum class State : std::uint8_t {
    idle,        // nothing received
    waiting,     // for the SHO; the device's HTTP request is open
    validating,  // nonce and Gets sent
    loading,     // a chunk with more to come sent
    installing,  // Exec sent
    refusing,    // refusal sent
    ended,
  };

  Effects read(const Message& message, const std::optional<ProvisioningOrder>& order);
  Effects on_package_one(const Message& message, const std::optional<ProvisioningOrder>& order);
  Effects on_validation_answer(const Message& message);
  Effects on_chunk_answer(const Message& message);
  Effects on_install_answer(const Message& message);
  Effects on_refusal_answer(const Message& message);
  Effects proceed(const std::optional<ProvisioningOrder>& order, Effects effects);
  Effects ask_evidence(const ProvisioningOrder& order, Effects effects);
  Effects begin_object(const ProvisioningOrder& order, Effects effects);
  Effects send_chunk(Effects effects);
  Effects tell_refusal(const ProvisioningOrder& order, Effects effects);
  Effects give_result(int result, std::string reason, Effects effects);
  Effects finish(Effects effects, std::optional<AlertCode> alert = std::nullopt);
  Effects answer(Message message, Effects effects);
  Effects fail_session(const std::string& reason, Effects effects);
  Message reply() const;  // header, and a Status for each command that asks for one
  void trace_event(Effects& effects, trace::Kind kind, std::string name, std::vector<trace::Field> fields) const;

  Settings settings_;
  State state_ = State::idle;
  std::uint32_t device_max_message_size_ = 0;
  std::uint32_t device_max_object_size_ = 0;
  std::string device_id_;
  std::uint32_t next_message_id_ = 1;
  std::uint32_t last_message_id_ = 0;
  std::vector<Command> pending_statuses_;
  ProvisioningOrder order_;
  std::size_t object_sent_ = 0;  // octets of the object that the device has confirmed or that are on their way
  std::size_t object_chunk_ = 0;
  std::uint32_t exec_command_id_ = 0;
  std::uint32_t exec_message_id_ = 0;
  Bytes last_body_;
  Bytes last_answer_;
};

}  // namespace foothold::dm
