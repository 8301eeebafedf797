// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/icf_service.h"

int main(int argc, char** argv) {
  using namespace foothold;
  return operators::run_service(
      argc, argv,
      {.name = "foothold-icf",
       .purpose = "The registration operator's ICF: authenticates PCIDs for visited networks, and bootstraps machines.",
       .actor = trace::Actor::icf,
       .make = operators::icf::IcfService::make});
}
