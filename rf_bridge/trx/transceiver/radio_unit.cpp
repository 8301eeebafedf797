// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/transceiver/radio_unit.h"

#include <algorithm>
#include <string_view>
#include <type_traits>

namespace foothold::rf_bridge::trx {
namespace {

constexpr int kDone = 0, kWrong = 1, kUnknown = -1;
constexpr std::int64_t kHighestKhz = 4'000'000;
constexpr std::int64_t kDeepestAttenuation = 100;
constexpr std::int64_t kSlotNone = 8;  // SETSLOT's type for a timeslot that is not used

// What a base station or a mobile may ask of a radio that needs nothing done for it here: receiver gain, how late
// bursts may come, access bursts on a dedicated channel (handover), the BSIC.
constexpr std::array<std::string_view, 7> kAccepted = {"ECHO",     "SETRXGAIN",  "SETMAXDLY", "SETMAXDLYNB",
                                                       "HANDOVER", "NOHANDOVER", "SETBSIC"};

}  // namespace

TrxcResponse RadioUnit::command(const TrxcCommand& command) {
  TrxcResponse response{command.verb, kDone, command.arguments};
  const auto argument = [&](std::size_t index, std::int64_t min, std::int64_t max) {
    return index < command.arguments.size() ? number_in(command.arguments[index], min, max, "argument")
                                            : Result<std::int64_t>(fail("is missing", "argument"));
  };
  // The one number that most commands have, into `target`.
  const auto set = [&](auto& target, std::int64_t min, std::int64_t max) {
    const auto value = argument(0, min, max);
    if (value) target = static_cast<std::remove_reference_t<decltype(target)>>(*value);
    response.status = value ? kDone : kWrong;
  };

  if (command.verb == "POWERON") {
    const bool tuned = receives_khz_ != 0 && sends_khz_ != 0;
    powered_ = tuned;
    response.status = tuned ? kDone : kWrong;
  } else if (command.verb == "POWEROFF") {
    powered_ = false;
    slots_.fill(false);
  } else if (command.verb == "RXTUNE") {
    set(receives_khz_, 1, kHighestKhz);
  } else if (command.verb == "TXTUNE") {
    set(sends_khz_, 1, kHighestKhz);
  } else if (command.verb == "SETTSC") {
    set(training_sequence_, 0, 7);
  } else if (command.verb == "SETTA") {
    set(timing_advance_, 0, 63);
  } else if (command.verb == "RFMUTE") {
    set(muted_, 0, 1);
  } else if (command.verb == "SETPOWER") {
    set(attenuation_db_, -kDeepestAttenuation, kDeepestAttenuation);
  } else if (command.verb == "NOMTXPOWER") {
    response.arguments.push_back(std::to_string(nominal_power_dbm_));
  } else if (command.verb == "SETFORMAT") {
    // The answer is the version that both have, in the place of the status.
    const auto asked = argument(0, 0, 15);
    if (asked) trxd_version_ = static_cast<std::uint8_t>(std::min<std::int64_t>(*asked, kNewestTrxdVersion));
    response.status = asked ? trxd_version_ : kUnknown;
  } else if (command.verb == "SETSLOT") {
    const auto timeslot = argument(0, 0, 7);
    const auto type = argument(1, 0, 255);
    if (timeslot && type) slots_[static_cast<std::size_t>(*timeslot)] = *type != kSlotNone;
    response.status = timeslot && type ? kDone : kWrong;
  } else if (std::find(kAccepted.begin(), kAccepted.end(), command.verb) == kAccepted.end()) {
    response.status = kUnknown;
  }
  return response;
}

}  // namespace foothold::rf_bridge::trx
