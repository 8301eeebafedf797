// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tls_server.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <csignal>

namespace foothold::m2me {

namespace {

pki::Validity around_now() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return {now - std::chrono::hours(1), now + std::chrono::hours(24)};
}

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

}  // namespace

TestPki TestPki::make(const std::string& server_address) {
  auto operators = pki::make_authority("Operators", "Operators CA", around_now()).value();
  auto platform = pki::make_authority("Platform", "Platform CA", around_now()).value();
  auto server_key = pki::PrivateKey::generate().value();
  auto device_key = pki::PrivateKey::generate().value();
  auto server = pki::issue_operator_tls(operators, server_key.public_key(), "RO", "DPF", server_address, around_now());
  auto device = pki::issue_pfc_sign(platform, device_key.public_key(), "TRE-000001", "001020000000001", around_now());
  return {operators, platform, {server.value(), server_key}, {device.value(), device_key}};
}

TlsServer::TlsServer(const pki::TlsIdentity& identity, const std::vector<pki::Certificate>& client_anchors,
                     Answer answer)
    : context_(SSL_CTX_new(TLS_server_method())), answer_(std::move(answer)) {
  const auto client = client_anchors.empty() ? pki::ClientCertificate::none : pki::ClientCertificate::required;
  auto configured = pki::configure_tls_server(*context_, identity, client_anchors, client);
  EXPECT_TRUE(configured) << to_string(configured.error());
  listener_ = UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  EXPECT_EQ(::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(::listen(listener_.get(), 8), 0);
  ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

TlsServer::~TlsServer() {
  ::shutdown(listener_.get(), SHUT_RDWR);  // ends accept()
  thread_.join();
}

std::vector<std::string> TlsServer::clients() {
  const std::scoped_lock lock(mutex_);
  return clients_;
}

void TlsServer::run() {
  // OpenSSL's own sockets raise SIGPIPE. Blocked in this thread only, so that the client under test has to do without.
  sigset_t broken_pipe;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
  while (true) {
    const UniqueFd connection(::accept(listener_.get(), nullptr, nullptr));
    if (!connection) return;
    const timeval patience{5, 0};  // a client that says nothing more must not hold up the next one
    ::setsockopt(connection.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const std::unique_ptr<SSL, FreeSsl> ssl(SSL_new(context_.get()));
    SSL_set_fd(ssl.get(), connection.get());
    if (SSL_accept(ssl.get()) == 1) {
      std::string name;
      if (X509* peer = SSL_get0_peer_certificate(ssl.get())) name = pki::Certificate::from_handle(peer)->common_name();
      {
        const std::scoped_lock lock(mutex_);
        clients_.push_back(name);
      }
      serve(ssl.get());
    }
    ERR_clear_error();
  }
}

void TlsServer::serve(SSL* ssl) {
  std::string request;
  std::array<char, 4096> buffer;
  while (true) {
    const int size = SSL_read(ssl, buffer.data(), static_cast<int>(buffer.size()));
    if (size <= 0) return;
    request.append(buffer.data(), static_cast<std::size_t>(size));
    const auto head = request.find("\r\n\r\n");
    if (head == std::string::npos) continue;
    const auto length = request.find("Content-Length: ");
    const std::size_t body = length < head ? std::stoul(request.substr(length + 16)) : 0;
    if (request.size() < head + 4 + body) continue;
    const std::string answer = answer_(request);
    request.clear();
    if (!answer.empty()) SSL_write(ssl, answer.data(), static_cast<int>(answer.size()));
    if (answer.find("Content-Length") == std::string::npos) {
      SSL_shutdown(ssl);
      return;
    }
  }
}

}  // namespace foothold::m2me
