// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "operators/service/http_settings.h"
#include "pki/issue.h"
#include "tests/temporary_folder.h"

namespace foothold::operators::test {

using foothold::test::TemporaryFolder;

inline pki::Validity valid_now() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return {now - std::chrono::hours(1), now + std::chrono::hours(1)};
}

// An operators' CA whose certificates are files, as the services read them.
class OperatorsPki {
 public:
  OperatorsPki() { folder_.write("operators-ca.pem", authority.certificate.to_pem()); }

  // Certificate and key of one role; the SAN is `address`.
  HttpSettings settings(const std::string& organization, const std::string& role,
                        const std::string& address = "127.0.0.1") const {
    const auto key = pki::PrivateKey::generate().value();
    const auto certificate =
        pki::issue_operator_tls(authority, key.public_key(), organization, role, address, valid_now()).value();
    const auto pem = key.to_pem();
    HttpSettings settings;
    settings.listen = "127.0.0.1:0";
    settings.certificate = folder_.write(role + ".pem", certificate.to_pem());
    settings.key =
        folder_.write(role + ".key", std::string_view(reinterpret_cast<const char*>(pem.reveal().data()), pem.size()));
    settings.trust = folder_.path() / "operators-ca.pem";
    return settings;
  }
  const std::filesystem::path& folder() const { return folder_.path(); }

  pki::Authority authority = pki::make_authority("Operators", "Operators CA", valid_now()).value();

 private:
  TemporaryFolder folder_;
};

}  // namespace foothold::operators::test
