// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The TRE as a terminal meets it: by APDU only.
#include "tre_emu/tre.h"

#include <gtest/gtest.h>

#include "base/byte_writer.h"
#include "gsm/auth/quintet.h"
#include "pki/eat.h"
#include "pki/gba.h"
#include "tests/unit/tre_emu/test_device.h"
#include "tre_emu/card/tlv.h"

namespace foothold::tre_emu {
namespace {

std::string text_hex(std::string_view text) {
  return to_hex(Bytes(text.begin(), text.end()));
}
Bytes octets(std::string_view text) {
  return Bytes(text.begin(), text.end());
}

class TreTest : public testing::Test {
 protected:
  gsm::auth::Rand rand_{0x11, 0x22, 0x33};

  gsm::auth::Quintet challenge(std::string_view k, std::string_view opc, std::uint64_t sqn) const {
    return gsm::auth::make_quintet({key_of(k), key_of(opc)}, {}, gsm::auth::Sqn(sqn), rand_);
  }
  std::string authenticate(const gsm::auth::Quintet& quintet, std::uint8_t p2 = 0x81, Bytes head = {}) {
    ByteWriter writer(head);
    writer.lv(quintet.rand);
    writer.lv(quintet.autn);
    return device_.send(card::encode_command({0x00, 0x88, 0x00, p2, head, 256}));
  }
  std::string install(const pki::M2msimmobjContent& content) {
    return device_.tre_command(0x40, sealed(content, *device_.tre));
  }

