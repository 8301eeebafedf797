// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/sho/transaction.h"

#include <gtest/gtest.h>

#include <map>

namespace foothold::operators::sho {
namespace {

constexpr State kStates[] = {
    State::registered, State::evidence_requested, State::validating, State::valid,      State::invalid,
    State::refused,    State::object_delivered,   State::reported,   State::provisioned};
constexpr Incident kIncidents[] = {Incident::registered_again, Incident::order_accepted,   Incident::evidence_received,
                                   Incident::found_valid,      Incident::found_invalid,    Incident::object_accepted,
                                   Incident::refusal_accepted, Incident::success_reported, Incident::failure_reported,
                                   Incident::subscriber_made};

TEST(ShoTransaction, MovesAsTheDrawingSays) {
  // Written out apart from the table under test: what is not here must be refused.
  using S = State;
  using I = Incident;
  const std::map<std::pair<S, I>, S> rows = {
      {{S::registered, I::registered_again}, S::registered},
      {{S::registered, I::order_accepted}, S::evidence_requested},
      {{S::registered, I::evidence_received}, S::validating},
      {{S::registered, I::failure_reported}, S::reported},
      {{S::evidence_requested, I::registered_again}, S::evidence_requested},
      {{S::evidence_requested, I::evidence_received}, S::validating},
      {{S::evidence_requested, I::failure_reported}, S::reported},
      {{S::validating, I::registered_again}, S::validating},
      {{S::validating, I::order_accepted}, S::validating},
      {{S::validating, I::found_valid}, S::valid},
      {{S::validating, I::found_invalid}, S::invalid},
      {{S::validating, I::failure_reported}, S::reported},
      {{S::valid, I::registered_again}, S::valid},
      {{S::valid, I::object_accepted}, S::object_delivered},
      {{S::valid, I::success_reported}, S::reported},
      {{S::valid, I::failure_reported}, S::reported},
      {{S::invalid, I::registered_again}, S::invalid},
      {{S::invalid, I::refusal_accepted}, S::refused},
      {{S::invalid, I::failure_reported}, S::reported},
      {{S::refused, I::failure_reported}, S::reported},
      {{S::object_delivered, I::registered_again}, S::object_delivered},
      {{S::object_delivered, I::success_reported}, S::reported},
      {{S::object_delivered, I::failure_reported}, S::reported},
      {{S::reported, I::registered_again}, S::reported},
      {{S::reported, I::object_accepted}, S::reported},
      {{S::reported, I::refusal_accepted}, S::reported},
      {{S::reported, I::subscriber_made}, S::provisioned},
  };
  for (const auto state : kStates) {
    for (const auto incident : kIncidents) {
      const auto row = rows.find({state, incident});
      const auto next = next_state(state, incident);
      if (row == rows.end()) {
        EXPECT_FALSE(next) << to_string(state) << " " << static_cast<int>(incident);
      } else {
        EXPECT_EQ(next, row->second) << to_string(state) << " " << static_cast<int>(incident);
      }
    }
  }
}

TEST(ShoTransaction, MakesNoSubscriberForAFailure) {
  Transaction transaction;
  transaction.state = State::reported;
  EXPECT_EQ(transaction.task(), Task::make_subscriber);
  EXPECT_FALSE(transaction.is_over());
  transaction.result = 4;
  EXPECT_EQ(transaction.task(), Task::none);
  EXPECT_TRUE(transaction.is_over());
}

TEST(ShoTransaction, NamesItsStatesBothWays) {
  for (const auto state : kStates) EXPECT_EQ(state_from_string(to_string(state)), state);
  EXPECT_FALSE(state_from_string("nonsense"));
}

}  // namespace
}  // namespace foothold::operators::sho
