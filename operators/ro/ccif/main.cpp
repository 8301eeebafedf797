// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/ccif/ccif_service.h"

int main(int argc, char** argv) {
  using namespace foothold;
  return operators::run_service(
      argc, argv,
      {.name = "foothold-ccif",
       .purpose = "The registration operator's CCIF: gives its ICF the temporary-access credentials of machines.",
       .actor = trace::Actor::ccif,
       .make = operators::ccif::CcifService::make,
       .import = operators::ccif::CcifService::import});
}
