// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tests/e2e/personalised_card.h"

#include "tests/e2e/demo_run.h"

namespace foothold::e2e {

std::vector<std::string> personalise_command(const std::filesystem::path& folder) {
  return {foothold_program().parent_path() / "foothold-personalise",
          "--pcid",
          kPersonalisedPcid,
          "--mnc-digits",
          "2",
          "--tre-identity",
          "TRE-000001",
          "--state",
          folder / "state",
          "--platform-ca",
          folder / "ca.pem",
          "--platform-ca-key",
          folder / "ca.key",
          "--operators-ca",
          folder / "ca.pem",
          "--discovery",
          "https://10.23.1.1/",
          "--apn",
          "foothold.ro",
          "--naf-drf",
          "drf.foothold.ro",
          "--ro-out",
          folder / "ro.json",
          "--pva-out",
          folder / "pva.json"};
}

}  // namespace foothold::e2e
