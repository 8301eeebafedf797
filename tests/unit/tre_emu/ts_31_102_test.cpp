// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The USIM on the whole card, TS 31.102: the files of 4.2 and 4.4.3 with what their clauses say of each, EF_UST against
// them, and AUTHENTICATE (7.1) with the status words of 7.3.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/byte_writer.h"
#include "gsm/auth/quintet.h"
#include "gsm/auth/usim.h"
#include "pki/gba.h"
#include "tests/unit/tre_emu/test_device.h"

namespace foothold::tre_emu {
namespace {

constexpr const char* kUsim = "00A4040C07A0000000871002";
constexpr const char* kVerifyPin1 = "002000010831323334FFFFFFFF";
constexpr const char* kVerifyPin2 = "002000810835363738FFFFFFFF";
constexpr const char* kVerifyAdm1 = "0020000A083838383838383838";

// The conditions of the clauses, as bits of what a terminal has verified. kAdm fixes others where a clause leaves it
// so; kNev is where this card deviates: an identity comes with its MCIM, and services and rules are those of the card.
enum Condition : unsigned { kPin = 1, kPin2 = 2, kAdm = 4, kAlw = 8, kNev = 16 };
// Structure: a transparent file, a linear fixed or a cyclic one.
enum Structure : std::uint8_t { kTransparent = 0x41, kLinear = 0x42, kCyclic = 0x46 };

struct FileOfClause {
  const char* clause;
  const char* name;
  unsigned service;      // 0: mandatory
  std::uint16_t folder;  // 7FFF: the ADF itself
  std::uint16_t fid;
  std::uint8_t sfi;  // 0: none
  Structure structure;
  std::size_t size;    // octets in all
  std::size_t record;  // octets; 0: none
  Condition read;
  Condition update;
  Condition activate;  // and deactivate
};

// Sizes without a limit in the clause are this card's.
// clang-format off
constexpr FileOfClause kFiles[] = {
    // clause     name          srv folder  FID     SFI   structure    size  rec  read   update activate
    {"4.2.1",   "LI",            0, 0x7FFF, 0x6F05, 0x02, kTransparent,    2,   0, kAlw, kPin,  kAdm},
    {"4.2.2",   "IMSI",          0, 0x7FFF, 0x6F07, 0x07, kTransparent,    9,   0, kPin, kNev,  kAdm},
    {"4.2.3",   "Keys",          0, 0x7FFF, 0x6F08, 0x08, kTransparent,   33,   0, kPin, kPin,  kAdm},
    {"4.2.4",   "KeysPS",        0, 0x7FFF, 0x6F09, 0x09, kTransparent,   33,   0, kPin, kPin,  kAdm},
    {"4.2.5",   "PLMNwAcT",     20, 0x7FFF, 0x6F60, 0x0A, kTransparent,   40,   0, kPin, kPin,  kAdm},
    {"4.2.6",   "HPPLMN",        0, 0x7FFF, 0x6F31, 0x12, kTransparent,    1,   0, kPin, kAdm,  kAdm},
    {"4.2.7",   "ACMmax",       13, 0x7FFF, 0x6F37, 0x00, kTransparent,    3,   0, kPin, kPin2, kAdm},
    {"4.2.8",   "UST",           0, 0x7FFF, 0x6F38, 0x04, kTransparent,   11,   0, kPin, kNev,  kAdm},
    {"4.2.9",   "ACM",          13, 0x7FFF, 0x6F39, 0x1C, kCyclic,        15,   3, kPin, kPin2, kAdm},
    {"4.2.10",  "GID1",         17, 0x7FFF, 0x6F3E, 0x00, kTransparent,    8,   0, kPin, kAdm,  kAdm},
    {"4.2.11",  "GID2",         18, 0x7FFF, 0x6F3F, 0x00, kTransparent,    8,   0, kPin, kAdm,  kAdm},
    {"4.2.12",  "SPN",          19, 0x7FFF, 0x6F46, 0x00, kTransparent,   17,   0, kAlw, kAdm,  kAdm},
    {"4.2.13",  "PUCT",         13, 0x7FFF, 0x6F41, 0x00, kTransparent,    5,   0, kPin, kPin2, kAdm},
    {"4.2.14",  "CBMI",         15, 0x7FFF, 0x6F45, 0x00, kTransparent,   20,   0, kPin, kPin,  kAdm},
    {"4.2.15",  "ACC",           0, 0x7FFF, 0x6F78, 0x06, kTransparent,    2,   0, kPin, kAdm,  kAdm},
    {"4.2.16",  "FPLMN",         0, 0x7FFF, 0x6F7B, 0x0D, kTransparent,   12,   0, kPin, kPin,  kAdm},
    {"4.2.17",  "LOCI",          0, 0x7FFF, 0x6F7E, 0x0B, kTransparent,   11,   0, kPin, kPin,  kAdm},
    {"4.2.18",  "AD",            0, 0x7FFF, 0x6FAD, 0x03, kTransparent,    4,   0, kAlw, kAdm,  kAdm},
    {"4.2.21",  "ECC",           0, 0x7FFF, 0x6FB7, 0x01, kLinear,         4,   4, kAlw, kAdm,  kAdm},
    {"4.2.22",  "CBMIR",        16, 0x7FFF, 0x6F50, 0x00, kTransparent,   20,   0, kPin, kPin,  kAdm},
    {"4.2.23",  "PSLOCI",        0, 0x7FFF, 0x6F73, 0x0C, kTransparent,   14,   0, kPin, kPin,  kAdm},
    {"4.2.24",  "FDN",           2, 0x7FFF, 0x6F3B, 0x00, kLinear,       280,  28, kPin, kPin2, kAdm},
    {"4.2.25",  "SMS",          10, 0x7FFF, 0x6F3C, 0x00, kLinear,      1760, 176, kPin, kPin,  kAdm},
    {"4.2.26",  "MSISDN",       21, 0x7FFF, 0x6F40, 0x00, kLinear,        56,  28, kPin, kPin,  kAdm},
    {"4.2.27",  "SMSP",         12, 0x7FFF, 0x6F42, 0x00, kLinear,        80,  40, kPin, kPin,  kAdm},
    {"4.2.28",  "SMSS",         10, 0x7FFF, 0x6F43, 0x00, kTransparent,    2,   0, kPin, kPin,  kAdm},
    {"4.2.32",  "SMSR",         11, 0x7FFF, 0x6F47, 0x00, kLinear,       300,  30, kPin, kPin,  kAdm},
    {"4.2.47",  "EST",          34, 0x7FFF, 0x6F56, 0x05, kTransparent,    1,   0, kPin, kPin2, kAdm},
    {"4.2.51",  "START-HFN",     0, 0x7FFF, 0x6F5B, 0x0F, kTransparent,    6,   0, kPin, kPin,  kAdm},
    {"4.2.52",  "THRESHOLD",     0, 0x7FFF, 0x6F5C, 0x10, kTransparent,    3,   0, kPin, kAdm,  kAdm},
    {"4.2.53",  "OPLMNwAcT",    42, 0x7FFF, 0x6F61, 0x11, kTransparent,   40,   0, kPin, kAdm,  kAdm},
    {"4.2.54",  "HPLMNwAcT",    43, 0x7FFF, 0x6F62, 0x13, kTransparent,    5,   0, kPin, kAdm,  kAdm},
    {"4.2.55",  "ARR",           0, 0x7FFF, 0x6F06, 0x17, kLinear,       352,  44, kAlw, kNev,  kNev},
    {"4.2.57",  "NETPAR",        0, 0x7FFF, 0x6FC4, 0x00, kTransparent,   64,   0, kPin, kPin,  kAdm},
    {"4.2.58",  "PNN",          45, 0x7FFF, 0x6FC5, 0x19, kLinear,       128,  32, kAlw, kAdm,  kAdm},
    {"4.2.59",  "OPL",          46, 0x7FFF, 0x6FC6, 0x1A, kLinear,        32,   8, kAlw, kAdm,  kAdm},
    {"4.2.79",  "GBABP",        68, 0x7FFF, 0x6FD6, 0x00, kTransparent,  128,   0, kPin, kPin,  kAdm},
    {"4.2.83",  "GBANL",        68, 0x7FFF, 0x6FDA, 0x00, kLinear,       512, 128, kPin, kAdm,  kAdm},
    {"4.2.84",  "EHPLMN",       71, 0x7FFF, 0x6FD9, 0x1D, kTransparent,   12,   0, kPin, kAdm,  kAdm},
    {"4.2.86",  "LRPLMNSI",     74, 0x7FFF, 0x6FDC, 0x00, kTransparent,    1,   0, kPin, kAdm,  kAdm},
    {"4.2.91",  "EPSLOCI",      85, 0x7FFF, 0x6FE3, 0x1E, kTransparent,   18,   0, kPin, kPin,  kAdm},
    {"4.2.92",  "EPSNSC",       85, 0x7FFF, 0x6FE4, 0x18, kLinear,        54,  54, kPin, kPin,  kAdm},
    {"4.4.3.1", "Kc",           27, 0x5F3B, 0x4F20, 0x01, kTransparent,    9,   0, kPin, kPin,  kAdm},
    {"4.4.3.2", "KcGPRS",       27, 0x5F3B, 0x4F52, 0x02, kTransparent,    9,   0, kPin, kPin,  kAdm},
};

// Of the files that a service of EF_UST stands for, one each that is not here.
constexpr struct { unsigned service; std::uint16_t fid; } kNotHere[] = {
    {1, 0x5F3A},  {3, 0x6F4B},  {4, 0x6F49},  {5, 0x6F4C},  {6, 0x6F4D},  {7, 0x6F55},  {8, 0x6F81},  {9, 0x6F80},
    {14, 0x6F4F}, {24, 0x6FB5}, {25, 0x6FB6}, {29, 0x6F48}, {35, 0x6F57}, {36, 0x6F2C}, {37, 0x6F32}, {44, 0x6F4E},
    {47, 0x6FC7}, {48, 0x6FCA}, {49, 0x6FCB}, {51, 0x6FCD}, {52, 0x6FCE}, {53, 0x6FCF}, {56, 0x6FD3}, {57, 0x6FB1},
    {58, 0x6FB3}, {64, 0x6FD4}, {65, 0x6FD5}, {69, 0x6FD7}, {73, 0x6FDB}, {76, 0x6FDD}, {78, 0x6FDE}, {79, 0x6FDF},
    {80, 0x6FE2}, {86, 0x5F50}, {96, 0x6FE8}, {97, 0x6FEC},
};
// clang-format on

// Services that stand for no file: 33 shall be 1, 38 the GSM security context of AUTHENTICATE.
constexpr unsigned kWithoutFile[] = {33, 38};

std::string hex16(std::size_t number) {
  return to_hex(Bytes{static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)});
}

std::string select(const FileOfClause& file, const char* p2) {
  const bool deeper = file.folder != 0x7FFF;
  return "00A408" + std::string(p2) + (deeper ? "067fff" + hex16(file.folder) : "047fff") + hex16(file.fid);
}

// The content of an object of an FCP, whose tags and lengths are of one octet each.
std::string object(const std::string& fcp, std::uint8_t tag) {
  const auto octets = hex(fcp);
  for (std::size_t at = 2; at + 1 < octets.size(); at += 2U + octets[at + 1]) {
    if (octets[at] == tag) return to_hex(ByteView(octets).subspan(at + 2, octets[at + 1]));
  }
  return "none";
}

class Ts31102 : public testing::Test {
 protected:
  void SetUp() override { EXPECT_EQ(device_.send(kUsim), "9000"); }

