// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/sho/transaction.h"

#include <array>

namespace foothold::operators::sho {
namespace {

struct Row {
  State state;
  Incident incident;
  State next;
};

constexpr std::array kRows = {
    Row{State::registered, Incident::registered_again, State::registered},
    Row{State::registered, Incident::order_accepted, State::evidence_requested},
    // The DPF may be quicker than our note that it accepted the order.
    Row{State::registered, Incident::evidence_received, State::validating},
    Row{State::evidence_requested, Incident::registered_again, State::evidence_requested},
    Row{State::evidence_requested, Incident::evidence_received, State::validating},
    Row{State::validating, Incident::registered_again, State::validating},
    Row{State::validating, Incident::order_accepted, State::validating},
    Row{State::validating, Incident::found_valid, State::valid},
    Row{State::validating, Incident::found_invalid, State::invalid},
    Row{State::valid, Incident::registered_again, State::valid},
    Row{State::valid, Incident::object_accepted, State::object_delivered},
    Row{State::valid, Incident::success_reported, State::reported},
    Row{State::invalid, Incident::registered_again, State::invalid},
    Row{State::invalid, Incident::refusal_accepted, State::refused},
    Row{State::object_delivered, Incident::registered_again, State::object_delivered},
    Row{State::object_delivered, Incident::success_reported, State::reported},
    Row{State::reported, Incident::registered_again, State::reported},
    Row{State::reported, Incident::object_accepted, State::reported},
    Row{State::reported, Incident::refusal_accepted, State::reported},
    Row{State::reported, Incident::subscriber_made, State::provisioned},
};

constexpr std::array kNames = {"registered", "evidence_requested", "validating", "valid",      "invalid",
                               "refused",    "object_delivered",   "reported",   "provisioned"};

}  // namespace

std::optional<State> next_state(State state, Incident incident) {
  if (incident == Incident::failure_reported && state != State::reported && state != State::provisioned)
    return State::reported;
  for (const auto& row : kRows)
    if (row.state == state && row.incident == incident) return row.next;
  return std::nullopt;
}

Task Transaction::task() const {
  switch (state) {
    case State::registered:
      return Task::order_evidence;
    case State::validating:
      return Task::ask_verdict;
    case State::valid:
      return Task::deliver_object;
    case State::invalid:
      return Task::deliver_refusal;
    case State::reported:
      return result == 0 ? Task::make_subscriber : Task::none;
    case State::evidence_requested:
    case State::refused:
    case State::object_delivered:
    case State::provisioned:
      break;
  }
  return Task::none;
}

bool Transaction::is_stale(std::chrono::sys_seconds now) const {
  constexpr std::chrono::minutes kFresh{5};  // half the lifetime of a nonce (docs/interfaces.md section 6)
  return (state == State::registered || state == State::evidence_requested) &&
         nonce_time != std::chrono::sys_seconds{} && now - nonce_time > kFresh;
}

bool Transaction::is_over() const {
  return state == State::provisioned || state == State::refused || (state == State::reported && result != 0);
}

const char* to_string(State state) {
  return kNames.at(static_cast<std::size_t>(state));
}

std::optional<State> state_from_string(const std::string& text) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (text == kNames[i]) return static_cast<State>(i);
  return std::nullopt;
}

}  // namespace foothold::operators::sho
