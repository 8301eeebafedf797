// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/service/json_client.h"

#include <httplib.h>

#include <algorithm>

#include "operators/service/http_events.h"
#include "pki/strict_json.h"

namespace foothold::operators {
namespace {

constexpr time_t kConnectTimeout = 3;  // s
constexpr time_t kAnswerTimeout = 15;  // s

bool worth_another_attempt(int status) {
  return status >= 502 && status <= 504;
}

}  // namespace

struct JsonClient::Call {
  std::string method;
  std::string url;
  std::string body;
  trace::Actor peer;
  std::string device;
};

JsonClient::JsonClient(pki::TlsIdentity identity, std::vector<pki::Certificate> anchors, std::filesystem::path trust,
                       trace::Actor self, trace::Sink& events, RetryPolicy retry)
    : identity_(std::move(identity)),
      anchors_(std::move(anchors)),
      trust_(std::move(trust)),
      self_(self),
      events_(events),
      retry_(retry) {}

JsonClient::~JsonClient() = default;

Result<std::unique_ptr<JsonClient>> JsonClient::open(const HttpSettings& settings, trace::Actor self,
                                                     trace::Sink& events, RetryPolicy retry) {
  auto identity = load_identity(settings.certificate, settings.key);
  if (!identity) return tl::unexpected(identity.error());
  auto anchors = load_anchors(settings.trust);
  if (!anchors) return tl::unexpected(anchors.error());
  return std::unique_ptr<JsonClient>(
      new JsonClient(std::move(*identity), std::move(*anchors), settings.trust, self, events, retry));
}

Result<JsonAnswer> JsonClient::get(const std::string& url, trace::Actor peer, const std::string& device) {
  return call({"GET", url, "", peer, device});
}

Result<JsonAnswer> JsonClient::post(const std::string& url, const nlohmann::json& body, trace::Actor peer,
                                    const std::string& device) {
  return call({"POST", url, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), peer, device});
}

void JsonClient::cancel() {
  const std::lock_guard lock(mutex_);
  cancelled_ = true;
  cancelled_changed_.notify_all();
}

bool JsonClient::pause(std::chrono::milliseconds delay) {
  std::unique_lock lock(mutex_);
  return !cancelled_changed_.wait_for(lock, delay, [this] { return cancelled_; });
}

Result<JsonAnswer> JsonClient::call(const Call& call) {
  const auto url = parse_url(call.url);
  if (!url) return tl::unexpected(url.error());
  if (!url->tls) return fail("is not an https address", call.url);
  Result<JsonAnswer> answer = fail("was not tried", call.url);
  auto delay = retry_.first_delay;
  for (int attempt = 1; attempt <= retry_.attempts; ++attempt) {
    if (attempt > 1) {
      if (!pause(delay)) break;
      delay = std::min(delay * 2, retry_.longest_delay);
    }
    answer = this->attempt(call, *url);
    if (answer && !worth_another_attempt(answer->status)) return answer;
  }
  if (answer) return fail("answered " + std::to_string(answer->status) + " each time", call.url);
  events_.write(http_event(trace::Kind::failure, self_, call.peer, call.device, "http.failed",
                           {{"method", call.method}, {"path", url->path}, {"reason", answer.error().what}}));
  return answer;
}

Result<JsonAnswer> JsonClient::attempt(const Call& call, const Url& url) {
  httplib::SSLClient client(url.endpoint.address, url.endpoint.port);
  if (auto done = pki::configure_tls_client(*client.ssl_context(), &identity_, anchors_); !done)
    return tl::unexpected(done.error());
  // Without a file of its own the library would add the machine's public authorities to ours.
  client.set_ca_cert_path(trust_.c_str());
  client.enable_server_certificate_verification(true);
  client.set_connection_timeout(kConnectTimeout);
  client.set_read_timeout(kAnswerTimeout);
  client.set_write_timeout(kAnswerTimeout);
  client.set_decompress(false);
  events_.write(http_event(trace::Kind::sent, self_, call.peer, call.device, "http.request",
                           {{"method", call.method}, {"path", url.path}}));
  std::string body;
  httplib::Request request;
  request.method = call.method;
  request.path = url.path;
  if (call.method == "POST") {
    request.body = call.body;
    request.set_header("Content-Type", "application/json");
  }
  request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
    if (body.size() + size > kMaxAnswer) return false;
    body.append(data, size);
    return true;
  };
  const auto result = client.send(request);
  if (!result) {
    const auto reason = client.get_openssl_verify_result();
    std::string what = "cannot be reached: " + httplib::to_string(result.error());
    if (reason != X509_V_OK) what += std::string(" (") + X509_verify_cert_error_string(reason) + ")";
    return fail(what, call.url);
  }
  events_.write(http_event(trace::Kind::received, call.peer, self_, call.device, "http.answer",
                           {{"method", call.method}, {"path", url.path}, {"status", std::to_string(result->status)}}));
  if (body.empty()) return JsonAnswer{result->status, {}};
  auto json = pki::parse_json(body, kMaxAnswer);
  if (!json) return fail("answered " + std::to_string(result->status) + " with something else than JSON", call.url);
  return JsonAnswer{result->status, std::move(*json)};
}

}  // namespace foothold::operators
