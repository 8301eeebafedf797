// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/ccif/ccif_service.h"

#include <gtest/gtest.h>

#include "operators/service/json_client.h"
#include "tests/unit/operators/service/service_files.h"
#include "trace/memory_sink.h"

namespace foothold::operators::ccif {
namespace {

class CcifServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    auto store = CredentialStore::open(":memory:").value();
    TemporaryCredential credential{gsm::Imsi::parse("001020000000001").value(), {}, {0x80, 0x00}, {}};
    credential.key.k.reveal_mutable()[0] = 0xab;
    ASSERT_TRUE(store.put({credential}));
    service_ = std::make_unique<CcifService>(pki_.settings("RO", "CCIF"), std::move(store), events_);
    ASSERT_TRUE(service_->start());
  }
  void TearDown() override { service_->stop(); }

  Result<JsonAnswer> ask(const std::string& role, const std::string& pcid) {
    auto client = JsonClient::open(pki_.settings("RO", role), trace::Actor::icf, client_events_, {1, {}, {}}).value();
    return client->get("https://127.0.0.1:" + std::to_string(service_->port()) + "/ccif/v1/credentials/" + pcid,
                       trace::Actor::ccif);
  }

  test::OperatorsPki pki_;
  trace::MemorySink events_;
  trace::MemorySink client_events_;
  std::unique_ptr<CcifService> service_;
};

TEST_F(CcifServiceTest, GivesTheIcfACredential) {
  const auto answer = ask("ICF", "001020000000001");
  ASSERT_TRUE(answer) << to_string(answer.error());
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(credential_from_json(answer->body)->key.k.reveal()[0], 0xab);
  const auto issued = events_.named("ccif.credential_issued");
  ASSERT_EQ(issued.size(), 1U);
  EXPECT_EQ(issued[0].device, "001020000000001");
}

TEST_F(CcifServiceTest, RefusesEverybodyElse) {
  for (const auto* role : {"DRF", "SHO", "PVA", "CCIF"}) EXPECT_EQ(ask(role, "001020000000001")->status, 403) << role;
  EXPECT_EQ(events_.count("ccif.credential_issued"), 0U);
}

TEST_F(CcifServiceTest, SaysThatAPcidIsUnknown) {
  EXPECT_EQ(ask("ICF", "001020000000009")->status, 404);
  EXPECT_EQ(events_.count("ccif.credential_unknown"), 1U);
  EXPECT_EQ(ask("ICF", "0010200x")->status, 404) << "no such route";
}

TEST_F(CcifServiceTest, NeverPutsAKeyIntoTheTrace) {
  ASSERT_EQ(ask("ICF", "001020000000001")->status, 200);
  for (const auto& event : events_.events()) {
    EXPECT_TRUE(event.bytes.empty());
    for (const auto& field : event.fields) EXPECT_EQ(field.value.find("ab0000"), std::string::npos) << event.name;
  }
}

TEST(CcifImport, StoresWhatPersonalisationWrote) {
  const test::TemporaryFolder folder;
  const auto half = folder.write(
      "ro-half.json",
      R"({"pcid":"001020000000001","k":"00112233445566778899aabbccddeeff","opc":"ffeeddccbbaa99887766554433221100",)"
      R"("amf":"8000","sqn":"000000000000","algorithm":"milenage"})");
  const std::string text = "listen=\"127.0.0.1:0\"\ncertificate=\"c\"\nkey=\"k\"\ntrust=\"t\"\ndatabase=\"ccif.db\"\n";
  auto config = config::ConfigFile::parse(text, "test", folder.path()).value();
  const auto done = CcifService::import(config, half.string());
  ASSERT_TRUE(done) << to_string(done.error());
  EXPECT_EQ(*done, "stored 1 credential(s)");
  EXPECT_TRUE(
      CredentialStore::open(folder.path() / "ccif.db")->find(gsm::Imsi::parse("001020000000001").value())->has_value());

  auto again = config::ConfigFile::parse(text, "test", folder.path()).value();
  const auto bad = CcifService::import(again, (folder.path() / "absent.json").string());
  ASSERT_FALSE(bad);
  EXPECT_NE(to_string(bad.error()).find("absent.json"), std::string::npos);
}

}  // namespace
}  // namespace foothold::operators::ccif