  TestDevice device_;
};

TEST_F(TreTest, TellsWhoItIs) {
  EXPECT_EQ(device_.select_tre(), "9000");
  EXPECT_EQ(device_.send("80CA010100"), text_hex(kTreIdentity) + "9000");
  EXPECT_EQ(device_.send("80CA010200"), text_hex(kPcid) + "9000");
  EXPECT_EQ(device_.send("80CA010500"), "009000");
  EXPECT_EQ(device_.send("80CA010700"), text_hex("https://10.23.1.1/") + "9000");
  EXPECT_EQ(device_.send("80CA010800"), text_hex("foothold.ro") + "9000");
  const auto& state = device_.tre->vault().state();
  EXPECT_EQ(device_.exchange({0x80, 0xCA, 0x01, 0x03, {}, {}}), to_hex(state.pfc_sign) + "9000");
  EXPECT_EQ(device_.exchange({0x80, 0xCA, 0x01, 0x04, {}, {}}), to_hex(state.pfc_enc) + "9000");
  EXPECT_EQ(device_.exchange({0x80, 0xCA, 0x01, 0x06, {}, {}}), to_hex(state.operators_ca) + "9000");
  EXPECT_EQ(device_.send("80CA010900"), "6a88");
  EXPECT_EQ(device_.send("80CA000100"), "6a88");
  EXPECT_EQ(device_.send("8040010000"), "6a86");
  EXPECT_EQ(device_.send("805E000000"), "6d00");
  EXPECT_EQ(device_.send("0040000000"), "6d00");
}

TEST_F(TreTest, ServesItsApplicationOnlyWhereItIsSelected) {
  EXPECT_EQ(device_.send("80CA010100"), "6d00");
  device_.select_usim();
  EXPECT_EQ(device_.send("80CA010100"), "6d00");
  EXPECT_EQ(device_.send("00B0870000"), "0809102000000000109000");
}

TEST_F(TreTest, AuthenticatesThePcid) {
  device_.select_usim();
  const auto quintet = challenge(kK, kOpc, kSqn);
  const auto answer = authenticate(quintet);
  EXPECT_EQ(answer.substr(0, 20), "db08" + to_hex(quintet.xres));
  const auto* const event = device_.event("apdu.authenticate");
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->kind, trace::Kind::decision);
  EXPECT_EQ(event->from, trace::Actor::tre);
  EXPECT_EQ(event->field("imsi"), kPcid);
  EXPECT_EQ(event->field("result"), "ok");
  EXPECT_EQ(event->field("sw"), "9000");
  EXPECT_EQ(event->device, kPcid);
  EXPECT_EQ(event->payload, trace::Payload::sim_apdu);
  const auto shown = to_hex(event->bytes);
  EXPECT_NE(shown.find(to_hex(rand_)), std::string::npos);
  for (const auto& secret : {to_hex(quintet.xres), to_hex(quintet.ck.reveal()), to_hex(quintet.ik.reveal())}) {
    EXPECT_NE(answer.find(secret), std::string::npos);
    EXPECT_EQ(shown.find(secret), std::string::npos);
  }
}

TEST_F(TreTest, ShowsNoKeyInPiecesEither) {
  device_.select_usim();
  const auto quintet = challenge(kK, kOpc, kSqn);
  Bytes data;
  ByteWriter(data).lv(quintet.rand);
  ByteWriter(data).lv(quintet.autn);
  EXPECT_EQ(device_.send(card::encode_command({0x00, 0x88, 0x00, 0x81, data, {}})), "6135");
  EXPECT_EQ(device_.send("00C0000020").substr(64), "6115");
  EXPECT_EQ(to_hex(device_.events.front().bytes).find(to_hex(quintet.xres)), std::string::npos);
  EXPECT_EQ(device_.send("00C0000015").substr(42), "9000");
  EXPECT_EQ(to_hex(device_.events.front().bytes).find(to_hex(quintet.ik.reveal()).substr(16)), std::string::npos);
}

TEST_F(TreTest, RemembersSequenceNumbersOverPowerCycles) {
  device_.select_usim();
  const auto quintet = challenge(kK, kOpc, kSqn);
  EXPECT_EQ(authenticate(quintet).substr(0, 2), "db");
  device_.power_cycle();
  device_.select_usim();
  EXPECT_EQ(authenticate(quintet).substr(0, 4), "dc0e");
  EXPECT_EQ(device_.event("apdu.authenticate")->field("result"), "sync");
}

// The window's new state is on disk before the answer, or there is no answer.
TEST_F(TreTest, GivesNoAnswerThatItCouldNotRemember) {
  device_.select_usim();
  const auto quintet = challenge(kK, kOpc, kSqn);
  device_.folder.lose_power_after(0);
  EXPECT_EQ(authenticate(quintet), "6581");
  EXPECT_EQ(to_hex(device_.events.front().bytes).find(to_hex(quintet.xres)), std::string::npos);
  device_.folder.restore_power(MemoryFolder::Kept::synced_only);
  EXPECT_EQ(authenticate(quintet).substr(0, 2), "db");
}

TEST_F(TreTest, KeepsWhatATerminalWrites) {
  device_.select_usim();
  EXPECT_EQ(device_.send("00D68B000B" + to_hex(Bytes(11, 0x42))), "9000");
  EXPECT_EQ(device_.send("00D6880021" + to_hex(Bytes(33, 0x42))), "9000");
  EXPECT_EQ(to_hex(device_.events.front().bytes).find("4242"), std::string::npos);  // EF_Keys
  device_.power_cycle();
  device_.select_usim();
  EXPECT_EQ(device_.send("00B08B0000"), to_hex(Bytes(11, 0x42)) + "9000");
  EXPECT_EQ(device_.send("00D6870001AA"), "6982");  // EF_IMSI
}

TEST_F(TreTest, ClosesItsRegistersWithTheFirstEvidence) {
  device_.select_tre();
  Bytes data;
  card::put_tlv(data, 0x81, octets("firmware"));
  card::put_tlv(data, 0x82, Bytes(32));
  const auto value = device_.tre_command(0x30, data);
  EXPECT_EQ(value, "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b9000");
  EXPECT_EQ(device_.event("apdu.extend_measurement")->field("component"), "firmware");
  EXPECT_EQ(device_.tre_command(0x32, Bytes(7)), "6700");
  EXPECT_EQ(device_.tre_command(0x32, Bytes(65)), "6700");
  EXPECT_EQ(device_.tre_command(0x30, data).size(), 68U);  // still open

  const auto nonce = Bytes(32, 0x99);
  const auto answer = device_.tre_command(0x32, nonce);
  ASSERT_EQ(answer.substr(answer.size() - 4), "9000");
  const auto token = hex(answer.substr(0, answer.size() - 4));
  const auto pfc_sign = pki::Certificate::from_der(device_.tre->vault().state().pfc_sign).value();
  const auto claims = pki::verify_eat(std::string(token.begin(), token.end()), pfc_sign.public_key());
  ASSERT_TRUE(claims) << to_string(claims.error());
  EXPECT_EQ(claims->nonce, nonce);
  ASSERT_EQ(claims->components.size(), 1U);

  EXPECT_EQ(device_.tre_command(0x30, data), "6985");
  device_.power_cycle();
  device_.select_tre();
  EXPECT_EQ(device_.tre_command(0x30, data), value);
}

TEST_F(TreTest, RefusesMeasurementsOfAnotherForm) {
  device_.select_tre();
  for (const char* data : {"8101418220", "81014182021234", "82208141", "810141", ""}) {
    EXPECT_EQ(device_.tre_command(0x30, hex(data)), "6a80") << data;
  }
}

TEST_F(TreTest, SignsTlsHandshakesOnly) {
  device_.select_tre();
  Bytes content(64, 0x20);
  const auto context = octets("TLS 1.3, client CertificateVerify");
  content.insert(content.end(), context.begin(), context.end());
  content.push_back(0);
  content.resize(content.size() + 32, 0x77);
  const auto answer = device_.tre_command(0x34, content);
  ASSERT_EQ(answer.substr(answer.size() - 4), "9000");
  const auto pfc_sign = pki::Certificate::from_der(device_.tre->vault().state().pfc_sign).value();
  EXPECT_TRUE(pfc_sign.public_key().verify(content, hex(answer.substr(0, answer.size() - 4))));
  EXPECT_EQ(device_.tre_command(0x34, octets("eyJhbGciOiJFUzI1NiJ9.e30")), "6a80");
  EXPECT_EQ(device_.tre_command(0x34, {}), "6a80");
}

TEST_F(TreTest, VerifiesTheBootstrapOfItsDrf) {
  device_.select_tre();
  const auto document = Bytes(600, 0x0D);
  const auto verify = [&](ByteView mac) {
    Bytes data;
    card::put_tlv(data, 0x81, mac);
    card::put_tlv(data, 0x82, document);
    return device_.tre_command(0x36, data);
  };
  EXPECT_EQ(verify(Bytes(20)), "6985");
  EXPECT_EQ(verify(Bytes(19)), "6a80");

  device_.select_usim();
  auto quintet = challenge(kK, kOpc, kSqn);
  quintet.autn = pki::gba::gba_u_autn(quintet.autn, quintet.ik.reveal());
  EXPECT_EQ(authenticate(quintet, 0x84, {0xDD}), "db08" + to_hex(quintet.xres) + "9000");
  // EF_GBABP has the RAND at once, on the channel that has it in view.
  device_.send("00A4000C026FD6");
  EXPECT_EQ(device_.send("00B0000011"), "10" + to_hex(rand_) + "9000");

  device_.power_cycle();  // Ks stays in the card
  device_.select_tre();
  const auto key = pki::gba::ks_int_naf(pki::gba::ks(quintet.ck.reveal(), quintet.ik.reveal()), rand_,
                                        pki::gba::impi_of(kPcid, 2), pki::gba::naf_id("drf.foothold.ro"));
  const auto mac = pki::hmac_sha1(key.reveal(), document);
  EXPECT_EQ(verify(mac), "9000");
  ASSERT_NE(device_.event("tre.bootstrap_verified"), nullptr);
  EXPECT_EQ(device_.event("tre.bootstrap_verified")->field("pcid"), kPcid);
  EXPECT_EQ(device_.event("tre.bootstrap_verified")->kind, trace::Kind::decision);
  auto wrong = mac;
  wrong[19] ^= 1;
  EXPECT_EQ(verify(wrong), "9862");
  EXPECT_EQ(device_.event("tre.bootstrap_verified"), nullptr);
  EXPECT_NE(device_.event("tre.bootstrap_refused"), nullptr);
}

TEST_F(TreTest, BecomesAnotherSubscriber) {
  device_.select_tre();
  EXPECT_EQ(device_.tre_command(0x4A, octets("transaction-of-MCIM-1")), "009000");
  EXPECT_EQ(install(test_mcim()), text_hex("MCIM-1") + "9000");
  const auto* const installed = device_.event("tre.mcim_installed");
  ASSERT_NE(installed, nullptr);
  EXPECT_EQ(installed->field("mcim"), "MCIM-1");
  EXPECT_EQ(installed->kind, trace::Kind::decision);
  EXPECT_EQ(device_.tre_command(0x4A, octets("transaction-of-MCIM-1")), "019000");
  EXPECT_EQ(device_.tre_command(0x4A, octets("transaction-of-MCIM-2")), "009000");

  device_.send("0070000001");  // a second channel for the USIM
  device_.send("01A4040C07A0000000871002");
  EXPECT_EQ(device_.send("01B0870000"), "0809102000000000109000");  // still the PCID
  EXPECT_EQ(device_.tre_command(0x44, octets("MCIM-1")), "9000");
  EXPECT_EQ(device_.event("tre.mcim_activated")->field("imsi"), "001030000000001");
  EXPECT_EQ(device_.send("80CA010800"), text_hex("internet") + "9000");

  EXPECT_EQ(device_.send("01B0870000"), "6a82");  // fell back to the MF
  device_.send("01A4040C07A0000000871002");
  EXPECT_EQ(device_.send("01B0870000"), "0809103000000000109000");
  device_.send("01A4000C023F00");
  EXPECT_EQ(device_.send("01B0820000"),
            "980001030000000010f7"
            "9000");  // EF_ICCID

  device_.power_cycle();
  device_.select_usim();
  const auto quintet = challenge("00112233445566778899aabbccddeeff", "ffeeddccbbaa99887766554433221100", 33);
  EXPECT_EQ(authenticate(quintet).substr(0, 20), "db08" + to_hex(quintet.xres));
  EXPECT_EQ(device_.event("apdu.authenticate")->field("imsi"), "001030000000001");
  device_.select_tre();
  EXPECT_EQ(device_.tre_command(0x48, octets("MCIM-1")), "6985");
  EXPECT_EQ(device_.tre_command(0x46, octets("MCIM-1")), "9000");
  EXPECT_EQ(device_.tre_command(0x48, octets("MCIM-1")), "9000");
  EXPECT_EQ(device_.tre_command(0x42, {}), "9000");
  EXPECT_EQ(device_.tre_command(0x4A, octets("transaction-of-MCIM-1")), "019000");
  device_.select_usim();
  EXPECT_EQ(device_.send("00B0870000"), "0809102000000000109000");
}

TEST_F(TreTest, SaysWhyItRefusesAnMcim) {
  device_.select_tre();
  auto other = test_mcim();
  other.pcid = "001020000000002";
  EXPECT_EQ(install(other), "6a88");
  const auto* const event = device_.event("tre.mcim_refused");
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->kind, trace::Kind::failure);
  EXPECT_EQ(event->field("result"), "4");
  EXPECT_FALSE(event->field("reason").empty());
  EXPECT_EQ(device_.tre_command(0x40, Bytes(300)), "6a80");
  EXPECT_EQ(device_.event("tre.mcim_refused")->field("result"), "1");
  EXPECT_EQ(device_.tre_command(0x42, {}), "9000");
}

