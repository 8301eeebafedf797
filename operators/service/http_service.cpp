// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/service/http_service.h"

#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "operators/service/http_events.h"
#include "pki/strict_json.h"

namespace foothold::operators {
namespace {

constexpr std::size_t kMaxPath = 256;  // octets; also bounds the regular expressions' work
constexpr std::size_t kThreads = 8;
constexpr time_t kReadTimeout = 10;  // s
constexpr const char* kJson = "application/json";

std::optional<pki::Certificate> client_certificate(const SSL* ssl) {
  const pki::X509Handle peer(ssl ? SSL_get1_peer_certificate(ssl) : nullptr);
  if (!peer) return std::nullopt;
  auto certificate = pki::Certificate::from_handle(peer.get());
  return certificate ? std::optional(std::move(*certificate)) : std::nullopt;
}

HttpRequest request_of(const httplib::Request& source) {
  HttpRequest request;
  request.method = source.method;
  request.path = source.path;
  for (std::size_t i = 1; i < source.matches.size(); ++i) request.parts.push_back(source.matches[i].str());
  request.certificate = client_certificate(source.ssl);
  if (request.certificate) request.caller = request.certificate->common_name();
  request.address = source.remote_addr;
  request.content_type = source.get_header_value("Content-Type");
  request.authorization = source.get_header_value("Authorization");
  return request;
}

void put(httplib::Response& target, const HttpAnswer& answer) {
  target.status = answer.status;
  for (const auto& [name, value] : answer.headers) target.set_header(name, value);
  if (!answer.body.empty()) target.set_content(answer.body, answer.content_type);
}

HttpAnswer to_http(const JsonAnswer& answer) {
  if (answer.body.is_null()) return {answer.status};
  // What a peer sent may come back in an error text: invalid UTF-8 in it must not throw here.
  return {answer.status, answer.body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), kJson};
}

// PCID of the request, for the trace: of the body, or the digits in the path.
std::string device_of(const HttpRequest& request, const nlohmann::json* body) {
  if (body) return pki::json_text(*body, "pcid", 6, 15).value_or("");
  for (const auto& part : request.parts)
    if (part.size() >= 6 && part.size() <= 15 && part.find_first_not_of("0123456789") == std::string::npos) return part;
  return {};
}

}  // namespace

class HttpService::Server {
 public:
  Server(HttpSettings settings, trace::Actor self, trace::Sink& events)
      : settings_(std::move(settings)), self_(self), events_(events) {}
  ~Server() { stop(); }

  struct Route {
    std::string method;
    std::string pattern;
    std::vector<std::string> callers;
    HttpHandler raw;  // one of the two
    JsonHandler json;
  };
  void add(Route route) { routes_.push_back(std::move(route)); }

  Result<void> start() {
    const auto identity = load_identity(settings_.certificate, settings_.key);
    if (!identity) return tl::unexpected(identity.error());
    std::vector<pki::Certificate> anchors;
    if (settings_.client_certificate) {
      auto loaded = load_anchors(settings_.trust);
      if (!loaded) return tl::unexpected(loaded.error());
      anchors = std::move(*loaded);
    }
    const auto endpoint = parse_endpoint(settings_.listen);
    if (!endpoint) return tl::unexpected(endpoint.error());
    Result<void> configured;
    server_ = std::make_unique<httplib::SSLServer>([&](SSL_CTX& context) {
      configured = pki::configure_tls_server(
          context, *identity, anchors,
          settings_.client_certificate ? pki::ClientCertificate::required : pki::ClientCertificate::none);
      return configured.has_value();
    });
    if (!configured) return configured;
    if (!server_->is_valid()) return fail("TLS cannot be set up", "listen");
    set_up();
    port_ = endpoint->port;
    const bool bound = endpoint->port == 0 ? (port_ = server_->bind_to_any_port(endpoint->address)) > 0
                                           : server_->bind_to_port(endpoint->address, endpoint->port);
    if (!bound) return fail("cannot listen on " + settings_.listen + ": in use, or no such address here", "listen");
    thread_ = std::thread([this] {
      server_->listen_after_bind();
      ended_ = true;
    });
    while (!server_->is_running() && !ended_) std::this_thread::yield();
    if (ended_) return fail("cannot listen on " + settings_.listen, "listen");
    return {};
  }

  void stop() {
    if (!thread_.joinable()) return;
    server_->stop();
    thread_.join();
  }

  int port() const { return port_; }

