// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "operators/service/http_settings.h"
#include "pki/certificate.h"
#include "trace/sink.h"

namespace foothold::operators {

struct HttpRequest {
  std::string method;
  std::string path;                // without the query
  std::vector<std::string> parts;  // what the groups of the route's pattern matched
  std::string caller;              // CN of the client's verified certificate; empty without one
  std::optional<pki::Certificate> certificate;
  std::string address;  // of the peer, as text
  std::string content_type;
  std::string authorization;
  std::string body;
};

struct HttpAnswer {
  int status = 200;
  std::string body = {};
  std::string content_type = {};  // empty with an empty body
  std::vector<std::pair<std::string, std::string>> headers = {};
};

struct JsonAnswer {
  int status = 200;
  nlohmann::json body = {};  // null: no body
};

using HttpHandler = std::function<HttpAnswer(const HttpRequest&)>;
using JsonHandler = std::function<JsonAnswer(const HttpRequest&, const nlohmann::json& body)>;

// An HTTPS server, TLS 1.3, with or without client certificates. Handlers run on several threads at once; an exception
// out of one is a 500. Each request and answer is a trace event (`http.request`, `http.answer`), without its body.
class HttpService {
 public:
  static constexpr std::size_t kMaxBody = 256 * 1024;

  HttpService(HttpSettings settings, trace::Actor self, trace::Sink& events);
  ~HttpService();

  // Routes are added before start(). `pattern` is a regular expression for the whole path. `callers`: the CNs that may
  // call, others get 403; empty means everybody whose certificate is good.
  void get_json(const std::string& pattern, std::vector<std::string> callers, JsonHandler handler);
  // The body must be a JSON object, or the handler is not called (400).
  void post_json(const std::string& pattern, std::vector<std::string> callers, JsonHandler handler);
  // For what is not JSON (Ub, OMA DM). `method` is GET or POST.
  void route(const std::string& method, const std::string& pattern, std::vector<std::string> callers,
             HttpHandler handler);

  // Listens when it returns. Errors: the files, the address.
  Result<void> start();
  // The port really used, e.g. where the settings say 0.
  int port() const;
  void stop();

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

// {"error": what}, as every refusal here says it.
JsonAnswer refusal(int status, const std::string& what);

}  // namespace foothold::operators
