// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/run_pki.h"

#include <cctype>

#include "lab/run/plan.h"
#include "lab/run/run_folders.h"

namespace foothold::lab {
namespace {

namespace fs = std::filesystem;

std::string lower_case(std::string text) {
  for (auto& character : text) character = static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
  return text;
}

Result<void> write_certificate(const fs::path& path, const pki::Certificate& certificate) {
  return write_text_file(path, certificate.to_pem());
}

Result<void> write_key(const fs::path& path, const pki::PrivateKey& key) {
  const auto pem = key.to_pem();
  return write_text_file(path, {reinterpret_cast<const char*>(pem.reveal().data()), pem.size()}, 0600);
}

// `issue` makes the certificate of a new key; both go to <name>.pem and <name>.key.
template <class Issue>
Result<void> make_pair(const fs::path& folder, const std::string& name, const Issue& issue) {
  const auto key = pki::PrivateKey::generate();
  if (!key) return tl::unexpected(key.error());
  const auto certificate = issue(key->public_key());
  if (!certificate) return tl::unexpected(certificate.error());
  if (auto written = write_key(folder / (name + ".key"), *key); !written) return written;
  return write_certificate(folder / (name + ".pem"), *certificate);
}

ByteView octets_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

Result<void> make_run_pki(const fs::path& folder, std::chrono::sys_seconds now) {
  // A day back for a machine whose clock steps while we run; long enough for a run that somebody leaves on.
  const pki::Validity validity{now - std::chrono::days(1), now + std::chrono::days(30)};

  const auto operators = pki::make_authority("Operators", "Operators CA", validity);
  if (!operators) return tl::unexpected(operators.error());
  const auto platform = pki::make_authority("Platform", "Platform CA", validity);
  if (!platform) return tl::unexpected(platform.error());
  if (auto done = write_certificate(folder / "operators-ca.pem", operators->certificate); !done) return done;
  if (auto done = write_certificate(folder / "platform-ca.pem", platform->certificate); !done) return done;
  if (auto done = write_key(folder / "platform-ca.key", platform->key); !done) return done;

  for (const auto& service : plan::kHttpsServices) {
    const auto issue = [&](const pki::PublicKey& key) {
      return pki::issue_operator_tls(*operators, key, service.organization, service.role, service.address, validity);
    };
    if (auto done = make_pair(folder, lower_case(service.role), issue); !done) return done;
  }
  return make_pair(folder, "sho-signer", [&](const pki::PublicKey& key) {
    return pki::issue_sho_signer(*operators, key, plan::kShoPlmnDigits, validity);
  });
}

Result<pki::Authority> load_pair(const fs::path& folder, const std::string& name) {
  const auto key_text = read_text_file(folder / (name + ".key"));
  if (!key_text) return tl::unexpected(key_text.error());
  const auto certificate_text = read_text_file(folder / (name + ".pem"));
  if (!certificate_text) return tl::unexpected(certificate_text.error());
  const auto key = pki::PrivateKey::from_pem(octets_of(*key_text));
  if (!key) return tl::unexpected(key.error());
  const auto certificate = pki::Certificate::from_pem(octets_of(*certificate_text));
  if (!certificate) return tl::unexpected(certificate.error());
  return pki::Authority{*key, *certificate};
}

}  // namespace foothold::lab
