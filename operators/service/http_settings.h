// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/config_file.h"
#include "pki/certificate.h"
#include "pki/tls.h"

namespace foothold::operators {

// The common keys of an HTTP service (docs/interfaces.md section 1).
struct HttpSettings {
  std::string listen;  // address:port; port 0 takes a free one
  std::filesystem::path certificate;
  std::filesystem::path key;
  std::filesystem::path trust;     // authorities of the callers, PEM
  bool client_certificate = true;  // false: only the server is authenticated (Ub)
};

// Keys `listen`, `certificate`, `key`, `trust`.
HttpSettings read_http_settings(config::ConfigFile& config);

struct Endpoint {
  std::string address;  // an IP address, v6 without brackets
  int port = 0;         // 0..65535
};

// "10.23.1.3:443" or "[::1]:443".
Result<Endpoint> parse_endpoint(std::string_view text);
// "https://10.23.2.1:443/path" or "http://..."; without a port 443 or 80. `path` starts with '/'.
struct Url {
  bool tls = true;
  Endpoint endpoint;
  std::string path;
};
Result<Url> parse_url(std::string_view text);

Result<pki::TlsIdentity> load_identity(const std::filesystem::path& certificate, const std::filesystem::path& key);
Result<std::vector<pki::Certificate>> load_anchors(const std::filesystem::path& file);

}  // namespace foothold::operators
