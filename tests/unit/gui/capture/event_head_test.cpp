// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/capture/event_head.h"

#include <gtest/gtest.h>

#include <string>

namespace foothold::gui::capture {
namespace {

TEST(EventHead, TakesWhatStandsAtTheTop) {
  const EventHead head = head_of(
      R"({"device":"001020000000001","fields":[["name","wrong"],["a \"b\" {","}"]],"from":"M2ME","kind":"received",)"
      R"("layer":"gmm","name":"gmm.attach_request","step":5,"to":"SGSN","uplink":true})");
  EXPECT_EQ(head.device, "001020000000001");
  EXPECT_EQ(head.from, "M2ME");
  EXPECT_EQ(head.to, "SGSN");
  EXPECT_EQ(head.kind, "received");
  EXPECT_EQ(head.layer, "gmm");
  EXPECT_EQ(head.name, "gmm.attach_request");
}

TEST(EventHead, OrderSpacesAndUnknownKeysDoNotMatter) {
  const EventHead head = head_of("{ \"to\" : \"TRE\" , \"other\" : {\"name\":\"deep\"}, \"name\" : \"apdu.select\" }");
  EXPECT_EQ(head.to, "TRE");
  EXPECT_EQ(head.name, "apdu.select");
  EXPECT_TRUE(head.device.empty());
}

TEST(EventHead, DamagedJsonGivesNothingBeyondItsEnd) {
  const std::string whole = R"({"name":"a\\","fields":[["x","\""]],"to":"TRE"})";
  EXPECT_EQ(head_of(whole).to, "TRE");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string part = whole.substr(0, size);
    const EventHead head = head_of(part);
    for (const std::string_view text : {head.name, head.to}) {
      EXPECT_TRUE(text.empty() || (text.data() >= part.data() && text.data() + text.size() <= part.data() + size));
    }
  }
  EXPECT_TRUE(head_of("]]]}}}{\"name\":\"x\"}").name.empty());
}

}  // namespace
}  // namespace foothold::gui::capture
