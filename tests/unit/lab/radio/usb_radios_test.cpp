// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/radio/usb_radios.h"

#include <gtest/gtest.h>

#include "tests/unit/lab/radio/made_up_system.h"

namespace foothold::lab {
namespace {

TEST(UsbRadios, AMachineWithoutUsbHasNone) {
  EXPECT_TRUE(find_usb_radios(MadeUpSystem().look()).empty());
}

TEST(UsbRadios, TellsWhatIsPluggedIn) {
  MadeUpSystem system;
  system.usb("2-1", "1d50", "6108", 7).usb("2-2", "046d", "c31c", 8);
  system.file("/sys/bus/usb/devices/2-1:1.0/bInterfaceNumber", "00\n");
  const auto radios = find_usb_radios(system.look());
  ASSERT_EQ(radios.size(), 1U);
  EXPECT_EQ(radios[0].name, "LimeSDR-USB");
  EXPECT_EQ(radios[0].id, "1d50:6108");
  EXPECT_EQ(radios[0].use, UsbRadio::Use::transceiver);
  EXPECT_EQ(radios[0].driver, SdrDriver::lime);
  EXPECT_EQ(radios[0].node, "/dev/bus/usb/002/007");
  EXPECT_EQ(radios[0].megabits_s, 5000U);
  EXPECT_EQ(radios[0].serial, "1D3AC9");
}

TEST(UsbRadios, ChoosesTheDriverOfTheDevice) {
  MadeUpSystem system;
  system.usb("2-1", "2500", "0020", 1).usb("2-2", "0403", "601f", 2).usb("2-3", "1d50", "60e3", 3);
  system.usb("2-4", "2cf0", "5250", 4);
  const auto radios = find_usb_radios(system.look());
  ASSERT_EQ(radios.size(), 4U);
  EXPECT_EQ(radios[0].driver, SdrDriver::uhd);
  EXPECT_EQ(radios[1].driver, SdrDriver::lime);
  EXPECT_EQ(radios[2].use, UsbRadio::Use::card);
  EXPECT_EQ(radios[3].use, UsbRadio::Use::unsupported);
}

TEST(UsbRadios, DoesWithoutWhatTheKernelDoesNotTell) {
  MadeUpSystem system;
  system.file("/sys/bus/usb/devices/1-1/idVendor", "1d50").file("/sys/bus/usb/devices/1-1/idProduct", "6108");
  system.file("/sys/bus/usb/devices/1-1/speed", "fast");
  const auto radios = find_usb_radios(system.look());
  ASSERT_EQ(radios.size(), 1U);
  EXPECT_EQ(radios[0].node, "");
  EXPECT_EQ(radios[0].megabits_s, 0U);
}

}  // namespace
}  // namespace foothold::lab
