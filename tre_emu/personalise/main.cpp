// SPDX-License-Identifier: AGPL-3.0-or-later
//
// foothold-personalise: the secure facility of TR 33.812 5.1.2.2. Makes one TRE in a folder and writes what its issuers
// need to know of it.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "base/hex.h"
#include "config/config_file.h"
#include "pki/file_digest.h"
#include "tre_emu/personalise/card_file.h"
#include "tre_emu/personalise/personalise.h"
#include "tre_emu/vault/posix_folder.h"
#include "tre_emu/vault/vault.h"

namespace {

using namespace foothold;
using namespace foothold::tre_emu;

enum ExitCode : int { kDone = 0, kFailed = 1, kUsage = 2 };

constexpr std::size_t kMaxFile = 1U << 20U;  // a card file, a certificate, a key

struct Options {
  personalise::Order order;
  std::string card_file, state, platform_ca, platform_ca_key, operators_ca, ro_out, pva_out, k, opc;
  std::vector<std::string> components;
  std::uint64_t sqn = 0;
};

int complain(const Error& error, ExitCode code) {
  std::fprintf(stderr, "foothold-personalise: %s\n", to_string(error).c_str());
  return code;
}

Result<pki::Certificate> read_certificate(const std::string& path) {
  return config::read_file(path, kMaxFile).and_then([](const SecretBytes& pem) {
    return pki::Certificate::from_pem(pem.reveal());
  });
}

Result<std::optional<Secret<16>>> read_key(const std::string& hex, const char* name) {
  if (hex.empty()) return std::optional<Secret<16>>();
  const auto octets = from_hex(hex).map([](Bytes bytes) { return SecretBytes(std::move(bytes)); });
  if (!octets || octets->size() != 16) return fail("is a key of 32 hex digits", name);
  return std::optional(Secret<16>(octets->reveal().first<16>()));
}

Result<personalise::Component> read_component(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos) return fail("is name=path", "component");
  const auto digest = pki::sha256_of_file(text.substr(equals + 1));
  if (!digest) return tl::unexpected(digest.error());
  return personalise::Component{text.substr(0, equals), *digest};
}

// A card file is an order by itself.
Result<void> complete(Options& options) {
  if (!options.card_file.empty()) {
    const auto text = config::read_file(options.card_file, kMaxFile);
    if (!text) return tl::unexpected(text.error());
    const auto octets = text->reveal();
    auto order = personalise::parse_card_file({reinterpret_cast<const char*>(octets.data()), octets.size()});
    if (!order) return tl::unexpected(order.error());
    options.order = std::move(*order);
    return {};
  }
  auto k = read_key(options.k, "k");
  if (!k) return tl::unexpected(k.error());
  auto opc = read_key(options.opc, "opc");
  if (!opc) return tl::unexpected(opc.error());
  options.order.k = *k;
  options.order.opc = *opc;
  if (options.sqn > gsm::auth::Sqn::kMax) return fail("has 48 bits at most", "sqn");
  options.order.sqn = gsm::auth::Sqn(options.sqn);
  for (const auto& text : options.components) {
    auto component = read_component(text);
    if (!component) return tl::unexpected(component.error());
    options.order.components.push_back(std::move(*component));
  }
  return {};
}

// Whole and with mode 0600, or not at all.
Result<void> write_private(const std::string& path, ByteView content) {
  const auto absolute = std::filesystem::absolute(path);
  auto folder = vault::PosixFolder::open_shared(absolute.parent_path().string());
  if (!folder) return tl::unexpected(folder.error());
  return vault::replace_file(*folder, absolute.filename().string(), content);
}

struct Authorities {
  pki::Authority platform;
  pki::Certificate operators;
};

// Without authorities a card is made under one of its own: a card like others, to which no operator sends an MCIM.
Result<Authorities> own_authorities(std::chrono::sys_seconds now) {
  const pki::Validity validity{now - std::chrono::hours(1), now + std::chrono::days(3650)};
  return pki::make_authority("Foothold", "CA of one card", validity).map([](pki::Authority made) {
    return Authorities{made, made.certificate};
  });
}

