// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/gba/ub_client.h"

#include <gtest/gtest.h>

#include "../tls/tls_server.h"
#include "bsf.h"

namespace foothold::m2me {
namespace {

const std::string kImpi = "001020000000001@ims.mnc002.mcc001.3gppnetwork.org";

// The BSF double behind TLS: text in, text out.
std::string serve(Bsf& bsf, const std::string& request) {
  const std::string name = "Authorization: ";
  const auto start = request.find(name) + name.size();
  const auto response = bsf.answer(request.substr(start, request.find("\r\n", start) - start));
  std::string text = "HTTP/1.1 " + std::to_string(response.status) + " X\r\n";
  for (const auto& [key, value] : response.headers) text += key + ": " + value + "\r\n";
  text += "Content-Length: " + std::to_string(response.body.size()) + "\r\n\r\n";
  return text.append(response.body.begin(), response.body.end());
}

class UbClientTest : public ::testing::Test {
 protected:
  Result<Bootstrapping> bootstrap(const GbaUsim& usim) {
    TlsServer server(pki.server, {}, [&](const std::string& request) { return serve(bsf, request); });
    HttpsClient client(TlsClientContext::create(pki.operators.certificate.to_der()).value(),
                       HttpsUrl::parse(server.url()).value());
    return bootstrap_over_ub(client, "/", kImpi, bsf.challenge.realm, usim);
  }

  TestPki pki = TestPki::make();
  Bsf bsf;
};

TEST_F(UbClientTest, BootstrapsOverTls) {
  const auto done = bootstrap([&](const Rand& rand, const Autn& autn) -> Result<GbaAuthentication> {
    EXPECT_EQ(rand[0], 0x10);
    EXPECT_EQ(autn[0], 0x20);
    return GbaResponse{bsf.xres};
  });
  ASSERT_TRUE(done) << to_string(done.error());
  EXPECT_EQ(done->btid, "AAAA@bsf.example");
  EXPECT_EQ(bsf.requests.at(1).cnonce.size(), 32U);
}

TEST_F(UbClientTest, ResynchronisesOverTls) {
  int asked = 0;
  const auto done = bootstrap([&](const Rand&, const Autn&) -> Result<GbaAuthentication> {
    if (++asked == 1) return SynchronisationFailure{};
    return GbaResponse{bsf.xres};
  });
  ASSERT_TRUE(done) << to_string(done.error());
  EXPECT_EQ(asked, 2);
}

TEST_F(UbClientTest, ReportsWhatTheUsimReports) {
  const auto done = bootstrap([](const Rand&, const Autn&) -> Result<GbaAuthentication> {
    return fail("AUTHENTICATE was refused", "TRE", Error::kNoOffset, 0x6983);
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().answer, 0x6983);
}

}  // namespace
}  // namespace foothold::m2me
