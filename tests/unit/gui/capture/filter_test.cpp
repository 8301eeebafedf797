// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/capture/filter.h"

#include <gtest/gtest.h>

#include "gui/capture/capture_file.h"
#include "tests/unit/trace/pcapng/pcap_file.h"

namespace foothold::gui::capture {
namespace {

CaptureData recorded() {
  auto file = *CaptureFile::open(FOOTHOLD_CAPTURES "/first-attach.pcapng");
  CaptureData data(file);
  CaptureIndex index;
  while (true) {
    const auto piece = file->read_next(100000);
    if (!piece || piece->empty()) break;
    index.feed(*piece);
  }
  data.append(index.take());
  return data;
}

std::size_t count(const CaptureData& data, std::string_view text) {
  const auto filter = Filter::parse(text);
  EXPECT_TRUE(filter.has_value()) << text << ": " << to_string(filter.error());
  if (!filter) return 0;
  std::size_t passed = 0;
  for (std::size_t row = 0; row < data.size(); ++row) passed += filter->matches(data, row) ? 1 : 0;
  return passed;
}

TEST(Filter, SelectsByWhatTheIndexKnows) {
  const CaptureData data = recorded();
  ASSERT_EQ(data.size(), trace::packets_in(FOOTHOLD_CAPTURES "/first-attach.pcapng"));
  EXPECT_EQ(count(data, ""), data.size());
  EXPECT_EQ(count(data, "name == gmm.attach_request"), 2U);
  EXPECT_EQ(count(data, "NAME == GMM.ATTACH_REQUEST"), 2U);
  EXPECT_EQ(count(data, "kind == step"), 23U);
  EXPECT_EQ(count(data, "no <= 10"), 10U);
  EXPECT_EQ(count(data, "time < 0"), 0U);
  EXPECT_EQ(count(data, "device == 001020000000001") + count(data, "device != 001020000000001"), data.size());
  EXPECT_EQ(count(data, "actor == PVA") + count(data, "actor != PVA"), data.size());
}

TEST(Filter, JoinsNegatesAndNests) {
  const CaptureData data = recorded();
  const std::size_t gmm = count(data, "layer == gmm");
  EXPECT_EQ(count(data, "layer == gmm or kind == step"), gmm + 23);
  EXPECT_EQ(count(data, "layer == gmm and kind == step"), 0U);
  EXPECT_EQ(count(data, "not layer == gmm"), data.size() - gmm);
  EXPECT_EQ(count(data, "!(layer == gmm || kind == step) && no > 0"), data.size() - gmm - 23);
}

TEST(Filter, ReadsFieldsAndText) {
  const CaptureData data = recorded();
  EXPECT_EQ(count(data, "name ~ authenticate and imsi == 001030000000001"), 1U);
  EXPECT_EQ(count(data, "credential == ccif"), 1U);
  EXPECT_EQ(count(data, "rtt_us > 0"), 1U);
  EXPECT_GE(count(data, "\"Connection refused\""), 1U);
  EXPECT_TRUE(Filter::parse("attach")->reads_packets());
  EXPECT_FALSE(Filter::parse("layer == gmm")->reads_packets());
}

TEST(Filter, SaysWhatIsWrongAndWhere) {
  struct Case {
    std::string_view text;
    std::size_t at;
  };
  for (const Case& one : {Case{"layer ==", 8}, Case{"(layer == gmm", 13}, Case{"layer == gmm )", 13},
                          Case{"time > soon", 7}, Case{"layer < 3", 0}, Case{"\"open", 0}}) {
    const auto filter = Filter::parse(one.text);
    ASSERT_FALSE(filter.has_value()) << one.text;
    EXPECT_EQ(filter.error().offset, one.at) << one.text << ": " << filter.error().what;
  }
  EXPECT_FALSE(Filter::parse(std::string(200, '(')).has_value());
  EXPECT_FALSE(Filter::parse(std::string(100000, 'x')).has_value());
}

}  // namespace
}  // namespace foothold::gui::capture
