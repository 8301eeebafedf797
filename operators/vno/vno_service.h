// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include "operators/gsup_tcp/tcp_loop.h"
#include "operators/service/run_service.h"
#include "operators/vno/gsup_router.h"
#include "trace/sink.h"

namespace foothold::operators::vno {

// The router on TCP. Keys of the configuration:
//   listen     = "127.0.0.1:4222"         where the SGSNs come to
//   name       = "VNO-00101"              how the operators shall know this network; optional
//   upstreams  = ["ro", "sho"]            one table each:
//   [ro]
//   plmn       = "001-02"                 with the MNC's length, which an IMSI does not tell
//   address    = "127.0.1.1:4222"
//   kind       = "icf"                    or "hlr"
class VnoService : public Service, private TcpHandler {
 public:
  static Result<std::unique_ptr<Service>> make(config::ConfigFile& config, trace::Sink& events);

  Result<void> start() override;
  Result<void> run(int stop_fd) override;
  void stop() override {}  // the loop has ended with run(); connections close with this object

 private:
  VnoService(GsupRouter router, TcpEndpoint listen, std::vector<TcpEndpoint> upstreams, std::unique_ptr<TcpLoop> loop,
             trace::Sink& events);

  void on_accepted(TcpId id) override;
  void on_connected(TcpId id) override;
  void on_received(TcpId id, ByteView bytes) override;
  void on_closed(TcpId id, const std::string& reason) override;
  void on_time(std::chrono::steady_clock::time_point now) override;
  std::optional<std::chrono::steady_clock::time_point> next_deadline() const override;

  void apply(RouterEffects effects);
  std::optional<UpstreamIndex> upstream_of(TcpId id) const;

  GsupRouter router_;
  TcpEndpoint listen_;
  std::vector<TcpEndpoint> endpoints_;             // by UpstreamIndex
  std::map<UpstreamIndex, TcpId> upstream_links_;  // an SgsnId is the TcpId itself
  std::unique_ptr<TcpLoop> loop_;
  trace::Sink& events_;
};

}  // namespace foothold::operators::vno
