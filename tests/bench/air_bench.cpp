// SPDX-License-Identifier: AGPL-3.0-or-later
//
// How fast a download over the air is. One mobile attaches through the run's own radio network (osmo-bsc, osmo-bts,
// osmo-pcu) and core, in the configuration that `foothold demo` gives them, and fetches so many octets by TCP from a
// server behind the GGSN. What RLC delivered in that time is compared with what CS-4 carries on the timeslots that the
// network assigned: 50 octets of RLC data in a block (TS 44.060 10.2.1), 12 blocks in 52 frames of a timeslot
// (TS 45.002 6.3.2.2.1), which last 240 ms: 20 kbit/s each. Fails for wrong octets, never for slow ones.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <CLI/CLI.hpp>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <future>
#include <thread>

#include "lab/host/isolation.h"
#include "lab/host/network_interface.h"
#include "lab/run/device.h"
#include "lab/run/plan.h"
#include "lab/run/radio_network.h"
#include "lab/run/run_loop.h"
#include "lab/run/run_pki.h"
#include "lab/run/run_services.h"
#include "m2me/app/configuration.h"
#include "m2me/modem/gprs_modem.h"
#include "m2me/tre_client/tre_client.h"
#include "m2me/tre_client/unix_apdu_port.h"
#include "m2me/tre_client/usim_client.h"
#include "tests/bench/downlink_meter.h"
#include "tests/temporary_folder.h"
#include "trace/collector.h"

namespace foothold::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatienceOfStart{60};
constexpr std::chrono::minutes kPatienceOfAttach{2};
constexpr std::uint16_t kPort = 8080;
constexpr const char* kServer = "172.16.32.1";  // the GGSN's end of the provisioning APN
constexpr double kOctetsOfBlock = 50, kBlocksInMultiframe = 12, kMultiframeSeconds = 0.240;

// The octet at this place of the download: no period that a lost or repeated packet could hide in.
std::uint8_t octet_at(std::size_t place) {
  return static_cast<std::uint8_t>(place ^ place >> 8 ^ place >> 16);
}

sockaddr_in server_address() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(kPort);
  inet_pton(AF_INET, kServer, &address.sin_addr);
  return address;
}

Result<UniqueFd> listen_for_download() {
  UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto address = server_address();
  if (!fd || ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(fd.get(), 1) != 0) {
    return fail("cannot listen", kServer);
  }
  return fd;
}

void serve(const UniqueFd& listening, std::size_t octets) {
  const UniqueFd client(::accept(listening.get(), nullptr, nullptr));
  Bytes content(octets);
  for (std::size_t i = 0; i < octets; ++i) content[i] = octet_at(i);
  for (std::size_t sent = 0; sent < octets;) {
    const auto now = ::send(client.get(), content.data() + sent, octets - sent, MSG_NOSIGNAL);
    if (now <= 0) return;
    sent += static_cast<std::size_t>(now);
  }
}

struct Download {
  double seconds = 0;          // from the first octet to the last
  DownlinkMeter::Figures air;  // in that time
};

// In the machine's network.
Result<Download> download(const m2me::Modem& modem, std::size_t octets, DownlinkMeter& meter) {
  if (auto entered = modem.enter_network(); !entered) return tl::unexpected(entered.error());
  const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto address = server_address();
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return fail("cannot connect", kServer);
  }
  std::array<std::uint8_t, 4096> buffer{};
  std::optional<Clock::time_point> first;
  std::size_t received = 0;
  while (received < octets) {
    const auto got = ::recv(fd.get(), buffer.data(), buffer.size(), 0);
    if (got <= 0) return fail("ended after " + std::to_string(received) + " octets", "download");
    for (std::size_t i = 0; i < static_cast<std::size_t>(got); ++i) {
      if (buffer[i] != octet_at(received + i))
        return fail("octet " + std::to_string(received + i) + " is wrong", "download");
    }
    received += static_cast<std::size_t>(got);
    if (first) continue;
    first = Clock::now();
    meter.take();
  }
  const auto lasted = Clock::now() - *first;
  return Download{std::chrono::duration<double>(lasted).count(), meter.take()};
}

void print(lab::Radio radio, std::size_t octets, const Download& it) {
  const auto slots = static_cast<double>(it.air.timeslots.size());
  const double capacity = slots * kOctetsOfBlock * kBlocksInMultiframe / kMultiframeSeconds;  // octets a second
  const double llc = static_cast<double>(it.air.llc_octets) / it.seconds;
  std::printf("radio %s: %zu octets by TCP in %.1f s on %.0f timeslots\n", std::string(to_string(radio)).c_str(),
              octets, it.seconds, slots);
  std::printf("  RLC delivered %.1f kbit/s of LLC PDUs; CS-4 carries %.1f kbit/s: ratio %.3f\n", 8 * llc / 1000,
              8 * capacity / 1000, llc / capacity);
  std::printf(
      "  RLC data blocks: %llu new (%llu octets), %llu repeated; control blocks %llu, idle %llu; dummy frames %llu; "
      "TBFs begun %llu\n",
      static_cast<unsigned long long>(it.air.blocks), static_cast<unsigned long long>(it.air.block_octets),
      static_cast<unsigned long long>(it.air.repeated), static_cast<unsigned long long>(it.air.control),
      static_cast<unsigned long long>(it.air.idle), static_cast<unsigned long long>(it.air.fill),
      static_cast<unsigned long long>(it.air.tbfs));
}

// A run's network with its one machine, but what the machine does is the bench's.
class AirBench {
 public:
  AirBench(lab::RunSetup setup, std::size_t octets)
      : setup_(std::move(setup)), octets_(octets), loop_([](const auto&) {}, [](const auto&) {}) {}

