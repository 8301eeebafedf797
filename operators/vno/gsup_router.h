// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <map>
#include <variant>
#include <vector>

#include "gsm/gsup/server_connection.h"
#include "gsm/identity/plmn_table.h"
#include "operators/vno/pending_requests.h"
#include "operators/vno/subscriber_locations.h"
#include "operators/vno/upstream.h"
#include "operators/vno/upstream_link.h"
#include "trace/event.h"

namespace foothold::operators::vno {

using UpstreamIndex = std::size_t;  // into the table given to create()

// What the router wants done, in this order.
struct SendToSgsn {
  SgsnId sgsn;
  Bytes bytes;
};
struct CloseSgsn {
  SgsnId sgsn;
};
struct ConnectUpstream {
  UpstreamIndex upstream;
};
struct SendToUpstream {
  UpstreamIndex upstream;
  Bytes bytes;
};
struct CloseUpstream {
  UpstreamIndex upstream;
};
struct WriteEvent {
  trace::Event event;
};
using RouterEffect = std::variant<SendToSgsn, CloseSgsn, ConnectUpstream, SendToUpstream, CloseUpstream, WriteEvent>;
using RouterEffects = std::vector<RouterEffect>;

// The visited network's GSUP router: a server for its SGSNs, a client of each operator. Messages pass unchanged.
//
//   request of an SGSN  --IMSI's PLMN in the table, link ready--> that operator
//                       --PLMN not in the table--> error, cause 11 "PLMN not allowed"
//                       --link down, or no answer in kAnswerTimeout--> error, cause 17 "network failure"
//   answer of an operator --> the SGSN that waits for it, or nobody
//   request of an operator --> the SGSN where the subscriber was last seen; else error, cause 2
//   answer of an SGSN --> the operator of that IMSI
// An operator is heard only about its own subscribers.
class GsupRouter {
 public:
  static constexpr std::chrono::seconds kAnswerTimeout{5};  // less than the 6 s that OsmoSGSN waits

  // Fails on two entries for one PLMN. `name`: how the operators shall know this network.
  static Result<GsupRouter> create(std::string name, std::vector<Upstream> upstreams);

  RouterEffects on_sgsn_connected(SgsnId sgsn);
  RouterEffects on_sgsn_received(SgsnId sgsn, ByteView bytes, gsm::gsup::TimePoint now);
  RouterEffects on_sgsn_closed(SgsnId sgsn, const std::string& reason);

  RouterEffects on_upstream_connected(UpstreamIndex upstream, gsm::gsup::TimePoint now);
  RouterEffects on_upstream_received(UpstreamIndex upstream, ByteView bytes, gsm::gsup::TimePoint now);
  // Also the answer to a ConnectUpstream that failed.
  RouterEffects on_upstream_closed(UpstreamIndex upstream, const std::string& reason, gsm::gsup::TimePoint now);

  // Also to be called once at the start: it asks for the first connections.
  RouterEffects on_time(gsm::gsup::TimePoint now);
  std::optional<gsm::gsup::TimePoint> next_deadline() const;

 private:
  GsupRouter(std::vector<Upstream> upstreams, gsm::PlmnTable table, const std::string& name);

  void from_sgsn(SgsnId sgsn, const Bytes& gsup, gsm::gsup::TimePoint now, RouterEffects& effects);
  void from_upstream(UpstreamIndex upstream, const Bytes& gsup, RouterEffects& effects);
  void refuse(SgsnId sgsn, const gsm::gsup::MessageHeader& request, std::uint8_t cause, const std::string& reason,
              RouterEffects& effects);
  void apply_link(UpstreamIndex upstream, gsm::gsup::ConnectionEffects link_effects, gsm::gsup::TimePoint now,
                  RouterEffects& effects);
  void lose_upstream(UpstreamIndex upstream, const std::string& reason, gsm::gsup::TimePoint now,
                     RouterEffects& effects);

  std::vector<Upstream> upstreams_;
  gsm::PlmnTable table_;
  std::vector<UpstreamLink> links_;
  std::map<SgsnId, gsm::gsup::ServerConnection> sgsns_;
  PendingRequests pending_;
  SubscriberLocations locations_;
};

}  // namespace foothold::operators::vno
