// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/unique_fd.h"
#include "pki/issue.h"
#include "pki/tls.h"

namespace foothold::m2me {

// The PKI of a test: an Operators CA, a Platform CA, a server on 127.0.0.1 and a device.
struct TestPki {
  static TestPki make(const std::string& server_address = "127.0.0.1");

  pki::Authority operators;
  pki::Authority platform;
  pki::TlsIdentity server;
  pki::TlsIdentity device;
};

// A TLS server in a thread of its own: for each request that comes, the text that `answer` gives goes back, byte for
// byte. A text without "Content-Length" ends the connection.
class TlsServer {
 public:
  using Answer = std::function<std::string(const std::string& request)>;

  // `client_anchors` empty: no client certificate is asked for.
  TlsServer(const pki::TlsIdentity& identity, const std::vector<pki::Certificate>& client_anchors, Answer answer);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url(const std::string& path = "/") const { return "https://127.0.0.1:" + std::to_string(port_) + path; }
  // Common names of the clients whose handshake was completed, "" for one without a certificate.
  std::vector<std::string> clients();

 private:
  void run();
  void serve(SSL* ssl);

  pki::SslContextHandle context_;
  Answer answer_;
  UniqueFd listener_;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::vector<std::string> clients_;
  std::thread thread_;
};

}  // namespace foothold::m2me
