// SPDX-License-Identifier: AGPL-3.0-or-later
// The verdict, and the service around it, for one issued device and everything that can be wrong with it.
#include <gtest/gtest.h>

#include <map>

#include "base/base64.h"
#include "base/hex.h"
#include "operators/pva/pva_service.h"
#include "operators/pva/validation.h"
#include "tests/unit/operators/service/service_files.h"
#include "tests/unit/pki/test_pki.h"
#include "trace/memory_sink.h"

namespace foothold::operators::pva {
namespace {

using nlohmann::json;
using pki::test::kNow;
using pki::test::World;

constexpr const char* kPcid = "001020000000001";
constexpr const char* kTre = "TRE-000001";

pki::MeasuredComponent component(const std::string& name, std::uint8_t fill) {
  pki::MeasuredComponent out{name, {}};
  out.register_value.fill(fill);
  return out;
}

const std::vector<pki::MeasuredComponent> kReference = {component("boot", 0x11), component("agent", 0x22)};

pki::EatClaims claims_for(const Bytes& nonce) {
  pki::EatClaims claims;
  claims.nonce = nonce;
  claims.tre_identity = kTre;
  claims.pcid = kPcid;
  claims.hardware_model = {'t', 'r', 'e'};
  claims.hardware_version = "1";
  claims.software_name = "foothold-tre";
  claims.software_version = "0.1.0";
  claims.debug_status = pki::DebugStatus::disabled_permanently;
  claims.components = kReference;
  return claims;
}

std::string base64_of(const pki::Certificate& certificate) {
  return to_base64(certificate.to_der());
}

std::string issued_json(const World& world, const char* pcid = kPcid, const char* tre = kTre) {
  json components = json::array();
  for (const auto& c : kReference) components.push_back({{"name", c.name}, {"register", to_hex(c.register_value)}});
  return json{{"pcid", pcid},
              {"tre_identity", tre},
              {"pfc_sign", base64_of(world.pfc_sign)},
              {"pfc_enc", base64_of(world.pfc_enc)},
              {"components", components}}
      .dump();
}

class PvaTest : public ::testing::Test {
 protected:
  PvaTest() {
    auto store = PvaStore::open(":memory:").value();
    store_ = store.get();
    EXPECT_TRUE(store_->import(issued_json(world_)));
    PvaSettings settings;
    settings.http = pki_.settings("PVA", "PVA");
    make(std::move(settings), std::move(store));
  }

  void make(PvaSettings settings, std::unique_ptr<PvaStore> store) {
    service_ = std::make_unique<PvaService>(
        std::move(settings), std::move(store), std::vector{world_.platform.certificate}, events_,
        [this] { return now_; }, pki::fill_random);
  }

  Bytes nonce() {
    const auto answer = service_->nonce_requested({{"pcid", kPcid}});
    EXPECT_EQ(answer.status, 200);
    return from_base64url(answer.body.at("nonce").get<std::string>()).value();
  }

  json request(const pki::EatClaims& claims) const {
    return {{"pcid", kPcid},
            {"tre_identity", kTre},
            {"pfc_sign", base64_of(world_.pfc_sign)},
            {"pfc_enc", base64_of(world_.pfc_enc)},
            {"evidence", pki::sign_eat(claims, world_.sign_key.signer()).value()}};
  }

