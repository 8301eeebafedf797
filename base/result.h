// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace foothold {

// Why an input from outside was refused. It is a value, never an exception: a bad input costs one message.
struct Error {
  static constexpr std::size_t kNoOffset = static_cast<std::size_t>(-1);

  std::string what;                // in words, for a person; says what to do next where that is known
  std::string field;               // the information element, option or key at fault; may be empty
  std::size_t offset = kNoOffset;  // octets from the start of the input
  int answer = 0;  // what the protocol wants the peer told (GMM cause, SW1 SW2, DM status); 0 where it has none
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(std::string what, std::string field = {}, std::size_t offset = Error::kNoOffset,
                                  int answer = 0) {
  return tl::unexpected<Error>(Error{std::move(what), std::move(field), offset, answer});
}

// One line: "<field>: <what> (at octet <offset>)".
std::string to_string(const Error& error);

}  // namespace foothold
