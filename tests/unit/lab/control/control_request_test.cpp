// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/control/control_request.h"

#include <gtest/gtest.h>

namespace foothold::lab::control {
namespace {

struct Form {
  Request request;
  std::string line;
  std::vector<std::string> words;
};

// The table of docs/interfaces.md section 9.
const std::vector<Form>& forms() {
  static const std::vector<Form> all = {
      {Status{}, R"({"command":"status"})", {"status"}},
      {Attach{3}, R"({"command":"attach","device":3})", {"attach", "3"}},
      {Detach{64}, R"({"command":"detach","device":64})", {"detach", "64"}},
      {SetLoss{0, 10, 30}, R"({"command":"loss","device":0,"downlink":10,"uplink":30})", {"loss", "0", "10", "30"}},
      {Outage{1, 20000}, R"({"command":"outage","device":1,"milliseconds":20000})", {"outage", "1", "20000"}},
      {SetPathLoss{2, 110}, R"({"command":"path-loss","device":2,"db":110})", {"path-loss", "2", "110"}},
      {SetDelay{2, 63}, R"({"command":"delay","device":2,"symbols":63})", {"delay", "2", "63"}},
      {Cut{"osmo-ggsn"}, R"({"command":"cut","link":"osmo-ggsn"})", {"cut", "osmo-ggsn"}},
      {Restore{"air"}, R"({"command":"restore","link":"air"})", {"restore", "air"}},
      {Stop{}, R"({"command":"stop"})", {"stop"}},
  };
  return all;
}

TEST(ControlRequest, IsReadAsTheTableHasIt) {
  for (const auto& form : forms()) {
    const auto request = parse_request(form.line);
    ASSERT_TRUE(request) << form.line << ": " << to_string(request.error());
    EXPECT_EQ(*request, form.request) << form.line;
  }
}

TEST(ControlRequest, IsSaidInWordsToo) {
  for (const auto& form : forms()) EXPECT_EQ(request_from_words(form.words), form.request) << form.line;
}

TEST(ControlRequest, ComesBackFromItsLine) {
  for (const auto& form : forms()) EXPECT_EQ(parse_request(to_line(form.request)), form.request) << form.line;
}

TEST(ControlRequest, IsNothingWhenCutShort) {
  for (const auto& form : forms()) {
    for (std::size_t size = 0; size < form.line.size(); ++size) {
      EXPECT_FALSE(parse_request(form.line.substr(0, size))) << form.line.substr(0, size);
    }
  }
}

std::string field_at_fault(const std::string& line) {
  const auto request = parse_request(line);
  return request ? "" : request.error().field;
}

TEST(ControlRequest, NamesTheKeyAtFault) {
  EXPECT_EQ(field_at_fault("[]"), "request");
  EXPECT_EQ(field_at_fault("{}"), "command");
  EXPECT_EQ(field_at_fault(R"({"command":1})"), "command");
  EXPECT_EQ(field_at_fault(R"({"command":"explode"})"), "command");
  EXPECT_EQ(field_at_fault(R"({"command":"attach"})"), "device");
  EXPECT_EQ(field_at_fault(R"({"command":"attach","device":0})"), "device");
  EXPECT_EQ(field_at_fault(R"({"command":"attach","device":65})"), "device");
  EXPECT_EQ(field_at_fault(R"({"command":"attach","device":-1})"), "device");
  EXPECT_EQ(field_at_fault(R"({"command":"attach","device":"1"})"), "device");
  EXPECT_EQ(field_at_fault(R"({"command":"loss","device":1,"downlink":101,"uplink":0})"), "downlink");
  EXPECT_EQ(field_at_fault(R"({"command":"loss","device":1,"downlink":1})"), "uplink");
  EXPECT_EQ(field_at_fault(R"({"command":"outage","device":1,"milliseconds":3600001})"), "milliseconds");
  EXPECT_EQ(field_at_fault(R"({"command":"cut"})"), "link");
  EXPECT_EQ(field_at_fault(R"({"command":"cut","link":""})"), "link");
  EXPECT_EQ(field_at_fault(R"({"command":"cut","link":7})"), "link");
  EXPECT_EQ(field_at_fault(R"({"command":"cut","link":")" + std::string(65, 'x') + "\"}"), "link");
  EXPECT_EQ(field_at_fault(R"({"command":"stop","device":1})"), "device");
  EXPECT_EQ(field_at_fault(std::string(kLongestLine, ' ')), "request");
}

TEST(ControlRequest, RefusesWordsThatAreTooFewTooManyOrNoNumbers) {
  EXPECT_FALSE(request_from_words({}));
  EXPECT_FALSE(request_from_words({"explode"}));
  EXPECT_FALSE(request_from_words({"attach"}));
  EXPECT_FALSE(request_from_words({"attach", "1", "2"}));
  EXPECT_FALSE(request_from_words({"attach", "1x"}));
  EXPECT_FALSE(request_from_words({"attach", ""}));
  EXPECT_FALSE(request_from_words({"attach", "99999999999999999999999"}));
}

TEST(ControlRequest, HelpNamesEachCommand) {
  const auto help = commands_in_words();
  for (const auto& form : forms()) EXPECT_NE(help.find("  " + form.words.front()), std::string::npos) << help;
}

TEST(ControlRequest, AnAnswerIsPositiveOnlyIfItSaysSo) {
  EXPECT_TRUE(is_positive(R"({"ok":true,"radio":"gb"})"));
  EXPECT_FALSE(is_positive(R"({"ok":false,"error":"x"})"));
  EXPECT_FALSE(is_positive(R"({"ok":1})"));
  EXPECT_FALSE(is_positive("true"));
  EXPECT_FALSE(is_positive("{"));
}

}  // namespace
}  // namespace foothold::lab::control
