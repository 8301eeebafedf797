// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/radio/sdr_check.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <sstream>

#include "lab/radio/usb_radios.h"

namespace foothold::lab {
namespace {

constexpr unsigned kRealtimePriority = 18;  // what OsmoTrx asks for
constexpr unsigned kUsbSuperSpeed = 5000;   // Mbit/s: four samples a symbol fit into USB 2 as well, but barely
constexpr unsigned kUsbMemoryMib = 1000;    // what UHD's manual asks for; the kernel's default is 16
constexpr unsigned kCapSysNice = 23;        // capabilities(7)
constexpr std::array kDrivers = {SdrDriver::lime, SdrDriver::uhd, SdrDriver::ipc};
constexpr std::array<std::array<const char*, 2>, 3> kRadioDaemons = {
    {{"osmo-bts-trx", "osmo-bts"}, {"osmo-bsc", "osmo-bsc"}, {"osmo-pcu", "osmo-pcu"}}};

std::string how_to_get(SdrDriver driver) {
  switch (driver) {
    case SdrDriver::lime:
      return "apt-get install osmo-trx";
    case SdrDriver::uhd:
      return "Debian 12 does not have it: package osmo-trx-uhd of Osmocom's repository "
             "(https://osmocom.org/projects/cellular-infrastructure/wiki/Binary_Packages), or osmo-trx built "
             "--with-uhd";
    case SdrDriver::ipc:
      break;
  }
  return "Debian 12 does not have it: package osmo-trx-ipc of Osmocom's repository, or osmo-trx built --with-ipc";
}

unsigned number(std::string_view text, int base = 10) {
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, base);
  return value;
}

std::vector<MachineCheck> check_programs(const SystemFolder& system, const std::vector<SdrDriver>& needed) {
  std::vector<MachineCheck> checks;
  const bool any_will_do = needed.empty();
  const bool one_is_there = std::any_of(kDrivers.begin(), kDrivers.end(), [&](SdrDriver driver) {
    return system.program(program_of(driver)).has_value();
  });
  for (const auto driver : kDrivers) {
    const auto path = system.program(program_of(driver));
    const bool required = any_will_do ? !one_is_there && driver == SdrDriver::lime  // the one that is easiest to get
                                      : std::find(needed.begin(), needed.end(), driver) != needed.end();
    checks.push_back({program_of(driver), path.has_value(), required, path.value_or("not found"), how_to_get(driver)});
  }
  for (const auto& [program, package] : kRadioDaemons) {
    const auto path = system.program(program);
    checks.push_back(
        {program, path.has_value(), true, path.value_or("not found"), std::string("apt-get install ") + package});
  }
  return checks;
}

std::string describe(const UsbRadio& radio) {
  return radio.name + " (" + radio.id + (radio.serial.empty() ? "" : ", serial " + radio.serial) + ")";
}

MachineCheck check_permission(const SystemFolder& system, const UsbRadio& radio) {
  const bool usable = !radio.node.empty() && system.can_use(radio.node);
  const auto colon = radio.id.find(':');
  return {
      "access to " + radio.name, usable, true,
      radio.node.empty() ? "has no node below /dev/bus/usb" : radio.node + (usable ? "" : " is not yours to open"),
      "as root: echo 'SUBSYSTEM==\"usb\", ATTR{idVendor}==\"" + radio.id.substr(0, colon) + "\", ATTR{idProduct}==\"" +
          radio.id.substr(colon + 1) +
          "\", MODE=\"0660\", GROUP=\"plugdev\"' > /etc/udev/rules.d/70-sdr.rules; udevadm control --reload; adduser "
          "YOU plugdev; plug it in again. In a container: --device=/dev/bus/usb"};
}

MachineCheck check_speed(const UsbRadio& radio) {
  return {"link of " + radio.name, radio.megabits_s == 0 || radio.megabits_s >= kUsbSuperSpeed, false,
          radio.megabits_s == 0 ? "speed unknown" : std::to_string(radio.megabits_s) + " Mbit/s",
          "a USB 3 port and cable, directly at the computer: at less, samples get lost"};
}

// UHD loads firmware and FPGA image into a B2x0 at each start.
MachineCheck check_uhd_images(const SystemFolder& system) {
  for (const auto* folder : {"/usr/share/uhd/images", "/usr/local/share/uhd/images"}) {
    if (!system.names(folder).empty()) return {"UHD images", true, true, folder, ""};
  }
  return {"UHD images", false, true, "none in /usr/share/uhd/images",
          "apt-get install uhd-host, then uhd_images_downloader as root"};
}

std::vector<MachineCheck> check_devices(const SystemFolder& system, const std::vector<UsbRadio>& radios,
                                        std::optional<SdrDriver> wanted) {
  std::vector<MachineCheck> checks;
  const auto fits = [&](const UsbRadio& radio) {
    return radio.use == UsbRadio::Use::transceiver && (!wanted || radio.driver == *wanted);
  };
  MachineCheck device{"SDR on USB", false, true, "none found", "plug one in: LimeSDR-USB, LimeSDR Mini, USRP B2x0"};
  if (wanted == SdrDriver::ipc) {
    device = {"SDR on USB", true, true, "not looked for: the driver behind osmo-trx-ipc knows its device", ""};
  } else if (wanted == SdrDriver::uhd) {
    device.advice += ". A USRP on Ethernet is out of reach: the lab has a network namespace of its own";
  }
  for (const auto& radio : radios) {
    if (!fits(radio)) continue;
    device.found = device.present ? device.found + ", " + describe(radio) : describe(radio);
    device.present = true;
  }
  checks.push_back(device);
  for (const auto& radio : radios) {
    if (radio.use == UsbRadio::Use::unsupported) {
      checks.push_back({radio.name, false, false, "plugged in (" + radio.id + ")",
                        "none of osmo-trx-lms, osmo-trx-uhd and osmo-trx-ipc drives it by itself"});
    }
    if (!fits(radio)) continue;
    checks.push_back(check_permission(system, radio));
    checks.push_back(check_speed(radio));
  }
  const bool a_usrp = std::any_of(radios.begin(), radios.end(),
                                  [&](const UsbRadio& radio) { return fits(radio) && radio.driver == SdrDriver::uhd; });
  if (a_usrp) checks.push_back(check_uhd_images(system));
  return checks;
}

MachineCheck check_realtime(const SystemFolder& system) {
  MachineCheck check{"real-time priority", false, true, "", ""};
  check.advice =
      "as root: echo 'YOU - rtprio 50' > /etc/security/limits.d/50-foothold.conf, log in again; or "
      "sdr.realtime_priority = 0 in the lab's file, at the cost of lost samples";
  const auto status = system.text("/proc/self/status").value_or("");
  if (const auto at = status.find("CapEff:\t"); at != std::string::npos) {
    std::uint64_t capabilities = 0;
    const char* digits = status.c_str() + at + 8;
    std::from_chars(digits, status.c_str() + status.size(), capabilities, 16);
    if ((capabilities >> kCapSysNice & 1U) != 0) {
      check.present = true;
      check.found = "this user may ask for any (CAP_SYS_NICE)";
      return check;
    }
  }
  const auto limits = system.text("/proc/self/limits").value_or("");
  unsigned limit = 0;
  if (const auto at = limits.find("Max realtime priority"); at != std::string::npos) {
    std::istringstream words(limits.substr(at + std::string_view("Max realtime priority").size()));
    std::string soft;
    words >> soft;
    limit = soft == "unlimited" ? 99 : number(soft);
  }
  check.present = limit >= kRealtimePriority;
  check.found = "at most " + std::to_string(limit) + ", and " + std::to_string(kRealtimePriority) + " is asked for";
  return check;
}

MachineCheck check_governor(const SystemFolder& system) {
  MachineCheck check{"CPU governor", true, false, "the kernel does not change the frequency", ""};
  check.advice =
      "as root: for f in /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor; do echo performance > $f; done";
  for (const auto& cpu : system.names("/sys/devices/system/cpu")) {
    const auto governor = system.line("/sys/devices/system/cpu/" + cpu + "/cpufreq/scaling_governor");
    if (!governor) continue;
    if (check.present) check.found = *governor;
    if (*governor != "performance") {
      check.present = false;
      check.found = cpu + ": " + *governor;
      break;
    }
  }
  return check;
}

MachineCheck check_usb_memory(const SystemFolder& system) {
  const auto memory = system.line("/sys/module/usbcore/parameters/usbfs_memory_mb");
  const unsigned limit = number(memory.value_or("0"));
  return {"usbfs memory", limit >= kUsbMemoryMib || memory == "0", false,
          memory ? *memory + " MiB" : "the kernel has no USB, or does not tell",
          "as root: echo 1000 > /sys/module/usbcore/parameters/usbfs_memory_mb"};
}

MachineCheck check_processor(const SystemFolder& system) {
  const auto text = system.text("/proc/cpuinfo").value_or("");
  unsigned processors = 0;
  for (std::size_t at = text.find("processor\t"); at != std::string::npos; at = text.find("processor\t", at + 1)) {
    ++processors;
  }
  const bool vector_unit = text.find("sse4_1") != std::string::npos || text.find("neon") != std::string::npos ||
                           text.find("asimd") != std::string::npos;
  return {"processor", processors >= 2 && vector_unit, false,
          std::to_string(processors) + " cores, " + (vector_unit ? "with" : "without") + " SSE4.1 or NEON",
          "two cores or more: one is osmo-trx's alone; without SSE4.1 or NEON it hardly keeps up"};
}

MachineCheck check_sctp(const SystemFolder& system) {
  const bool there = system.text("/proc/net/protocols").value_or("").find("\nSCTP") != std::string::npos ||
                     system.exists("/sys/module/sctp");
  return {"SCTP", there, false, there ? "in the kernel" : "not in the kernel",
          "nothing to do for GPRS; calls and SMS would need it, for an MSC: modprobe sctp"};
}

// Nothing in /sys tells whether a reference is at the radio's connector.
MachineCheck check_clock() {
  return {
      "clock reference", false, false, "cannot be seen from here",
      "the carrier has to be within 0.05 ppm (TS 45.010 5.1; a pico cell 0.1): a GPSDO or 10 MHz reference, and "
      "sdr.clock = \"external\" or \"gpsdo\"; a bare LimeSDR or B200 is 1 to 2 ppm off, which some handsets forgive"};
}

MachineCheck check_card_emulation(const std::vector<UsbRadio>& radios) {
  const auto found =
      std::find_if(radios.begin(), radios.end(), [](const UsbRadio& one) { return one.use == UsbRadio::Use::card; });
  return {"card for a handset", found != radios.end(), false,
          found != radios.end() ? describe(*found) : "no SIMtrace2 found",
          "to put the TRE into a handset's SIM slot; else write the lab's card onto a programmable SIM "
          "(docs/real-radio.md)"};
}

}  // namespace

