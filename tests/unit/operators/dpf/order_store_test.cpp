// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/dpf/order_store.h"

#include <gtest/gtest.h>

#include "tests/unit/operators/service/service_files.h"

namespace foothold::operators::dpf {
namespace {

constexpr const char* kPcid = "001020000000001";
const OrderRequest kOrder{"t-1", kPcid, Bytes(32, 1)};
const ObjectRequest kObject{"t-1", kPcid, "MCIM-1", Bytes(50, 2)};
const RefusalRequest kRefusal{"t-1", kPcid, "rootfs differs"};

class Store : public ::testing::Test {
 protected:
  template <class T>
  int answer(const T& request) {
    const auto added = store_->add(request);
    return added ? (*added ? 1 : 0) : added.error().answer;
  }
  dm::ProvisioningOrder newest() { return store_->newest(kPcid).value().value(); }

  test::TemporaryFolder folder_;
  std::unique_ptr<OrderStore> store_ = OrderStore::open(folder_.path() / "dpf.db").value();
};

TEST_F(Store, KeepsAnOrderThroughItsLife) {
  EXPECT_FALSE(store_->newest(kPcid).value());
  EXPECT_EQ(answer(kOrder), 1);
  EXPECT_EQ(newest(), (dm::ProvisioningOrder{"t-1", kPcid, Bytes(32, 1), false, "", {}, std::nullopt, false}));
  ASSERT_TRUE(store_->evidence_given("t-1", "/e", "{}"));
  EXPECT_TRUE(newest().evidence_given);
  EXPECT_EQ(answer(kObject), 1);
  EXPECT_EQ(newest().object, Bytes(50, 2));
  EXPECT_EQ(newest().mcim, "MCIM-1");
  ASSERT_TRUE(store_->close("t-1", "/r", "{}"));
  EXPECT_TRUE(newest().closed);
}

TEST_F(Store, RepeatedRequestsChangeNothing) {
  EXPECT_EQ(answer(kOrder), 1);
  EXPECT_EQ(answer(kOrder), 0);
  EXPECT_EQ(answer(kObject), 1);
  EXPECT_EQ(answer(kObject), 0);
  OrderRequest second = kOrder;
  second.transaction = "t-2";
  EXPECT_EQ(answer(second), 1);
  RefusalRequest refusal = kRefusal;
  refusal.transaction = "t-2";
  EXPECT_EQ(answer(refusal), 1);
  EXPECT_EQ(answer(refusal), 0);
  EXPECT_EQ(newest().refusal, "rootfs differs");
}

TEST_F(Store, RefusesWhatContradicts) {
  EXPECT_EQ(answer(kObject), 404);
  EXPECT_EQ(answer(kRefusal), 404);
  answer(kOrder);
  EXPECT_EQ(answer(OrderRequest{"t-1", "001020000000002", Bytes(32, 1)}), 409);
  EXPECT_EQ(answer(OrderRequest{"t-1", kPcid, Bytes(32, 9)}), 409);
  EXPECT_EQ(answer(ObjectRequest{"t-1", "001020000000002", "MCIM-1", Bytes(50, 2)}), 409);
  EXPECT_EQ(answer(kObject), 1);
  EXPECT_EQ(answer(ObjectRequest{"t-1", kPcid, "MCIM-1", Bytes(50, 3)}), 409);
  EXPECT_EQ(answer(kRefusal), 409);
}

TEST_F(Store, ANewTransactionTakesThePlace) {
  answer(kOrder);
  answer(kObject);
  OrderRequest second = kOrder;
  second.transaction = "t-2";
  answer(second);
  EXPECT_EQ(newest().transaction, "t-2");
  EXPECT_TRUE(newest().object.empty());
}

TEST_F(Store, QueuesOneMessageForEachFact) {
  answer(kOrder);
  ASSERT_TRUE(store_->evidence_given("t-1", "/evidence", "{\"a\":1}"));
  ASSERT_TRUE(store_->evidence_given("t-1", "/evidence", "{\"a\":2}"));
  ASSERT_TRUE(store_->close("t-1", "/reports", "{\"b\":1}"));
  ASSERT_TRUE(store_->close("t-1", "/reports", "{\"b\":2}"));
  const auto first = store_->next_outgoing().value().value();
  EXPECT_EQ(first.path, "/evidence");
  EXPECT_EQ(first.body, "{\"a\":1}");
  EXPECT_EQ(first.pcid, kPcid);
  ASSERT_TRUE(store_->delivered(first.id));
  const auto second = store_->next_outgoing().value().value();
  EXPECT_EQ(second.body, "{\"b\":1}");
  ASSERT_TRUE(store_->delivered(second.id));
  EXPECT_FALSE(store_->next_outgoing().value());
}

TEST_F(Store, KeepsAllOverARestart) {
  answer(kOrder);
  store_->evidence_given("t-1", "/evidence", "{}");
  answer(kObject);
  const auto before = newest();
  store_.reset();
  store_ = OrderStore::open(folder_.path() / "dpf.db").value();
  EXPECT_EQ(newest(), before);
  EXPECT_TRUE(store_->next_outgoing().value());
}

}  // namespace
}  // namespace foothold::operators::dpf
