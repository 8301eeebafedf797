// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tls/https_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <sys/socket.h>

#include <thread>

#include <algorithm>
#include <atomic>
#include <string>

#include "tls_server.h"

namespace foothold::m2me {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string text(ByteView octets) {
  return {octets.begin(), octets.end()};
}

std::string ok(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Stands for the TRE: has the key, and notes what it is asked to sign.
class KeyHolder {
 public:
  explicit KeyHolder(pki::PrivateKey key) : key_(std::move(key)) {}
  TlsSigner signer() {
    return [this](ByteView content) -> Result<Bytes> {
      contents.emplace_back(content.begin(), content.end());
      if (refuses) return fail("SIGN TLS was refused: the TRE is locked (SW 6983)", "TRE", Error::kNoOffset, 0x6983);
      return key_.sign(content);
    };
  }
  std::vector<Bytes> contents;
  bool refuses = false;

 private:
  pki::PrivateKey key_;
};

std::shared_ptr<TlsClientContext> device_context(const TestPki& pki, KeyHolder& tre) {
  auto context =
      TlsClientContext::create(pki.operators.certificate.to_der(), pki.device.certificate.to_der(), tre.signer());
  EXPECT_TRUE(context) << to_string(context.error());
  return *context;
}

TEST(HttpsClient, AuthenticatesWithAKeyThatOnlyTheTreHas) {
  const auto pki = TestPki::make();
  TlsServer server(pki.server, {pki.platform.certificate}, [](const std::string&) { return ok("hello"); });
  KeyHolder tre(pki.device.key);
  HttpsClient client(device_context(pki, tre), HttpsUrl::parse(server.url()).value());

  auto response = client.request({"POST", "/dm", {{"Content-Type", "text/plain"}}, {'h', 'i'}});

  ASSERT_TRUE(response) << to_string(response.error());
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(text(response->body), "hello");
  EXPECT_THAT(server.clients(), ElementsAre("TRE-000001"));
}

TEST(HttpsClient, HandsTheTreTheWholeCertificateVerifyContent) {
  const auto pki = TestPki::make();
  TlsServer server(pki.server, {pki.platform.certificate}, [](const std::string&) { return ok(""); });
  KeyHolder tre(pki.device.key);
  HttpsClient client(device_context(pki, tre), HttpsUrl::parse(server.url()).value());
  ASSERT_TRUE(client.request({}));

  // RFC 8446 4.4.3: 64 spaces, the context string, a zero octet, the transcript hash.
  ASSERT_THAT(tre.contents, SizeIs(1));
  const std::string content = text(tre.contents[0]);
  const std::string prefix = std::string(64, ' ') + "TLS 1.3, client CertificateVerify" + std::string(1, '\0');
  EXPECT_EQ(content.substr(0, prefix.size()), prefix);
  const std::size_t hash = content.size() - prefix.size();
  EXPECT_TRUE(hash == 32 || hash == 48) << hash;
}

TEST(HttpsClient, KeepsTheConnectionAndMakesItAnewWhenTheServerHasClosedIt) {
  const auto pki = TestPki::make();
  std::atomic<int> requests = 0;
  TlsServer server(pki.server, {pki.platform.certificate}, [&](const std::string&) {
    // The second answer's end is the connection's end, although it does not say so before.
    return ++requests == 2 ? std::string("HTTP/1.1 200 OK\r\n\r\nlast") : ok("more");
  });
  KeyHolder tre(pki.device.key);
  HttpsClient client(device_context(pki, tre), HttpsUrl::parse(server.url()).value());

  ASSERT_TRUE(client.request({}));
  auto second = client.request({});
  ASSERT_TRUE(second) << to_string(second.error());
  EXPECT_EQ(text(second->body), "last");
  EXPECT_THAT(tre.contents, SizeIs(1));
  auto third = client.request({});
  ASSERT_TRUE(third) << to_string(third.error());
  EXPECT_EQ(text(third->body), "more");
  EXPECT_THAT(tre.contents, SizeIs(2));
}

TEST(HttpsClient, OutlivesConnectionsThatAreReset) {
  const auto pki = TestPki::make();
  // No answer and the end, for every request: the client writes into closed connections, and may not die of SIGPIPE.
  TlsServer server(pki.server, {}, [](const std::string&) { return std::string(); });
  HttpsClient client(TlsClientContext::create(pki.operators.certificate.to_der()).value(),
                     HttpsUrl::parse(server.url()).value());
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(client.request({"POST", "/", {}, Bytes(100000, 'a')}));
}

TEST(HttpsClient, SaysWhyTheTreRefusedToSign) {
  const auto pki = TestPki::make();
  TlsServer server(pki.server, {pki.platform.certificate}, [](const std::string&) { return ok(""); });
  KeyHolder tre(pki.device.key);
  tre.refuses = true;
  HttpsClient client(device_context(pki, tre), HttpsUrl::parse(server.url()).value());

  auto response = client.request({});

  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().answer, 0x6983);
  EXPECT_THAT(server.clients(), IsEmpty());
}

TEST(HttpsClient, IsRefusedWithAnotherKeyThanTheCertificates) {
  const auto pki = TestPki::make();
  TlsServer server(pki.server, {pki.platform.certificate}, [](const std::string&) { return ok(""); });
  KeyHolder tre(pki::PrivateKey::generate().value());
  HttpsClient client(device_context(pki, tre), HttpsUrl::parse(server.url()).value());
  EXPECT_FALSE(client.request({}));
  EXPECT_THAT(server.clients(), IsEmpty());
}

TEST(HttpsClient, RefusesAServerOfAnotherAuthority) {
  const auto pki = TestPki::make();
  const auto other = TestPki::make();
  TlsServer server(other.server, {pki.platform.certificate}, [](const std::string&) { return ok(""); });
  KeyHolder tre(pki.device.key);
  HttpsClient client(device_context(pki, tre), HttpsUrl::parse(server.url()).value());
  auto response = client.request({});
  ASSERT_FALSE(response);
  EXPECT_THAT(response.error().what, HasSubstr("certificate is refused"));
  EXPECT_THAT(tre.contents, IsEmpty());  // nothing was signed for it
}

TEST(HttpsClient, RefusesACertificateForAnotherAddress) {
  const auto pki = TestPki::make("10.23.1.4");
  TlsServer server(pki.server, {pki.platform.certificate}, [](const std::string&) { return ok(""); });
  KeyHolder tre(pki.device.key);
  HttpsClient client(device_context(pki, tre), HttpsUrl::parse(server.url()).value());
  auto response = client.request({});
  ASSERT_FALSE(response);
  EXPECT_THAT(response.error().what, HasSubstr("IP address mismatch"));
}

TEST(HttpsClient, NeedsNoCertificateWhereNoneIsAskedFor) {
  const auto pki = TestPki::make();
  TlsServer server(pki.server, {}, [](const std::string& request) { return ok(request.substr(0, 14)); });
  HttpsClient client(TlsClientContext::create(pki.operators.certificate.to_der()).value(),
                     HttpsUrl::parse(server.url()).value());
  auto response = client.request({});
  ASSERT_TRUE(response) << to_string(response.error());
  EXPECT_EQ(text(response->body), "GET / HTTP/1.1");
}

TEST(HttpsClient, IsRefusedWithoutACertificateWhereOneIsAskedFor) {
  const auto pki = TestPki::make();
  TlsServer server(pki.server, {pki.platform.certificate}, [](const std::string&) { return ok(""); });
  HttpsClient client(TlsClientContext::create(pki.operators.certificate.to_der()).value(),
                     HttpsUrl::parse(server.url()).value());
  EXPECT_FALSE(client.request({}));
}

// Listens, and never says a word.
struct SilentServer {
  SilentServer() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener.get(), 1), 0);
    ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size);
    url = {"127.0.0.1", ntohs(address.sin_port), "/"};
  }
  UniqueFd listener{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  HttpsUrl url;
};

