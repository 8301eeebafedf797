// SPDX-License-Identifier: AGPL-3.0-or-later
// The TRE as a card in a reader, in front of card software that knows nothing of it: pcscd with vsmartcard's vpcd,
// OpenSC, pcsc-tools and pyscard, all in namespaces of the test's own.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <regex>
#include <sstream>

#include "lab/host/isolation.h"
#include "pki/issue.h"
#include "tests/e2e/demo_run.h"
#include "tests/e2e/personalised_card.h"
#include "tests/e2e/started_program.h"

namespace foothold::e2e {
namespace {

namespace fs = std::filesystem;

constexpr const char* kReader = "Virtual PCD 00 00";

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path) << text;
}

std::string pem(const SecretBytes& octets) {
  return {octets.reveal().begin(), octets.reveal().end()};
}

// What pyscard does; the first thing is to wait for the card. Each line is one of the facts that the tests look for.
constexpr const char* kClient = R"(
from smartcard.CardRequest import CardRequest
from smartcard.CardType import AnyCardType
from smartcard.util import toBytes, toHexString

service = CardRequest(timeout=60, cardType=AnyCardType()).waitforcard()
service.connection.connect()
card = service.connection

def ask(name, command):
    data, sw1, sw2 = card.transmit(toBytes(command))
    if sw1 == 0x61:
        data, sw1, sw2 = card.transmit([0x00, 0xC0, 0x00, 0x00, sw2])
    print("%s: %s %02X%02X" % (name, toHexString(data), sw1, sw2))
    return data

print("ATR:", toHexString(card.getATR()))
ask("MF", "00 A4 00 04 02 3F 00")
ask("EF_ICCID", "00 A4 00 04 02 2F E2")
ask("ICCID", "00 B0 00 00 0A")
ask("EF_DIR", "00 A4 00 04 02 2F 00")
ask("USIM", "00 A4 04 04 07 A0 00 00 00 87 10 02")
ask("EF_IMSI", "00 A4 00 04 02 6F 07")
ask("IMSI", "00 B0 00 00 09")
ask("no file", "00 A4 00 04 02 6F FF")
ask("no instruction", "00 EE 00 00 00")
ask("open channel", "00 70 00 00 01")
ask("close channel", "00 70 80 01 00")
ask("wrong MAC", "00 88 00 81 22 10" + " 11" * 16 + " 10" + " 22" * 16)
ask("TRE", "00 A4 04 0C 0A F0 46 4F 4F 54 48 4F 4C 44 01")
)";

// Two clients in the card at once: pcscd keeps their transactions apart.
constexpr const char* kTwoClients = R"(
import threading
from smartcard.System import readers
from smartcard.util import toBytes
from smartcard.scard import *

def read(results, index):
    hresult, context = SCardEstablishContext(SCARD_SCOPE_USER)
    hresult, card, protocol = SCardConnect(context, str(readers()[0]), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0)
    for turn in range(50):
        SCardBeginTransaction(card)
        answers = [SCardTransmit(card, protocol, toBytes(c))[1] for c in
                   ("00A4040C07A0000000871002", "00A4000C026F07", "00B0000009")]
        SCardEndTransaction(card, SCARD_LEAVE_CARD)
        results[index].add(bytes(answers[-1]).hex())
    SCardDisconnect(card, SCARD_LEAVE_CARD)

results = [set(), set()]
threads = [threading.Thread(target=read, args=(results, i)) for i in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print("answers:", results[0] == results[1], *results[0])
)";

