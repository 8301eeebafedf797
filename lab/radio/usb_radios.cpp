// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/radio/usb_radios.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace foothold::lab {
namespace {

constexpr std::string_view kDevices = "/sys/bus/usb/devices";

struct KnownRadio {
  std::string_view id;  // vendor:product, hex
  std::string_view name;
  UsbRadio::Use use;
  SdrDriver driver;
};

using Use = UsbRadio::Use;
// As their makers' udev rules have them.
constexpr std::array kKnownRadios = {
    KnownRadio{"1d50:6108", "LimeSDR-USB", Use::transceiver, SdrDriver::lime},
    KnownRadio{"0403:601f", "LimeSDR Mini", Use::transceiver, SdrDriver::lime},
    KnownRadio{"fffe:0002", "USRP1", Use::transceiver, SdrDriver::uhd},
    KnownRadio{"2500:0002", "USRP B100", Use::transceiver, SdrDriver::uhd},
    KnownRadio{"2500:0020", "USRP B200 or B210", Use::transceiver, SdrDriver::uhd},
    KnownRadio{"2500:0021", "USRP B200mini", Use::transceiver, SdrDriver::uhd},
    KnownRadio{"2500:0022", "USRP B205mini", Use::transceiver, SdrDriver::uhd},
    KnownRadio{"3923:7813", "USRP B200 (NI-2900)", Use::transceiver, SdrDriver::uhd},
    KnownRadio{"3923:7814", "USRP B210 (NI-2901)", Use::transceiver, SdrDriver::uhd},
    KnownRadio{"2cf0:5246", "bladeRF x40 or x115", Use::unsupported, SdrDriver::uhd},
    KnownRadio{"2cf0:5250", "bladeRF 2.0 micro", Use::unsupported, SdrDriver::uhd},
    KnownRadio{"1d50:6066", "bladeRF (old numbers)", Use::unsupported, SdrDriver::uhd},
    KnownRadio{"1d50:6089", "HackRF One", Use::unsupported, SdrDriver::uhd},
    KnownRadio{"1d50:60e3", "SIMtrace2", Use::card, SdrDriver::uhd},
};

unsigned number(const std::optional<std::string>& text) {
  unsigned value = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

std::string three_digits(unsigned value) {
  const auto text = std::to_string(value);
  return text.size() < 3 ? std::string(3 - text.size(), '0') + text : text;
}

}  // namespace

std::vector<UsbRadio> find_usb_radios(const SystemFolder& system) {
  std::vector<UsbRadio> radios;
  for (const auto& entry : system.names(kDevices)) {
    const auto folder = std::string(kDevices) + "/" + entry + "/";
    const auto vendor = system.line(folder + "idVendor");
    const auto product = system.line(folder + "idProduct");
    if (!vendor || !product) continue;  // an interface or a hub's root
    const auto id = *vendor + ":" + *product;
    const auto known =
        std::find_if(kKnownRadios.begin(), kKnownRadios.end(), [&](const KnownRadio& one) { return one.id == id; });
    if (known == kKnownRadios.end()) continue;
    UsbRadio radio{std::string(known->name), id, known->use, known->driver, {}, 0, {}};
    const auto bus = number(system.line(folder + "busnum"));
    const auto device = number(system.line(folder + "devnum"));
    if (bus != 0 && device != 0) radio.node = "/dev/bus/usb/" + three_digits(bus) + "/" + three_digits(device);
    radio.megabits_s = number(system.line(folder + "speed"));
    radio.serial = system.line(folder + "serial").value_or("");
    radios.push_back(std::move(radio));
  }
  return radios;
}

}  // namespace foothold::lab
