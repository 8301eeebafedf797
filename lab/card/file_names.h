// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::lab {

// One step from the MF towards a file: a file identifier, or an application's AID.
struct FileStep {
  Bytes selector;  // two octets, or five and more
};

// The steps of a name as pySim writes it: MF/ADF.USIM/EF.IMSI. A step may be four hex digits instead: MF/7F20/6F07. The
// name of a file stands in its folder only. Errors name the step.
Result<std::vector<FileStep>> steps_to(std::string_view name);

// The name that a file identifier stands for, without its folders (EF.IMSI); as in the USIM where DF.GSM has another
// name for it. Empty if it is not known here.
std::string_view name_of_identifier(std::uint16_t identifier);

// The names of all files known here, in the order of an export: MF, ADF.USIM, DF.TELECOM, DF.GSM.
const std::vector<std::string_view>& known_files();

}  // namespace foothold::lab