 private:
  void set_up() {
    server_->new_task_queue = [] { return new httplib::ThreadPool(kThreads); };  // httplib takes it over
    server_->set_read_timeout(kReadTimeout).set_write_timeout(kReadTimeout);
    server_->set_payload_max_length(kMaxBody);
    server_->set_tcp_nodelay(true);
    server_->set_pre_routing_handler([](const httplib::Request& request, httplib::Response& response) {
      if (request.path.size() <= kMaxPath) return httplib::Server::HandlerResponse::Unhandled;
      response.status = 414;
      return httplib::Server::HandlerResponse::Handled;
    });
    server_->set_exception_handler(
        [](const httplib::Request&, httplib::Response& response, std::exception_ptr) { response.status = 500; });
    for (const auto& route : routes_) {
      if (route.method == "GET") {
        server_->Get(route.pattern, [this, &route](const httplib::Request& source, httplib::Response& target) {
          put(target, serve(route, request_of(source)));
        });
      } else {
        // With a reader of our own, since the library bounds neither chunked nor compressed bodies.
        server_->Post(route.pattern, [this, &route](const httplib::Request& source, httplib::Response& target,
                                                    const httplib::ContentReader& reader) {
          HttpRequest request = request_of(source);
          bool too_long = false;
          const bool read = !source.is_multipart_form_data() && reader([&](const char* data, std::size_t size) {
            too_long = request.body.size() + size > kMaxBody;
            if (!too_long) request.body.append(data, size);
            return !too_long;
          });
          if (read) return put(target, serve(route, std::move(request)));
          target.status = too_long || target.status == 413 ? 413 : 400;
        });
      }
    }
  }

  HttpAnswer serve(const Route& route, HttpRequest request) {
    std::string device;
    HttpAnswer answer;
    try {
      answer = dispatch(route, request, device);
    } catch (const std::exception& exception) {
      // Its text may say anything, e.g. quote a body; only the fact is told.
      answer = to_http(refusal(500, "the service failed at this request"));
    }
    trace_answer(request, device, answer.status);
    return answer;
  }

  HttpAnswer dispatch(const Route& route, const HttpRequest& request, std::string& device) {
    const bool allowed = route.callers.empty() ||
                         std::find(route.callers.begin(), route.callers.end(), request.caller) != route.callers.end();
    Result<nlohmann::json> body = nlohmann::json();
    if (route.json && request.method == "POST") {
      body = pki::parse_json(request.body, kMaxBody);
      if (body && !body->is_object()) body = fail("is not an object", "JSON");
    }
    device = device_of(request, body && body->is_object() ? &*body : nullptr);
    trace_request(request, device);
    if (!allowed) return to_http(refusal(403, "CN=" + request.caller + " may not ask this"));
    if (!body) return to_http(refusal(400, to_string(body.error())));
    return route.json ? to_http(route.json(request, *body)) : route.raw(request);
  }

  void trace_request(const HttpRequest& request, const std::string& device) {
    events_.write(http_event(trace::Kind::received, actor_of(request.caller), self_, device, "http.request",
                             {{"method", request.method}, {"path", request.path}, {"caller", request.caller}}));
  }
  void trace_answer(const HttpRequest& request, const std::string& device, int status) {
    events_.write(http_event(trace::Kind::sent, self_, actor_of(request.caller), device, "http.answer",
                             {{"method", request.method}, {"path", request.path}, {"status", std::to_string(status)}}));
  }

  HttpSettings settings_;
  trace::Actor self_;
  trace::Sink& events_;
  std::vector<Route> routes_;
  std::unique_ptr<httplib::SSLServer> server_;
  std::thread thread_;
  std::atomic<bool> ended_ = false;
  int port_ = 0;
};

HttpService::HttpService(HttpSettings settings, trace::Actor self, trace::Sink& events)
    : server_(std::make_unique<Server>(std::move(settings), self, events)) {}
HttpService::~HttpService() = default;

void HttpService::get_json(const std::string& pattern, std::vector<std::string> callers, JsonHandler handler) {
  server_->add({"GET", pattern, std::move(callers), {}, std::move(handler)});
}
void HttpService::post_json(const std::string& pattern, std::vector<std::string> callers, JsonHandler handler) {
  server_->add({"POST", pattern, std::move(callers), {}, std::move(handler)});
}
void HttpService::route(const std::string& method, const std::string& pattern, std::vector<std::string> callers,
                        HttpHandler handler) {
  server_->add({method, pattern, std::move(callers), std::move(handler), {}});
}

Result<void> HttpService::start() {
  return server_->start();
}
int HttpService::port() const {
  return server_->port();
}
void HttpService::stop() {
  server_->stop();
}

JsonAnswer refusal(int status, const std::string& what) {
  return {status, {{"error", what}}};
}

}  // namespace foothold::operators