Result<Authorities> authorities(const Options& options, std::chrono::sys_seconds now) {
  if (options.platform_ca.empty()) return own_authorities(now);
  auto platform_ca = read_certificate(options.platform_ca);
  if (!platform_ca) return tl::unexpected(platform_ca.error());
  auto platform_key = config::read_file(options.platform_ca_key, kMaxFile).and_then([](const SecretBytes& pem) {
    return pki::PrivateKey::from_pem(pem.reveal());
  });
  if (!platform_key) return tl::unexpected(platform_key.error());
  const auto operators_ca = read_certificate(options.operators_ca);
  if (!operators_ca) return tl::unexpected(operators_ca.error());
  return Authorities{{*platform_key, *platform_ca}, *operators_ca};
}

Result<void> run(const Options& options) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto issuers = authorities(options, now);
  if (!issuers) return tl::unexpected(issuers.error());

  auto folder = vault::PosixFolder::open(options.state);
  if (!folder) return tl::unexpected(folder.error());
  if (const auto fused = vault::Vault::is_personalised(*folder); !fused || *fused) {
    return fused ? fail("this TRE is personalised already", options.state) : tl::unexpected(fused.error());
  }
  const auto made =
      personalise::personalise(options.order, issuers->platform, issuers->operators, now, pki::fill_random);
  if (!made) return tl::unexpected(made.error());
  // The halves first: a device whose issuers know nothing of it would be lost, a half without a device harms nobody.
  const ByteView pva_half(reinterpret_cast<const std::uint8_t*>(made->pva_half.data()), made->pva_half.size());
  return write_private(options.ro_out, made->ro_half.reveal())
      .and_then([&] { return write_private(options.pva_out, pva_half); })
      .and_then([&] { return vault::Vault::create(*folder, pki::fill_random, made->fuse, made->state); });
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  auto& order = options.order;
  CLI::App app{"Personalises one TRE out of band: keys, identities, platform credential", "foothold-personalise"};
  app.set_version_flag("--version", FOOTHOLD_VERSION);
  auto* const card_file = app.add_option("--card-file", options.card_file,
                                         "the order as TOML, in place of those options (docs/card-tool.md)");
  // What an order on the command line needs, and one from a card file does not have.
  std::vector<CLI::Option*> order_options;
  const auto needed = [&](const std::string& name, auto& value, const std::string& about) {
    return order_options.emplace_back(app.add_option(name, value, about)->excludes(card_file));
  };
  needed("--pcid", order.pcid, "PCID, 6 to 15 digits");
  needed("--mnc-digits", order.mnc_digits, "digits of the MNC in the PCID")->check(CLI::Range(2, 3));
  needed("--tre-identity", order.tre_identity, "identity of the TRE, e.g. TRE-000001");
  needed("--platform-ca", options.platform_ca, "certificate that issues the PfC, PEM");
  needed("--platform-ca-key", options.platform_ca_key, "its key, PEM");
  needed("--operators-ca", options.operators_ca, "certificate that the TRE will trust, PEM");
  needed("--discovery", order.discovery_url, "URL of the RO's Ub");
  needed("--apn", order.apn, "APN of the PCID");
  needed("--naf-drf", order.drf_name, "name of the DRF as NAF");
  app.add_option("--state", options.state, "folder of the TRE; made if it is not there")->required();
  app.add_option("--ro-out", options.ro_out, "where the RO's half goes; it holds keys")->required();
  app.add_option("--pva-out", options.pva_out, "where the PVA's half goes")->required();
  for (auto* const option :
       {app.add_option("--component", options.components, "name=path of a measured component; may be repeated"),
        app.add_option("--k", options.k, "K, 32 hex digits, instead of a random one; for tests"),
        app.add_option("--opc", options.opc, "OPc, likewise; for tests"),
        app.add_option("--sqn", options.sqn, "SQN that counts as used on both sides; for tests")}) {
    card_file->excludes(option);
  }
  try {
    app.parse(argc, argv);
    for (const auto* option : order_options) {
      if (card_file->count() == 0 && option->count() == 0) throw CLI::RequiredError(option->get_name());
    }
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  if (auto completed = complete(options); !completed) return complain(completed.error(), kUsage);
  if (auto done = run(options); !done) return complain(done.error(), kFailed);
  return kDone;
}
