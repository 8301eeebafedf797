// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/dpf/sho_messages.h"

#include <gtest/gtest.h>

#include "base/base64.h"

namespace foothold::operators::dpf {
namespace {

using nlohmann::json;

const json kOrder = {{"transaction", "t-1"}, {"pcid", "001020000000001"}, {"nonce", to_base64url(Bytes(32, 0xff))}};
const json kObject = {
    {"transaction", "t-1"}, {"pcid", "001020000000001"}, {"mcim", "MCIM-1"}, {"object", to_base64(Bytes(100, 0xff))}};
const json kRefusal = {{"transaction", "t-1"}, {"pcid", "001020000000001"}, {"reason", "rootfs differs"}};

TEST(ShoMessages, AreRead) {
  EXPECT_EQ(parse_order(kOrder)->nonce, Bytes(32, 0xff));
  EXPECT_EQ(parse_object(kObject)->object, Bytes(100, 0xff));
  EXPECT_EQ(parse_object(kObject)->mcim, "MCIM-1");
  EXPECT_EQ(parse_refusal(kRefusal)->reason, "rootfs differs");
}

TEST(ShoMessages, NeedEveryMember) {
  for (const auto& [name, value] : kOrder.items()) {
    for (const json& bad : {json(), json(7), json(""), json("\x01 ]]> %")}) {
      json body = kOrder;
      body[name] = bad;
      ASSERT_FALSE(parse_order(body)) << name << " " << bad;
      EXPECT_EQ(parse_order(body).error().field, name);
      body.erase(name);
      EXPECT_FALSE(parse_order(body));
    }
  }
  for (const auto& [name, value] : kObject.items()) {
    json body = kObject;
    body[name] = "../ %";
    EXPECT_EQ(parse_object(body).has_value(), name == "transaction") << name;
    body.erase(name);
    EXPECT_FALSE(parse_object(body)) << name;
  }
  for (const auto& [name, value] : kRefusal.items()) {
    json body = kRefusal;
    body.erase(name);
    EXPECT_FALSE(parse_refusal(body)) << name;
  }
}

TEST(ShoMessages, BoundTheNonce) {
  json body = kOrder;
  body["nonce"] = to_base64url(Bytes(7, 1));
  EXPECT_FALSE(parse_order(body));
  body["nonce"] = to_base64url(Bytes(65, 1));
  EXPECT_FALSE(parse_order(body));
}

TEST(ShoMessages, MakeTheReasonPortable) {
  json body = kRefusal;
  body["reason"] =
      "a\x01"
      "b]]>c";
  EXPECT_EQ(parse_refusal(body)->reason, "a?b]]?c");
}

}  // namespace
}  // namespace foothold::operators::dpf
