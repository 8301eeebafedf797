// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gmm/gmm_state.h"

#include <array>

namespace foothold::gsm::gmm {

namespace {

template <class... E>
constexpr std::uint32_t mask(E... values) {
  return (0U | ... | (1U << static_cast<unsigned>(values)));
}

struct Row {
  GmmState state;
  const char* name;
  std::uint32_t events;
  std::uint32_t next;
};

using S = GmmState;
using E = GmmEvent;

// The common procedures (4.1.1.1), which the network may run as soon as there is a logical link.
constexpr std::uint32_t kCommon =
    mask(E::authentication_request, E::authentication_reject, E::identity_request, E::status, E::information);

constexpr std::array<Row, 5> kTable{{
    {S::deregistered, "GMM-DEREGISTERED", mask(E::attach_wanted, E::detach_wanted), mask(S::registered_initiated)},
    {S::registered_initiated, "GMM-REGISTERED-INITIATED",
     kCommon | mask(E::detach_wanted, E::attach_accept, E::attach_reject, E::detach_request),
     mask(S::registered, S::deregistered, S::deregistered_initiated)},
    {S::registered, "GMM-REGISTERED",
     kCommon | mask(E::detach_wanted, E::attach_accept, E::detach_request, E::ptmsi_reallocation_command),
     mask(S::deregistered, S::deregistered_initiated, S::routing_area_updating_initiated)},
    {S::deregistered_initiated, "GMM-DEREGISTERED-INITIATED",
     kCommon | mask(E::detach_wanted, E::detach_request, E::detach_accept), mask(S::deregistered)},
    {S::routing_area_updating_initiated, "GMM-ROUTING-AREA-UPDATING-INITIATED",
     kCommon | mask(E::detach_wanted, E::detach_request, E::update_accept, E::update_reject),
     mask(S::registered, S::deregistered, S::deregistered_initiated)},
}};

constexpr const Row& row(GmmState state) {
  return kTable[static_cast<std::size_t>(state)];
}

static_assert(
    [] {
      for (std::size_t i = 0; i < kTable.size(); ++i) {
        if (static_cast<std::size_t>(kTable[i].state) != i) return false;
      }
      return true;
    }(),
    "the table is in the order of the states");

}  // namespace

GmmEvent event_of(MessageType type) {
  switch (type) {
    case MessageType::attach_accept:
      return GmmEvent::attach_accept;
    case MessageType::attach_reject:
      return GmmEvent::attach_reject;
    case MessageType::detach_request:
      return GmmEvent::detach_request;
    case MessageType::detach_accept:
      return GmmEvent::detach_accept;
    case MessageType::routing_area_update_accept:
      return GmmEvent::update_accept;
    case MessageType::routing_area_update_reject:
      return GmmEvent::update_reject;
    case MessageType::ptmsi_reallocation_command:
      return GmmEvent::ptmsi_reallocation_command;
    case MessageType::authentication_and_ciphering_request:
      return GmmEvent::authentication_request;
    case MessageType::authentication_and_ciphering_reject:
      return GmmEvent::authentication_reject;
    case MessageType::identity_request:
      return GmmEvent::identity_request;
    case MessageType::gmm_status:
      return GmmEvent::status;
    case MessageType::gmm_information:
      return GmmEvent::information;
    default:
      return GmmEvent::none;
  }
}

bool accepts(GmmState state, GmmEvent event) {
  return (row(state).events & mask(event)) != 0;
}
bool may_become(GmmState state, GmmState next) {
  return (row(state).next & mask(next)) != 0;
}
const char* to_string(GmmState state) {
  return row(state).name;
}

const char* to_string(GmmSubstate substate) {
  switch (substate) {
    case GmmSubstate::normal_service:
      return "NORMAL-SERVICE";
    case GmmSubstate::no_cell_available:
      return "NO-CELL-AVAILABLE";
    case GmmSubstate::limited_service:
      return "LIMITED-SERVICE";
    case GmmSubstate::plmn_search:
      return "PLMN-SEARCH";
    case GmmSubstate::attempting_to_attach:
      return "ATTEMPTING-TO-ATTACH";
    case GmmSubstate::attempting_to_update:
      return "ATTEMPTING-TO-UPDATE";
    case GmmSubstate::no_imsi:
      return "NO-IMSI";
  }
  return "?";
}

}  // namespace foothold::gsm::gmm
