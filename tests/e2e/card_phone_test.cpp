// SPDX-License-Identifier: AGPL-3.0-or-later
// Phones with the card. One is behind pcscd: an MCIM comes into the TRE meanwhile, and the card's REFRESH brings the
// phone back as the new subscriber. The other carries the TRE's own connection (Bearer Independent Protocol): a DM
// message goes over it to foothold-dpf. All in namespaces of the test's own. And a whole run, in which the machine
// manages over a phone.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <array>
#include <chrono>
#include <fstream>

#include "lab/card/card_link.h"
#include "lab/host/isolation.h"
#include "pki/issue.h"
#include "pki/m2msimmobj.h"
#include "tests/e2e/demo_run.h"
#include "tests/e2e/personalised_card.h"
#include "tests/e2e/started_program.h"
#include "tests/e2e/tshark.h"

namespace foothold::e2e {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNewImsi = "001030000000007";

// What a phone does with a card (TS 102 221 14): it polls, and fetches what the card wants.
constexpr const char* kPhone = R"(
import sys, time
from smartcard.CardRequest import CardRequest
from smartcard.CardType import AnyCardType
from smartcard.scard import SCARD_RESET_CARD
from smartcard.util import toBytes

service = CardRequest(timeout=60, cardType=AnyCardType()).waitforcard()
card = service.connection

def send(command):
    data, sw1, sw2 = card.transmit(command)
    while sw1 == 0x61:
        more, sw1, sw2 = card.transmit([0x00, 0xC0, 0x00, 0x00, sw2])
        data += more
    return data, sw1, sw2

def come_up():
    send(toBytes("80 10 00 00 03 00 00 80"))  # TERMINAL PROFILE: REFRESH alone
    for command in ("00 A4 04 0C 07 A0 00 00 00 87 10 02", "00 A4 00 0C 02 6F 07"):
        send(toBytes(command))
    octets, sw1, sw2 = send(toBytes("00 B0 00 00 09"))
    digits = "".join("%X%X" % (octet & 15, octet >> 4) for octet in octets[1:1 + octets[0]])
    print("subscriber", digits[1:].rstrip("F"), flush=True)

card.connect(disposition=SCARD_RESET_CARD)
come_up()
while True:
    data, sw1, sw2 = send(toBytes("80 F2 00 0C 00"))
    if sw1 == 0x91:
        command, sw1, sw2 = send([0x80, 0x12, 0x00, 0x00, sw2])
        details = command[4:7]
        print("proactive %02X %02X" % (details[1], details[2]), flush=True)
        send([0x80, 0x14, 0x00, 0x00, 0x0C, 0x81, 0x03] + details + [0x82, 0x02, 0x82, 0x81, 0x83, 0x01, 0x00])
        if details[1] == 0x01:
            card.reconnect(disposition=SCARD_RESET_CARD)
            come_up()
            break
    time.sleep(0.05)
)";

// A DM message to the DPF with the device's certificate; again until the DPF is up.
constexpr const char* kDmClient = R"(
import http.client, ssl, sys, time

folder = sys.argv[1]
context = ssl.create_default_context(cafile=folder + "/ca.pem")
context.load_cert_chain(folder + "/pfc.pem", folder + "/pfc.key")
message = open(sys.argv[2], "rb").read()
while True:
    try:
        connection = http.client.HTTPSConnection("127.0.0.1", 4000, context=context)
        connection.request("POST", "/dm", message, {"Content-Type": "application/vnd.syncml.dm+wbxml"})
        answer = connection.getresponse()
        octets = answer.read()
        break
    except (OSError, http.client.HTTPException):
        time.sleep(0.1)
print(answer.status, answer.getheader("Content-Type"))
open(folder + "/answer", "wb").write(octets)
)";

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path) << text;
}

std::string pem(const SecretBytes& octets) {
  return {octets.reveal().begin(), octets.reveal().end()};
}

template <class T>
T required(Result<T> result) {
  if (!result) throw std::runtime_error(to_string(result.error()));
  return std::move(*result);
}

// The device agent's part: an MCIM of the SHO's into the TRE, and active.
class Agent {
 public:
  explicit Agent(const fs::path& socket) : link_(required(lab::CardLink::connect(socket))) {
    ask({0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xF0, 'F', 'O', 'O', 'T', 'H', 'O', 'L', 'D', 0x01});
  }

  Bytes pfc_enc() { return ask({0x80, 0xCA, 0x01, 0x04, 0x00}); }
  void install(ByteView object) {
    while (object.size() > 255) {
      ask(command(0x90, 0x40, object.first(255)));
      object = object.subspan(255);
    }
    ask(command(0x80, 0x40, object));
  }
  void activate(const std::string& mcim) { ask(command(0x80, 0x44, Bytes(mcim.begin(), mcim.end()))); }

