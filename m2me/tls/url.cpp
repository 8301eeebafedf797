// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tls/url.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace foothold::m2me {

Result<HttpsUrl> HttpsUrl::parse(const std::string& text) {
  constexpr std::string_view kScheme = "https://";
  if (!text.starts_with(kScheme)) return fail("'" + text + "' does not begin with https://", "URL", 0);
  std::string authority = text.substr(kScheme.size());
  HttpsUrl url;
  if (const auto slash = authority.find('/'); slash != std::string::npos) {
    url.path = authority.substr(slash);
    authority.resize(slash);
  }
  if (std::any_of(url.path.begin(), url.path.end(), [](char c) { return c <= ' ' || c > '~' || c == '#'; })) {
    return fail("has a character that no path of a request may have", "URL");
  }
  if (const auto colon = authority.find(':'); colon != std::string::npos) {
    const char* end = authority.data() + authority.size();
    url.port = 0;  // stays so if the number does not fit
    if (std::from_chars(authority.data() + colon + 1, end, url.port).ptr != end || url.port == 0) {
      return fail("'" + text + "' has a port that is none", "URL");
    }
    authority.resize(colon);
  }
  in_addr address{};
  if (inet_pton(AF_INET, authority.c_str(), &address) != 1) {
    return fail("'" + text + "' does not name its server by an IPv4 address", "URL", kScheme.size());
  }
  url.address = authority;
  return url;
}

}  // namespace foothold::m2me
