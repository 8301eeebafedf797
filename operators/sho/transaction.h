// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/secret.h"

namespace foothold::operators::sho {

// One device on its way from registration (step 12) to a subscriber in the SHO's HLR (after step 21).
//
//   registered --order--> evidence_requested --evidence--> validating --verdict--> valid --object--> object_delivered
//   --report--> reported --HLR--> provisioned.  Not valid: invalid --refusal--> refused --report--> reported.
//   A failure can be reported at any time, and ends it.
enum class State : std::uint8_t {
  registered,          // to do: a nonce of the PVA, an order to the DPF
  evidence_requested,  // the DPF waits for the device
  validating,          // to do: the PVA's verdict
  valid,               // to do: make the MCIM, deliver the object
  invalid,             // to do: tell the DPF
  refused,             // the DPF knows
  object_delivered,    // the DPF waits for the device
  reported,            // to do, if the report says success: the subscriber in the HLR
  provisioned,
};

enum class Incident : std::uint8_t {
  registered_again,  // the DRF asks once more for a device on its way
  order_accepted,
  evidence_received,
  found_valid,
  found_invalid,
  object_accepted,
  refusal_accepted,
  success_reported,
  failure_reported,
  subscriber_made,
};

// Where an incident leads; nothing if it is out of place there.
std::optional<State> next_state(State state, Incident incident);

// What the SHO itself has to do next.
enum class Task : std::uint8_t { none, order_evidence, ask_verdict, deliver_object, deliver_refusal, make_subscriber };

struct Transaction {
  std::string id;
  std::string pcid;
  std::string dpf;  // URL of the DPF's operators' side
  State state = State::registered;
  std::string nonce;                      // of the PVA; the DPF is never given another one for this transaction
  std::chrono::sys_seconds nonce_time{};  // when it was given; zero before
  std::string pfc_sign;                   // base64 DER, as it came
  std::string pfc_enc;
  std::string evidence;
  std::string verdict_reason;
  std::string mcim;  // identifier; empty until the MCIM is made
  std::string imsi;
  std::string iccid;
  Secret<16> k;  // zero before the MCIM is made and once the transaction is over
  Secret<16> opc;
  Bytes object;    // M2MSIMMobj, kept so that a second delivery brings the same one
  int result = 0;  // as reported
  std::string report_reason;

  Task task() const;
  // Evidence may come too late for the nonce: a device that begins anew is better off with a new transaction.
  bool is_stale(std::chrono::sys_seconds now) const;
  bool is_over() const;
};

const char* to_string(State state);
std::optional<State> state_from_string(const std::string& text);

}  // namespace foothold::operators::sho
