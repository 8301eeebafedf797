// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/ccif/credential_file.h"

#include "config/config_file.h"
#include "pki/strict_json.h"

namespace foothold::operators::ccif {

namespace {
constexpr std::size_t kMaxCredentials = 100'000;
constexpr std::size_t kMaxFile = 32U << 20;  // octets
}  // namespace

Result<std::vector<TemporaryCredential>> read_credentials(std::string_view text) {
  auto json = pki::parse_json(text, kMaxFile);
  if (!json) return tl::unexpected(json.error());
  if (json->is_object()) json = nlohmann::json::array({*std::move(json)});
  if (!json->is_array() || json->size() > kMaxCredentials)
    return fail("is neither a credential nor a list of at most 100000");
  std::vector<TemporaryCredential> credentials;
  for (const auto& entry : *json) {
    auto credential = credential_from_json(entry);
    if (!credential) {
      auto error = credential.error();
      error.field = "entry " + std::to_string(credentials.size() + 1) + ", " + error.field;
      return tl::unexpected(std::move(error));
    }
    credentials.push_back(*std::move(credential));
  }
  return credentials;
}

Result<std::vector<TemporaryCredential>> read_credential_file(const std::filesystem::path& file) {
  const auto content = config::read_file(file, kMaxFile);
  if (!content) return tl::unexpected(content.error());
  const auto octets = content->reveal();
  return read_credentials({reinterpret_cast<const char*>(octets.data()), octets.size()});
}

}  // namespace foothold::operators::ccif
