// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Any record of an EF_ARR: nothing passes that no condition in it lets pass, and a terminal that has verified nothing
// gets through "always" only. Any query of SEARCH RECORD: only records that are there.
#include <algorithm>
#include <cstdlib>

#include "tre_emu/card/access_rule.h"
#include "tre_emu/card/record_operations.h"
#include "tre_emu/card/security_status.h"

using namespace foothold;
using namespace foothold::tre_emu;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  const card::SecurityStatus nobody;
  for (const auto mode : {card::AccessMode::read, card::AccessMode::update, card::AccessMode::activate,
                          card::AccessMode::deactivate, card::AccessMode::increase}) {
    const bool passes = allows(input, mode, nobody);
    const auto condition = condition_of(input, mode);
    if (condition == card::Condition::always && !passes) std::abort();
    const bool has_always = std::search_n(input.begin(), input.end(), 1, 0x90) != input.end();
    if (passes && !has_always) std::abort();
  }
  if (size < 3) return 0;
  card::Ef file;
  file.structure = card::Structure::linear;
  file.record_length = 1 + data[0] % 32U;
  file.content.assign(data, data + size / file.record_length * file.record_length);
  const auto query = card::search_query(data[1], data[2] & 7, input.subspan(3), data[0] % 8U, file.records());
  if (!query) return 0;
  for (const auto number : card::search(file, *query)) {
    if (number == 0 || number > file.records()) std::abort();
  }
  return 0;
}