TEST(HttpsClient, GivesUpOnAServerThatNeverAnswers) {
  const auto pki = TestPki::make();
  const SilentServer server;
  HttpsClient client(TlsClientContext::create(pki.operators.certificate.to_der()).value(), server.url,
                     {std::chrono::milliseconds(50), std::chrono::milliseconds(50)});
  auto response = client.request({});
  ASSERT_FALSE(response);
  EXPECT_THAT(response.error().what, HasSubstr("took too long"));
}

TEST(HttpsClient, CancelEndsTheRequestUnderWayAndEveryLaterOne) {
  const auto pki = TestPki::make();
  const SilentServer server;
  HttpsClient client(TlsClientContext::create(pki.operators.certificate.to_der()).value(), server.url,
                     {std::chrono::hours(1), std::chrono::hours(1)});
  std::thread other([&] { client.cancel(); });
  auto response = client.request({});
  other.join();
  ASSERT_FALSE(response);
  EXPECT_THAT(response.error().what, HasSubstr("ancel"));
  EXPECT_FALSE(client.request({}));
}

TEST(HttpsClient, ReportsAnUnreachableServer) {
  const auto pki = TestPki::make();
  std::uint16_t port = 0;
  {
    TlsServer gone(pki.server, {}, [](const std::string&) { return ok(""); });
    port = gone.port();
  }
  HttpsClient client(TlsClientContext::create(pki.operators.certificate.to_der()).value(), {"127.0.0.1", port, "/"});
  auto response = client.request({});
  ASSERT_FALSE(response);
  EXPECT_THAT(response.error().what, HasSubstr("cannot be reached"));
}

