// SPDX-License-Identifier: AGPL-3.0-or-later
// ICF and CCIF as they run, over real TCP and TLS on the loopback; the DRF is a recorder.
#include "operators/ro/icf/icf_service.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <sys/socket.h>

#include <future>
#include <thread>

#include "base/hex.h"
#include "icf_fixture.h"
#include "operators/ro/ccif/ccif_service.h"
#include "pki/gba.h"
#include "tests/unit/operators/service/service_files.h"
#include "trace/memory_sink.h"

namespace foothold::operators::icf {
namespace {

using gsm::gsup::Message;
using gsm::gsup::MessageType;
using test::OperatorsPki;

constexpr auto kDrfName = "drf.mnc002.mcc001.pub.3gppnetwork.org";

// A visited network's end of the GSUP link: blocking, one message at a time.
class GsupPeer {
 public:
  explicit GsupPeer(const TcpEndpoint& endpoint) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(endpoint.address);
    address.sin_port = htons(endpoint.port);
    EXPECT_EQ(::connect(fd_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    const timeval patience{20, 0};
    ::setsockopt(fd_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  }
  void send(const Message& message) {
    const auto bytes = gsm::gsup::encode_ipa_gsup(message.encode().value());
    EXPECT_EQ(::send(fd_.get(), bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
  }
  std::optional<Message> receive() {
    for (;;) {
      const auto next = stream_.next().value();
      if (next && next->protocol == 0xee) return Message::decode(ByteView(next->payload).subspan(1)).value();
      if (next) continue;  // the server asks for our name; it can do without
      std::array<std::uint8_t, 4096> buffer;
      const auto count = ::recv(fd_.get(), buffer.data(), buffer.size(), 0);
      if (count <= 0) return std::nullopt;
      stream_.push(ByteView(buffer.data(), static_cast<std::size_t>(count)));
    }
  }

 private:
  UniqueFd fd_;
  gsm::gsup::IpaStream stream_;
};

class IcfServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    auto credentials = ccif::CredentialStore::open(":memory:").value();
    ASSERT_TRUE(credentials.put({credential(kPcid)}));
    ccif_ = std::make_unique<ccif::CcifService>(pki_.settings("RO", "CCIF"), std::move(credentials), ccif_events_);
    ASSERT_TRUE(ccif_->start());
    drf_.post_json("/drf/v1/bootstrap", {"ICF"}, [this](const HttpRequest&, const nlohmann::json& body) {
      bootstrap_request_.set_value(body);
      return JsonAnswer{202};
    });
    ASSERT_TRUE(drf_.start());
    icf_ = IcfService::create(
               {pki_.settings("RO", "ICF"), ":memory:", TcpEndpoint::parse("127.0.0.1:0").value(), url(ccif_->port()),
                url(drf_.port()), kDrfName, gsm::Plmn::parse("001-02").value(), "foothold.ro"},
               events_)
               .value();
    ASSERT_TRUE(icf_->start());
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    stop_read_ = UniqueFd(ends[0]);
    stop_write_ = UniqueFd(ends[1]);
    loop_ = std::thread([this] { EXPECT_TRUE(icf_->run(stop_read_.get())); });
  }
  void TearDown() override {
    stop_write_.reset();
    if (loop_.joinable()) loop_.join();
    if (icf_) icf_->stop();
    drf_.stop();
    if (ccif_) ccif_->stop();
  }
  static std::string url(int port) { return "https://127.0.0.1:" + std::to_string(port); }

  OperatorsPki pki_;
  trace::MemorySink events_;
  trace::MemorySink ccif_events_;
  trace::MemorySink drf_events_;
  std::promise<nlohmann::json> bootstrap_request_;
  std::unique_ptr<ccif::CcifService> ccif_;
  HttpService drf_{pki_.settings("RO", "DRF"), trace::Actor::drf, drf_events_};
  std::unique_ptr<IcfService> icf_;
  UniqueFd stop_read_, stop_write_;
  std::thread loop_;
};

TEST_F(IcfServiceTest, FetchesACredentialAndAuthenticatesThePcid) {
  GsupPeer vno(icf_->gsup_endpoint());
  vno.send(Message(MessageType::send_auth_info_request, imsi(kPcid)));
  const auto result = vno.receive();
  ASSERT_TRUE(result);
  ASSERT_EQ(result->type, MessageType::send_auth_info_result);
  Usim usim{credential(kPcid).key, {}};
  EXPECT_TRUE(usim.accepts(result->auth_tuples.at(0).rand, result->auth_tuples.at(0).umts->autn));
  EXPECT_EQ(vno.receive()->type, MessageType::insert_data_request);
  EXPECT_EQ(events_.named("icf.vectors_generated").at(0).field("credential"), "ccif");
  EXPECT_EQ(ccif_events_.count("ccif.credential_issued"), 1U);

  vno.send(Message(MessageType::send_auth_info_request, imsi(kOtherPcid)));
  const auto unknown = vno.receive();
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->type, MessageType::send_auth_info_error);
  EXPECT_EQ(unknown->cause, 2);
  EXPECT_EQ(ccif_events_.count("ccif.credential_unknown"), 1U);
}

TEST_F(IcfServiceTest, BootstrapsADeviceAndTellsTheDrf) {
  GsupPeer vno(icf_->gsup_endpoint());
  vno.send(Message(MessageType::send_auth_info_request, imsi(kPcid)));  // it attached: the credential is here now
  ASSERT_TRUE(vno.receive());

  httplib::SSLClient device("127.0.0.1", icf_->ub_port());
  device.set_ca_cert_path((pki_.folder() / "operators-ca.pem").c_str());
  pki::DigestCredentials credentials;
  credentials.username = "001020000000001@ims.mnc002.mcc001.3gppnetwork.org";
  credentials.uri = "/";
  const auto first = device.Get("/", {{"Authorization", credentials.to_header()}});
  ASSERT_TRUE(first) << httplib::to_string(first.error());
  ASSERT_EQ(first->status, 401);
  const auto challenge = pki::DigestChallenge::parse(first->get_header_value("WWW-Authenticate")).value();
  const auto nonce = pki::AkaNonce::parse(challenge.nonce).value();
  const auto card = gsm::auth::milenage_outputs(credential(kPcid).key, nonce.rand);
  credentials.realm = challenge.realm;
  credentials.nonce = challenge.nonce;
  credentials.algorithm = challenge.algorithm;
  credentials.qop = challenge.qop;
  credentials.nc = "00000001";
  credentials.cnonce = "abcdef";
  credentials.opaque = challenge.opaque;
  credentials.response = pki::digest_response(credentials, card.res, "GET", "").value();
  const auto second = device.Get("/", {{"Authorization", credentials.to_header()}});
  ASSERT_TRUE(second);
  ASSERT_EQ(second->status, 200);
  EXPECT_EQ(second->get_header_value("Content-Type"), "application/vnd.3gpp.bsf+xml");

  const auto request = bootstrap_request_.get_future().get();
  EXPECT_EQ(request.at("pcid"), kPcid);
  EXPECT_EQ(request.at("ip"), "127.0.0.1");
  const auto key = pki::gba::ks_int_naf(pki::gba::ks(card.ck.reveal(), card.ik.reveal()), nonce.rand,
                                        credentials.username, pki::gba::naf_id(kDrfName));
  EXPECT_EQ(request.at("key"), to_hex(key.reveal()));
  EXPECT_EQ(events_.count("gba.bootstrapped"), 1U);
}

TEST(IcfServiceConfiguration, NamesTheKeyAtFault) {
  const std::string good = R"(
listen = "127.0.0.1:0"
certificate = "c.pem"
key = "k.pem"
trust = "t.pem"
database = ":memory:"
gsup = "127.0.0.1:0"
ccif = "https://127.0.0.1:443"
drf = "https://127.0.0.1:443"
drf_name = "drf.mnc002.mcc001.pub.3gppnetwork.org"
plmn = "001-02"
apn = "foothold.ro"
)";
  struct Case {
    std::string from, to, key;
  };
  trace::MemorySink events;
  const auto field = [&](const std::string& text) {
    auto config = config::ConfigFile::parse(text, "test", "/nonexistent").value();
    const auto made = IcfService::make(config, events);
    return made ? std::string("none") : made.error().field;
  };
  for (const auto& [from, to, key] :
       {Case{"gsup = \"127.0.0.1:0\"", "gsup = \"x\"", "gsup"}, Case{"001-02", "nonsense", "plmn"},
        Case{"foothold.ro", "a..b", "apn"}, Case{"ccif = \"https:", "ccif = \"http:", "ccif"},
        Case{"drf = \"https://127.0.0.1:443\"", "drf = \"https://127.0.0.1:443/path\"", "drf"},
        Case{"drf_name", "drv_name", "drf_name"}}) {
    auto text = good;
    text.replace(text.find(from), from.size(), to);
    EXPECT_EQ(field(text), key);
  }
}

}  // namespace
}  // namespace foothold::operators::icf
