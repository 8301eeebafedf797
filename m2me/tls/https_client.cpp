// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tls/https_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "m2me/tls/socket_bio.h"

namespace foothold::m2me {

HttpsClient::HttpsClient(std::shared_ptr<TlsClientContext> context, HttpsUrl url, HttpsTimeouts timeouts)
    : context_(std::move(context)),
      url_(std::move(url)),
      timeouts_(timeouts),
      cancelled_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

HttpsClient::~HttpsClient() {
  close();
}

void HttpsClient::cancel() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(cancelled_.get(), &one, sizeof one);
}

// Until the socket is ready. It is also "ready" when something is wrong with it: the next read or write says what.
HttpsClient::Waited HttpsClient::wait_for_socket(short events, Clock::time_point deadline) const {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return Waited::too_long;
    std::array<pollfd, 2> fds{pollfd{socket_.get(), events, 0}, pollfd{cancelled_.get(), POLLIN, 0}};
    const int ready = ::poll(fds.data(), fds.size(), static_cast<int>(std::min<long long>(left, 1'000'000)));
    if (ready > 0 && fds[1].revents != 0) return Waited::cancelled;
    if (ready > 0 || (ready < 0 && errno != EINTR)) return Waited::ready;
  }
}

void HttpsClient::close() {
  if (ssl_ && SSL_is_init_finished(ssl_.get()))
    SSL_shutdown(ssl_.get());  // tells the server; its answer is not waited for
  ERR_clear_error();
  ssl_.reset();
  socket_.reset();
}

Result<HttpResponse> HttpsClient::request(const HttpRequest& request) {
  auto octets = encode_http_request(request, url_.host());
  if (!octets) return tl::unexpected(octets.error());
  const bool reused = ssl_ != nullptr;
  if (!reused) {
    if (auto connected = connect(); !connected) return tl::unexpected(connected.error());
  }
  bool nothing_received = true;
  auto response = exchange(*octets, nothing_received);
  if (!response && reused && nothing_received) {
    // A kept connection that the server has closed meanwhile: this request, too, has the right to a live one. What it
    // asks must bear repetition, as everything that the device asks does.
    if (auto connected = connect(); !connected) return tl::unexpected(connected.error());
    response = exchange(*octets, nothing_received);
  }
  return response;
}

Result<void> HttpsClient::connect() {
  close();
  const auto deadline = Clock::now() + timeouts_.connect;
  auto result = connect_tcp(deadline);
  if (result) result = handshake(deadline);
  if (!result) close();
  return result;
}

Result<void> HttpsClient::connect_tcp(Clock::time_point deadline) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(url_.port);
  inet_pton(AF_INET, url_.address.c_str(), &address.sin_addr);
  const auto unreachable = [&](int error) {
    return fail("cannot be reached: " + std::string(std::strerror(error)), url_.host());
  };
  socket_ = UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket_) return unreachable(errno);
  const int on = 1;
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return {};
  if (errno != EINPROGRESS) return unreachable(errno);
  switch (wait_for_socket(POLLOUT, deadline)) {
    case Waited::ready:
      break;
    case Waited::too_long:
      return unreachable(ETIMEDOUT);
    case Waited::cancelled:
      return unreachable(ECANCELED);
  }
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) return unreachable(error);
  return {};
}

Result<void> HttpsClient::handshake(Clock::time_point deadline) {
  ssl_.reset(SSL_new(context_->handle()));
  auto bio = open_socket_bio(socket_.get());
  // The certificate must name the address that was dialled, as SAN (RFC 9110 4.3.5).
  if (!ssl_ || !bio || X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()), url_.address.c_str()) != 1) {
    return pki::openssl_failure("cannot set up TLS", url_.host());
  }
  SSL_set_bio(ssl_.get(), bio.get(), bio.get());
  bio.release();  // now the SSL's, both ways
  while (true) {
    ERR_clear_error();
    const int result = SSL_connect(ssl_.get());
    if (result == 1) return {};
    if (auto waited = wait(result, deadline, "the TLS handshake"); !waited) return waited;
  }
}

Result<HttpResponse> HttpsClient::exchange(ByteView request, bool& nothing_received) {
  const auto deadline = Clock::now() + timeouts_.response;
  const auto failed = [&](Error error) {
    close();
    return tl::unexpected(std::move(error));
  };
  while (!request.empty()) {
    std::size_t written = 0;
    ERR_clear_error();
    const int result = SSL_write_ex(ssl_.get(), request.data(), request.size(), &written);
    if (result == 1) {
      request = request.subspan(written);
    } else if (auto waited = wait(result, deadline, "sending the request"); !waited) {
      return failed(waited.error());
    }
  }
  HttpResponseParser parser;
  std::array<std::uint8_t, 16384> buffer;
  while (true) {
    std::size_t read = 0;
    ERR_clear_error();
    const int result = SSL_read_ex(ssl_.get(), buffer.data(), buffer.size(), &read);
    Result<bool> complete = false;
    if (result == 1) {
      nothing_received = false;
      complete = parser.feed(ByteView(buffer.data(), read));
    } else if (SSL_get_error(ssl_.get(), result) == SSL_ERROR_ZERO_RETURN) {
      complete = parser.feed_end();  // closed with a close_notify, so nothing was cut off by others
    } else if (auto waited = wait(result, deadline, "the response"); !waited) {
      return failed(waited.error());
    }
    if (!complete) return failed(complete.error());
    if (*complete) {
      if (!parser.keeps_connection()) close();
      return parser.take();
    }
  }
}

// After an operation that returned `ssl_result`: waits if it wants to go on, fails if it cannot.
Result<void> HttpsClient::wait(int ssl_result, Clock::time_point deadline, const char* what) {
  const int error = SSL_get_error(ssl_.get(), ssl_result);
  switch (error) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
      switch (wait_for_socket(error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, deadline)) {
        case Waited::ready:
          return {};
        case Waited::too_long:
          return fail(std::string(what) + " took too long", url_.host());
        case Waited::cancelled:
          break;
      }
      return fail(std::string(what) + " was cancelled", url_.host());
    case SSL_ERROR_ZERO_RETURN:
      return fail("the server closed the connection during " + std::string(what), url_.host());
    case SSL_ERROR_SYSCALL:
      return fail("the connection broke during " + std::string(what) +
                      (errno != 0 ? std::string(": ") + std::strerror(errno) : std::string()),
                  url_.host());
    default:
      break;
  }
  if (auto refusal = context_->take_signer_error()) {
    ERR_clear_error();
    return tl::unexpected(std::move(*refusal));
  }
  const long verified = SSL_get_verify_result(ssl_.get());
  if (verified != X509_V_OK) {
    ERR_clear_error();
    return fail(std::string("the server's certificate is refused: ") + X509_verify_cert_error_string(verified),
                url_.host());
  }
  return pki::openssl_failure(std::string(what) + " failed", url_.host());
}

}  // namespace foothold::m2me
