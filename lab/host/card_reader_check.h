// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "lab/host/machine_check.h"

namespace foothold::lab {

// Whether pcscd has a virtual reader to which foothold-tre can connect as a card: vsmartcard's vpcd that listens. Its
// other direction, in which the reader connects to the card, is of no use here. `configurations`: /etc/reader.conf.d.
MachineCheck check_card_reader(const std::filesystem::path& configurations);

}  // namespace foothold::lab
