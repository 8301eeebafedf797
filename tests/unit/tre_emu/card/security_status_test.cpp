// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/security_status.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "tests/unit/tre_emu/card/memory_pins.h"

namespace foothold::tre_emu::card {
namespace {

class PinTest : public testing::Test {
 protected:
  std::string send(std::string_view apdu) {
    const auto answer = pin_command(decode_command(from_hex(apdu).value()).value(), security_);
    EXPECT_TRUE(answer.command_is_secret) << apdu;
    EXPECT_TRUE(answer.data.empty());
    const auto sw = static_cast<std::uint16_t>(answer.sw);
    return to_hex(Bytes{static_cast<std::uint8_t>(sw >> 8), static_cast<std::uint8_t>(sw)});
  }

  static constexpr std::string_view kRight1 = "31323334ffffffff";
  static constexpr std::string_view kWrong = "39393939ffffffff";
  static constexpr std::string_view kPuk1 = "3131313131313131";

  std::string verify(std::string_view value, std::string_view reference = "01") {
    return send("002000" + std::string(reference) + "08" + std::string(value));
  }

  MemoryPins pins_;
  SecurityStatus security_{&pins_};
};

TEST_F(PinTest, Verifies) {
  EXPECT_FALSE(security_.satisfied(kPin1));
  EXPECT_EQ(verify(kRight1), "9000");
  EXPECT_TRUE(security_.satisfied(kPin1));
  EXPECT_FALSE(security_.satisfied(kPin2));
  security_.reset();
  EXPECT_FALSE(security_.satisfied(kPin1));
}

TEST_F(PinTest, CountsDownToBlockedAndUpAgain) {
  EXPECT_EQ(send("00200001"), "63c3");
  EXPECT_EQ(verify(kWrong), "63c2");
  EXPECT_EQ(verify(kRight1), "9000");
  EXPECT_EQ(send("00200001"), "63c3");
  EXPECT_EQ(verify(kWrong), "63c2");
  EXPECT_FALSE(security_.satisfied(kPin1));
  EXPECT_EQ(verify(kWrong), "63c1");
  EXPECT_EQ(verify(kWrong), "63c0");
  EXPECT_EQ(verify(kRight1), "6983");
  EXPECT_EQ(send("00200001"), "6983");
  EXPECT_EQ(send("0024000110" + std::string(kRight1) + std::string(kWrong)), "6983");
  EXPECT_EQ(send("0026000108" + std::string(kRight1)), "6983");
}

// The try is on disk before the value is compared; where it cannot be, nothing is compared.
TEST_F(PinTest, CountsBeforeItCompares) {
  pins_.fails = true;
  EXPECT_EQ(verify(kRight1), "6581");
  EXPECT_FALSE(security_.satisfied(kPin1));
  pins_.fails = false;
  verify(kRight1);
  EXPECT_EQ(pins_.writes, 2);
  verify(kWrong);
  EXPECT_EQ(pins_.writes, 3);
}

TEST_F(PinTest, Changes) {
  EXPECT_EQ(send("0024000110" + std::string(kWrong) + "35353535ffffffff"), "63c2");
  EXPECT_EQ(send("0024000110" + std::string(kRight1) + "353535ffffffffff"), "6a80");  // three digits
  EXPECT_EQ(send("0024000110" + std::string(kRight1) + "3535353541ffffff"), "6a80");
  EXPECT_EQ(send("0024000110" + std::string(kRight1) + "35353535ffff35ff"), "6a80");
  EXPECT_EQ(send("0024000110" + std::string(kRight1) + "35353535ffffffff"), "9000");
  EXPECT_EQ(verify(kRight1), "63c2");
  EXPECT_EQ(verify("35353535ffffffff"), "9000");
  EXPECT_EQ(send("0024000A10" + std::string(8, '3') + std::string(8, '8') + "0001020304050607"), "63c2");
  EXPECT_EQ(send("0024000A10"
                 "3838383838383838"
                 "0001020304050607"),
            "9000");  // an administrator's key need not be digits
  EXPECT_EQ(verify("0001020304050607", "0A"), "9000");
}

TEST_F(PinTest, DisablesAndEnablesPin1) {
  EXPECT_EQ(send("0028000108" + std::string(kRight1)), "6985");
  EXPECT_EQ(send("0026000108" + std::string(kWrong)), "63c2");
  EXPECT_EQ(send("0026000108" + std::string(kRight1)), "9000");
  security_.reset();
  EXPECT_TRUE(security_.satisfied(kPin1));
  EXPECT_EQ(verify(kRight1), "6984");
  EXPECT_EQ(send("0024000110" + std::string(kRight1) + std::string(kWrong)), "6984");
  EXPECT_EQ(send("0026000108" + std::string(kRight1)), "6985");
  EXPECT_EQ(send("0028000108" + std::string(kWrong)), "63c2");
  EXPECT_EQ(send("0028000108" + std::string(kRight1)), "9000");
  security_.reset();
  EXPECT_FALSE(security_.satisfied(kPin1));
  EXPECT_EQ(send("00260081083536373"
                 "8ffffffff"),
            "6985");  // PIN2 is always there
}

TEST_F(PinTest, UnblocksByThePuk) {
  for (int i = 0; i < 3; ++i) verify(kWrong);
  EXPECT_EQ(send("002C0001"), "63ca");
  EXPECT_EQ(send("002C000110" + std::string(kWrong) + std::string(kRight1)), "63c9");
  EXPECT_EQ(send("002C000110" + std::string(kPuk1) + "ffffffffffffffff"), "6a80");
  EXPECT_EQ(send("002C0001"), "63c9");
  EXPECT_EQ(send("002C000110" + std::string(kPuk1) + "34333231ffffffff"), "9000");
  EXPECT_TRUE(security_.satisfied(kPin1));
  EXPECT_EQ(send("002C0001"), "63ca");
  EXPECT_EQ(verify("34333231ffffffff"), "9000");
  for (int left = 9; left >= 0; --left) {
    EXPECT_EQ(send("002C000110" + std::string(kWrong) + std::string(kRight1)), "63c" + std::to_string(left));
  }
  EXPECT_EQ(send("002C000110" + std::string(kPuk1) + std::string(kRight1)), "6983");
  EXPECT_EQ(send("002C0001"), "6983");
}

TEST_F(PinTest, EnablesWithAnUnblock) {
  send("0026000108" + std::string(kRight1));
  EXPECT_EQ(send("002C000110" + std::string(kPuk1) + std::string(kRight1)), "9000");
  EXPECT_TRUE(pins_.pins.pin1.enabled);
}

TEST_F(PinTest, RefusesOtherForms) {
  EXPECT_EQ(send("0020000108"), "63c3");  // case 2: no data
  EXPECT_EQ(send("002000010431323334"), "6700");
  EXPECT_EQ(send("0020010108" + std::string(kRight1)), "6a86");
  EXPECT_EQ(send("0020001108" + std::string(kRight1)), "6a88");  // there is no universal PIN
  EXPECT_EQ(send("0024000108" + std::string(kRight1)), "6700");
  EXPECT_EQ(send("00240001"), "6700");
  EXPECT_EQ(send("002C000A10" + std::string(kPuk1) + std::string(kRight1)), "6a88");
  EXPECT_EQ(send("002C000A"), "6700");
}

TEST(Pin, HasFourToEightDigits) {
  EXPECT_FALSE(pin_value("123"));
  EXPECT_FALSE(pin_value("123456789"));
  EXPECT_FALSE(pin_value("12a4"));
  EXPECT_EQ(to_hex(pin_value("12345")->reveal()), "3132333435ffffff");
}

// What nobody has set cannot be verified, not even with what an empty field holds.
TEST(Pin, IsBlockedUntilItIsSet) {
  class Initial : public PinStore {
   public:
    const Pin* find(std::uint8_t reference) const override { return pins.find(reference); }
    bool store(std::uint8_t, const Pin&) override { return true; }
    Pins pins = Pins::initial();
  } store;
  SecurityStatus security(&store);
  EXPECT_EQ(security.verify(kAdm1, PinValue()), StatusWord::blocked);
  EXPECT_EQ(security.verify(kPin2, PinValue()), StatusWord::blocked);
  EXPECT_EQ(security.unblock(kPin1, PinValue(), *pin_value("1111")), StatusWord::blocked);
  EXPECT_TRUE(security.satisfied(kPin1));
  EXPECT_FALSE(security.satisfied(kAdm1));
}

}  // namespace
}  // namespace foothold::tre_emu::card
