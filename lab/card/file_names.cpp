// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/file_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "base/hex.h"

namespace foothold::lab {

namespace {

struct NamedFile {
  std::string_view name;
  std::string_view selector;  // of the last step; hex
};

// TS 102 221 13, TS 31.102 4.2, TS 51.011 10.
constexpr auto kFiles = std::to_array<NamedFile>({
    {"MF", "3F00"},
    {"MF/EF.ICCID", "2FE2"},
    {"MF/EF.DIR", "2F00"},
    {"MF/EF.PL", "2F05"},
    {"MF/EF.ARR", "2F06"},
    {"MF/EF.UMPC", "2F08"},
    {"MF/ADF.USIM", "A0000000871002"},
    {"MF/ADF.USIM/EF.ARR", "6F06"},
    {"MF/ADF.USIM/EF.LI", "6F05"},
    {"MF/ADF.USIM/EF.IMSI", "6F07"},
    {"MF/ADF.USIM/EF.Keys", "6F08"},
    {"MF/ADF.USIM/EF.KeysPS", "6F09"},
    {"MF/ADF.USIM/EF.HPPLMN", "6F31"},
    {"MF/ADF.USIM/EF.ACMmax", "6F37"},
    {"MF/ADF.USIM/EF.UST", "6F38"},
    {"MF/ADF.USIM/EF.ACM", "6F39"},
    {"MF/ADF.USIM/EF.FDN", "6F3B"},
    {"MF/ADF.USIM/EF.SMS", "6F3C"},
    {"MF/ADF.USIM/EF.GID1", "6F3E"},
    {"MF/ADF.USIM/EF.GID2", "6F3F"},
    {"MF/ADF.USIM/EF.MSISDN", "6F40"},
    {"MF/ADF.USIM/EF.PUCT", "6F41"},
    {"MF/ADF.USIM/EF.SMSP", "6F42"},
    {"MF/ADF.USIM/EF.SMSS", "6F43"},
    {"MF/ADF.USIM/EF.CBMI", "6F45"},
    {"MF/ADF.USIM/EF.SPN", "6F46"},
    {"MF/ADF.USIM/EF.SMSR", "6F47"},
    {"MF/ADF.USIM/EF.CBMIR", "6F50"},
    {"MF/ADF.USIM/EF.EST", "6F56"},
    {"MF/ADF.USIM/EF.START-HFN", "6F5B"},
    {"MF/ADF.USIM/EF.THRESHOLD", "6F5C"},
    {"MF/ADF.USIM/EF.PLMNwAcT", "6F60"},
    {"MF/ADF.USIM/EF.OPLMNwAcT", "6F61"},
    {"MF/ADF.USIM/EF.HPLMNwAcT", "6F62"},
    {"MF/ADF.USIM/EF.PSLOCI", "6F73"},
    {"MF/ADF.USIM/EF.ACC", "6F78"},
    {"MF/ADF.USIM/EF.FPLMN", "6F7B"},
    {"MF/ADF.USIM/EF.LOCI", "6F7E"},
    {"MF/ADF.USIM/EF.AD", "6FAD"},
    {"MF/ADF.USIM/EF.ECC", "6FB7"},
    {"MF/ADF.USIM/EF.NETPAR", "6FC4"},
    {"MF/ADF.USIM/EF.PNN", "6FC5"},
    {"MF/ADF.USIM/EF.OPL", "6FC6"},
    {"MF/ADF.USIM/EF.GBABP", "6FD6"},
    {"MF/ADF.USIM/EF.EHPLMN", "6FD9"},
    {"MF/ADF.USIM/EF.GBANL", "6FDA"},
    {"MF/ADF.USIM/EF.LRPLMNSI", "6FDC"},
    {"MF/ADF.USIM/EF.EPSLOCI", "6FE3"},
    {"MF/ADF.USIM/EF.EPSNSC", "6FE4"},
    {"MF/ADF.USIM/DF.GSM-ACCESS", "5F3B"},
    {"MF/ADF.USIM/DF.GSM-ACCESS/EF.Kc", "4F20"},
    {"MF/ADF.USIM/DF.GSM-ACCESS/EF.KcGPRS", "4F52"},
    {"MF/DF.TELECOM", "7F10"},
    {"MF/DF.TELECOM/EF.ARR", "6F06"},
    {"MF/DF.TELECOM/EF.ADN", "6F3A"},
    {"MF/DF.TELECOM/EF.FDN", "6F3B"},
    {"MF/DF.TELECOM/EF.SMS", "6F3C"},
    {"MF/DF.TELECOM/EF.MSISDN", "6F40"},
    {"MF/DF.TELECOM/EF.SMSP", "6F42"},
    {"MF/DF.TELECOM/EF.SMSS", "6F43"},
    {"MF/DF.TELECOM/EF.LND", "6F44"},
    {"MF/DF.TELECOM/EF.SMSR", "6F47"},
    {"MF/DF.TELECOM/EF.EXT1", "6F4A"},
    {"MF/DF.GSM", "7F20"},
    {"MF/DF.GSM/EF.ARR", "6F06"},
    {"MF/DF.GSM/EF.LP", "6F05"},
    {"MF/DF.GSM/EF.IMSI", "6F07"},
    {"MF/DF.GSM/EF.Kc", "6F20"},
    {"MF/DF.GSM/EF.PLMNsel", "6F30"},
    {"MF/DF.GSM/EF.HPPLMN", "6F31"},
    {"MF/DF.GSM/EF.ACMmax", "6F37"},
    {"MF/DF.GSM/EF.SST", "6F38"},
    {"MF/DF.GSM/EF.ACM", "6F39"},
    {"MF/DF.GSM/EF.GID1", "6F3E"},
    {"MF/DF.GSM/EF.GID2", "6F3F"},
    {"MF/DF.GSM/EF.PUCT", "6F41"},
    {"MF/DF.GSM/EF.CBMI", "6F45"},
    {"MF/DF.GSM/EF.SPN", "6F46"},
    {"MF/DF.GSM/EF.CBMIR", "6F50"},
    {"MF/DF.GSM/EF.KcGPRS", "6F52"},
    {"MF/DF.GSM/EF.LOCIGPRS", "6F53"},
    {"MF/DF.GSM/EF.PLMNwAcT", "6F60"},
    {"MF/DF.GSM/EF.OPLMNwAcT", "6F61"},
    {"MF/DF.GSM/EF.HPLMNwAcT", "6F62"},
    {"MF/DF.GSM/EF.BCCH", "6F74"},
    {"MF/DF.GSM/EF.ACC", "6F78"},
    {"MF/DF.GSM/EF.FPLMN", "6F7B"},
    {"MF/DF.GSM/EF.LOCI", "6F7E"},
    {"MF/DF.GSM/EF.AD", "6FAD"},
    {"MF/DF.GSM/EF.Phase", "6FAE"},
    {"MF/DF.GSM/EF.ECC", "6FB7"},
    {"MF/DF.GSM/EF.PNN", "6FC5"},
    {"MF/DF.GSM/EF.OPL", "6FC6"},
});

Result<Bytes> selector_of(std::string_view path) {
  const auto found = std::ranges::find(kFiles, path, &NamedFile::name);
  if (found != kFiles.end()) return from_hex(found->selector);
  const auto step = path.substr(path.find_last_of('/') + 1);
  if (auto octets = from_hex(step); octets && octets->size() == 2) return octets;
  return fail("is no file known here, and no identifier of four hex digits", std::string(step));
}

}  // namespace

Result<std::vector<FileStep>> steps_to(std::string_view name) {
  if (name.substr(0, name.find('/')) != "MF")
    return fail("a name begins with MF, as MF/ADF.USIM/EF.IMSI", std::string(name));
  std::vector<FileStep> steps;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = name.find('/', end + 1);
    auto selector = selector_of(name.substr(0, end));
    if (!selector) return tl::unexpected(selector.error());
    steps.push_back({std::move(*selector)});
  }
  return steps;
}

std::string_view name_of_identifier(std::uint16_t identifier) {
  std::string hex = to_hex(Bytes{static_cast<std::uint8_t>(identifier >> 8U), static_cast<std::uint8_t>(identifier)});
  std::ranges::transform(hex, hex.begin(), [](unsigned char digit) { return std::toupper(digit); });
  const auto found = std::ranges::find(kFiles, hex, &NamedFile::selector);
  return found == kFiles.end() ? std::string_view() : found->name.substr(found->name.find_last_of('/') + 1);
}

const std::vector<std::string_view>& known_files() {
  static const auto names = [] {
    std::vector<std::string_view> all;
    for (const auto& file : kFiles) all.push_back(file.name);
    return all;
  }();
  return names;
}

}  // namespace foothold::lab