 private:
  static Bytes command(std::uint8_t cla, std::uint8_t ins, ByteView data) {
    Bytes octets = {cla, ins, 0x00, 0x00, static_cast<std::uint8_t>(data.size())};
    octets.insert(octets.end(), data.begin(), data.end());
    return octets;
  }
  Bytes ask(Bytes command) {
    const auto answer =
        required(lab::transact([this](ByteView octets) { return link_.exchange(octets); }, std::move(command)));
    if (!answer.ok()) throw std::runtime_error("the TRE answers " + std::to_string(answer.sw));
    return answer.data;
  }

  lab::CardLink link_;
};

struct Authorities {
  pki::Validity validity;
  pki::Authority authority;
};

pki::M2msimmobjContent new_subscription() {
  pki::M2msimmobjContent content;
  content.transaction = "transaction-1";
  content.pcid = kPersonalisedPcid;
  content.tre_identity = "TRE-000001";
  content.sho_plmn = "00103";
  content.mcim = "MCIM-1";
  content.expiry = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + std::chrono::hours(1);
  content.imsi = kNewImsi;
  content.iccid = "8900103000000000017";
  content.k = Secret<16>(std::array<std::uint8_t, 16>{0x11});
  content.opc = Secret<16>(std::array<std::uint8_t, 16>{0x22});
  content.apn = "internet";
  return content;
}

void provision(const fs::path& folder, const Authorities& by) {
  const auto sho_key = required(pki::PrivateKey::generate());
  const auto sho = required(pki::issue_sho_signer(by.authority, sho_key.public_key(), "00103", by.validity));
  Agent agent(folder / "tre.sock");
  const auto pfc = required(pki::Certificate::from_der(agent.pfc_enc()));
  agent.install(required(pki::seal_m2msimmobj(new_subscription(), pfc, sho, sho_key)));
  agent.activate("MCIM-1");
}

// Process 1 of the namespaces. What every program printed is in `folder`.
int use_card(const fs::path& folder, const Authorities& by) {
  if (::mount("tmpfs", "/run", "tmpfs", 0, "mode=0755") != 0 || ::mkdir("/run/pcscd", 0755) != 0) return 101;
  const auto programs = foothold_program().parent_path();
  const auto code = [&](const std::string& name, pid_t child) {
    write(folder / (name + ".code"), std::to_string(finished(child)));
  };
  code("personalise", start(personalise_command(folder), folder / "personalise.out"));
  const auto tre = start({programs / "foothold-tre", "--config", folder / "tre.toml"}, folder / "tre.out");
  const auto dpf = start({programs / "foothold-dpf", "--config", folder / "dpf.toml"}, folder / "dpf.out");
  if (!wait_until_listening(folder / "tre.sock")) return 102;

  const auto phone =
      start({programs / "foothold", "card", "phone", "--socket", folder / "tre.sock"}, folder / "phone.out");
  if (!wait_until_says(folder / "phone.out", "subscriber")) return 104;
  const auto forward = start({programs / "foothold", "card", "forward", "--socket", folder / "tre.sock", "--listen",
                              "127.0.0.1:4000", "--to", "127.0.0.1:4443"},
                             folder / "forward.out");
  if (!wait_until_says(folder / "forward.out", "port 4000")) return 105;
  code("dm",
       start({"timeout", "120", "/usr/bin/python3", folder / "dm.py", folder, FOOTHOLD_DM_MESSAGE}, folder / "dm.out"));

  const auto pcscd = start({"pcscd", "--foreground", "--config", folder / "reader.conf"}, folder / "pcscd.out");
  if (!wait_until_listening("/run/pcscd/pcscd.comm")) return 103;
  const auto refreshed = start({"timeout", "120", "/usr/bin/python3", folder / "phone.py"}, folder / "refreshed.out");
  if (!wait_until_says(folder / "refreshed.out", "subscriber")) return 106;
  provision(folder, by);
  code("refreshed", refreshed);
  if (!wait_until_says(folder / "phone.out", kNewImsi)) return 107;
  for (const auto& [name, child] :
       {std::pair("forward", forward), {"phone", phone}, {"pcscd", pcscd}, {"tre", tre}, {"dpf", dpf}}) {
    ::kill(child, SIGTERM);
    code(name, child);
  }
  return 0;
}

