// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/service/http_settings.h"

#include <arpa/inet.h>

#include <charconv>

namespace foothold::operators {
namespace {

constexpr std::size_t kMaxPem = 256 * 1024;

bool is_address(const std::string& text) {
  in_addr v4{};
  in6_addr v6{};
  return ::inet_pton(AF_INET, text.c_str(), &v4) == 1 || ::inet_pton(AF_INET6, text.c_str(), &v6) == 1;
}

Result<int> parse_port(std::string_view text) {
  int port = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port < 0 || port > 65535)
    return fail("is not a port number", std::string(text));
  return port;
}

}  // namespace

HttpSettings read_http_settings(config::ConfigFile& config) {
  HttpSettings settings;
  settings.listen = config.text("listen");
  settings.certificate = config.path("certificate");
  settings.key = config.path("key");
  settings.trust = config.path("trust");
  if (!settings.listen.empty())
    if (auto endpoint = parse_endpoint(settings.listen); !endpoint) config.refuse("listen", endpoint.error().what);
  return settings;
}

Result<Endpoint> parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return fail("is not address:port", std::string(text));
  std::string_view address = text.substr(0, colon);
  if (address.size() > 2 && address.front() == '[' && address.back() == ']')
    address = address.substr(1, address.size() - 2);
  Endpoint endpoint{std::string(address), 0};
  if (!is_address(endpoint.address)) return fail("does not begin with an IP address", std::string(text));
  const auto port = parse_port(text.substr(colon + 1));
  if (!port) return tl::unexpected(port.error());
  endpoint.port = *port;
  return endpoint;
}

Result<Url> parse_url(std::string_view text) {
  Url url;
  const std::string whole(text);
  constexpr std::string_view kHttps = "https://";
  constexpr std::string_view kHttp = "http://";
  if (text.starts_with(kHttps)) {
    text.remove_prefix(kHttps.size());
  } else if (text.starts_with(kHttp)) {
    text.remove_prefix(kHttp.size());
    url.tls = false;
  } else {
    return fail("is not an http or https address", whole);
  }
  const auto slash = text.find('/');
  std::string authority(text.substr(0, slash));
  url.path = slash == std::string_view::npos ? "/" : std::string(text.substr(slash));
  const auto bad = [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F;
  };
  for (const char c : url.path)
    if (bad(c)) return fail("has a character that no address has", "URL path");
  const bool has_port = authority.find(':') != std::string::npos && authority.back() != ']' &&
                        (authority.front() == '[' || authority.find(':') == authority.rfind(':'));
  if (!has_port) authority += url.tls ? ":443" : ":80";
  auto endpoint = parse_endpoint(authority);
  if (!endpoint) return tl::unexpected(endpoint.error());
  url.endpoint = std::move(*endpoint);
  return url;
}

Result<pki::TlsIdentity> load_identity(const std::filesystem::path& certificate, const std::filesystem::path& key) {
  const auto certificate_pem = config::read_file(certificate, kMaxPem);
  if (!certificate_pem) return tl::unexpected(certificate_pem.error());
  const auto key_pem = config::read_file(key, kMaxPem);
  if (!key_pem) return tl::unexpected(key_pem.error());
  auto loaded_certificate = pki::Certificate::from_pem(certificate_pem->reveal());
  if (!loaded_certificate) return fail(loaded_certificate.error().what, certificate.string());
  auto loaded_key = pki::PrivateKey::from_pem(key_pem->reveal());
  if (!loaded_key) return fail(loaded_key.error().what, key.string());
  if (!(loaded_certificate->public_key() == loaded_key->public_key()))
    return fail("does not belong to the certificate " + certificate.string(), key.string());
  return pki::TlsIdentity{std::move(*loaded_certificate), std::move(*loaded_key)};
}

Result<std::vector<pki::Certificate>> load_anchors(const std::filesystem::path& file) {
  const auto pem = config::read_file(file, kMaxPem);
  if (!pem) return tl::unexpected(pem.error());
  auto list = pki::Certificate::list_from_pem(pem->reveal());
  if (!list) return fail(list.error().what, file.string());
  return list;
}

}  // namespace foothold::operators
