// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The device agent: what the machine does on its own from power-on to operational service.
//
//   boot            measure the components into the TRE
//   provisional     attach with the PCID, PDP context on the RO's APN                   (steps 1 to 6)
//   bootstrapping   GBA with the RO, then wait for the pushed bootstrap                 (7 to 11)
//   provisioning    management sessions with the DPF until the MCIM is installed        (11 to 20)
//   operational     detach, activate the MCIM, attach with it, PDP context, ping        (22)
//
// A device whose TRE already has an active MCIM goes straight to `operational`. Each stage may be done again: when the
// bearer was cut in the middle, the stage is repeated over the new one, and that does not count as a failed try.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dm/client_session/client_session.h"
#include "dm/tree/management_tree.h"
#include "gsm/identity/plmn.h"
#include "m2me/agent/bootstrap_receiver.h"
#include "m2me/agent/measured_boot.h"
#include "m2me/agent/patience.h"
#include "m2me/agent/tre_ports.h"
#include "m2me/modem/connect_patience.h"
#include "m2me/modem/modem.h"
#include "m2me/tls/https_client.h"
#include "m2me/tre_client/tre_client.h"
#include "m2me/tre_client/usim_client.h"
#include "trace/sink.h"

namespace foothold::m2me {

struct AgentSettings {
  std::string pcid;  // for the trace
  std::vector<Component> components;
  std::uint16_t push_port = 4035;
  std::array<std::uint8_t, 4> ping_target{};
  dm::DeviceDescription description;
  unsigned tries = 4;  // of each stage, not counting those that a cut bearer ended
  std::chrono::milliseconds attach_timeout = kConnectPatience;
  // For the push, from the end of the GBA: the DRF tries 12 times, 5 s to connect each, with pauses of 17 s in all; and
  // two connections that came to nothing only after 30 s.
  std::chrono::milliseconds bootstrap_timeout{140000};
  std::chrono::milliseconds detach_timeout{20000};
  std::chrono::milliseconds ping_timeout{6000};  // where the air loses a lot, a reply takes seconds
};

class DeviceAgent {
 public:
  using Pause = Patience::Pause;

  // All references outlive the agent. run() blocks its thread, which moves to the modem's network for good.
  DeviceAgent(AgentSettings settings, TreClient& tre, UsimClient& usim, Modem& modem, trace::Sink& sink, Pause pause);

  ~DeviceAgent();
  DeviceAgent(const DeviceAgent&) = delete;
  DeviceAgent& operator=(const DeviceAgent&) = delete;

  // Error: the stage that ended it, and why.
  Result<void> run();

 private:
  Result<void> boot();
  Result<void> provisional_attach();
  Result<void> bootstrap();
  Result<void> provision();
  Result<void> operate();

  Result<void> wait_for_bootstrap();
  Result<void> authenticate_to_ro();
  // Lets `work` use a client that is cancelled when the bearer goes down.
  template <class Work>
  auto over_bearer(std::shared_ptr<TlsClientContext> context, const HttpsUrl& url, Work work);
  Result<dm::ClientOutcome> manage();
  // Runs `attempt` until it succeeds, over whatever bearer there is then; `name` for the error.
  Result<void> persist(const std::string& stage, const std::function<Result<void>()>& attempt);
  void note(trace::Kind kind, const char* name, trace::Layer layer, std::vector<trace::Field> fields);

  AgentSettings settings_;
  TreClient& tre_;
  UsimClient& usim_;
  Modem& modem_;
  trace::Sink& sink_;
  Pause pause_;

  TrePorts ports_;
  dm::ManagementTree tree_;
  std::string apn_;
  std::unique_ptr<BootstrapReceiver> receiver_;
  std::optional<dm::Bootstrap> bootstrap_;
  std::string mcim_;
  unsigned sessions_ = 0;

  std::mutex client_mutex_;
  HttpsClient* client_ = nullptr;  // the one in use
};

}  // namespace foothold::m2me
