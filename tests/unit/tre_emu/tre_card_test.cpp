// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The TRE as a card: its subscriptions, PINs and toolkit seen by terminals, and what lasts when the power goes.
#include <gtest/gtest.h>

#include "tests/unit/tre_emu/test_device.h"
#include "tre_emu/tre.h"
#include "tre_emu/usim/usim_files.h"

namespace foothold::tre_emu {
namespace {

Bytes octets(std::string_view text) {
  return Bytes(text.begin(), text.end());
}

class TreCardTest : public testing::Test {
 protected:
  void install_and_activate(const std::string& identifier = "MCIM-1", const std::string& imsi = "001030000000001") {
    device_.select_tre();
    ASSERT_EQ(device_.tre_command(0x40, sealed(test_mcim(identifier, imsi), *device_.tre)),
              to_hex(octets(identifier)) + "9000");
    ASSERT_EQ(device_.tre_command(0x44, octets(identifier)), "9000");
  }
  // As another terminal.
  std::string send_as(Tre::Connection terminal, std::string_view apdu) {
    return to_hex(device_.tre->on_apdu(terminal, hex(apdu)).response);
  }
  std::string directory(unsigned record) {
    device_.send("00A40000023F00");
    return device_.send("00B20" + std::to_string(record) + "F440");
  }

