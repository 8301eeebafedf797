// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tls/http_message.h"

#include <gtest/gtest.h>

#include <string>

namespace foothold::m2me {
namespace {

std::string text(ByteView octets) {
  return {octets.begin(), octets.end()};
}
Bytes bytes(std::string_view octets) {
  return {octets.begin(), octets.end()};
}

// The response, if `octets` are one and the whole of one.
std::optional<HttpResponse> parse(std::string_view octets) {
  HttpResponseParser parser;
  auto complete = parser.feed(bytes(octets));
  if (!complete || !*complete) return std::nullopt;
  return parser.take();
}

TEST(HttpRequest, IsWrittenWithHostAndLength) {
  auto octets = encode_http_request({"POST", "/dm", {{"Accept", "*/*"}}, {'a', 'b'}}, "10.23.1.4");
  ASSERT_TRUE(octets);
  EXPECT_EQ(text(*octets), "POST /dm HTTP/1.1\r\nHost: 10.23.1.4\r\nAccept: */*\r\nContent-Length: 2\r\n\r\nab");
}

TEST(HttpRequest, CannotBeMadeTwoByItsParts) {
  EXPECT_FALSE(encode_http_request({"GET", "/ HTTP/1.1\r\nX: y", {}, {}}, "h"));
  EXPECT_FALSE(encode_http_request({"GET", "x", {}, {}}, "h"));
  EXPECT_FALSE(encode_http_request({"GET ", "/", {}, {}}, "h"));
  EXPECT_FALSE(encode_http_request({"GET", "/", {{"A", "b\r\nC: d"}}, {}}, "h"));
  EXPECT_FALSE(encode_http_request({"GET", "/", {{"A b", "c"}}, {}}, "h"));
}

TEST(HttpResponse, WithLength) {
  const auto response = parse("HTTP/1.1 200 OK\r\nX-One:  1 \r\ncontent-length: 3\r\n\r\nabc");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->header("x-one"), "1");
  EXPECT_EQ(response->header("absent"), "");
  EXPECT_EQ(text(response->body), "abc");
}

TEST(HttpResponse, InChunks) {
  const auto response = parse(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: z\r\n\r\n");
  ASSERT_TRUE(response);
  EXPECT_EQ(text(response->body), "abc0123456789");
}

TEST(HttpResponse, ToTheEndOfTheConnection) {
  HttpResponseParser parser;
  EXPECT_FALSE(parser.feed(bytes("HTTP/1.1 401 \r\n\r\nabc")).value());
  EXPECT_TRUE(parser.feed_end().value());
  EXPECT_FALSE(parser.keeps_connection());
  const auto response = parser.take();
  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(text(response.body), "abc");
}

TEST(HttpResponse, WithoutContentHasNoBody) {
  EXPECT_TRUE(parse("HTTP/1.1 204 No Content\r\n\r\n"));
}

TEST(HttpResponse, PassesInterimResponses) {
  const auto response = parse("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
}

TEST(HttpResponse, ComesInAnyPieces) {
  for (const std::string whole : {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
                                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"}) {
    HttpResponseParser parser;
    for (std::size_t i = 0; i < whole.size(); ++i) {
      auto complete = parser.feed(bytes(whole.substr(i, 1)));
      ASSERT_TRUE(complete) << to_string(complete.error());
      EXPECT_EQ(*complete, i + 1 == whole.size()) << i;
    }
    EXPECT_EQ(text(parser.take().body), "abc");
  }
}

TEST(HttpResponse, IsNotCompleteWhenCutOffAnywhere) {
  const std::string whole = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    HttpResponseParser parser;
    auto complete = parser.feed(bytes(whole.substr(0, size)));
    ASSERT_TRUE(complete);
    EXPECT_FALSE(*complete);
    EXPECT_FALSE(parser.feed_end()) << size;
  }
}

TEST(HttpResponse, IsRefusedWhenMalformed) {
  for (const char* bad :
       {"HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 99 X\r\n\r\n", "HTTP/1.1 2000\r\n\r\n", "SSH-2.0-x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\n: v\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab"}) {
    HttpResponseParser parser;
    EXPECT_FALSE(parser.feed(bytes(bad))) << bad;
  }
}

TEST(HttpResponse, IsBounded) {
  HttpResponseParser head;
  EXPECT_FALSE(head.feed(bytes("HTTP/1.1 200 OK\r\nX: " + std::string(HttpResponseParser::kLargestHead, 'a'))));
  HttpResponseParser body;
  EXPECT_FALSE(body.feed(bytes("HTTP/1.1 200 OK\r\n\r\n" + std::string(HttpResponseParser::kLargestBody + 1, 'a'))));
  HttpResponseParser chunk;
  EXPECT_FALSE(chunk.feed(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
                                std::string(HttpResponseParser::kLargestHead + 1, '0'))));
}

}  // namespace
}  // namespace foothold::m2me
