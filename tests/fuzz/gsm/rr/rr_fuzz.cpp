// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Any octets as a block of BCCH or CCCH: what is understood of an assignment is written the same way again.
#include <cstdlib>

#include "gsm/rr/cell_selection.h"
#include "gsm/rr/immediate_assignment.h"
#include "gsm/rr/paging_request.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold;
  using namespace foothold::gsm::rr;
  const ByteView block(data, size);
  if (const auto information = decode_system_information(block)) {
    CellSelection selection({});
    selection.learn(*information);
    (void)selection.fields();
    if (selection.cell(0) && !selection.objection(0).empty()) std::abort();
  }
  if (const auto identities = decode_paging_request(block); identities && identities->size() > 4) std::abort();
  (void)ImmediateAssignmentReject::decode(block);
  const auto assignment = ImmediateAssignment::decode(block);
  if (assignment && assignment->channel && assignment->assignment.index() != 0) {
    const auto again = ImmediateAssignment::decode(assignment->encode());
    if (!again || *again != *assignment) std::abort();
  }
  return 0;
}