  TestDevice device_;
};

TEST_F(TreCardTest, ListsTheActiveSubscriptionFirst) {
  EXPECT_EQ(directory(1).substr(0, 52), "61184f10a0000000871002ffffffff890000010050045553494d");
  EXPECT_EQ(directory(2).substr(0, 4), "6111");
  EXPECT_EQ(directory(3), "6a83");
  install_and_activate();
  const auto mcim = to_hex(usim::usim_aid("MCIM-1"));
  EXPECT_EQ(directory(1).substr(0, 52), "61184f10" + mcim + "50045553494d");
  EXPECT_EQ(directory(2).substr(0, 52), "61184f10a0000000871002ffffffff8900000100500450434944");  // PCID
  device_.select_tre();
  device_.tre_command(0x46, octets("MCIM-1"));
  EXPECT_EQ(directory(2).substr(0, 52), "61184f10" + mcim + "50044d43494d");  // MCIM
  device_.select_tre();
  device_.tre_command(0x48, octets("MCIM-1"));
  EXPECT_EQ(directory(2).substr(0, 4), "6111");
}

TEST_F(TreCardTest, LetsOtherSubscriptionsBeSeenButNotUsed) {
  install_and_activate();
  const auto pcid = to_hex(usim::usim_aid());
  EXPECT_EQ(device_.send("00A4040C10" + pcid), "6283");
  EXPECT_EQ(device_.send("00B0870000"), "6985");
  EXPECT_EQ(device_.send("00D68D00010A"), "6985");
  EXPECT_EQ(device_.send("008800801110" + to_hex(Bytes(16)) + "00"), "6985");
  EXPECT_EQ(device_.send("00A4040C10" + to_hex(usim::usim_aid("MCIM-1"))), "9000");
  EXPECT_EQ(device_.send("00B0870000"), "0809103000000000109000");
  EXPECT_EQ(device_.send("00A4040E07A0000000871002"), "6283");  // next: the PCID's
  EXPECT_EQ(device_.send("00A4040F07A0000000871002"), "9000");  // previous
  EXPECT_EQ(device_.send("00A4040D07A0000000871002"), "6283");  // last
  EXPECT_EQ(device_.send("00A4040E07A0000000871002"), "6a82");
}

TEST_F(TreCardTest, KeepsTheFilesOfSubscriptionsApart) {
  device_.select_usim();
  EXPECT_EQ(device_.send("00D68D000111"), "9000");  // EF_FPLMN
  install_and_activate();
  device_.select_usim();
  EXPECT_EQ(device_.send("00B08D0001"), "ff9000");
  EXPECT_EQ(device_.send("00D68D000122"), "9000");
  device_.select_tre();
  device_.tre_command(0x46, octets("MCIM-1"));
  device_.select_usim();
  EXPECT_EQ(device_.send("00B08D0001"), "119000");
  EXPECT_EQ(device_.send("A0A40000027F20"), "9f16");
  EXPECT_EQ(device_.send("A0A40000026F7B"), "9f0f");
  EXPECT_EQ(device_.send("A0B0000001"), "119000");
}

// Nobody touches the phone: with its next command it hears of the new subscriber (TS 31.111 6.4.7).
TEST_F(TreCardTest, TellsThePhoneToStartAnew) {
  const auto phone = device_.tre->connect();
  const auto silent = device_.tre->connect();
  EXPECT_EQ(send_as(phone,
                    "80100000030000"
                    "80"),
            "9000");
  EXPECT_EQ(send_as(phone, "80F2000C"), "9000");
  install_and_activate();
  EXPECT_EQ(send_as(silent, "80F2000C"), "9000");
  EXPECT_EQ(device_.send("80F2000C"), "9000");
  EXPECT_EQ(send_as(phone, "80F2000C"), "910b");
  EXPECT_EQ(send_as(phone, "00A40004023F00").substr(0, 2), "61");
  EXPECT_TRUE(send_as(phone, "00C0000000").ends_with("910b"));
  EXPECT_EQ(send_as(phone, "00B0960000"), "6a82");  // not with an error
  auto outcome = device_.tre->on_apdu(phone, hex("801200000B"));
  EXPECT_EQ(to_hex(outcome.response), "d0098103010104820281829000");
  ASSERT_EQ(outcome.events.size(), 2U);
  EXPECT_EQ(outcome.events[0].name, "apdu.fetch");
  EXPECT_EQ(outcome.events[1].name, "toolkit.proactive");
  EXPECT_EQ(outcome.events[1].field("command"), "refresh");
  EXPECT_EQ(outcome.events[1].device, kPcid);
  EXPECT_EQ(send_as(phone, "801400000C810301010482028281830100"), "9000");
  // And again when the MCIM is taken back; by class A0 as well.
  device_.select_tre();
  device_.tre_command(0x46, octets("MCIM-1"));
  EXPECT_EQ(send_as(phone, "A0A40000023F00"), "9f16");
  EXPECT_EQ(send_as(phone, "A0C0000016").substr(44), "910b");
  EXPECT_EQ(send_as(phone, "A01200000B"), "d0098103020104820281829000");
}

TEST_F(TreCardTest, KeepsPinsAndTheirTries) {
  EXPECT_EQ(device_.send("002800010830303030FFFFFFFF"), "9000");  // PIN1 on
  EXPECT_EQ(device_.send("002000010839393939FFFFFFFF"), "63c2");
  EXPECT_EQ(device_.event("apdu.verify_pin")->field("sw"), "63c2");
  EXPECT_EQ(to_hex(device_.event("apdu.verify_pin")->bytes).find("39393939"), std::string::npos);
  device_.power_cycle();
  EXPECT_EQ(device_.send("00200001"), "63c2");
  device_.select_usim();
  EXPECT_EQ(device_.send("00B0870000"), "6982");
  EXPECT_EQ(device_.send("002000010830303030FFFFFFFF"), "9000");
  EXPECT_EQ(device_.send("00B0870000"), "0809102000000000109000");
}

// TS 31.102 4.2: what the operator may change, and the identity that nobody may.
TEST_F(TreCardTest, LetsItsAdministratorChangeFiles) {
  auto pins = card::Pins::initial();
  pins.pin2 = card::Pin::fresh(*card::pin_value("5678"), *card::pin_value("22222222"));
  pins.adm1 = card::Pin::fresh(*card::pin_value("88888888"), card::PinValue());
  TestDevice device(test_order(), pins);
  device.select_usim();
  EXPECT_EQ(device.send("00D686000200FF"), "6982");  // EF_ACC
  EXPECT_EQ(device.send("0020000A083838383838383838"), "9000");
  EXPECT_EQ(device.send("00D686000200FF"), "9000");
  EXPECT_EQ(device.send("00D6870001AA"), "6982");  // EF_IMSI
  device.send("00A4000C026F3B");
  const std::string number = "00DC01041C" + to_hex(Bytes(28, 0x11));
  EXPECT_EQ(device.send(number), "6982");  // EF_FDN is under PIN2
  EXPECT_EQ(device.send("002000810835363738FFFFFFFF"), "9000");
  EXPECT_EQ(device.send(number), "9000");
  EXPECT_EQ(device.send("00040000"), "9000");
  EXPECT_EQ(device.send("00B201041C"), "6985");

  device.power_cycle();
  device.select_usim();
  EXPECT_EQ(device.send("00B0860002"), "00ff9000");
  EXPECT_EQ(device.send("00A4000C026F3B"), "6283");
  EXPECT_EQ(device.send("00440000"), "6982");
  EXPECT_EQ(device.send("0020000A083838383838383838"), "9000");
  EXPECT_EQ(device.send("00440000"), "9000");
  EXPECT_EQ(device.send("00B201041C"), to_hex(Bytes(28, 0x11)) + "9000");
}

TEST_F(TreCardTest, TakesEvidenceAndIncreaseForWhatTheyAre) {
  device_.select_usim();
  EXPECT_EQ(device_.send("8032"
                         "9C0003000001"
                         "00"),
            "0000010000019000");
  EXPECT_NE(device_.event("apdu.increase"), nullptr);
  device_.select_tre();
  device_.tre_command(0x32, Bytes(8));
  EXPECT_NE(device_.event("apdu.get_evidence"), nullptr);
}

TEST_F(TreCardTest, RefusesACardsCommandsWhenLocked) {
  device_.tre->tamper("a probe was found");
  for (const char* apdu : {"A0A40000023F00", "002000010830303030FFFFFFFF", "801000000100", "8012000000",
                           "00840000"
                           "08"}) {
    EXPECT_EQ(device_.send(apdu), "6983") << apdu;
  }
}

// For each step of the store, and both ways in which what was not synced may look: the file is the old or the new one.
TEST_F(TreCardTest, HasTheOldOrTheNewFileWheneverPowerGoes) {
  struct Update {
    const char* command;
    std::vector<const char*> before;  // selections
    const char* look;                 // at what it changes, behind the same selections
  };
  const std::string record = "00DC010428" + to_hex(Bytes(40, 0x77));
  const Update updates[] = {
      {"00D68D0003112233", {"00A4040C07A0000000871002"}, "00B08D0000"},
      {record.c_str(), {"00A4040C07A0000000871002", "00A4000C026F42"}, "00B2010428"},
      {"80329C0003000001", {"00A4040C07A0000000871002"}, "00B201E403"},
      {"A0D60000021122", {"A0A40000027F20", "A0A40000026F74"}, "A0B0000010"},
      {"00D68500026465", {"00A40000023F00"}, "00B0850000"},
      {"002800010830303030FFFFFFFF", {"00A40000023F00"}, "00A40004023F0000"},
  };
  for (const auto& update : updates) {
    const auto look = [&](TestDevice& device) {
      for (const auto* apdu : update.before) device.send(apdu);
      return device.send(update.look);
    };
    TestDevice undisturbed;
    const auto old_content = look(undisturbed);
    undisturbed.send(update.command);
    undisturbed.power_cycle();
    const auto new_content = look(undisturbed);
    ASSERT_NE(old_content, new_content) << update.command;
    for (const auto kept : {MemoryFolder::Kept::synced_only, MemoryFolder::Kept::names_and_torn_contents}) {
      bool done = false;
      for (int steps = 0; !done; ++steps) {
        ASSERT_LT(steps, 100);
        TestDevice device;
        look(device);
        device.folder.lose_power_after(steps);
        const auto answer = device.send(update.command);
        done = answer.ends_with("9000") || answer == "6106";
        device.folder.restore_power(kept);
        device.power_cycle();
        ASSERT_EQ(device.tre->state(), policy::TreState::measuring) << update.command << " after " << steps;
        const auto content = look(device);
        EXPECT_TRUE(content == new_content || (content == old_content && !done))
            << update.command << " after " << steps;
      }
    }
  }
}

}  // namespace
}  // namespace foothold::tre_emu
