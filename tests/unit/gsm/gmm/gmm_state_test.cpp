// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gmm/gmm_state.h"

#include <gtest/gtest.h>

#include <set>

namespace foothold::gsm::gmm {
namespace {

using S = GmmState;
using E = GmmEvent;
constexpr std::array kStates{S::deregistered, S::registered_initiated, S::registered, S::deregistered_initiated,
                             S::routing_area_updating_initiated};

TEST(GmmState, AcceptsExactlyTheEventsOfItsRow) {
  const std::set<E> common{E::authentication_request, E::authentication_reject, E::identity_request, E::status,
                           E::information};
  const std::array<std::set<E>, 5> own{{
      {E::attach_wanted, E::detach_wanted},
      {E::detach_wanted, E::attach_accept, E::attach_reject, E::detach_request},
      {E::detach_wanted, E::attach_accept, E::detach_request, E::ptmsi_reallocation_command},
      {E::detach_wanted, E::detach_request, E::detach_accept},
      {E::detach_wanted, E::detach_request, E::update_accept, E::update_reject},
  }};
  for (std::size_t s = 0; s < kStates.size(); ++s) {
    for (unsigned e = 0; e <= static_cast<unsigned>(E::none); ++e) {
      const auto event = static_cast<E>(e);
      const bool expected = own[s].count(event) != 0 || (kStates[s] != S::deregistered && common.count(event) != 0);
      EXPECT_EQ(accepts(kStates[s], event), expected) << to_string(kStates[s]) << " event " << e;
    }
  }
}

TEST(GmmState, GoesOnlyWhereTheFigureOf4_1_3_1Goes) {
  const std::array<std::set<S>, 5> next{{
      {S::registered_initiated},
      {S::registered, S::deregistered, S::deregistered_initiated},
      {S::deregistered, S::deregistered_initiated, S::routing_area_updating_initiated},
      {S::deregistered},
      {S::registered, S::deregistered, S::deregistered_initiated},
  }};
  for (std::size_t s = 0; s < kStates.size(); ++s) {
    for (const auto to : kStates) EXPECT_EQ(may_become(kStates[s], to), next[s].count(to) != 0) << s;
  }
}

}  // namespace
}  // namespace foothold::gsm::gmm
