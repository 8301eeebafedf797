// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::m2me {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = "GET";
  std::string path = "/";  // origin-form (RFC 9112 3.2.1)
  HttpHeaders headers;     // without Host and Content-Length, which are added
  Bytes body;
};

struct HttpResponse {
  int status = 0;
  HttpHeaders headers;
  Bytes body;

  // The first header of that name, in any case; empty if there is none.
  std::string_view header(std::string_view name) const;
};

// Error: a method, path or header with a control character, which would make it two messages.
Result<Bytes> encode_http_request(const HttpRequest& request, const std::string& host);

// Reads one HTTP/1.1 response as it comes (RFC 9112 6.3: by Content-Length, by chunks, or to the end of the
// connection). Everything is bounded.
class HttpResponseParser {
 public:
  static constexpr std::size_t kLargestHead = 16384;
  static constexpr std::size_t kLargestBody = 1024 * 1024;

  // Takes the next octets; true when the response is complete. Octets behind it are refused: nobody asked for more.
  Result<bool> feed(ByteView octets);
  // The connection ended; true if that completed the response.
  Result<bool> feed_end();
  // After completion.
  HttpResponse take() { return std::move(response_); }
  bool keeps_connection() const { return keep_alive_; }

 private:
  enum class Stage : std::uint8_t { head, sized_body, body_to_end, chunk_size, chunk_data, chunk_end, trailer, done };

  Result<bool> advance();
  Result<void> parse_head(std::string_view head);
  std::optional<std::string> take_line();

  Stage stage_ = Stage::head;
  std::string pending_;
  std::size_t expected_ = 0;  // octets of body or chunk still to come
  bool keep_alive_ = true;
  HttpResponse response_;
};

}  // namespace foothold::m2me
