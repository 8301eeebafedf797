// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>

#include "base/result.h"
#include "base/unique_fd.h"
#include "m2me/tls/http_message.h"
#include "m2me/tls/tls_client_context.h"
#include "m2me/tls/url.h"

namespace foothold::m2me {

struct HttpsTimeouts {
  std::chrono::milliseconds connect{30000};   // TCP and TLS together; over a lossy air a round trip takes seconds
  std::chrono::milliseconds response{30000};  // from the request's first octet to the response's last
};

// HTTP over TLS to one server. The connection is kept between requests and made anew when the server has closed it.
// The socket is of the namespace of the thread that calls request(). For one thread at a time.
//
// cpp-httplib is not used here because its client makes its own SSL_CTX in OpenSSL's default library context, where our
// provider, and so the key in the TRE, would be visible to the whole process.
class HttpsClient {
 public:
  // Only scheme, address and port of `url` count.
  HttpsClient(std::shared_ptr<TlsClientContext> context, HttpsUrl url, HttpsTimeouts timeouts = {});
  ~HttpsClient();
  HttpsClient(const HttpsClient&) = delete;
  HttpsClient& operator=(const HttpsClient&) = delete;

  // Blocks within the timeouts. Error: not reachable, not the server that the Operators CA knows under this address,
  // no proper HTTP, or a signature that the TRE refused.
  Result<HttpResponse> request(const HttpRequest& request);
  void close();
  // From any thread: the request under way ends with an error, and so does every later one. For when it is known that
  // no answer can come, since the bearer is gone.
  void cancel();

 private:
  using Clock = std::chrono::steady_clock;
  enum class Waited : std::uint8_t { ready, too_long, cancelled };

  Result<void> connect();
  Result<void> connect_tcp(Clock::time_point deadline);
  Result<void> handshake(Clock::time_point deadline);
  Result<HttpResponse> exchange(ByteView request, bool& nothing_received);
  Waited wait_for_socket(short events, Clock::time_point deadline) const;
  Result<void> wait(int ssl_result, Clock::time_point deadline, const char* what);

  struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  std::shared_ptr<TlsClientContext> context_;
  HttpsUrl url_;
  HttpsTimeouts timeouts_;
  UniqueFd cancelled_;  // readable once cancel() was called
  UniqueFd socket_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
};

}  // namespace foothold::m2me
