// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/lab_control.h"

#include <poll.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "base/overloaded.h"
#include "lab/control/control_client.h"
#include "lab/radio/channel_control.h"
#include "lab/run/plan.h"
#include "trace/unix_socket.h"

namespace foothold::lab {
namespace {

using nlohmann::json;

constexpr std::chrono::milliseconds kPatienceOfAir{1000};
constexpr std::chrono::seconds kPatienceOfTre{10};
constexpr const char* kAir = "air";

// As foothold-transceiver names mobiles.
std::string mobile(unsigned device) {
  return device == 0 ? "*" : std::to_string(device);
}

// TDMA frames (TS 45.002 4.3.1): 26 of them are 120 ms.
std::string frames_in(unsigned milliseconds) {
  return std::to_string((std::uint64_t{milliseconds} * 26 + 119) / 120);
}

}  // namespace

Result<void> LabControl::open() {
  auto server = control::ControlServer::open(control::control_socket(setup_.folders.run), loop_,
                                             [this](const control::Request& request) { return perform(request); });
  if (!server) return tl::unexpected(server.error());
  server_ = std::move(*server);
  return {};
}

void LabControl::close() {
  server_.reset();
  for (const auto& name : cut_) loop_.processes().thaw(name);
  cut_.clear();
}

control::Answer LabControl::perform(const control::Request& request) {
  return std::visit(
      Overloaded{
          [&](const control::Status&) { return status(); },
          [&](const control::Attach& r) { return attach(r.device); },
          [&](const control::Detach& r) { return detach(r.device); },
          [&](const control::SetLoss& r) {
            return change_air({"LOSS", mobile(r.device), std::to_string(r.downlink), std::to_string(r.uplink)});
          },
          [&](const control::Outage& r) {
            return change_air({"OUTAGE", mobile(r.device), frames_in(r.milliseconds)});
          },
          [&](const control::SetPathLoss& r) {
            return change_air({"PATHLOSS", mobile(r.device), std::to_string(r.db)});
          },
          [&](const control::SetDelay& r) {
            return change_air({"DELAY", mobile(r.device), std::to_string(r.symbols)});
          },
          [&](const control::Cut& r) { return cut(r.link); },
          [&](const control::Restore& r) { return restore(r.link); },
          [&](const control::Stop&) -> control::Answer {
            loop_.interrupt();
            return json::object();
          },
      },
      request);
}

control::Answer LabControl::status() const {
  json devices = json::array();
  for (unsigned device = 1; device <= machines_; ++device) {
    devices.push_back({{"device", device},
                       {"pcid", plan::pcid(device)},
                       {"running", loop_.processes().running(numbered_of(plan::kMachine, device))}});
  }
  json processes = json::array();
  for (const auto& name : loop_.processes().names()) {
    processes.push_back({{"name", name}, {"running", true}, {"cut", cut_.contains(name)}});
  }
  const auto radio = setup_.osmo_trx ? program_of(setup_.osmo_trx->driver) : to_string(setup_.radio);
  return json{{"radio", radio}, {"devices", devices}, {"processes", processes}};
}

Result<void> LabControl::may_switch() const {
  if (switches_ == Switches::by_hand) return {};
  return fail("is switched by the run itself; `foothold lab up` leaves that to you", "device");
}

control::Answer LabControl::attach(unsigned device) {
  if (auto may = may_switch(); !may) return tl::unexpected(may.error());
  if (device > machines_) return fail("is not among the " + std::to_string(machines_) + " machines", "device");
  if (setup_.osmo_trx) return fail("has no antenna: the cell is on the air, for handsets", "device");
  if (loop_.processes().running(numbered_of(plan::kMachine, device))) return fail("is switched on", "device");
  if (auto cycled = power_cycle_tre(device); !cycled) return tl::unexpected(cycled.error());
  if (auto started = loop_.processes().start(setup_.command_of(plan::kMachine, device)); !started) {
    return tl::unexpected(started.error());
  }
  return json::object();
}

// A TRE measures one start of its machine, and gets its power from it (TR 33.812 5.1.2.2): the measurements of a second
// start on top of the first one's would be those of no machine that the PVA knows.
Result<void> LabControl::power_cycle_tre(unsigned device) {
  const auto command = setup_.command_of("foothold-tre", device);
  restore(command.name);  // or it does not hear that it is to end
  loop_.stop(command.name);
  std::error_code ignored;
  std::filesystem::remove(setup_.tre_socket(device), ignored);
  if (auto started = loop_.processes().start(command); !started) return started;
  const auto deadline = RunLoop::Clock::now() + kPatienceOfTre;
  while (!trace::connect_unix(setup_.tre_socket(device))) {
    if (RunLoop::Clock::now() >= deadline) return fail("does not listen; see its log", command.name);
    ::poll(nullptr, 0, 5);
  }
  return {};
}

control::Answer LabControl::detach(unsigned device) {
  if (auto may = may_switch(); !may) return tl::unexpected(may.error());
  const auto name = numbered_of(plan::kMachine, device);
  if (!loop_.processes().running(name)) return fail("is not switched on", "device");
  loop_.processes().thaw(name);
  cut_.erase(name);
  loop_.stop(name);
  return json::object();
}

control::Answer LabControl::change_air(const std::vector<std::string>& words) const {
  if (setup_.radio != Radio::trx || setup_.osmo_trx) return fail("cannot be changed with this radio", "air");
  if (auto changed = change_channel(words, kPatienceOfAir); !changed) return tl::unexpected(changed.error());
  return json::object();
}

control::Answer LabControl::cut(const std::string& link) {
  if (link == kAir) return change_air({"LOSS", "*", "100", "100"});
  if (!loop_.processes().running(link)) return fail("no process of this name runs", "link");
  loop_.processes().freeze(link);
  cut_.insert(link);
  return json::object();
}

control::Answer LabControl::restore(const std::string& link) {
  if (link == kAir) return change_air({"LOSS", "*", "0", "0"});
  if (cut_.erase(link) == 0) return fail("was not cut", "link");
  loop_.processes().thaw(link);
  return json::object();
}

}  // namespace foothold::lab
