// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/vno/vno_service.h"

namespace foothold::operators::vno {

namespace {

using std::chrono::steady_clock;

Upstream read_upstream(config::ConfigFile& config, const std::string& name) {
  Upstream upstream{{}, name, trace::Actor::hlr};
  const auto plmn = config.text(name + ".plmn");
  if (const auto parsed = gsm::Plmn::parse(plmn))
    upstream.plmn = *parsed;
  else
    config.refuse(name + ".plmn", parsed.error().what);
  const auto kind = config.text(name + ".kind");
  if (kind == "icf")
    upstream.actor = trace::Actor::icf;
  else if (kind != "hlr")
    config.refuse(name + ".kind", "is neither \"icf\" nor \"hlr\"");
  return upstream;
}

TcpEndpoint read_endpoint(config::ConfigFile& config, const std::string& key) {
  const auto endpoint = TcpEndpoint::parse(config.text(key));
  if (endpoint) return *endpoint;
  config.refuse(key, endpoint.error().what);
  return {};
}

bool is_plain_name(const std::string& name) {
  return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
}

}  // namespace

Result<std::unique_ptr<Service>> VnoService::make(config::ConfigFile& config, trace::Sink& events) {
  const auto listen = read_endpoint(config, "listen");
  const auto name = config.text_or("name", "VNO");
  if (name.size() > 64) config.refuse("name", "is longer than 64 characters");
  std::vector<Upstream> upstreams;
  std::vector<TcpEndpoint> endpoints;
  for (const auto& upstream : config.texts("upstreams")) {
    if (!is_plain_name(upstream)) {
      config.refuse("upstreams", "needs names of small letters and digits");
      break;
    }
    upstreams.push_back(read_upstream(config, upstream));
    endpoints.push_back(read_endpoint(config, upstream + ".address"));
  }
  if (auto good = config.finish(); !good) return tl::unexpected(good.error());
  auto router = GsupRouter::create(name, std::move(upstreams));
  if (!router) return fail(router.error().what, "upstreams");
  auto loop = TcpLoop::create();
  if (!loop) return tl::unexpected(loop.error());
  return std::unique_ptr<Service>(
      new VnoService(*std::move(router), listen, std::move(endpoints), *std::move(loop), events));
}

VnoService::VnoService(GsupRouter router, TcpEndpoint listen, std::vector<TcpEndpoint> upstreams,
                       std::unique_ptr<TcpLoop> loop, trace::Sink& events)
    : router_(std::move(router)),
      listen_(listen),
      endpoints_(std::move(upstreams)),
      loop_(std::move(loop)),
      events_(events) {}

Result<void> VnoService::start() {
  if (const auto listening = loop_->listen(listen_); !listening) return tl::unexpected(listening.error());
  return {};
}

Result<void> VnoService::run(int stop_fd) {
  loop_->run(*this, stop_fd);
  return {};
}

void VnoService::on_accepted(TcpId id) {
  apply(router_.on_sgsn_connected(id));
}

void VnoService::on_connected(TcpId id) {
  if (const auto upstream = upstream_of(id)) apply(router_.on_upstream_connected(*upstream, steady_clock::now()));
}

void VnoService::on_received(TcpId id, ByteView bytes) {
  const auto now = steady_clock::now();
  const auto upstream = upstream_of(id);
  apply(upstream ? router_.on_upstream_received(*upstream, bytes, now) : router_.on_sgsn_received(id, bytes, now));
}

void VnoService::on_closed(TcpId id, const std::string& reason) {
  const auto upstream = upstream_of(id);
  if (upstream) upstream_links_.erase(*upstream);
  apply(upstream ? router_.on_upstream_closed(*upstream, reason, steady_clock::now())
                 : router_.on_sgsn_closed(id, reason));
}

void VnoService::on_time(steady_clock::time_point now) {
  apply(router_.on_time(now));
}

std::optional<steady_clock::time_point> VnoService::next_deadline() const {
  return router_.next_deadline();
}

void VnoService::apply(RouterEffects effects) {
  for (auto& effect : effects) {
    if (const auto* to_sgsn = std::get_if<SendToSgsn>(&effect)) {
      loop_->send(to_sgsn->sgsn, to_sgsn->bytes);
    } else if (const auto* to_upstream = std::get_if<SendToUpstream>(&effect)) {
      if (const auto link = upstream_links_.find(to_upstream->upstream); link != upstream_links_.end())
        loop_->send(link->second, to_upstream->bytes);
    } else if (const auto* close_sgsn = std::get_if<CloseSgsn>(&effect)) {
      loop_->close(close_sgsn->sgsn);
    } else if (const auto* connect = std::get_if<ConnectUpstream>(&effect)) {
      upstream_links_[connect->upstream] = loop_->connect(endpoints_[connect->upstream]);
    } else if (const auto* close = std::get_if<CloseUpstream>(&effect)) {
      if (const auto link = upstream_links_.find(close->upstream); link != upstream_links_.end()) {
        loop_->close(link->second);
        upstream_links_.erase(link);
      }
    } else if (auto* event = std::get_if<WriteEvent>(&effect)) {
      events_.write(std::move(event->event));
    }
  }
}

std::optional<UpstreamIndex> VnoService::upstream_of(TcpId id) const {
  for (const auto& [upstream, link] : upstream_links_)
    if (link == id) return upstream;
  return std::nullopt;
}

}  // namespace foothold::operators::vno
