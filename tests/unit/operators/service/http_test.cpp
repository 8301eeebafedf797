// SPDX-License-Identifier: AGPL-3.0-or-later
// Server and client against each other, over real TLS on the loopback.
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "operators/service/http_service.h"
#include "operators/service/json_client.h"
#include "tests/unit/operators/service/service_files.h"
#include "trace/memory_sink.h"

namespace foothold::operators {
namespace {

using nlohmann::json;
using test::OperatorsPki;
using trace::Actor;

const RetryPolicy kQuick{3, std::chrono::milliseconds(1), std::chrono::milliseconds(2)};

class HttpServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    service_.post_json("/echo", {"DRF"}, [](const HttpRequest& request, const json& body) {
      return JsonAnswer{202, {{"caller", request.caller}, {"body", body}}};
    });
    service_.get_json("/credentials/([0-9]{6,15})", {}, [](const HttpRequest& request, const json&) {
      return JsonAnswer{200, {{"pcid", request.parts.at(0)}}};
    });
    service_.post_json("/broken", {}, [](const HttpRequest&, const json&) -> JsonAnswer {
      throw std::runtime_error("secret detail");
    });
    service_.post_json("/busy", {}, [this](const HttpRequest&, const json&) {
      return ++calls_ < 3 ? refusal(503, "later") : JsonAnswer{200, {{"calls", calls_.load()}}};
    });
    service_.post_json("/large", {}, [](const HttpRequest&, const json&) {
      return JsonAnswer{200, {{"text", std::string(300 * 1024, 'a')}}};
    });
    const auto started = service_.start();
    ASSERT_TRUE(started) << to_string(started.error());
  }

  std::unique_ptr<JsonClient> client(const HttpSettings& settings) {
    return JsonClient::open(settings, Actor::drf, client_events_, kQuick).value();
  }
  std::string url(const std::string& path) const {
    return "https://127.0.0.1:" + std::to_string(service_.port()) + path;
  }

  OperatorsPki pki_;
  trace::MemorySink events_;
  trace::MemorySink client_events_;
  std::atomic<int> calls_ = 0;
  HttpService service_{pki_.settings("SHO", "SHO"), Actor::sho, events_};
};

TEST_F(HttpServiceTest, TellsTheHandlerWhoCalls) {
  const auto answer = client(pki_.settings("RO", "DRF"))->post(url("/echo"), {{"pcid", "001020000000001"}}, Actor::sho);
  ASSERT_TRUE(answer) << to_string(answer.error());
  EXPECT_EQ(answer->status, 202);
  EXPECT_EQ(answer->body.at("caller"), "DRF");
  EXPECT_EQ(answer->body.at("body").at("pcid"), "001020000000001");
}

TEST_F(HttpServiceTest, RefusesCallersOfOtherRoles) {
  const auto answer = client(pki_.settings("RO", "DPF"))->post(url("/echo"), {{"pcid", "1"}}, Actor::sho);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 403);
}

TEST_F(HttpServiceTest, GivesTheHandlerThePartsOfThePath) {
  const auto answer = client(pki_.settings("RO", "ICF"))->get(url("/credentials/001020000000001"), Actor::ccif);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body.at("pcid"), "001020000000001");
  EXPECT_EQ(client(pki_.settings("RO", "ICF"))->get(url("/credentials/12x"), Actor::ccif)->status, 404);
}

TEST_F(HttpServiceTest, RefusesABodyThatIsNoObject) {
  EXPECT_EQ(client(pki_.settings("RO", "DRF"))->post(url("/echo"), json::array({1}), Actor::sho)->status, 400);
}

TEST_F(HttpServiceTest, RefusesABodyThatIsTooLong) {
  const json body = {{"text", std::string(HttpService::kMaxBody, 'a')}};
  const auto answer = client(pki_.settings("RO", "DRF"))->post(url("/echo"), body, Actor::sho);
  EXPECT_TRUE(!answer || answer->status == 413);  // or the server closed before all was sent
  EXPECT_EQ(events_.count("http.request"), 0U);
}

TEST_F(HttpServiceTest, RefusesAPathThatIsTooLong) {
  const auto answer = client(pki_.settings("RO", "DRF"))->get(url("/credentials/" + std::string(300, '1')), Actor::sho);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 414);
}

TEST_F(HttpServiceTest, KeepsAnExceptionsTextToItself) {
  const auto answer = client(pki_.settings("RO", "DRF"))->post(url("/broken"), json::object(), Actor::sho);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 500);
  EXPECT_EQ(answer->body.dump().find("secret"), std::string::npos);
}