// The reader's whole life, as process 1 of the namespaces. What every program printed is in `folder`.
int use_card(const fs::path& folder) {
  if (::mount("tmpfs", "/run", "tmpfs", 0, "mode=0755") != 0 || ::mkdir("/run/pcscd", 0755) != 0) return 101;
  const auto programs = foothold_program().parent_path();
  const auto run = [&](const std::string& name, const std::vector<std::string>& command_line) {
    std::vector<std::string> bounded = {"timeout", "120"};
    bounded.insert(bounded.end(), command_line.begin(), command_line.end());
    write(folder / (name + ".code"), std::to_string(finished(start(bounded, folder / (name + ".out")))));
  };
  run("personalise", personalise_command(folder));
  const auto tre = start({programs / "foothold-tre", "--config", folder / "tre.toml"}, folder / "tre.out");
  if (!wait_until_listening(folder / "tre.sock")) return 102;
  const auto pcscd = start({"pcscd", "--foreground", "--config", folder / "reader.conf"}, folder / "pcscd.out");
  if (!wait_until_listening("/run/pcscd/pcscd.comm")) return 103;
  run("pyscard", {"/usr/bin/python3", folder / "client.py"});
  run("opensc-readers", {"opensc-tool", "--list-readers"});
  run("opensc-atr", {"opensc-tool", "--reader", "0", "--atr"});
  run("opensc-apdu",
      {"opensc-tool", "--reader", "0", "-s", "00A4040007A0000000871002", "-s", "00A40004026F07", "-s", "00B0000009"});
  run("pcsc_scan", {"pcsc_scan", "-c", "-t", "1"});
  run("scriptor", {"scriptor", "-r", kReader, "-p", "T=0", folder / "script"});
  run("osmosim", {FOOTHOLD_OSMOSIM_CLIENT});
  run("two-clients", {"/usr/bin/python3", folder / "two_clients.py"});
  ::kill(pcscd, SIGTERM);
  finished(pcscd);
  ::kill(tre, SIGTERM);
  write(folder / "tre.code", std::to_string(finished(tre)));
  return 0;
}

class CardReader : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    const auto& folder = folder_->path();
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto authority =
        pki::make_authority("Card test", "Card test CA", {now - std::chrono::hours(1), now + std::chrono::hours(24)});
    ASSERT_TRUE(authority);
    write(folder / "ca.pem", authority->certificate.to_pem());
    write(folder / "ca.key", pem(authority->key.to_pem()));
    write(folder / "client.py", kClient);
    write(folder / "two_clients.py", kTwoClients);
    write(folder / "script", "reset\n00 A4 04 04 07 A0 00 00 00 87 10 02\n00 A4 00 0C 02 6F 07\n00 B0 00 00 09\n");
    write(folder / "reader.conf",
          "FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x8C7B\n"
          "LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so\nCHANNELID 0x8C7B\n");
    write(folder / "tre.toml", "state = \"" + (folder / "state").string() + "\"\nsocket = \"" +
                                   (folder / "tre.sock").string() + "\"\nvpcd = \"127.0.0.1:35963\"\n");
    const auto done = lab::run_isolated([&] { return use_card(folder); });
    if (!done) {
      forbidden_ = to_string(done.error());
    } else {
      EXPECT_EQ(*done, 0) << out("pcscd") << out("tre") << out("personalise");
    }
  }
  static void TearDownTestSuite() { delete folder_; }

  void SetUp() override {
    if (!forbidden_.empty()) GTEST_SKIP() << forbidden_;
  }

  static std::string out(const std::string& name) { return read_file(folder_->path() / (name + ".out")); }
  static std::string code(const std::string& name) { return read_file(folder_->path() / (name + ".code")); }
  static bool says(const std::string& name, const std::string& text) {
    return out(name).find(text) != std::string::npos;
  }

  static TemporaryFolder* folder_;
  static std::string forbidden_;
};

TemporaryFolder* CardReader::folder_ = nullptr;
std::string CardReader::forbidden_;

TEST_F(CardReader, PyscardReadsTheFilesAndGetsTheRightStatusWords) {
  EXPECT_EQ(code("pyscard"), "0") << out("pyscard");
  for (const auto* line :
       {"ATR: 3B 9B 96 80 1F C7 80 31 E0 73", "MF: 62 ", "ICCID: 98 00 01 02 00 00 00 00 01 F9 9000", "EF_DIR: 62 ",
        "USIM: 62 ", "IMSI: 08 09 10 20 00 00 00 00 10 9000", "no file:  6A82", "no instruction:  6D00",
        "open channel: 01 9000", "close channel:  9000", "wrong MAC:  9862", "TRE:  9000"}) {
    EXPECT_TRUE(says("pyscard", line)) << line << "\nis not in:\n" << out("pyscard");
  }
}

