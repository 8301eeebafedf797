// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/pcapng/event_json.h"

#include <gtest/gtest.h>

#include "../sample_events.h"

namespace foothold::trace {
namespace {

constexpr std::size_t kPlenty = 60000;

TEST(EventJson, HasEveryFieldButTimeAndPacket) {
  for (const Event& event : test::sample_events()) {
    const auto read = event_from_json(event_to_json(event, kPlenty, false));
    ASSERT_TRUE(read) << to_string(read.error());
    Event expected = event;
    expected.time = {};
    if (event.payload != Payload::none) expected.bytes.clear();
    EXPECT_EQ(*read, expected) << event.name;
  }
}

TEST(EventJson, IsOneLine) {
  for (const Event& event : test::sample_events()) {
    EXPECT_EQ(event_to_json(event, kPlenty, false).find('\n'), std::string::npos);
  }
}

TEST(EventJson, RepairsTextThatIsNoUtf8) {
  Event event = test::event_of("a.b");
  event.fields = {{"raw", "x\xffy"}};
  const auto read = event_from_json(event_to_json(event, kPlenty, false));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->field("raw"), "x\ufffdy");
}

TEST(EventJson, CutsWhatIsTooLongAndSaysSo) {
  Event event = test::event_of("a.b");
  event.fields = {{"short", "stays"}, {"long", std::string(200000, '\x01')}};
  event.bytes = Bytes(100000, 0xaa);
  const std::string line = event_to_json(event, kPlenty, false);
  EXPECT_LE(line.size(), kPlenty);
  EXPECT_NE(line.find("\"cut\":true"), std::string::npos);
  const auto read = event_from_json(line);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->field("short"), "stays");

  event.fields.assign(100000, {"n", "v"});
  EXPECT_LE(event_to_json(event, kPlenty, false).size(), kPlenty);
}

TEST(EventJson, RefusesWhatIsNoEvent) {
  const std::string good = event_to_json(test::event_of("a.b"), kPlenty, false);
  ASSERT_TRUE(event_from_json(good));
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(event_from_json(std::string_view(good).substr(0, length))) << length;
  }
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return event_from_json(text);
  };
  EXPECT_EQ(with("\"SGSN\"", "\"XYZ\"").error().field, "to");
  EXPECT_EQ(with("\"gmm\"", "17").error().field, "layer");
  EXPECT_EQ(with("\"kind\"", "\"kond\"").error().field, "kind");
  EXPECT_EQ(with("\"a.b\"", "[]").error().field, "name");
  EXPECT_EQ(with("{", "{\"step\":-1,").error().field, "step");
  EXPECT_EQ(with("{", "{\"step\":5000000000,").error().field, "step");
  EXPECT_EQ(with("{", "{\"uplink\":1,").error().field, "uplink");
  EXPECT_EQ(with("{", "{\"fields\":[[\"a\"]],").error().field, "fields");
  EXPECT_EQ(with("{", "{\"fields\":[[\"a\",1]],").error().field, "fields");
  EXPECT_FALSE(with("{", "{\"hex\":\"0\","));
  EXPECT_TRUE(with("{", "{\"unknown\":[{}],"));  // a later version may say more
}

}  // namespace
}  // namespace foothold::trace
