// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/agent/device_agent.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "gsm/identity/names.h"
#include "m2me/agent/dm_client.h"
#include "m2me/gba/ub_client.h"
#include "m2me/net/interface.h"
#include "m2me/net/ping.h"
#include "m2me/tls/url.h"

namespace foothold::m2me {
namespace {

using namespace std::chrono_literals;

constexpr auto kFirstPause = 500ms;
constexpr auto kLongestPause = 4000ms;
// How many sessions may end with nothing to do yet (the SHO asks the PVA and makes the MCIM meanwhile).
constexpr unsigned kMostSessions = 20;
constexpr std::uint16_t kPingIdentifier = 0xf007;
constexpr unsigned kPings = 5;

Result<void> check(Result<void> result, const std::string& stage) {
  if (!result) return fail(to_string(result.error()), stage, Error::kNoOffset, result.error().answer);
  return {};
}

}  // namespace

DeviceAgent::DeviceAgent(AgentSettings settings, TreClient& tre, UsimClient& usim, Modem& modem, trace::Sink& sink,
                         Pause pause)
    : settings_(std::move(settings)),
      tre_(tre),
      usim_(usim),
      modem_(modem),
      sink_(sink),
      pause_(std::move(pause)),
      ports_(tre),
      tree_(settings_.description, ports_, ports_, ports_) {
  modem_.on_bearer_down([this] {
    const std::lock_guard lock(client_mutex_);
    if (client_ != nullptr) client_->cancel();
  });
}

DeviceAgent::~DeviceAgent() {
  modem_.on_bearer_down({});
}

template <class Work>
auto DeviceAgent::over_bearer(std::shared_ptr<TlsClientContext> context, const HttpsUrl& url, Work work) {
  HttpsClient client(std::move(context), url);
  const auto use = [this](HttpsClient* in_use) {
    const std::lock_guard lock(client_mutex_);
    client_ = in_use;
  };
  use(&client);
  auto result = work(client);
  use(nullptr);
  return result;
}

Result<void> DeviceAgent::run() {
  if (auto done = check(boot(), "boot"); !done) return done;
  if (auto entered = modem_.enter_network(); !entered) return entered;
  const auto mcims = tre_.list_mcim();
  if (!mcims) return tl::unexpected(mcims.error());
  const auto active =
      std::find_if(mcims->begin(), mcims->end(), [](const auto& mcim) { return mcim.state == McimState::active; });
  if (active == mcims->end()) {
    if (auto done = check(provisional_attach(), "attach with the PCID"); !done) return done;
    if (auto done = check(bootstrap(), "bootstrap"); !done) return done;
    if (auto done = check(provision(), "provisioning"); !done) return done;
    receiver_.reset();
    if (auto detached = modem_.disconnect(settings_.detach_timeout); !detached) {
      note(trace::Kind::note, "m2me.detach_unconfirmed", trace::Layer::gmm, {{"reason", to_string(detached.error())}});
    }
    if (auto activated = tre_.activate_mcim(mcim_); !activated) return activated;
  }
  return check(operate(), "operational attach");
}

Result<void> DeviceAgent::boot() {
  return measured_boot(settings_.components, tre_, settings_.pcid, sink_);
}

Result<void> DeviceAgent::provisional_attach() {
  auto apn = tre_.apn();
  if (!apn) return tl::unexpected(apn.error());
  apn_ = std::move(*apn);
  auto bearer = modem_.connect(apn_, settings_.attach_timeout);
  if (!bearer) return tl::unexpected(bearer.error());
  // The RO answers by a push to our address, so we listen before it can know that.
  auto receiver = BootstrapReceiver::listen(settings_.push_port, tre_, settings_.pcid, sink_);
  if (!receiver) return tl::unexpected(receiver.error());
  receiver_ = std::move(*receiver);
  return {};
}

Result<void> DeviceAgent::persist(const std::string& stage, const std::function<Result<void>()>& attempt) {
  Patience patience(settings_.tries, kFirstPause, kLongestPause, pause_);
  while (true) {
    // Whatever happened to the old bearer: the modem restores it, or says why it cannot.
    auto bearer = modem_.connect(apn_, settings_.attach_timeout);
    if (!bearer) return tl::unexpected(bearer.error());
    const auto before = modem_.bearer_count();
    auto result = attempt();
    if (result) return result;
    const bool cut = !modem_.bearer() || modem_.bearer_count() != before;
    note(trace::Kind::note, "m2me.stage_repeated", trace::Layer::lab,
         {{"stage", stage}, {"reason", to_string(result.error())}, {"bearer", cut ? "cut" : "there"}});
    if (cut) continue;
    // An SGSN that was restarted, or for which an attach request came twice, drops our packets without a word.
    modem_.verify_registration();
    if (!patience.try_again()) return result;
  }
}

Result<void> DeviceAgent::bootstrap() {
  auto done = persist("bootstrap", [this]() -> Result<void> {
    // A push may have come although we did not see the end of the exchange before it.
    bootstrap_ = receiver_->wait(0ms);
    if (bootstrap_) return {};
    if (auto authenticated = authenticate_to_ro(); !authenticated) return authenticated;
    return wait_for_bootstrap();
  });
  if (!done) {
    note(trace::Kind::failure, "gba.failed", trace::Layer::gba, {{"reason", to_string(done.error())}});
    return done;
  }
  return dm::apply_bootstrap(*bootstrap_, tree_);
}

// As long as the DRF may still be at it: a new GBA would leave the TRE with another key than that of the push under
// way.
Result<void> DeviceAgent::wait_for_bootstrap() {
  constexpr auto kLook = 500ms;
  const auto before = modem_.bearer_count();
  for (auto left = settings_.bootstrap_timeout; left > 0ms; left -= kLook) {
    bootstrap_ = receiver_->wait(std::min<std::chrono::milliseconds>(kLook, left));
    if (bootstrap_) return {};
    if (!modem_.bearer() || modem_.bearer_count() != before)
      return fail("the address is gone to which it goes", "push");
  }
  return fail("no bootstrap was pushed in time", "push");
}

Result<void> DeviceAgent::authenticate_to_ro() {
  const auto address = tre_.discovery_address();
  if (!address) return tl::unexpected(address.error());
  const auto url = HttpsUrl::parse(*address);
  if (!url) return tl::unexpected(url.error());
  const auto authority = tre_.operators_ca();
  if (!authority) return tl::unexpected(authority.error());
  const auto imsi = usim_.imsi();
  if (!imsi) return tl::unexpected(imsi.error());
  const auto mnc_digits = usim_.mnc_digits();
  if (!mnc_digits) return tl::unexpected(mnc_digits.error());
  const auto plmn = gsm::Plmn::parse_digits(imsi->digits().substr(0, 3U + *mnc_digits));
  if (!plmn) return tl::unexpected(plmn.error());

  auto context = TlsClientContext::create(*authority);
  if (!context) return tl::unexpected(context.error());
  const auto bootstrapping = over_bearer(*context, *url, [&](HttpsClient& client) {
    return bootstrap_over_ub(client, url->path, gsm::impi_from_imsi(*imsi, *plmn), gsm::bsf_name(*plmn),
                             [this](const Rand& rand, const Autn& autn) { return usim_.authenticate_gba(rand, autn); });
  });
  if (!bootstrapping) return tl::unexpected(bootstrapping.error());
  note(trace::Kind::state, "gba.established", trace::Layer::gba,
       {{"btid", bootstrapping->btid}, {"lifetime", bootstrapping->lifetime}});
  return {};
}

Result<void> DeviceAgent::provision() {
  dm::ClientOutcome outcome;
  bool reached = false;
  auto done = persist("provisioning", [&]() -> Result<void> {
    Patience waiting(kMostSessions, 100ms, 2000ms, pause_);
    while (true) {
      auto session = manage();
      if (!session) return tl::unexpected(session.error());
      reached = true;
      outcome = std::move(*session);
      if (outcome.kind == dm::ClientOutcome::Kind::failed) return fail(outcome.reason, "DM session");
      const bool come_again =
          outcome.kind == dm::ClientOutcome::Kind::idle || outcome.kind == dm::ClientOutcome::Kind::validated;
      if (!come_again) return {};
      if (!waiting.try_again()) return fail("the DPF has nothing for us", "DM session");
    }
  });
  if (!done) {
    note(trace::Kind::failure, reached ? "dm.session_failed" : "dm.server_unreachable", trace::Layer::dm,
         {{"reason", to_string(done.error())}});
    return done;
  }
  if (outcome.kind == dm::ClientOutcome::Kind::refused) return fail("the SHO refused: " + outcome.reason, "SHO");
  if (outcome.result != dm::InstallResult::ok) {
    return fail(std::string("the TRE did not install the MCIM: ") + dm::to_string(outcome.result), "MCIM");
  }
  mcim_ = outcome.mcim;
  return {};
}

Result<dm::ClientOutcome> DeviceAgent::manage() {
  const auto url = HttpsUrl::parse(bootstrap_->dpf);
  if (!url) return tl::unexpected(url.error());
  const auto authority = tre_.operators_ca();
  if (!authority) return tl::unexpected(authority.error());
  const auto certificate = tre_.pfc_sign_certificate();
  if (!certificate) return tl::unexpected(certificate.error());
  auto context = TlsClientContext::create(*authority, *certificate,
                                          [this](ByteView to_be_signed) { return tre_.sign_tls(to_be_signed); });
  if (!context) return tl::unexpected(context.error());
  char session_id[8];
  std::snprintf(session_id, sizeof session_id, "%x", ++sessions_ & 0xffffU);
  dm::ClientSession::Settings settings;
  settings.session_id = session_id;
  settings.server = bootstrap_->dpf;
  settings.server_id = "dpf";
  settings.pcid = settings_.pcid;
  tree_.begin_session();
  dm::ClientSession session(settings, tree_);
  return over_bearer(*context, *url,
                     [&](HttpsClient& client) { return run_session(session, client, url->path, sink_); });
}

Result<void> DeviceAgent::operate() {
  if (auto selected = usim_.select(); !selected) return selected;
  const auto imsi = usim_.imsi();
  if (!imsi) return tl::unexpected(imsi.error());
  if (auto used = modem_.use_subscription(*imsi); !used) return used;
  auto apn = tre_.apn();
  if (!apn) return tl::unexpected(apn.error());
  apn_ = std::move(*apn);
  return persist("operational attach", [this]() -> Result<void> {
    auto ping = Ping::open(kPingIdentifier);
    if (!ping) return tl::unexpected(ping.error());
    Result<Ping::Reply> reply = fail("was never sent", "ping");
    for (std::uint16_t sequence = 1; sequence <= kPings && !reply; ++sequence) {
      reply = ping->ping(settings_.ping_target, sequence, settings_.ping_timeout);
    }
    if (!reply) {
      note(trace::Kind::failure, "m2me.ping_failed", trace::Layer::ip, {{"reason", to_string(reply.error())}});
      return tl::unexpected(reply.error());
    }
    note(trace::Kind::received, "m2me.ping_reply", trace::Layer::ip,
         {{"from", to_string(reply->from)}, {"rtt_us", std::to_string(reply->round_trip.count())}});
    return {};
  });
}

void DeviceAgent::note(trace::Kind kind, const char* name, trace::Layer layer, std::vector<trace::Field> fields) {
  trace::Event event;
  event.device = settings_.pcid;
  event.from = trace::Actor::m2me;
  event.layer = layer;
  event.kind = kind;
  event.name = name;
  event.fields = std::move(fields);
  sink_.write(std::move(event));
}

}  // namespace foothold::m2me
