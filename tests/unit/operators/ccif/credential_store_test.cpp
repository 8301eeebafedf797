// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/ccif/credential_store.h"

#include <gtest/gtest.h>

#include "tests/unit/operators/service/service_files.h"

namespace foothold::operators::ccif {
namespace {

TemporaryCredential credential(const char* pcid, std::uint8_t octet) {
  TemporaryCredential made{gsm::Imsi::parse(pcid).value(), {}, {0x80, 0x00}, gsm::auth::Sqn(octet, 1)};
  made.key.k.reveal_mutable()[0] = octet;
  made.key.opc.reveal_mutable()[15] = octet;
  return made;
}

TEST(CredentialStore, KeepsCredentialsOverARestart) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "ccif.db";
  ASSERT_TRUE(CredentialStore::open(file)->put({credential("001020000000001", 1), credential("001020000000002", 2)}));
  auto store = CredentialStore::open(file).value();
  const auto found = store.find(gsm::Imsi::parse("001020000000002").value()).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->key.k, credential("001020000000002", 2).key.k);
  EXPECT_EQ(found->key.opc, credential("001020000000002", 2).key.opc);
  EXPECT_EQ(found->amf, (gsm::auth::Amf{0x80, 0x00}));
  EXPECT_EQ(found->sqn, gsm::auth::Sqn(2, 1));
  EXPECT_FALSE(store.find(gsm::Imsi::parse("001020000000003").value()).value());
}

TEST(CredentialStore, ReplacesWhatIsImportedAgain) {
  auto store = CredentialStore::open(":memory:").value();
  ASSERT_TRUE(store.put({credential("001020000000001", 1)}));
  ASSERT_TRUE(store.put({credential("001020000000001", 9)}));
  EXPECT_EQ(store.find(gsm::Imsi::parse("001020000000001").value()).value()->sqn, gsm::auth::Sqn(9, 1));
}

TEST(CredentialStore, IsReadableByItsOwnerOnly) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "ccif.db";
  ASSERT_TRUE(CredentialStore::open(file));
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file).permissions() & (perms::group_all | perms::others_all), perms::none);
}

}  // namespace
}  // namespace foothold::operators::ccif
