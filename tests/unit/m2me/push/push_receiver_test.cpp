// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/push/push_receiver.h"

#include <gtest/gtest.h>
#include <httplib.h>

#include <stdexcept>
#include <string>

#include "base/hex.h"

namespace foothold::m2me {
namespace {

const std::string kMac = "0102030405060708090a0b0c0d0e0f1011121314";
const std::string kType = "application/vnd.syncml.dm+wbxml;SEC=1;MAC=" + kMac;

class PushReceiverTest : public ::testing::Test {
 protected:
  void listen(PushVerdict verdict) {
    auto listening = PushReceiver::listen(0, [this, verdict](const Bytes& document, const PushReceiver::Mac& mac) {
      if (document == Bytes{'t', 'h', 'r', 'o', 'w'}) throw std::runtime_error("from the handler");
      received.push_back(std::string(document.begin(), document.end()) + " " + to_hex(mac));
      return verdict;
    });
    ASSERT_TRUE(listening) << to_string(listening.error());
    receiver = std::move(*listening);
  }
  int post(const std::string& body, const std::string& type = kType, const std::string& path = "/") {
    httplib::Client client("127.0.0.1", receiver->port());
    const auto response = client.Post(path, body, type);
    return response ? response->status : -1;
  }

  std::unique_ptr<PushReceiver> receiver;
  std::vector<std::string> received;
};

TEST_F(PushReceiverTest, HandsDocumentAndMacOn) {
  listen(PushVerdict::applied);
  EXPECT_EQ(post(std::string("ab\0c", 4)), 204);
  EXPECT_EQ(received, std::vector<std::string>{std::string("ab\0c ", 5) + kMac});
}

TEST_F(PushReceiverTest, AnswersWithTheVerdict) {
  listen(PushVerdict::wrong_mac);
  EXPECT_EQ(post("x"), 403);
  receiver.reset();
  listen(PushVerdict::malformed);
  EXPECT_EQ(post("x"), 400);
}

TEST_F(PushReceiverTest, RefusesWhatHasNoProperMac) {
  listen(PushVerdict::applied);
  const std::string base = "application/vnd.syncml.dm+wbxml";
  EXPECT_EQ(post("x", base), 400);
  EXPECT_EQ(post("x", base + ";SEC=1"), 400);
  EXPECT_EQ(post("x", base + ";SEC=1;MAC=12"), 400);
  EXPECT_EQ(post("x", base + ";SEC=0;MAC=" + kMac), 400);
  EXPECT_EQ(post("x", base + ";SEC=1;MAC=" + kMac.substr(1) + "g"), 400);
  EXPECT_EQ(post(""), 400);
  EXPECT_TRUE(received.empty());
}

TEST_F(PushReceiverTest, RefusesOtherTypesPathsAndMethods) {
  listen(PushVerdict::applied);
  EXPECT_EQ(post("x", "text/plain;SEC=1;MAC=" + kMac), 415);
  EXPECT_EQ(post("x", kType, "/other"), 404);
  httplib::Client client("127.0.0.1", receiver->port());
  const auto got = client.Get("/");
  ASSERT_TRUE(got);
  EXPECT_EQ(got->status, 404);
  EXPECT_TRUE(received.empty());
}

TEST_F(PushReceiverTest, BoundsTheDocument) {
  listen(PushVerdict::applied);
  EXPECT_EQ(post(std::string(PushReceiver::kLargestDocument, 'a')), 204);
  // The connection may be closed before all was sent; what counts is that it does not get through.
  EXPECT_NE(post(std::string(PushReceiver::kLargestDocument + 1, 'a')), 204);
  EXPECT_EQ(received.size(), 1U);
}

TEST_F(PushReceiverTest, SurvivesAHandlerThatThrows) {
  listen(PushVerdict::applied);
  EXPECT_EQ(post("throw"), 500);
  EXPECT_EQ(post("x"), 204);
}

TEST_F(PushReceiverTest, SaysThatThePortIsTaken) {
  listen(PushVerdict::applied);
  auto second = PushReceiver::listen(receiver->port(),
                                     [](const Bytes&, const PushReceiver::Mac&) { return PushVerdict::applied; });
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().field, "push_port");
}

TEST_F(PushReceiverTest, EndsAtOnceWhenNobodyCame) {
  listen(PushVerdict::applied);
}

}  // namespace
}  // namespace foothold::m2me
