// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/describe.h"

#include <gtest/gtest.h>

#include "sample_events.h"

namespace foothold::trace {
namespace {

TEST(Describe, NamesActorsLayerMessageAndFields) {
  Event event = test::event_of("gmm.attach_request");
  event.fields = {{"imsi", "001020000000001"}, {"why", "two words"}, {"none", ""}};
  event.bytes = {1, 2, 3};
  EXPECT_EQ(describe(event),
            "M2ME > SGSN  GMM attach_request imsi=001020000000001 why=\"two words\" none=\"\" (3 octets)");
}

TEST(Describe, KeepsAServiceNameThatIsNotTheLayer) {
  Event event = test::event_of("sho.object_built", Layer::mcim, Kind::decision);
  event.from = Actor::sho;
  event.to = Actor::none;
  EXPECT_EQ(describe(event), "SHO  MCIM sho.object_built");
  event.name = "mcimx.y";  // a longer word with the layer's letters in front
  EXPECT_EQ(describe(event), "SHO  MCIM mcimx.y");
}

TEST(Describe, MarksFailuresAndDiscards) {
  EXPECT_EQ(describe(test::event_of("gmm.attach_reject", Layer::gmm, Kind::failure)),
            "M2ME > SGSN  GMM attach_reject (failure)");
  EXPECT_EQ(describe(test::event_of("gmm.message", Layer::gmm, Kind::discarded)),
            "M2ME > SGSN  GMM message (discarded)");
}

TEST(Describe, WritesTheStepsNumber) {
  Event event = test::event_of("step.done", Layer::lab, Kind::step);
  event.step = 5;
  EXPECT_EQ(describe(event), "M2ME > SGSN  step 5 step.done");
}

TEST(Describe, LogLineIsOsmocoms) {
  EXPECT_EQ(log_line(test::event_of("gmm.attach_request")),
            "05:49:54.123 DGMM INFO M2ME > SGSN  GMM attach_request [001020000000001]");
  EXPECT_EQ(log_line(test::event_of("gmm.attach_reject", Layer::gmm, Kind::failure)).substr(13, 10), "DGMM ERROR");
}

TEST(Describe, CannotBreakALineOrSteerATerminal) {
  EXPECT_EQ(printable("a\nb\x1b[0m\x7f"), "a\\x0ab\\x1b[0m\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"), "\\xc2\\x9b");           // C1 control
  EXPECT_EQ(printable("\xe2\x80\xa8"), "\\xe2\\x80\\xa8");  // line separator
  Event event = test::event_of("gmm.x\ny");
  event.device = "1\n2";
  event.fields = {{"a\r", "b\n"}};
  const std::string line = log_line(event);
  EXPECT_EQ(line.find_first_of("\r\n"), std::string::npos);
}

TEST(Describe, LetsUtf8ThroughAndEscapesWhatIsNot) {
  EXPECT_EQ(printable("\u00fc\u20ac\U0001f600"), "\u00fc\u20ac\U0001f600");
  EXPECT_EQ(printable("\xfc"), "\\xfc");                    // Latin-1
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");           // over-long
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // surrogate
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
  EXPECT_EQ(printable("\xe2\x82"), "\\xe2\\x82");  // cut off
}

}  // namespace
}  // namespace foothold::trace
