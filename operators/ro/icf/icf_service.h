// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "gsm/gsup/server_connection.h"
#include "operators/gsup_tcp/tcp_loop.h"
#include "operators/ro/icf/bootstrapping.h"
#include "operators/ro/icf/gsup_procedures.h"
#include "operators/ro/icf/work_queue.h"
#include "operators/service/http_service.h"
#include "operators/service/json_client.h"
#include "operators/service/run_service.h"

namespace foothold::operators::icf {

// The ICF (TR 33.812 5.1.3.4.4) on its sockets: GSUP for visited networks, Ub for devices, a client of CCIF and DRF.
// One thread runs the GSUP loop, two ask the CCIF and DRF, Ub has those of HttpService. Keys of the configuration:
// those of an HTTP service (`listen` is Ub, with the server's certificate only), and
//   database = "icf.db"
//   gsup     = "127.0.1.1:4222"
//   ccif     = "https://10.23.1.2:443"
//   drf      = "https://10.23.1.3:443"
//   drf_name = "drf.mnc002.mcc001.pub.3gppnetwork.org"   FQDN in the DRF's NAF_Id, as the TRE was personalised
//   plmn     = "001-02"
//   apn      = "foothold.ro"
class IcfService : public Service, private TcpHandler {
 public:
  struct Settings {
    HttpSettings http;
    std::filesystem::path database;
    TcpEndpoint gsup;
    std::string ccif;
    std::string drf;
    std::string drf_name;
    gsm::Plmn plmn;
    std::string apn;
  };
  static Result<std::unique_ptr<Service>> make(config::ConfigFile& config, trace::Sink& events);
  static Result<std::unique_ptr<IcfService>> create(Settings settings, trace::Sink& events);

  Result<void> start() override;
  Result<void> run(int stop_fd) override;
  void stop() override;

  // Where it really listens, after start().
  TcpEndpoint gsup_endpoint() const { return settings_.gsup; }
  int ub_port() const { return ub_.port(); }

 private:
  IcfService(Settings settings, AuthenticationStore store, std::unique_ptr<TcpLoop> loop, trace::Sink& events);

  void on_accepted(TcpId id) override;
  void on_connected(TcpId) override {}
  void on_received(TcpId id, ByteView bytes) override;
  void on_closed(TcpId id, const std::string& reason) override;
  void on_time(std::chrono::steady_clock::time_point) override {}
  std::optional<std::chrono::steady_clock::time_point> next_deadline() const override { return std::nullopt; }
  void on_wake() override;

  void apply(GsupEffects effects);
  CcifOutcome ask_ccif(const gsm::Imsi& pcid);  // blocks
  void report(const gsm::Imsi& pcid, CcifOutcome outcome);
  HttpAnswer on_ub(const HttpRequest& request);

  Settings settings_;
  trace::Sink& events_;
  AuthenticationStore store_;
  VectorSource vectors_;
  GsupProcedures procedures_;
  std::unique_ptr<TcpLoop> loop_;
  std::map<TcpId, gsm::gsup::ServerConnection> connections_;

  std::mutex ccif_mutex_;
  std::vector<std::pair<gsm::Imsi, CcifOutcome>> ccif_answers_;  // from the workers to the loop

  std::mutex ub_mutex_;
  Bootstrapping bootstrapping_;
  HttpService ub_;

  std::unique_ptr<JsonClient> ccif_client_;
  std::unique_ptr<JsonClient> drf_client_;
  std::unique_ptr<WorkQueue> ccif_work_;
  std::unique_ptr<WorkQueue> drf_work_;
};

}  // namespace foothold::operators::icf
