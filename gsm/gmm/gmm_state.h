// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The states of GMM in the mobile (TS 24.008 4.1.3.1), which events each accepts and which states may follow, as one
// table (gmm_state.cpp). Whatever the table does not allow is refused, and traced.
#pragma once

#include <cstdint>

#include "gsm/gmm/message_type.h"

namespace foothold::gsm::gmm {

enum class GmmState : std::uint8_t {
  deregistered,
  registered_initiated,
  registered,
  deregistered_initiated,
  routing_area_updating_initiated,
};

// Of GMM-DEREGISTERED (4.1.3.1.2) and GMM-REGISTERED (4.1.3.1.1); normal_service in the other states.
enum class GmmSubstate : std::uint8_t {
  normal_service,
  no_cell_available,
  limited_service,
  plmn_search,
  attempting_to_attach,
  attempting_to_update,
  no_imsi,  // the subscription counts as invalid until it is changed
};

// What may come from outside, besides timers.
enum class GmmEvent : std::uint8_t {
  attach_wanted,
  detach_wanted,
  attach_accept,
  attach_reject,
  detach_request,
  detach_accept,
  update_accept,
  update_reject,
  ptmsi_reallocation_command,
  authentication_request,
  authentication_reject,
  identity_request,
  status,
  information,
  none,  // a message that only a network receives
};

GmmEvent event_of(MessageType type);
bool accepts(GmmState state, GmmEvent event);
bool may_become(GmmState state, GmmState next);
const char* to_string(GmmState state);  // "GMM-REGISTERED"
const char* to_string(GmmSubstate substate);

}  // namespace foothold::gsm::gmm