  Result<void> run() {
    if (auto started = start_network(); !started) return started;
    auto measured = measure();
    if (measured) print(setup_.radio, octets_, *measured);
    if (const auto slow = lab::slow_to_stop(setup_); !slow.empty()) loop_.processes().signal(slow, SIGKILL);
    loop_.stop_all();
    if (!measured) return tl::unexpected(measured.error());
    return {};
  }

 private:
  Result<void> start_network() {
    if (auto done = lab::furnish_state(setup_.folders, true); !done) return done;
    auto collector = trace::Collector::open(setup_.collector_socket(), "",
                                            [this](const trace::Event& event) { loop_.events().push(event); });
    if (!collector) return tl::unexpected(collector.error());
    collector_ = std::move(*collector);
    for (const auto& service : lab::plan::kHttpsServices) {
      if (auto done = lab::add_address("lo", service.address); !done) return done;
    }
    if (auto done = lab::prepare_air(setup_); !done) return done;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (auto done = lab::make_run_pki(setup_.folders.pki(), now); !done) return done;
    const auto halves = lab::make_device(setup_, 1, loop_.processes());
    if (!halves) return tl::unexpected(halves.error());
    if (auto done = lab::write_service_configurations(setup_, now); !done) return done;
    if (auto done = lab::import_records(setup_, {*halves}, loop_.processes()); !done) return done;
    for (const auto& stage : lab::service_stages(setup_)) {
      if (auto done = loop_.start(stage, kPatienceOfStart); !done) return done;
    }
    return {};
  }

  Result<Download> measure() {
    const auto configuration = m2me::load_configuration(setup_.configuration_of("foothold-m2me"));
    if (!configuration) return tl::unexpected(configuration.error());
    auto port = m2me::connect_unix_apdu_port(configuration->tre_socket);
    if (!port) return tl::unexpected(port.error());
    m2me::Terminal terminal(**port);
    auto usim = m2me::UsimClient::open(terminal);
    if (!usim) return tl::unexpected(usim.error());
    const auto imsi = usim->imsi();
    if (!imsi) return tl::unexpected(imsi.error());

    m2me::ModemSettings settings{{lab::plan::pcid(1), *imsi, configuration->imeisv, true, true, {}, {}, {}}};
    settings.gmm.ms_network_capability.set_gea(3);
    settings.gmm.ms_ra_capability =
        gsm::gmm::MsRaCapability::one_band(gsm::gmm::AccessTechnology::gsm_e, kMultislotClass);
    auto modem = m2me::GprsModem::start(
        settings, m2me::radio_of(configuration->radio, lab::plan::pcid(1), settings.gmm.ms_ra_capability, meter_),
        *usim, meter_);
    if (!modem) return tl::unexpected(modem.error());
    const auto bearer = (*modem)->connect(lab::plan::kProvisioningApn, kPatienceOfAttach);
    if (!bearer) return tl::unexpected(bearer.error());

    const auto listening = listen_for_download();
    if (!listening) return tl::unexpected(listening.error());
    std::thread server([&] { serve(*listening, octets_); });
    auto result = std::async(std::launch::async, [&] { return download(**modem, octets_, meter_); }).get();
    ::shutdown(listening->get(), SHUT_RDWR);
    server.join();
    return result;
  }

  static constexpr unsigned kMultislotClass = 12;  // as foothold-m2me has it

  lab::RunSetup setup_;
  std::size_t octets_;
  DownlinkMeter meter_;
  lab::RunLoop loop_;
  std::unique_ptr<trace::Collector> collector_;  // its thread pushes into loop_: ends before it
};

int measure_over(lab::Radio radio, std::size_t octets, const std::filesystem::path& programs, const std::string& kept) {
  const test::TemporaryFolder folder;
  lab::RunSetup setup;
  const auto folders = lab::make_run_folders(kept.empty() ? folder.path() / "run" : std::filesystem::path(kept));
  if (!folders) {
    std::fprintf(stderr, "air_bench: %s\n", to_string(folders.error()).c_str());
    return 1;
  }
  setup.folders = *folders;
  setup.programs = programs;
  setup.radio = radio;
  const auto code = lab::run_isolated([&] {
    const auto done = AirBench(setup, octets).run();
    if (!done) std::fprintf(stderr, "air_bench: %s\n", to_string(done.error()).c_str());
    return done ? 0 : 1;
  });
  std::error_code ignored;
  std::filesystem::remove_all(folders->state, ignored);
  if (!code) std::fprintf(stderr, "air_bench: %s\n", to_string(code.error()).c_str());
  return code.value_or(1);
}

}  // namespace
}  // namespace foothold::bench

int main(int argc, char** argv) {
  CLI::App app("A download over the air, against what CS-4 carries on the assigned timeslots.", "air_bench");
  std::vector<std::string> radios{"trx"};
  std::size_t octets = 1'000'000;
  std::string kept;
  app.add_option("--radio", radios, "virtual, trx, or both")
      ->check(CLI::IsMember(std::vector<std::string>{"virtual", "trx"}))
      ->capture_default_str();
  app.add_option("--octets", octets, "How much is fetched")
      ->check(CLI::Range(1000, 100'000'000))
      ->capture_default_str();
  app.add_option("--run-dir", kept, "Where logs and configurations stay; with one radio");
  CLI11_PARSE(app, argc, argv);
  int code = 0;
  for (const auto& radio : radios) {
    code |= foothold::bench::measure_over(*foothold::lab::radio_from_string(radio), octets,
                                          std::filesystem::path(FOOTHOLD_PROGRAM).parent_path(), kept);
  }
  return code;
}