class CardPhone : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    const auto& folder = folder_->path();
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const pki::Validity validity{now - std::chrono::hours(1), now + std::chrono::hours(24)};
    const Authorities by{validity, pki::make_authority("Card test", "Card test CA", validity).value()};
    write(folder / "ca.pem", by.authority.certificate.to_pem());
    write(folder / "ca.key", pem(by.authority.key.to_pem()));
    const auto dpf_key = pki::PrivateKey::generate().value();
    write(folder / "dpf.key", pem(dpf_key.to_pem()));
    write(folder / "dpf.pem",
          pki::issue_operator_tls(by.authority, dpf_key.public_key(), "RO", "DPF", "127.0.0.1", validity)->to_pem());
    const auto pfc_key = pki::PrivateKey::generate().value();
    write(folder / "pfc.key", pem(pfc_key.to_pem()));
    write(folder / "pfc.pem",
          pki::issue_pfc_sign(by.authority, pfc_key.public_key(), "TRE-000001", kPersonalisedPcid, validity)->to_pem());
    const auto file = [&](const char* key, const char* name) {
      return std::string(key) + " = \"" + (folder / name).string() + "\"\n";
    };
    write(folder / "dpf.toml",
          "listen = \"127.0.0.1:4443\"\nlisten_operators = \"127.0.0.1:4444\"\nsho = \"https://127.0.0.1:4445\"\n" +
              file("certificate", "dpf.pem") + file("key", "dpf.key") + file("trust", "ca.pem") +
              file("platform_ca", "ca.pem") + file("database", "dpf.db"));
    write(folder / "phone.py", kPhone);
    write(folder / "dm.py", kDmClient);
    write(folder / "reader.conf",
          "FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x8C7B\n"
          "LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so\nCHANNELID 0x8C7B\n");
    write(folder / "tre.toml", file("state", "state") + file("socket", "tre.sock") + "vpcd = \"127.0.0.1:35963\"\n");
    const auto done = lab::run_isolated([&] { return use_card(folder, by); });
    if (!done) {
      forbidden_ = to_string(done.error());
    } else {
      EXPECT_EQ(*done, 0) << out("pcscd") << out("tre") << out("personalise") << out("phone") << out("forward")
                          << out("dpf") << out("refreshed");
    }
  }
  static void TearDownTestSuite() { delete folder_; }

  void SetUp() override {
    if (!forbidden_.empty()) GTEST_SKIP() << forbidden_;
  }

  static std::string out(const std::string& name) { return read_file(folder_->path() / (name + ".out")); }
  static std::string code(const std::string& name) { return read_file(folder_->path() / (name + ".code")); }

  static TemporaryFolder* folder_;
  static std::string forbidden_;
};

TemporaryFolder* CardPhone::folder_ = nullptr;
std::string CardPhone::forbidden_;

// TS 31.111 6.4.7: with nobody touching it.
TEST_F(CardPhone, ComesBackAsTheNewSubscriber) {
  EXPECT_EQ(code("refreshed"), "0") << out("refreshed");
  EXPECT_EQ(out("refreshed"),
            std::string("subscriber ") + kPersonalisedPcid + "\nproactive 01 04\nsubscriber " + kNewImsi + "\n");
}

TEST_F(CardPhone, CarriesADmMessageToTheDpf) {
  EXPECT_EQ(code("dm"), "0") << out("dm") << out("phone") << out("forward");
  EXPECT_EQ(out("dm"), "200 application/vnd.syncml.dm+wbxml\n");
  EXPECT_GT(read_file(folder_->path() / "answer").size(), 40U);  // a SyncML message with a status for each command
  EXPECT_NE(out("phone").find("open channel tcp 127.0.0.1:4443\n"), std::string::npos) << out("phone");
}

TEST_F(CardPhone, EndsInOrder) {
  for (const auto* name : {"personalise", "forward", "phone", "tre", "dpf"}) EXPECT_EQ(code(name), "0") << out(name);
  EXPECT_NE(out("phone").find(std::string("refresh 4\nsubscriber ") + kNewImsi), std::string::npos) << out("phone");
}

// From the first DM message to the report: the machine's own agent, TLS with the key in the TRE, the real operators.
TEST(ManagementOverAPhone, ProvisionsTheMcimAndBringsThePhoneBack) {
  const TemporaryFolder folder;
  const auto run_folder = folder.path() / "run";
  DemoRun run(run_folder, {"--dm-bearer", "phone"});
  EXPECT_EQ(run.wait(), 0) << run.output();
  EXPECT_EQ(run.last_line().find("22 of 22 steps observed"), 0U) << run.output();
  const auto story = read_file(run_folder / "log" / "phone.log");
  EXPECT_EQ(story.find("subscriber 001020000000001\nopen channel tcp 10.23.1.4:443\n"), 0U) << story;
  const auto refresh = story.find("refresh 4\n");
  ASSERT_NE(refresh, story.npos) << story;
  EXPECT_EQ(story.substr(refresh), "refresh 4\nsubscriber 001030000000001\n");

  const Tshark trace(run_folder / "trace.pcapng");
  EXPECT_FALSE(trace.packets("ip.src == 10.23.1.4 && ip.dst == 10.23.1.4 && tls").empty());  // from the phone
  EXPECT_FALSE(trace.packets("gtp && ip.addr == 10.23.1.1").empty());                        // GBA, over GPRS
  EXPECT_TRUE(trace.packets("gtp && ip.addr == 10.23.1.4").empty());
}

}  // namespace
}  // namespace foothold::e2e