TEST_F(CardReader, OpenscSeesACardInTheReader) {
  EXPECT_EQ(code("opensc-readers"), "0") << out("opensc-readers");
  EXPECT_TRUE(std::regex_search(out("opensc-readers"), std::regex("\n0 +Yes +Virtual PCD 00 00\n")))
      << out("opensc-readers");
}

TEST_F(CardReader, OpenscReadsTheAnswerToReset) {
  EXPECT_EQ(code("opensc-atr"), "0") << out("opensc-atr");
  EXPECT_TRUE(says("opensc-atr", "3b:9b:96:80:1f:c7:80:31:e0:73")) << out("opensc-atr");
}

TEST_F(CardReader, OpenscSendsApdus) {
  EXPECT_EQ(code("opensc-apdu"), "0") << out("opensc-apdu");
  EXPECT_TRUE(says("opensc-apdu", "08 09 10 20 00 00 00 00 10")) << out("opensc-apdu");
  EXPECT_TRUE(says("opensc-apdu", "SW1=0x90, SW2=0x00")) << out("opensc-apdu");
}

TEST_F(CardReader, PcscScanFindsTheCard) {
  EXPECT_TRUE(says("pcsc_scan", "Card inserted")) << out("pcsc_scan");
  EXPECT_TRUE(says("pcsc_scan", "ATR: 3B 9B 96 80 1F C7 80 31 E0 73")) << out("pcsc_scan");
  EXPECT_FALSE(says("pcsc_scan", "ERROR")) << out("pcsc_scan");
}

TEST_F(CardReader, ScriptorRunsAScript) {
  EXPECT_EQ(code("scriptor"), "0") << out("scriptor");
  EXPECT_TRUE(says("scriptor", "08 09 10 20 00 00 00 00 10 90 00")) << out("scriptor");
}

// Where libosmosim's tables differ from TS 31.102: EF_AD has four octets and optional ones behind (4.2.18), not five at
// least; EF_ECC is linear fixed, of X + 4 octets (4.2.21), not transparent.
constexpr const char* kMistakesOfOsmosim = R"(complaint: ADF.USIM/EF.AD: is shorter than 5
complaint: ADF.USIM/EF.ECC: has another structure
complaint: ADF.USIM/EF.ECC: is shorter than 5
)";

TEST_F(CardReader, LibosmosimReadsEachFileItKnowsAndHasNoComplaint) {
  std::istringstream lines(out("osmosim"));
  std::string complaints;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("complaint: ")) complaints += line + "\n";
  }
  EXPECT_EQ(complaints, kMistakesOfOsmosim) << out("osmosim");
  EXPECT_EQ(code("osmosim"), "1") << out("osmosim");
  for (const auto* line :
       {"ATR 3b9b96801fc78031e073", "SIM/EF.ICCID: 10 octets, ICCID 980001020000000001f9",
        ": 3GPP USIM\nADF.USIM/EF.LI: ", "ADF.USIM/EF.IMSI: 9 octets, IMSI 0910200000000010",
        "application f0464f4f54484f4c4401: not known", "SIM/DF.GSM/EF.Kc: 9 octets", "SIM/DF.TELECOM/EF.SMS: "}) {
    EXPECT_TRUE(says("osmosim", line)) << line << "\nis not in:\n" << out("osmosim");
  }
}

TEST_F(CardReader, TwoClientsAtOnceGetTheirOwnAnswers) {
  EXPECT_EQ(code("two-clients"), "0") << out("two-clients");
  EXPECT_TRUE(says("two-clients", "answers: True 0809102000000000109000\n")) << out("two-clients");
}

TEST_F(CardReader, EndsInOrder) {
  EXPECT_EQ(code("tre"), "0") << out("tre");
}

}  // namespace
}  // namespace foothold::e2e