  std::string send(const std::string& command) { return device_.send(command); }
  std::string content(const FileOfClause& file) {
    EXPECT_EQ(send(select(file, "0C")), "9000") << file.name;
    const auto answer = send(file.structure == kTransparent ? "00B0000000" : "00B2010400");
    EXPECT_TRUE(answer.ends_with("9000")) << file.name;
    return answer.substr(0, answer.size() - 4);
  }

  TestDevice device_{test_order(), test_pins()};
};

TEST_F(Ts31102, Clause4_2And4_4FileControlParameters) {
  for (const auto& file : kFiles) {
    const auto fcp = send(select(file, "04") + "00");
    ASSERT_TRUE(fcp.ends_with("9000")) << file.name << " " << fcp;
    const auto size = hex(object(fcp, 0x80));
    ASSERT_EQ(size.size(), 2U) << file.name;
    const std::size_t octets = size[0] * 256U + size[1];
    EXPECT_EQ(octets, file.size) << file.name;
    std::string descriptor = to_hex(Bytes{static_cast<std::uint8_t>(file.structure), 0x21});
    if (file.record != 0) {
      descriptor += hex16(file.record) + to_hex(Bytes{static_cast<std::uint8_t>(octets / file.record)});
    }
    EXPECT_EQ(object(fcp, 0x82), descriptor) << file.name;
    EXPECT_EQ(object(fcp, 0x83), hex16(file.fid)) << file.name;
    EXPECT_EQ(object(fcp, 0x8A), "05") << file.name;
    EXPECT_EQ(object(fcp, 0x8B).substr(0, 4), "6f06") << file.name;
    EXPECT_EQ(object(fcp, 0x88), file.sfi == 0 ? "" : to_hex(Bytes{static_cast<std::uint8_t>(file.sfi << 3)}))
        << file.name;
  }
}

// And no other files.
TEST_F(Ts31102, Clause4_2And4_4Identifiers) {
  for (const auto& [folder, from] : std::map<std::uint16_t, unsigned>{{0x7FFF, 0x6F00}, {0x5F3B, 0x4F00}}) {
    for (unsigned fid = from; fid <= from + 0xFF; ++fid) {
      FileOfClause file{};
      file.folder = folder;
      file.fid = static_cast<std::uint16_t>(fid);
      const bool there = std::ranges::any_of(
          kFiles, [&](const auto& one) { return one.folder == file.folder && one.fid == file.fid; });
      EXPECT_EQ(send(select(file, "0C")), there ? "9000" : "6a82") << fid;
    }
  }
}

struct Terminal {
  const char* name;
  unsigned verified;
};

class Ts31102Access : public Ts31102, public testing::WithParamInterface<Terminal> {};

// Who has verified so much, and no more, may do what the clause lets him: each access is tried.
TEST_P(Ts31102Access, Clause4_2And4_4AccessConditions) {
  for (const auto* const pin : {kVerifyPin1, kVerifyAdm1}) EXPECT_EQ(send(pin), "9000");
  std::vector<std::string> contents;
  for (const auto& file : kFiles) contents.push_back(content(file));
  device_.power_cycle();
  EXPECT_EQ(send(kUsim), "9000");
  const auto verified = GetParam().verified;
  if ((verified & kPin) != 0) send(kVerifyPin1);
  if ((verified & kPin2) != 0) send(kVerifyPin2);
  if ((verified & kAdm) != 0) send(kVerifyAdm1);
  const auto answer = [&](Condition condition) { return ((verified | kAlw) & condition) != 0 ? "9000" : "6982"; };

  for (std::size_t at = 0; at < std::size(kFiles); ++at) {
    const auto& file = kFiles[at];
    const auto& octets = contents[at];
    const auto last = to_hex(Bytes{static_cast<std::uint8_t>(octets.size() / 2)});
    EXPECT_EQ(send(select(file, "0C")), "9000");
    const auto read = send(file.structure == kTransparent ? "00B00000" + last : "00B20104" + last);
    EXPECT_EQ(read.substr(read.size() - 4), answer(file.read)) << file.name;
    const std::string update = file.structure == kTransparent ? "00D60000"
                               : file.structure == kLinear    ? "00DC0104"
                                                              : "00DC0003";
    EXPECT_EQ(send(update + last + octets), answer(file.update)) << file.name;
    if (file.structure == kCyclic) {
      EXPECT_EQ(send("8032000003000000").substr(0, 2), std::string(answer(kPin)) == "9000" ? "61" : "69") << file.name;
    }
    EXPECT_EQ(send("00040000"), answer(file.activate)) << file.name;
    EXPECT_EQ(send("00440000"), answer(file.activate)) << file.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Verified, Ts31102Access,
                         testing::Values(Terminal{"Nothing", 0}, Terminal{"Pin1", kPin}, Terminal{"Pin2", kPin2},
                                         Terminal{"Adm1", kAdm}, Terminal{"All", kPin | kPin2 | kAdm}),
                         [](const auto& terminal) { return std::string(terminal.param.name); });

// 4.2.8: a service is offered where its files are, and nowhere else.
TEST_F(Ts31102, Clause4_2_8ServicesAreThoseOfTheFiles) {
  EXPECT_EQ(send(kVerifyPin1), "9000");
  const auto table = hex(content(*std::ranges::find(kFiles, 0x6F38, &FileOfClause::fid)));
  std::set<unsigned> offered;
  for (unsigned service = 1; service <= 8 * table.size(); ++service) {
    if ((table[(service - 1) / 8] >> (service - 1) % 8 & 1) != 0) offered.insert(service);
  }
  std::set<unsigned> there(std::begin(kWithoutFile), std::end(kWithoutFile));
  for (const auto& file : kFiles) {
    if (file.service != 0) there.insert(file.service);
  }
  EXPECT_EQ(offered, there);
  for (const auto& [service, fid] : kNotHere) {
    EXPECT_FALSE(offered.contains(service)) << service;
    EXPECT_EQ(send("00A4080C047FFF" + hex16(fid)), "6a82") << service;
  }
}

// What the files hold before anybody has written them, as annex E suggests. The card is of 001-02, with two digits.
TEST_F(Ts31102, AnnexEInitialContent) {
  EXPECT_EQ(send(kVerifyPin1), "9000");
  const std::map<std::string, std::string> wanted{
      {"LI", "656e"},
      {"IMSI", "080910200000000010"},
      {"HPPLMN", "0a"},
      {"SPN", "033030312d3032ffffffffffffffffffff"},  // 001-02
      {"GID1", "ffffffffffffffff"},
      {"LOCI", "ffffffff00f1200000ff01"},
      {"PSLOCI", "ffffffffffffff00f1200000ff01"},
      {"AD", "00000002"},  // normal operation; digits of the MNC
      {"ECC", "11f2ff00"},
      {"HPLMNwAcT", "00f1208080"},
      {"START-HFN", "f00000f00000"},
      {"THRESHOLD", "ffffff"},
      {"PNN", to_hex(Bytes(32, 0xFF))},
      {"EHPLMN", to_hex(Bytes(12, 0xFF))},
      {"LRPLMNSI", "00"},
      {"EPSLOCI", "ffffffffffffffffffffffff00f120000001"},
      {"EPSNSC", to_hex(Bytes(54, 0xFF))},
      {"Kc", "ffffffffffffffff07"},
  };
  std::size_t compared = 0;
  for (const auto& file : kFiles) {
    if (const auto found = wanted.find(file.name); found != wanted.end()) {
      EXPECT_EQ(content(file), found->second) << file.name;
      ++compared;
    }
  }
  EXPECT_EQ(compared, wanted.size());
}

class Ts31102Authenticate : public Ts31102 {
 protected:
  static gsm::auth::Quintet quintet(std::uint64_t sqn) {
    return gsm::auth::make_quintet({key_of(kK), key_of(kOpc)}, {}, gsm::auth::Sqn(sqn), {0x11, 0x22});
  }
  // AUTHENTICATE with P2, and data behind its length.
  static std::string command(const char* p2, const Bytes& data) {
    return "008800" + std::string(p2) + to_hex(Bytes{static_cast<std::uint8_t>(data.size())}) + to_hex(data) + "00";
  }
  static Bytes challenge(ByteView rand, ByteView autn, const Bytes& mode = {}) {
    Bytes data = mode;
    ByteWriter writer(data);
    writer.lv(rand);
    writer.lv(autn);
    return data;
  }
  std::string umts(std::uint64_t sqn) {
    const auto made = quintet(sqn);
    return send(command("81", challenge(made.rand, made.autn)));
  }
  std::string bootstrap(std::uint64_t sqn) {
    const auto made = quintet(sqn);
    const auto autn = pki::gba::gba_u_autn(made.autn, made.ik.reveal());
    return send(command("84", challenge(made.rand, autn, {0xDD})));
  }
};

// 7.1.1: "not executable" unless the USIM is selected and its kPin verified, or disabled.
TEST_F(Ts31102Authenticate, Clause7_1_1Conditions) {
  const auto made = quintet(kSqn);
  const auto data = challenge(made.rand, made.autn);
  for (const auto* const p2 : {"80", "81", "84"}) EXPECT_EQ(send(command(p2, data)), "6982") << p2;
  EXPECT_EQ(send(kVerifyPin2), "9000");
  EXPECT_EQ(send(command("81", data)), "6982");
  EXPECT_EQ(send(kVerifyPin1), "9000");
  EXPECT_EQ(send("00A4000C023F00"), "9000");
  EXPECT_EQ(send(command("81", data)), "6d00");
  EXPECT_EQ(send(kUsim), "9000");
  EXPECT_EQ(send("00A4000C025F3B"), "9000");  // a folder below the ADF does
  EXPECT_EQ(umts(kSqn).substr(0, 2), "db");
  EXPECT_EQ(send("002600010831323334FFFFFFFF"), "9000");
  device_.power_cycle();
  EXPECT_EQ(send(kUsim), "9000");
  EXPECT_EQ(umts(kSqn + 32).substr(0, 2), "db");
}

// 7.1.2.1, 7.1.1.1: RES, CK, IK, and Kc as service 27 is there; a stale challenge gives AUTS.
TEST_F(Ts31102Authenticate, Clause7_1_2_1UmtsContext) {
  EXPECT_EQ(send(kVerifyPin1), "9000");
  const auto made = quintet(kSqn);
  Bytes wanted{0xDB};
  ByteWriter writer(wanted);
  writer.lv(made.xres);
  writer.lv(made.ck.reveal());
  writer.lv(made.ik.reveal());
  const auto answer = umts(kSqn);
  EXPECT_TRUE(answer.starts_with(to_hex(wanted) + "08")) << answer;
  EXPECT_EQ(answer.size(), 2 * (wanted.size() + 9 + 2));
  const auto again = umts(kSqn);
  EXPECT_EQ(again.substr(0, 4), "dc0e");
  EXPECT_EQ(again.size(), 2U * (2 + 14 + 2));
  auto altered = made.autn;
  altered.back() ^= 1U;
  EXPECT_EQ(send(command("81", challenge(made.rand, altered))), "9862");
  EXPECT_EQ(send(command("81", {0x10})), "6700");
  device_.folder.lose_power_after(0);
  EXPECT_EQ(umts(kSqn + 32), "6581");
}

// 7.1.2.2, 7.1.1.2: SRES and Kc, those of the conversion functions (TS 35.208 4.3 test set 1).
TEST_F(Ts31102Authenticate, Clause7_1_2_2GsmContext) {
  EXPECT_EQ(send(kVerifyPin1), "9000");
  EXPECT_EQ(send("00880080111023553cbe9637a89d218ae64dae47bf3500"), "0446f8416a08eae4be823af9a08b9000");
  EXPECT_EQ(send("008800801023553cbe9637a89d218ae64dae47bf3500"), "6700");
}

// 7.1.2.4, 7.1.1.4 and 4.2.79, 4.2.83: RES only; the RAND is in EF_GBABP, a NAF that a key was derived for in EF_GBANL.
TEST_F(Ts31102Authenticate, Clause7_1_2_4GbaContext) {
  EXPECT_EQ(send(kVerifyPin1), "9000");
  const Bytes naf{0xDE, 0x03, 'n', 'a', 'f', 0x04, 'i', 'm', 'p', 'i'};
  EXPECT_EQ(send(command("84", naf)), "6985");  // nothing was bootstrapped
  const auto made = quintet(kSqn);
  Bytes wanted{0xDB};
  ByteWriter(wanted).lv(made.xres);
  EXPECT_EQ(bootstrap(kSqn), to_hex(wanted) + "9000");
  EXPECT_EQ(bootstrap(kSqn).substr(0, 4), "dc0e");
  EXPECT_EQ(send(command("84", challenge(made.rand, made.autn, {0xDD}))), "9862");  // a MAC for 7.1.2.1
  EXPECT_EQ(content(*std::ranges::find(kFiles, 0x6FD6, &FileOfClause::fid)).substr(0, 34), "10" + to_hex(made.rand));
  const auto derived = send(command("84", naf));
  EXPECT_EQ(derived.substr(0, 4), "db20");
  EXPECT_EQ(derived.size(), 2U * (2 + 32 + 2));
  EXPECT_EQ(content(*std::ranges::find(kFiles, 0x6FDA, &FileOfClause::fid)).substr(0, 14), "80036e61668100");
  EXPECT_EQ(send(command("84", {0xAA})), "6a80");
  EXPECT_EQ(send(command("84", {0xDE, 0x00})), "6700");
}

// 7.3.1: 9864 for contexts that are not there: VGCS or VBS, MBMS, local key establishment; 6A86 for no context at all.
TEST_F(Ts31102Authenticate, Clause7_3_1SecurityContexts) {
  EXPECT_EQ(send(kVerifyPin1), "9000");
  const auto made = quintet(kSqn);
  const auto data = challenge(made.rand, made.autn);
  for (const auto* const p2 : {"82", "85", "86"}) EXPECT_EQ(send(command(p2, data)), "9864") << p2;
  for (const auto* const p2 : {"00", "01", "83", "87", "91"}) EXPECT_EQ(send(command(p2, data)), "6a86") << p2;
  EXPECT_EQ(send("0088018122" + to_hex(data) + "00"), "6a86");
  EXPECT_EQ(send("8088008122" + to_hex(data) + "00"), "6e00");
}

// An algorithm of GSM has the GSM context alone.
TEST_F(Ts31102Authenticate, Clause7_3_1OfAGsmAlgorithm) {
  auto order = test_order();
  order.k.reset();
  order.opc.reset();
  order.algorithm = gsm::auth::Comp128Key{key_of(kK), 1};
  TestDevice device(order, test_pins());
  device.send(kUsim);
  EXPECT_EQ(device.send(kVerifyPin1), "9000");
  const auto made = quintet(kSqn);
  EXPECT_EQ(device.send(command("81", challenge(made.rand, made.autn))), "9864");
  EXPECT_EQ(device.send(command("84", challenge(made.rand, made.autn, {0xDD}))), "9864");
  EXPECT_EQ(device.send("00880080111023553cbe9637a89d218ae64dae47bf3500").size(), 2U * (1 + 4 + 1 + 8 + 2));
}

}  // namespace
}  // namespace foothold::tre_emu