std::vector<MachineCheck> check_sdr(const SystemFolder& system, std::optional<SdrDriver> wanted) {
  const auto radios = find_usb_radios(system);
  std::vector<SdrDriver> needed;
  if (wanted) {
    needed.push_back(*wanted);
  } else {
    for (const auto& radio : radios)
      if (radio.use == UsbRadio::Use::transceiver) needed.push_back(radio.driver);
  }
  auto checks = check_programs(system, needed);
  for (auto& check : check_devices(system, radios, wanted)) checks.push_back(std::move(check));
  checks.push_back(check_realtime(system));
  checks.push_back(check_governor(system));
  checks.push_back(check_usb_memory(system));
  checks.push_back(check_processor(system));
  checks.push_back(check_sctp(system));
  checks.push_back(check_clock());
  checks.push_back(check_card_emulation(radios));
  return checks;
}

bool is_ready(const std::vector<MachineCheck>& checks) {
  return std::all_of(checks.begin(), checks.end(),
                     [](const MachineCheck& one) { return one.present || !one.required; });
}

std::string to_json(const std::vector<MachineCheck>& checks) {
  nlohmann::json items = nlohmann::json::array();
  for (const auto& check : checks) {
    const char* state = check.present ? "ok" : check.required ? "missing" : "advice";
    items.push_back({{"name", check.name},
                     {"state", state},
                     {"found", check.found},
                     {"advice", check.present ? std::string() : check.advice}});
  }
  // What the machine calls itself need not be UTF-8.
  return nlohmann::json{{"ready", is_ready(checks)}, {"items", items}}.dump(2, ' ', false,
                                                                            nlohmann::json::error_handler_t::replace) +
         "\n";
}

}  // namespace foothold::lab
