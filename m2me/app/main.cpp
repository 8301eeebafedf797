// SPDX-License-Identifier: AGPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <thread>

#include "m2me/app/configuration.h"
#include "m2me/modem/gprs_modem.h"
#include "m2me/tre_client/unix_apdu_port.h"
#include "trace/open_sink.h"

namespace {

using namespace foothold;
using namespace foothold::m2me;

constexpr int kDone = 0, kFailed = 1, kMisconfigured = 2, kMachineLacks = 3;

int complain(int code, const Error& error) {
  std::fprintf(stderr, "foothold-m2me: %s\n", to_string(error).c_str());
  return code;
}

trace::Event machine_event(const std::string& pcid, trace::Kind kind, const char* name) {
  trace::Event event;
  event.device = pcid;
  event.from = trace::Actor::m2me;
  event.layer = trace::Layer::lab;
  event.kind = kind;
  event.name = name;
  return event;
}

// A capability that the networks of the field have: 900 MHz, multislot class 12, GEA3 and GEA4.
void describe_radio(gsm::gmm::GmmSettings& gmm) {
  gmm.ms_network_capability.set_gea(3);
  gmm.ms_network_capability.set_gea(4);
  gmm.ms_ra_capability = gsm::gmm::MsRaCapability::one_band(gsm::gmm::AccessTechnology::gsm_e, 12);
}

int run(const Configuration& configuration) {
  auto sink = trace::open_sink(configuration.trace, "foothold-m2me");
  if (!sink) return complain(kMachineLacks, sink.error());
  auto port = connect_unix_apdu_port(configuration.tre_socket);
  if (!port) return complain(kMachineLacks, port.error());
  Terminal terminal(**port);
  auto tre = TreClient::open(terminal);
  if (!tre) return complain(kFailed, tre.error());
  const auto pcid = tre->pcid();
  if (!pcid) return complain(kFailed, pcid.error());
  auto usim = UsimClient::open(terminal);
  if (!usim) return complain(kFailed, usim.error());
  const auto imsi = usim->imsi();
  if (!imsi) return complain(kFailed, imsi.error());

  ModemSettings modem_settings{{pcid->digits(), *imsi, configuration.imeisv, true, true, {}, {}, {}}};
  modem_settings.gmm.require_umts_aka = !configuration.accept_gsm_aka;
  modem_settings.tun = configuration.tun;
  modem_settings.flip_res = configuration.flip_res;
  describe_radio(modem_settings.gmm);
  auto modem = GprsModem::start(
      modem_settings, radio_of(configuration.radio, pcid->digits(), modem_settings.gmm.ms_ra_capability, **sink), *usim,
      **sink);
  if (!modem) return complain(kMachineLacks, modem.error());

  auto settings = configuration.agent;
  settings.pcid = pcid->digits();
  DeviceAgent agent(settings, *tre, *usim, **modem, **sink,
                    [](std::chrono::milliseconds pause) { std::this_thread::sleep_for(pause); });
  (*sink)->write(machine_event(pcid->digits(), trace::Kind::state, "service.ready"));
  if (auto done = agent.run(); !done) {
    auto ended = machine_event(pcid->digits(), trace::Kind::failure, "m2me.ended");
    ended.fields = {{"reason", to_string(done.error())}};
    (*sink)->write(std::move(ended));
    return complain(kFailed, done.error());
  }
  (*sink)->write(machine_event(pcid->digits(), trace::Kind::state, "m2me.operational"));
  return kDone;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("The machine: a GPRS mobile and a device agent, with its TRE behind an APDU socket.", "foothold-m2me");
  std::string file;
  app.add_option("-c,--config", file, "Configuration file (TOML)")->required()->check(CLI::ExistingFile);
  app.set_version_flag("-V,--version", FOOTHOLD_VERSION);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kMisconfigured;
  }
  // Power off means power off: the default action of SIGTERM and SIGINT ends the machine at any point, and nothing of
  // it needs tidying up; its namespace and its TUN go with it, and the TRE's store is the TRE's.
  std::signal(SIGPIPE, SIG_IGN);
  const auto configuration = load_configuration(file);
  if (!configuration) return complain(kMisconfigured, configuration.error());
  return run(*configuration);
}
