// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tls/http_message.h"

#include <strings.h>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace foothold::m2me {

namespace {

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

// Visible characters, spaces within, and octets of UTF-8; nothing that ends a line (RFC 9110 5.5).
bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); });
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

// All of `text` as a number; false if it is none or does not fit.
template <class T>
bool parse_number(std::string_view text, int base, T& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc() && end == text.data() + text.size();
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::string_view HttpResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (equal_ignoring_case(key, name)) return value;
  }
  return {};
}

Result<Bytes> encode_http_request(const HttpRequest& request, const std::string& host) {
  const bool path_ok =
      !request.path.empty() && request.path[0] == '/' &&
      std::none_of(request.path.begin(), request.path.end(), [](char c) { return c <= ' ' || c > '~'; });
  if (!is_token(request.method) || !path_ok || !is_field_value(host)) {
    return fail("has a character that a request line may not have", "HTTP request");
  }
  std::string head = request.method + " " + request.path + " HTTP/1.1\r\nHost: " + host + "\r\n";
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name) || !is_field_value(value)) return fail("has a character that it may not have", name);
    head += name + ": " + value + "\r\n";
  }
  if (!request.body.empty() || request.method == "POST") {
    head += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  head += "\r\n";
  Bytes octets(head.begin(), head.end());
  octets.insert(octets.end(), request.body.begin(), request.body.end());
  return octets;
}

Result<bool> HttpResponseParser::feed(ByteView octets) {
  if (stage_ == Stage::done) {
    if (octets.empty()) return true;
    return fail("goes on behind its end", "HTTP response");
  }
  pending_.append(octets.begin(), octets.end());
  return advance();
}

Result<bool> HttpResponseParser::feed_end() {
  keep_alive_ = false;
  if (stage_ == Stage::body_to_end) stage_ = Stage::done;
  if (stage_ == Stage::done) return true;
  return fail("is cut off: the server closed the connection", "HTTP response");
}

Result<bool> HttpResponseParser::advance() {
  while (true) {
    switch (stage_) {
      case Stage::head: {
        const auto end = pending_.find("\r\n\r\n");
        if (std::min(end, pending_.size()) > kLargestHead)
          return fail("has a head of more than 16 KiB", "HTTP response");
        if (end == std::string::npos) return false;
        const std::string head = pending_.substr(0, end + 2);
        pending_.erase(0, end + 4);
        if (auto parsed = parse_head(head); !parsed) return tl::unexpected(parsed.error());
        break;
      }
      case Stage::sized_body:
      case Stage::chunk_data: {
        const auto count = std::min(expected_, pending_.size());
        response_.body.insert(response_.body.end(), pending_.begin(),
                              pending_.begin() + static_cast<std::ptrdiff_t>(count));
        pending_.erase(0, count);
        expected_ -= count;
        if (expected_ > 0) return false;
        stage_ = stage_ == Stage::sized_body ? Stage::done : Stage::chunk_end;
        break;
      }
      case Stage::body_to_end:
        if (response_.body.size() + pending_.size() > kLargestBody) return fail("has more than 1 MiB", "HTTP body");
        response_.body.insert(response_.body.end(), pending_.begin(), pending_.end());
        pending_.clear();
        return false;
      case Stage::chunk_size: {
        auto line = take_line();
        if (!line) {
          if (pending_.size() > kLargestHead) return fail("has a chunk size without end", "HTTP body");
          return false;
        }
        const std::string_view digits = trim(std::string_view(*line).substr(0, line->find(';')));
        if (!parse_number(digits, 16, expected_)) {
          return fail("has a chunk size that is no number", "HTTP body");
        }
        if (expected_ > kLargestBody || response_.body.size() + expected_ > kLargestBody) {
          return fail("has more than 1 MiB", "HTTP body");
        }
        stage_ = expected_ == 0 ? Stage::trailer : Stage::chunk_data;
        break;
      }
      case Stage::chunk_end: {
        auto line = take_line();
        if (!line && pending_.size() < 2) return false;
        if (!line || !line->empty()) return fail("has a chunk that is longer than it says", "HTTP body");
        stage_ = Stage::chunk_size;
        break;
      }
      case Stage::trailer: {
        auto line = take_line();
        if (!line) {
          if (pending_.size() > kLargestHead) return fail("has a trailer of more than 16 KiB", "HTTP response");
          return false;
        }
        if (line->empty()) stage_ = Stage::done;
        break;
      }
      case Stage::done:
        if (!pending_.empty()) return fail("goes on behind its end", "HTTP response");
        return true;
    }
  }
}

Result<void> HttpResponseParser::parse_head(std::string_view head) {
  const auto status_end = head.find("\r\n");
  const std::string_view status_line = head.substr(0, status_end);
  // "HTTP/1.1 200 OK" (RFC 9112 4)
  const bool version_ok = status_line.starts_with("HTTP/1.") && status_line.size() >= 12 && status_line[8] == ' ';
  const auto number = version_ok ? status_line.substr(9, 3) : std::string_view();
  int status = 0;
  if (!version_ok || !parse_number(number, 10, status) || status < 100 || status > 599 ||
      (status_line.size() > 12 && status_line[12] != ' ')) {
    return fail("has no status line of HTTP/1.1", "HTTP response", 0);
  }
  HttpResponse response;
  response.status = status;
  head.remove_prefix(status_end + 2);
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end + 2);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) ||
        !is_field_value(line.substr(colon + 1))) {
      return fail("has a header line that is none", "HTTP response");
    }
    response.headers.emplace_back(line.substr(0, colon), trim(line.substr(colon + 1)));
  }
  if (status < 200) {  // an interim response; the final one follows (RFC 9110 15.2)
    if (status == 101) return fail("switches to another protocol, which nobody asked for", "HTTP response");
    return {};
  }
  response_ = std::move(response);
  keep_alive_ = status_line[7] != '0' && !equal_ignoring_case(response_.header("Connection"), "close");
  const auto encoding = response_.header("Transfer-Encoding");
  const auto length = response_.header("Content-Length");
  if (status == 204 || status == 304) {
    stage_ = Stage::done;
  } else if (!encoding.empty()) {
    // Both together is how one response is made to look like two (RFC 9112 6.3).
    if (!equal_ignoring_case(encoding, "chunked") || !length.empty()) {
      return fail("is neither plain nor only chunked", "Transfer-Encoding");
    }
    stage_ = Stage::chunk_size;
  } else if (!length.empty()) {
    if (!parse_number(length, 10, expected_) || expected_ > kLargestBody) {
      return fail("is no number of octets up to 1 MiB", "Content-Length");
    }
    stage_ = expected_ == 0 ? Stage::done : Stage::sized_body;
  } else {
    stage_ = Stage::body_to_end;
  }
  return {};
}

std::optional<std::string> HttpResponseParser::take_line() {
  const auto end = pending_.find("\r\n");
  if (end == std::string::npos) return std::nullopt;
  std::string line = pending_.substr(0, end);
  pending_.erase(0, end + 2);
  return line;
}

}  // namespace foothold::m2me