TEST_F(TreTest, HandsOverNothingWhenLocked) {
  device_.select_tre();
  ASSERT_EQ(install(test_mcim()), text_hex("MCIM-1") + "9000");
  const auto object = sealed(test_mcim("MCIM-2", "001030000000002"), *device_.tre);
  device_.select_usim();
  const auto outcome = device_.tre->tamper("a probe was found");
  ASSERT_EQ(outcome.events.size(), 1U);
  EXPECT_EQ(outcome.events.front().name, "tre.locked");
  EXPECT_EQ(outcome.events.front().field("reason"), "a probe was found");
  for (int boot = 0; boot < 2; ++boot) {
    EXPECT_EQ(device_.send("00B0870000"), "6983");
    EXPECT_EQ(authenticate(challenge(kK, kOpc, kSqn)), "6983");
    EXPECT_EQ(device_.select_usim(), "6983");
    EXPECT_EQ(device_.select_tre(), "9000");
    EXPECT_EQ(device_.send("80CA010100"), text_hex(kTreIdentity) + "9000");
    EXPECT_EQ(device_.send("80CA010200"), text_hex(kPcid) + "9000");
    EXPECT_EQ(device_.send("80CA010500"), "019000");
    EXPECT_EQ(device_.send("80CA010300"), "6983");
    for (const auto ins : Bytes{0x30, 0x32, 0x34, 0x36, 0x42, 0x44, 0x46, 0x48, 0x4A}) {
      EXPECT_EQ(device_.tre_command(ins, Bytes(8)), "6983") << int{ins};
    }
    EXPECT_EQ(device_.tre_command(0x40, object), "6983");
    device_.power_cycle();
    ASSERT_EQ(device_.tre->power_up_events().size(), 1U);
    EXPECT_EQ(device_.tre->power_up_events().front().device, kPcid);
  }
}

