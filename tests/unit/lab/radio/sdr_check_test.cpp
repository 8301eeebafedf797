// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/radio/sdr_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/unit/lab/radio/made_up_system.h"

namespace foothold::lab {
namespace {

constexpr const char* kLimits =
    "Limit                     Soft Limit           Hard Limit           Units     \n"
    "Max nice priority         0                    0                    \n"
    "Max realtime priority     50                   50                   \n"
    "Max realtime timeout      unlimited            unlimited            us        \n";

// A machine on which nothing is missing for a LimeSDR.
MadeUpSystem& equip(MadeUpSystem& system) {
  for (const auto* name : {"osmo-trx-lms", "osmo-bts-trx", "osmo-bsc", "osmo-pcu"}) system.program(name);
  system.usb("2-1", "1d50", "6108", 7);
  system.file("/proc/self/status", "Name:\tfoothold\nCapEff:\t0000000000000000\n").file("/proc/self/limits", kLimits);
  system.file("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
  system.file("/sys/module/usbcore/parameters/usbfs_memory_mb", "1000\n");
  system.file("/proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu sse4_1\nprocessor\t: 1\nflags\t\t: fpu sse4_1\n");
  system.file("/proc/net/protocols", "protocol  size sockets\nSCTPv6    1472      0\nSCTP      1312      0\n");
  return system;
}

MachineCheck item(const std::vector<MachineCheck>& checks, const std::string& name) {
  const auto found = std::find_if(checks.begin(), checks.end(), [&](const auto& one) { return one.name == name; });
  EXPECT_NE(found, checks.end()) << name;
  return found != checks.end() ? *found : MachineCheck{};
}

TEST(SdrCheck, AnEquippedMachineIsReady) {
  MadeUpSystem system;
  const auto checks = check_sdr(equip(system).look(), std::nullopt);
  for (const auto& check : checks) EXPECT_TRUE(check.present || !check.required) << check.name << ": " << check.found;
  EXPECT_TRUE(is_ready(checks));
  EXPECT_EQ(item(checks, "SDR on USB").found, "LimeSDR-USB (1d50:6108, serial 1D3AC9)");
  EXPECT_TRUE(item(checks, "SCTP").present);
}

TEST(SdrCheck, AnEmptyMachineLacksDriverDaemonsAndDevice) {
  const auto checks = check_sdr(MadeUpSystem().look(), std::nullopt);
  EXPECT_FALSE(is_ready(checks));
  for (const auto* name :
       {"osmo-trx-lms", "osmo-bts-trx", "osmo-bsc", "osmo-pcu", "SDR on USB", "real-time priority"}) {
    EXPECT_FALSE(item(checks, name).present) << name;
    EXPECT_TRUE(item(checks, name).required) << name;
    EXPECT_FALSE(item(checks, name).advice.empty()) << name;
  }
  EXPECT_EQ(item(checks, "osmo-trx-lms").advice, "apt-get install osmo-trx");
}

TEST(SdrCheck, TheDeviceDecidesWhichDriverIsNeeded) {
  MadeUpSystem system;
  equip(system).usb("2-2", "2500", "0020", 8);  // a B210 besides
  const auto checks = check_sdr(system.look(), std::nullopt);
  EXPECT_FALSE(is_ready(checks));
  EXPECT_TRUE(item(checks, "osmo-trx-uhd").required);
  EXPECT_FALSE(item(checks, "UHD images").present);
}

TEST(SdrCheck, OneDriverMayBeAskedFor) {
  MadeUpSystem system;
  equip(system).usb("2-2", "2500", "0020", 8);
  EXPECT_TRUE(is_ready(check_sdr(system.look(), SdrDriver::lime)));
  EXPECT_FALSE(is_ready(check_sdr(system.look(), SdrDriver::uhd)));
  system.program("osmo-trx-uhd").file("/usr/share/uhd/images/usrp_b210_fpga.bin", "");
  EXPECT_TRUE(is_ready(check_sdr(system.look(), SdrDriver::uhd)));
  EXPECT_FALSE(is_ready(check_sdr(system.look(), SdrDriver::ipc)));
  system.program("osmo-trx-ipc");
  EXPECT_TRUE(is_ready(check_sdr(system.look(), SdrDriver::ipc)));
}

TEST(SdrCheck, ADeviceWithoutANodeCannotBeOpened) {
  MadeUpSystem system;
  equip(system);
  std::filesystem::remove(system.path() / "dev/bus/usb/002/007");
  const auto checks = check_sdr(system.look(), std::nullopt);
  EXPECT_FALSE(is_ready(checks));
  const auto access = item(checks, "access to LimeSDR-USB");
  EXPECT_FALSE(access.present);
  EXPECT_NE(access.advice.find("ATTR{idVendor}==\"1d50\", ATTR{idProduct}==\"6108\""), std::string::npos);
}

TEST(SdrCheck, Usb2IsAdviceAgainst) {
  MadeUpSystem system;
  equip(system).usb("2-1", "1d50", "6108", 7, "480");
  const auto checks = check_sdr(system.look(), std::nullopt);
  EXPECT_TRUE(is_ready(checks));
  EXPECT_FALSE(item(checks, "link of LimeSDR-USB").present);
  EXPECT_EQ(item(checks, "link of LimeSDR-USB").found, "480 Mbit/s");
}

TEST(SdrCheck, RealtimePriorityComesByLimitOrByCapability) {
  MadeUpSystem system;
  equip(system).file("/proc/self/limits", "Max realtime priority     0                    0                    \n");
  EXPECT_FALSE(item(check_sdr(system.look(), std::nullopt), "real-time priority").present);
  system.file("/proc/self/limits", "Max realtime priority     17                   99                   \n");
  EXPECT_FALSE(item(check_sdr(system.look(), std::nullopt), "real-time priority").present);
  system.file("/proc/self/limits", "Max realtime priority     unlimited            unlimited            \n");
  EXPECT_TRUE(item(check_sdr(system.look(), std::nullopt), "real-time priority").present);
  system.file("/proc/self/limits", "").file("/proc/self/status", "CapEff:\t0000000000800000\n");  // CAP_SYS_NICE
  EXPECT_TRUE(item(check_sdr(system.look(), std::nullopt), "real-time priority").present);
  system.file("/proc/self/status", "CapEff:\t00000000007fffff\n");  // all below it
  EXPECT_FALSE(item(check_sdr(system.look(), std::nullopt), "real-time priority").present);
}

TEST(SdrCheck, OneSlowGovernorIsNamed) {
  MadeUpSystem system;
  equip(system).file("/sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "powersave\n");
  const auto governor = item(check_sdr(system.look(), std::nullopt), "CPU governor");
  EXPECT_FALSE(governor.present);
  EXPECT_FALSE(governor.required);
  EXPECT_EQ(governor.found, "cpu1: powersave");
}

TEST(SdrCheck, UsbMemoryIsEnoughFrom1000OrUnlimited) {
  MadeUpSystem system;
  const auto memory_with = [&](const char* value) {
    equip(system).file("/sys/module/usbcore/parameters/usbfs_memory_mb", value);
    return item(check_sdr(system.look(), std::nullopt), "usbfs memory").present;
  };
  EXPECT_FALSE(memory_with("16\n"));
  EXPECT_TRUE(memory_with("1000\n"));
  EXPECT_TRUE(memory_with("0\n"));
}

TEST(SdrCheck, NamesARadioThatNoneOfTheDriversHas) {
  MadeUpSystem system;
  equip(system).usb("2-5", "2cf0", "5250", 9);
  const auto checks = check_sdr(system.look(), std::nullopt);
  EXPECT_TRUE(is_ready(checks));
  EXPECT_FALSE(item(checks, "bladeRF 2.0 micro").present);
}

TEST(SdrCheck, JsonSaysTheSame) {
  MadeUpSystem system;
  equip(system).file("/sys/bus/usb/devices/2-1/serial", "\xff\xfe\n");  // what a device says of itself
  const auto json = nlohmann::json::parse(to_json(check_sdr(system.look(), std::nullopt)), nullptr, false);
  ASSERT_TRUE(json.is_object());
  EXPECT_EQ(json["ready"], true);
  const auto state_of = [&](const std::string& name) -> std::string {
    for (const auto& one : json["items"])
      if (one["name"] == name) return one["state"];
    return "absent";
  };
  EXPECT_EQ(state_of("osmo-trx-lms"), "ok");
  EXPECT_EQ(state_of("clock reference"), "advice");
  const auto empty = nlohmann::json::parse(to_json(check_sdr(MadeUpSystem().look(), std::nullopt)), nullptr, false);
  EXPECT_EQ(empty["ready"], false);
  EXPECT_EQ(empty["items"][0]["state"], "missing");
}

}  // namespace
}  // namespace foothold::lab
