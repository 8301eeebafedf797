// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sm/quality_of_service.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gsm::sm {
namespace {

std::string encoded(const QualityOfService& qos) {
  Bytes out;
  ByteWriter writer(out);
  qos.encode(writer);
  return to_hex(out);
}

TEST(QualityOfService, SubscribedIsAllZero) {
  EXPECT_EQ(encoded({}), "000000");
}

// As osmo-sgsn negotiates it. Wireshark: delay class 4, reliability class 3, peak throughput up to 32 000 octet/s,
// normal priority, mean throughput best effort; interactive, without delivery order, ...
TEST(QualityOfService, ReadsWhatOsmoSgsnNegotiates) {
  const auto q = QualityOfService::decode(*from_hex("23621f72993f3f1143ffff000000"));
  ASSERT_TRUE(q);
  EXPECT_EQ(q->delay_class, 4);
  EXPECT_EQ(q->reliability_class, 3);
  EXPECT_EQ(q->peak_throughput, 6);
  EXPECT_EQ(q->precedence_class, 2);
  EXPECT_EQ(q->mean_throughput, 31);
  ASSERT_TRUE(q->release_99);
  EXPECT_EQ(q->release_99->traffic_class, 3);
  EXPECT_EQ(q->release_99->delivery_order, 2);
  EXPECT_EQ(q->release_99->delivery_of_erroneous_sdus, 2);
  EXPECT_EQ(q->release_99->maximum_sdu_size, 0x99);
  EXPECT_EQ(bit_rate_kbps(q->release_99->maximum_bit_rate_downlink), 63U);
  EXPECT_EQ(q->release_99->residual_ber, 1);
  EXPECT_EQ(q->release_99->sdu_error_ratio, 1);
  EXPECT_EQ(q->release_99->transfer_delay, 16);
  EXPECT_EQ(q->release_99->traffic_handling_priority, 3);
  EXPECT_EQ(q->later.size(), 3U);
  EXPECT_EQ(encoded(*q), "23621f72993f3f1143ffff000000");
}

TEST(QualityOfService, EveryTruncation) {
  const Bytes whole = *from_hex("23621f72993f3f1143ffff000000");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto q = QualityOfService::decode(ByteView(whole).first(size));
    EXPECT_EQ(q.has_value(), size >= 3) << size;
    EXPECT_EQ(q && q->release_99, size >= 11) << size;
  }
}

TEST(QualityOfService, BitRatesOfEachRange) {
  EXPECT_EQ(bit_rate_kbps(0), std::nullopt);
  EXPECT_EQ(bit_rate_kbps(1), 1U);
  EXPECT_EQ(bit_rate_kbps(63), 63U);
  EXPECT_EQ(bit_rate_kbps(64), 64U);
  EXPECT_EQ(bit_rate_kbps(127), 568U);
  EXPECT_EQ(bit_rate_kbps(128), 576U);
  EXPECT_EQ(bit_rate_kbps(254), 8640U);
  EXPECT_EQ(bit_rate_kbps(255), 0U);
}

}  // namespace
}  // namespace foothold::gsm::sm
