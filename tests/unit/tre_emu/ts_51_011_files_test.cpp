// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The files of DF_GSM and DF_TELECOM on the whole card, TS 51.011 10.3 and 10.5: what SELECT says of each, each access,
// and EF_SST against them.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "tests/unit/tre_emu/test_device.h"

namespace foothold::tre_emu {
namespace {

constexpr const char* kChv1 = "A02000010831323334FFFFFFFF";
constexpr const char* kChv2 = "A02000020835363738FFFFFFFF";
constexpr const char* kAdm = "0020000A083838383838383838";

// The levels of the clauses (9.3): always, CHV1, CHV2, the administrator, never.
enum Level : std::uint8_t { kAlw = 0x0, kLevel1 = 0x1, kLevel2 = 0x2, kLevel4 = 0x4, kNev = 0xF };
enum Structure : std::uint8_t { kTransparent = 0x00, kLinear = 0x01, kCyclic = 0x03 };

struct FileOfClause {
  const char* clause;
  const char* name;
  const char* folder;
  const char* fid;
  Structure structure;
  std::size_t size;     // octets in all
  std::uint8_t record;  // octets; 0: none
  Level read;
  Level update;
  Level increase;
  Level invalidate;  // and rehabilitate
};

// 10.3 and 10.5. Sizes without a limit in the clause are this card's; never stands for ADM where no administrator of
// this card may: the identity comes with its MCIM, and services and phase are those of the card.
// clang-format off
constexpr FileOfClause kFiles[] = {
    {"10.3.1",  "LP",        "7F20", "6F05", kTransparent,    1,   0, kAlw,    kLevel1, kNev,    kLevel4},
    {"10.3.2",  "IMSI",      "7F20", "6F07", kTransparent,    9,   0, kLevel1, kNev,    kNev,    kLevel4},
    {"10.3.3",  "Kc",        "7F20", "6F20", kTransparent,    9,   0, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.3.4",  "PLMNsel",   "7F20", "6F30", kTransparent,   24,   0, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.3.5",  "HPPLMN",    "7F20", "6F31", kTransparent,    1,   0, kLevel1, kLevel4, kNev,    kLevel4},
    {"10.3.6",  "ACMmax",    "7F20", "6F37", kTransparent,    3,   0, kLevel1, kLevel2, kNev,    kLevel4},
    {"10.3.7",  "SST",       "7F20", "6F38", kTransparent,   13,   0, kLevel1, kNev,    kNev,    kLevel4},
    {"10.3.8",  "ACM",       "7F20", "6F39", kCyclic,        15,   3, kLevel1, kLevel2, kLevel1, kLevel4},
    {"10.3.9",  "GID1",      "7F20", "6F3E", kTransparent,    8,   0, kLevel1, kLevel4, kNev,    kLevel4},
    {"10.3.10", "GID2",      "7F20", "6F3F", kTransparent,    8,   0, kLevel1, kLevel4, kNev,    kLevel4},
    {"10.3.11", "SPN",       "7F20", "6F46", kTransparent,   17,   0, kAlw,    kLevel4, kNev,    kLevel4},
    {"10.3.12", "PUCT",      "7F20", "6F41", kTransparent,    5,   0, kLevel1, kLevel2, kNev,    kLevel4},
    {"10.3.13", "CBMI",      "7F20", "6F45", kTransparent,   20,   0, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.3.14", "BCCH",      "7F20", "6F74", kTransparent,   16,   0, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.3.15", "ACC",       "7F20", "6F78", kTransparent,    2,   0, kLevel1, kLevel4, kNev,    kLevel4},
    {"10.3.16", "FPLMN",     "7F20", "6F7B", kTransparent,   12,   0, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.3.17", "LOCI",      "7F20", "6F7E", kTransparent,   11,   0, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.3.18", "AD",        "7F20", "6FAD", kTransparent,    4,   0, kAlw,    kLevel4, kNev,    kLevel4},
    {"10.3.19", "Phase",     "7F20", "6FAE", kTransparent,    1,   0, kAlw,    kNev,    kNev,    kLevel4},
    {"10.3.27", "ECC",       "7F20", "6FB7", kTransparent,    3,   0, kAlw,    kLevel4, kNev,    kLevel4},
    {"10.3.28", "CBMIR",     "7F20", "6F50", kTransparent,   20,   0, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.3.32", "KcGPRS",    "7F20", "6F52", kTransparent,    9,   0, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.3.33", "LOCIGPRS",  "7F20", "6F53", kTransparent,   14,   0, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.3.35", "PLMNwAcT",  "7F20", "6F60", kTransparent,   40,   0, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.3.36", "OPLMNwAcT", "7F20", "6F61", kTransparent,   40,   0, kLevel1, kLevel4, kNev,    kLevel4},
    {"10.3.37", "HPLMNwAcT", "7F20", "6F62", kTransparent,    5,   0, kLevel1, kLevel4, kNev,    kLevel4},
    {"10.3.41", "PNN",       "7F20", "6FC5", kLinear,       128,  32, kAlw,    kLevel4, kNev,    kLevel4},
    {"10.3.42", "OPL",       "7F20", "6FC6", kLinear,        32,   8, kAlw,    kLevel4, kNev,    kLevel4},
    {"10.5.1",  "ADN",       "7F10", "6F3A", kLinear,      1400,  28, kLevel1, kLevel1, kNev,    kLevel2},
    {"10.5.2",  "FDN",       "7F10", "6F3B", kLinear,       280,  28, kLevel1, kLevel2, kNev,    kLevel4},
    {"10.5.3",  "SMS",       "7F10", "6F3C", kLinear,      1760, 176, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.5.5",  "MSISDN",    "7F10", "6F40", kLinear,        56,  28, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.5.6",  "SMSP",      "7F10", "6F42", kLinear,        80,  40, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.5.7",  "SMSS",      "7F10", "6F43", kTransparent,    2,   0, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.5.8",  "LND",       "7F10", "6F44", kCyclic,       280,  28, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.5.10", "EXT1",      "7F10", "6F4A", kLinear,        65,  13, kLevel1, kLevel1, kNev,    kLevel4},
    {"10.5.15", "SMSR",      "7F10", "6F47", kLinear,       300,  30, kLevel1, kLevel1, kNev,    kLevel4},
};
// clang-format on

std::string select(const std::string& fid) {
  return "A0A4000002" + fid;
}

class Ts51011Files : public testing::Test {
 protected:
  std::string send(const std::string& command) { return device_.send(command); }

  TestDevice device_{test_order(), test_pins()};
};

// All 15 octets of every file, and no other files in its folder: those of the table and its EF_ARR.
TEST_F(Ts51011Files, Clause10_3And10_5SelectAnswers) {
  const auto both = [](unsigned high, unsigned low) {
    return to_hex(Bytes{static_cast<std::uint8_t>(high << 4 | low)});
  };
  for (const auto& file : kFiles) {
    Bytes size{static_cast<std::uint8_t>(file.size >> 8), static_cast<std::uint8_t>(file.size)};
    Bytes end{0x01, 0x02, file.structure, file.record};
    send(select(file.folder));
    EXPECT_EQ(send(select(file.fid)), "9f0f") << file.name;
    EXPECT_EQ(send("A0C000000F"), "0000" + to_hex(size) + to_hex(hex(file.fid)) + "04" +
                                      (file.increase != kNev ? "40" : "00") + both(file.read, file.update) +
                                      both(file.increase, 0xF) + both(file.invalidate, file.invalidate) + to_hex(end) +
                                      "9000")
        << file.clause << " " << file.name;
  }
  for (const std::string folder : {"7F20", "7F10"}) {
    send(select(folder));
    for (unsigned fid = 0x6F00; fid <= 0x6FFF; ++fid) {
      const auto name = to_hex(Bytes{0x6F, static_cast<std::uint8_t>(fid)});
      const bool there = std::ranges::any_of(
          kFiles, [&](const auto& one) { return one.folder == folder && to_hex(hex(one.fid)) == name; });
      EXPECT_EQ(send(select(name)), there || name == "6f06" ? "9f0f" : "9404") << folder << " " << name;
    }
  }
}

struct Terminal {
  const char* name;
  unsigned levels;  // a bit for each that was verified
};

class Ts51011Access : public Ts51011Files, public testing::WithParamInterface<Terminal> {};

// Who has verified so much, and no more, may do what the clause lets him: each access is tried.
TEST_P(Ts51011Access, Clause10_3And10_5AccessConditions) {
  const auto levels = GetParam().levels;
  if ((levels & 1U << kLevel1) != 0) send(kChv1);
  if ((levels & 1U << kLevel2) != 0) send(kChv2);
  if ((levels & 1U << kLevel4) != 0) send(kAdm);
  const auto may = [&](Level level) { return ((levels | 1U << kAlw) >> level & 1U) != 0; };
  const auto word = [](const std::string& got) { return got.substr(got.size() - 4); };

  for (const auto& file : kFiles) {
    send(select(file.folder));
    EXPECT_EQ(send(select(file.fid)), "9f0f") << file.name;
    const auto count = file.record != 0 ? std::size_t{file.record} : file.size;
    const auto length = to_hex(Bytes{static_cast<std::uint8_t>(count)});
    const auto read = send((file.record != 0 ? "A0B20104" : "A0B00000") + length);
    EXPECT_EQ(word(read), may(file.read) ? "9000" : "9804") << file.name;
    const auto data = length + to_hex(Bytes(count, 0x00));
    const auto update = file.structure == kTransparent ? "A0D60000"
                        : file.structure == kLinear    ? "A0DC0104"
                                                       : "A0DC0003";
    EXPECT_EQ(send(update + data), may(file.update) ? "9000" : "9804") << file.name;
    if (file.structure == kCyclic) {
      EXPECT_EQ(send("A032000003000000"), may(file.increase) ? "9f06" : "9804") << file.name;
    }
    EXPECT_EQ(send("A0040000"), may(file.invalidate) ? "9000" : "9804") << file.name;
    EXPECT_EQ(send("A0440000"), may(file.invalidate) ? "9000" : "9810") << file.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Verified, Ts51011Access,
                         testing::Values(Terminal{"Nothing", 0}, Terminal{"Chv1", 1U << kLevel1},
                                         Terminal{"Chv2", 1U << kLevel2}, Terminal{"Administrator", 1U << kLevel4}),
                         [](const auto& terminal) { return std::string(terminal.param.name); });

// EF_SST has two bits for a service, that it is allocated and that it is activated.
TEST_F(Ts51011Files, Clause10_3_7ServicesAreThoseOfTheFiles) {
  send(kChv1);
  const std::map<unsigned, std::vector<std::string>> files{
      {2, {"7F106F3A"}},
      {3, {"7F106F3B"}},
      {4, {"7F106F3C", "7F106F43"}},
      {5, {"7F206F37", "7F206F39", "7F206F41"}},
      {7, {"7F206F30"}},
      {9, {"7F106F40"}},
      {10, {"7F106F4A"}},
      {12, {"7F106F42"}},
      {13, {"7F106F44"}},
      {14, {"7F206F45"}},
      {15, {"7F206F3E"}},
      {16, {"7F206F3F"}},
      {17, {"7F206F46"}},
      {30, {"7F206F50"}},
      {35, {"7F106F47"}},
      {38, {"7F206F52", "7F206F53"}},
      {43, {"7F206F60"}},
      {44, {"7F206F61"}},
      {45, {"7F206F62"}},
      {51, {"7F206FC5"}},
      {52, {"7F206FC6"}},
      {6, {"7F106F3D"}},
      {11, {"7F106F4B"}},
      {18, {"7F106F49"}},
      {19, {"7F106F4C"}},
      {21, {"7F206FB1"}},
      {22, {"7F206FB3"}},
      {23, {"7F206FB5"}},
      {24, {"7F206FB6"}},
      {25, {"7F206F48"}},
      {31, {"7F106F4D"}},
      {32, {"7F106F4E"}},
      {33, {"7F206F2C"}},
      {34, {"7F206F32"}},
      {36, {"7F206F51"}},
      {46, {"7F206F63"}},
      {47, {"7F206F64"}},
      {48, {"7F106F4F"}},
      {53, {"7F206FC7"}},
      {54, {"7F206FCA"}},
      {55, {"7F206FCB"}},
      {56, {"7F206FCD"}},
      {57, {"7F206FCE"}},
      {58, {"7F206FCF"}},
  };
  send("A0A40000027F20");
  EXPECT_EQ(send("A0A40000026F38"), "9f0f");
  const auto size = hex(send("A0C000000F"))[3];
  const auto table = hex(send("A0B00000" + to_hex(Bytes{size})));
  ASSERT_EQ(table.size(), size + 2U);
  EXPECT_EQ(size * 4U, 52U);  // no service beyond the last one that is there
  for (unsigned service = 1; service <= 4U * size; ++service) {
    const unsigned bits = table[(service - 1) / 4] >> (service - 1) % 4 * 2 & 3U;
    EXPECT_TRUE(bits == 0 || bits == 3) << service;
    const auto found = files.find(service);
    if (found == files.end()) {
      EXPECT_EQ(bits == 3, service == 1 || service == 29) << service;  // CHV1 may be disabled; proactive SIM
      continue;
    }
    for (const auto& path : found->second) {
      send("A0A4000002" + path.substr(0, 4));
      EXPECT_EQ(send("A0A4000002" + path.substr(4)), bits == 3 ? "9f0f" : "9404") << service;
    }
  }
}

}  // namespace
}  // namespace foothold::tre_emu
