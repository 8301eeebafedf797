// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

namespace foothold {

// A function for each alternative of a variant, as one for std::visit.
template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace foothold