TEST_F(TreTest, LocksOnAChangedStoreAndTellsIt) {
  EXPECT_TRUE(device_.tre->power_up_events().empty());
  auto store = device_.folder.content("store");
  store.back() ^= 1;
  device_.folder.put("store", store);
  device_.power_cycle();
  EXPECT_EQ(device_.tre->state(), policy::TreState::locked);
  EXPECT_EQ(device_.tre->power_up_events().front().name, "tre.locked");
  device_.select_tre();
  EXPECT_EQ(device_.send("80CA010500"), "019000");
}

// Who wants no word of each APDU still hears of what they change.
TEST_F(TreTest, TellsChangesWithoutExchanges) {
  device_.tre->tell_exchanges(false);
  EXPECT_EQ(device_.select_usim(), "9000");
  EXPECT_TRUE(device_.events.empty());
  device_.select_tre();
  device_.tre_command(0x40, sealed(test_mcim(), *device_.tre));
  ASSERT_EQ(device_.send(Bytes{0x80, 0x44, 0, 0, 6, 'M', 'C', 'I', 'M', '-', '1'}), "9000");
  EXPECT_NE(device_.event("tre.mcim_activated"), nullptr);
  EXPECT_EQ(device_.event("apdu.activate_mcim"), nullptr);
  device_.tre->tell_exchanges(true);
  device_.select_usim();
  EXPECT_NE(device_.event("apdu.select"), nullptr);
}

TEST_F(TreTest, AnswersConnectionsThatAreNotThere) {
  EXPECT_EQ(to_hex(device_.tre->on_apdu(4711, hex("80CA010100")).response), "6f00");
  device_.tre->disconnect(4711);
  const auto other = device_.tre->connect();
  device_.tre->disconnect(other);
  EXPECT_EQ(to_hex(device_.tre->on_apdu(other, hex("80CA010100")).response), "6f00");
}

}  // namespace
}  // namespace foothold::tre_emu