  json validate(const json& body) {
    const auto answer = service_->validation_requested(body);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  void expect_invalid(const json& body, const std::string& word) {
    const auto verdict = validate(body);
    EXPECT_EQ(verdict.at("result"), "invalid");
    EXPECT_NE(verdict.at("reason").get<std::string>().find(word), std::string::npos) << verdict;
  }

  World world_;
  test::OperatorsPki pki_;
  trace::MemorySink events_;
  std::chrono::sys_seconds now_ = kNow;
  PvaStore* store_ = nullptr;
  std::unique_ptr<PvaService> service_;
};

TEST_F(PvaTest, FindsTheIssuedDeviceValid) {
  const auto verdict = validate(request(claims_for(nonce())));
  EXPECT_EQ(verdict.at("result"), "valid") << verdict;
  ASSERT_EQ(verdict.at("components").size(), 2U);
  EXPECT_EQ(verdict.at("components")[0].at("name"), "boot");
  EXPECT_EQ(verdict.at("components")[0].at("expected"), verdict.at("components")[0].at("actual"));
}

TEST_F(PvaTest, TracesRequestAndVerdict) {
  validate(request(claims_for(nonce())));
  ASSERT_EQ(events_.count("pva.validation_requested"), 1U);
  const auto verdict = events_.named("pva.verdict").at(0);
  EXPECT_EQ(verdict.kind, trace::Kind::decision);
  EXPECT_EQ(verdict.field("result"), "valid");
  EXPECT_EQ(verdict.device, kPcid);
}

TEST_F(PvaTest, TracesAnInvalidVerdictAsFailure) {
  validate(request(claims_for(Bytes(32, 1))));
  const auto verdict = events_.named("pva.verdict").at(0);
  EXPECT_EQ(verdict.kind, trace::Kind::failure);
  EXPECT_FALSE(verdict.field("reason").empty());
}

TEST_F(PvaTest, NoncesAre32OctetsAndDiffer) {
  const auto first = nonce();
  EXPECT_EQ(first.size(), 32U);
  EXPECT_NE(first, nonce());
}

TEST_F(PvaTest, RefusesEvidenceWithoutANonceGiven) {
  expect_invalid(request(claims_for(Bytes(32, 1))), "no nonce");
}

TEST_F(PvaTest, RefusesEvidenceForAnotherNonce) {
  nonce();
  expect_invalid(request(claims_for(Bytes(32, 1))), "stale");
}

TEST_F(PvaTest, RefusesAnotherDevicesNonce) {
  const auto answer = service_->nonce_requested({{"pcid", "001020000000002"}});
  nonce();
  const auto other = from_base64url(answer.body.at("nonce").get<std::string>()).value();
  expect_invalid(request(claims_for(other)), "stale");
}

TEST_F(PvaTest, RefusesAnExpiredNonce) {
  const auto body = request(claims_for(nonce()));
  now_ += PvaStore::kNonceLifetime;
  expect_invalid(body, "no nonce");
}

TEST_F(PvaTest, RefusesASecondUseOfANonce) {
  const auto given = nonce();
  validate(request(claims_for(given)));
  auto claims = claims_for(given);
  claims.software_version = "0.1.1";
  expect_invalid(request(claims), "no nonce");
}

TEST_F(PvaTest, AnswersTheSameRequestTheSame) {
  const auto body = request(claims_for(nonce()));
  const auto first = validate(body);
  EXPECT_EQ(first.at("result"), "valid");
  EXPECT_EQ(validate(body), first);
}

TEST_F(PvaTest, DropsTheOldestNonceOfADevice) {
  const auto oldest = nonce();
  const auto second = nonce();
  for (int i = 0; i < PvaStore::kMaxNoncesPerDevice - 1; ++i) nonce();
  expect_invalid(request(claims_for(oldest)), "stale");
  EXPECT_EQ(validate(request(claims_for(second))).at("result"), "valid");
}

TEST_F(PvaTest, BoundsTheNumberOfOpenNonces) {
  for (int i = 0; i < PvaStore::kMaxNonces; ++i)
    ASSERT_TRUE(store_->give_nonce(std::to_string(100000 + i), now_, pki::fill_random));
  EXPECT_EQ(service_->nonce_requested({{"pcid", kPcid}}).status, 503);
  now_ += PvaStore::kNonceLifetime;
  EXPECT_EQ(service_->nonce_requested({{"pcid", kPcid}}).status, 200);
}

TEST_F(PvaTest, RefusesCertificatesOfAnotherAuthority) {
  auto body = request(claims_for(nonce()));
  const World other;
  body["pfc_sign"] = base64_of(other.pfc_sign);
  expect_invalid(body, "PfC sign certificate");
  body = request(claims_for(nonce()));
  body["pfc_enc"] = base64_of(other.pfc_enc);
  expect_invalid(body, "PfC enc certificate");
}

TEST_F(PvaTest, RefusesCertificatesInEachOthersPlace) {
  auto body = request(claims_for(nonce()));
  body["pfc_enc"] = body["pfc_sign"];
  expect_invalid(body, "PfC enc certificate");
}

TEST_F(PvaTest, RefusesCertificatesThatAreNone) {
  auto body = request(claims_for(nonce()));
  body["pfc_sign"] = "AAAA";
  expect_invalid(body, "PfC sign certificate");
}

TEST_F(PvaTest, RefusesCertificatesOfTwoTres) {
  auto body = request(claims_for(nonce()));
  body["pfc_enc"] = base64_of(
      pki::issue_pfc_enc(world_.platform, world_.enc_key.public_key(), "TRE-000002", kPcid, pki::test::kYear).value());
  expect_invalid(body, "different TREs");
}

TEST_F(PvaTest, RefusesAPfcIssuedForAnotherPcid) {
  nonce();
  auto body = request(claims_for(nonce()));
  const char* other = "001020000000009";
  body["pfc_sign"] = base64_of(
      pki::issue_pfc_sign(world_.platform, world_.sign_key.public_key(), kTre, other, pki::test::kYear).value());
  body["pfc_enc"] = base64_of(
      pki::issue_pfc_enc(world_.platform, world_.enc_key.public_key(), kTre, other, pki::test::kYear).value());
  expect_invalid(body, "issued for PCID 001020000000009");
}

TEST_F(PvaTest, RefusesARevokedPfc) {
  auto store = PvaStore::open(":memory:").value();
  ASSERT_TRUE(store->import(issued_json(world_)));
  PvaSettings settings;
  settings.http = pki_.settings("PVA", "PVA");
  settings.revoked = {world_.pfc_enc.serial()};
  make(std::move(settings), std::move(store));
  expect_invalid(request(claims_for(nonce())), "revoked");
}

// Threat #5 of TR 33.812 6.1.2.3, a genuine TRE of another machine: its own PfC, this machine's PCID.
TEST_F(PvaTest, RefusesAReplacedTre) {
  const auto key = pki::PrivateKey::generate().value();
  const auto sign = pki::issue_pfc_sign(world_.platform, key.public_key(), "TRE-000002", kPcid, pki::test::kYear);
  const auto enc = pki::issue_pfc_enc(world_.platform, key.public_key(), "TRE-000002", kPcid, pki::test::kYear);
  auto claims = claims_for(nonce());
  claims.tre_identity = "TRE-000002";
  const json body = {{"pcid", kPcid},
                     {"tre_identity", "TRE-000002"},
                     {"pfc_sign", base64_of(sign.value())},
                     {"pfc_enc", base64_of(enc.value())},
                     {"evidence", pki::sign_eat(claims, key.signer()).value()}};
  expect_invalid(body, "replaced");
}

TEST_F(PvaTest, RefusesAPfcThatIsNotTheOneIssued) {
  auto body = request(claims_for(nonce()));
  const auto key = pki::PrivateKey::generate().value();
  body["pfc_sign"] =
      base64_of(pki::issue_pfc_sign(world_.platform, key.public_key(), kTre, kPcid, pki::test::kYear).value());
  expect_invalid(body, "not the one issued");
}

TEST_F(PvaTest, RefusesADeviceThatWasNotIssued) {
  auto store = PvaStore::open(":memory:").value();
  PvaSettings settings;
  settings.http = pki_.settings("PVA", "PVA");
  make(std::move(settings), std::move(store));
  expect_invalid(request(claims_for(nonce())), "was issued");
}

TEST_F(PvaTest, RefusesEvidenceSignedByAnotherKey) {
  auto body = request(claims_for(nonce()));
  body["evidence"] = pki::sign_eat(claims_for(nonce()), world_.enc_key.signer()).value();
  expect_invalid(body, "not one of this TRE");
}

TEST_F(PvaTest, RefusesEvidenceThatNamesAnotherTre) {
  auto claims = claims_for(nonce());
  claims.tre_identity = "TRE-000002";
  expect_invalid(request(claims), "another TRE");
}

TEST_F(PvaTest, NamesEveryComponentThatDiffers) {
  auto claims = claims_for(nonce());
  claims.components = {component("boot", 0x11), component("agent", 0x23), component("guest", 0x33)};
  const auto verdict = validate(request(claims));
  EXPECT_EQ(verdict.at("result"), "invalid");
  const auto& components = verdict.at("components");
  ASSERT_EQ(components.size(), 3U);
  EXPECT_EQ(components[1].at("name"), "agent");
  EXPECT_EQ(components[1].at("expected"), to_hex(kReference[1].register_value));
  EXPECT_NE(components[1].at("actual"), components[1].at("expected"));
  EXPECT_EQ(components[2].at("expected"), "");
  const auto reason = verdict.at("reason").get<std::string>();
  EXPECT_NE(reason.find("agent has another measurement"), std::string::npos) << reason;
  EXPECT_NE(reason.find("guest is not expected"), std::string::npos) << reason;
}

TEST_F(PvaTest, MissesAComponentThatWasNotMeasured) {
  auto claims = claims_for(nonce());
  claims.components.pop_back();
  expect_invalid(request(claims), "agent was not measured");
}

TEST_F(PvaTest, RefusesRequestsThatLackAMember) {
  const auto whole = request(claims_for(nonce()));
  for (const auto& [name, value] : whole.items()) {
    auto body = whole;
    body.erase(name);
    EXPECT_EQ(service_->validation_requested(body).status, 400) << name;
    body[name] = 7;
    EXPECT_EQ(service_->validation_requested(body).status, 400) << name;
  }
  EXPECT_EQ(service_->nonce_requested({{"pcid", "12x456"}}).status, 400);
  EXPECT_EQ(service_->nonce_requested(json::object()).status, 400);
}

TEST_F(PvaTest, ImportNamesWhatIsWrong) {
  const auto whole = json::parse(issued_json(world_));
  for (const auto& [name, value] : whole.items()) {
    auto body = whole;
    body.erase(name);
    const auto stored = store_->import(body.dump());
    ASSERT_FALSE(stored) << name;
    EXPECT_EQ(stored.error().field, name);
  }
}

TEST(PvaStore, KeepsNoncesOverARestart) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "pva.db";
  const auto nonce = PvaStore::open(file).value()->give_nonce(kPcid, kNow, pki::fill_random).value();
  EXPECT_EQ(PvaStore::open(file).value()->open_nonces(kPcid, kNow).value(), std::vector<Bytes>{nonce});
}

}  // namespace
}  // namespace foothold::operators::pva