TEST(TlsClientContext, RefusesWhatIsNoCertificate) {
  const auto pki = TestPki::make();
  EXPECT_FALSE(TlsClientContext::create(Bytes{0x30, 0x03, 0x02, 0x01}));
  EXPECT_FALSE(TlsClientContext::create({}));
  Bytes longer = pki.operators.certificate.to_der();
  longer.push_back(0);
  EXPECT_FALSE(TlsClientContext::create(longer));
}

TEST(TreKey, GivesItsPublicPartAndNothingElse) {
  const auto pki = TestPki::make();
  auto library = TreKeyLibrary::create().value();
  auto certificate = library->certificate_from_der(pki.device.certificate.to_der()).value();
  const TlsSigner signer = [](ByteView) -> Result<Bytes> { return fail("not asked here"); };
  auto key = library->key_for(*certificate, signer).value();
  EXPECT_EQ(EVP_PKEY_eq(key.get(), X509_get0_pubkey(certificate.get())), 1);
  EXPECT_EQ(EVP_PKEY_get_bits(key.get()), 256);
  BIGNUM* secret = nullptr;
  EXPECT_EQ(EVP_PKEY_get_bn_param(key.get(), "priv", &secret), 0);
  ERR_clear_error();
}

TEST(TreKey, RefusesADigestInPlaceOfTheContent) {
  const auto pki = TestPki::make();
  auto library = TreKeyLibrary::create().value();
  auto certificate = library->certificate_from_der(pki.device.certificate.to_der()).value();
  KeyHolder tre(pki.device.key);
  const TlsSigner signer = tre.signer();
  auto key = library->key_for(*certificate, signer).value();
  const pki::PkeyContextHandle context(EVP_PKEY_CTX_new_from_pkey(library->context(), key.get(), nullptr));
  const Bytes digest(32, 0x11);
  Bytes signature(80);
  std::size_t size = signature.size();
  const bool ready = context != nullptr && EVP_PKEY_sign_init(context.get()) == 1;
  EXPECT_FALSE(ready && EVP_PKEY_sign(context.get(), signature.data(), &size, digest.data(), digest.size()) == 1);
  EXPECT_THAT(tre.contents, IsEmpty());
  ERR_clear_error();
}

TEST(HttpsUrl, Parses) {
  auto url = HttpsUrl::parse("https://10.23.1.4:8443/dm?x=1").value();
  EXPECT_EQ(url.address, "10.23.1.4");
  EXPECT_EQ(url.port, 8443);
  EXPECT_EQ(url.path, "/dm?x=1");
  EXPECT_EQ(url.host(), "10.23.1.4:8443");
  EXPECT_EQ(HttpsUrl::parse("https://10.23.1.1").value().host(), "10.23.1.1");
  for (const char* bad : {"", "http://10.0.0.1/", "https://", "https://dpf.example/", "https://10.0.0.1:0/",
                          "https://10.0.0.1:65536/", "https://10.0.0.1:80x/", "https://10.0.0.1/a b",
                          "https://10.0.0.1/\r\nX: y", "https://10.0.0.1/#f", "https://user@10.0.0.1/"}) {
    EXPECT_FALSE(HttpsUrl::parse(bad)) << bad;
  }
}

}  // namespace
}  // namespace foothold::m2me