TEST_F(HttpServiceTest, TracesRequestAndAnswerAtBothEnds) {
  ASSERT_TRUE(client(pki_.settings("RO", "DRF"))
                  ->post(url("/echo"), {{"pcid", "001020000000001"}}, Actor::sho, "001020000000001"));
  for (const auto* sink : {&events_, &client_events_}) {
    const auto requests = sink->named("http.request");
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_EQ(requests[0].from, Actor::drf);
    EXPECT_EQ(requests[0].to, Actor::sho);
    EXPECT_EQ(requests[0].device, "001020000000001");
    EXPECT_EQ(requests[0].field("path"), "/echo");
    const auto answers = sink->named("http.answer");
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].field("status"), "202");
  }
  EXPECT_EQ(events_.named("http.request")[0].kind, trace::Kind::received);
  EXPECT_EQ(client_events_.named("http.request")[0].kind, trace::Kind::sent);
}

TEST_F(HttpServiceTest, WillNotServeAClientOfAnotherAuthority) {
  const OperatorsPki other;
  auto settings = other.settings("RO", "DRF");
  settings.trust = pki_.settings("SHO", "SHO2").trust;  // it believes the server, the server does not believe it
  EXPECT_FALSE(client(settings)->post(url("/echo"), json::object(), Actor::sho));
  EXPECT_EQ(events_.count("http.request"), 0U);
  EXPECT_EQ(client_events_.count("http.failed"), 1U);
}

TEST_F(HttpServiceTest, ClientRefusesAServerOfAnotherAuthority) {
  auto settings = pki_.settings("RO", "DRF");
  const OperatorsPki other;
  settings.trust = other.settings("RO", "DRF").trust;
  const auto answer = client(settings)->post(url("/echo"), json::object(), Actor::sho);
  ASSERT_FALSE(answer);
  EXPECT_EQ(events_.count("http.request"), 0U);
}

TEST_F(HttpServiceTest, ClientRefusesACertificateForAnotherAddress) {
  HttpService elsewhere(pki_.settings("SHO", "SHO", "10.23.2.1"), Actor::sho, events_);
  elsewhere.post_json("/echo", {}, [](const HttpRequest&, const json&) { return JsonAnswer{}; });
  ASSERT_TRUE(elsewhere.start());
  const auto answer =
      client(pki_.settings("RO", "DRF"))
          ->post("https://127.0.0.1:" + std::to_string(elsewhere.port()) + "/echo", json::object(), Actor::sho);
  EXPECT_FALSE(answer);
  EXPECT_EQ(events_.count("http.request"), 0U);
}

TEST_F(HttpServiceTest, ClientAsksAgainWhereTheServerIsBusy) {
  const auto answer = client(pki_.settings("RO", "DRF"))->post(url("/busy"), json::object(), Actor::sho);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body.at("calls"), 3);
}

TEST_F(HttpServiceTest, ClientGivesUpAfterItsAttempts) {
  calls_ = -1000;
  EXPECT_FALSE(client(pki_.settings("RO", "DRF"))->post(url("/busy"), json::object(), Actor::sho));
  EXPECT_EQ(calls_, -997);
}

TEST_F(HttpServiceTest, ClientRefusesAnAnswerThatIsTooLong) {
  EXPECT_FALSE(client(pki_.settings("RO", "DRF"))->post(url("/large"), json::object(), Actor::sho));
}

TEST_F(HttpServiceTest, CancelledClientMakesNoSecondAttempt) {
  calls_ = -1000;
  const auto one = client(pki_.settings("RO", "DRF"));
  one->cancel();
  EXPECT_FALSE(one->post(url("/busy"), json::object(), Actor::sho));
  EXPECT_EQ(calls_, -999);
}

TEST(HttpService, SaysWhyItCannotListen) {
  const OperatorsPki pki;
  trace::MemorySink events;
  auto settings = pki.settings("SHO", "SHO");
  settings.listen = "203.0.113.1:0";  // TEST-NET-3: nobody's address
  HttpService service(settings, Actor::sho, events);
  const auto started = service.start();
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().what.find("203.0.113.1"), std::string::npos);
}

TEST(HttpSettings, ParsesAddressesAndPorts) {
  EXPECT_EQ(parse_endpoint("10.23.1.3:443")->port, 443);
  EXPECT_EQ(parse_endpoint("[::1]:8443")->address, "::1");
  for (const char* bad :
       {"", ":", "10.23.1.3", "10.23.1.3:", "10.23.1.3:x", "10.23.1.3:65536", "host:1", "10.23.1.3:-1"})
    EXPECT_FALSE(parse_endpoint(bad)) << bad;
}

TEST(HttpSettings, ParsesUrls) {
  const auto url = parse_url("https://10.23.1.4:8443/dpf/v1/orders");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->tls);
  EXPECT_EQ(url->endpoint.address, "10.23.1.4");
  EXPECT_EQ(url->endpoint.port, 8443);
  EXPECT_EQ(url->path, "/dpf/v1/orders");
  EXPECT_EQ(parse_url("https://10.23.1.4")->endpoint.port, 443);
  EXPECT_EQ(parse_url("http://[::1]/x")->endpoint.port, 80);
  for (const char* bad :
       {"", "https://", "ftp://10.0.0.1/", "https://name/", "https://10.0.0.1/a b", "https://10.0.0.1/\r\nX"})
    EXPECT_FALSE(parse_url(bad)) << bad;
}

}  // namespace
}  // namespace foothold::operators
