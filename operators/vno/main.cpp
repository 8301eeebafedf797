// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/vno/vno_service.h"

int main(int argc, char** argv) {
  using namespace foothold;
  return operators::run_service(
      argc, argv,
      {.name = "foothold-vno",
       .purpose = "The visited network's GSUP router: takes the SGSN's requests to the operator of each IMSI or PCID.",
       .actor = trace::Actor::vno,
       .make = operators::vno::VnoService::make});
}
