// SPDX-License-Identifier: AGPL-3.0-or-later
// No secret is ever written below RUN (docs/interfaces.md section 1): every key of a run, in every form in which one
// might slip out, is looked for in everything that the run leaves.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/base64.h"
#include "base/hex.h"
#include "pki/private_key.h"
#include "tests/e2e/demo_run.h"
#include "tests/e2e/tshark.h"

namespace foothold::e2e {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// A secret's octets by what it is.
using Secrets = std::map<std::string, Bytes>;

std::string text_of(ByteView octets) {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

std::vector<std::string> forms_of(const Bytes& secret) {
  std::string upper = to_hex(secret);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
  std::vector<std::string> forms{text_of(secret), to_hex(secret), upper, to_base64url(secret)};
  // Base64 of the octets wherever they stand in a larger text: without what neighbours would change.
  for (std::size_t before = 0; before < 3; ++before) {
    Bytes padded(before, 0);
    padded.insert(padded.end(), secret.begin(), secret.end());
    const auto base64 = to_base64(padded);
    forms.push_back(base64.substr(before == 0 ? 0 : 4, (secret.size() / 3) * 4 - 8));
  }
  return forms;
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  return files;
}

// PEM breaks its base64 into lines.
std::string without_line_ends(std::string text) {
  std::erase_if(text, [](char character) { return character == '\n' || character == '\r'; });
  return text;
}

// "<secret> in <file>" for every find.
std::vector<std::string> finds(const Secrets& secrets, const fs::path& folder) {
  std::vector<std::string> found;
  for (const auto& file : files_below(folder)) {
    const auto content = read_file(file);
    const auto unbroken = without_line_ends(content);
    for (const auto& [name, octets] : secrets) {
      for (const auto& form : forms_of(octets)) {
        if (content.find(form) != std::string::npos || unbroken.find(form) != std::string::npos) {
          found.push_back(name + " in " + file.string());
          break;
        }
      }
    }
  }
  return found;
}

// The private scalar of a P-256 key: the first OCTET STRING of 32 octets in its PKCS#8 form (RFC 5915 section 3).
Bytes scalar_of(const std::string& pem) {
  const auto key = pki::PrivateKey::from_pem({reinterpret_cast<const std::uint8_t*>(pem.data()), pem.size()});
  if (!key) return {};
  const auto der = key->to_der();
  const auto octets = der.reveal();
  static constexpr std::uint8_t kHeader[] = {0x04, 0x20};
  const auto at = std::search(octets.begin(), octets.end(), std::begin(kHeader), std::end(kHeader));
  if (octets.end() - at < 34) return {};
  return {at + 2, at + 34};
}

Secrets secrets_of(const fs::path& state) {
  Secrets secrets;
  const json ro_half = json::parse(read_file(state / "ro-half.json"), nullptr, false);
  for (const auto* name : {"k", "opc"})
    secrets["PCID's " + std::string(name)] = *from_hex(ro_half.at(name).get<std::string>());
  for (const auto& file : files_below(state / "pki")) {
    if (file.extension() == ".key") secrets["private key " + file.filename().string()] = scalar_of(read_file(file));
  }
  const auto hlr = (state / "stores" / "osmo-hlr.db").string();
  for (const auto* name : {"k", "opc"}) {
    for (const auto& hex : lines_of({"sqlite3", hlr, "SELECT " + std::string(name) + " FROM auc_3g"})) {
      secrets["MCIM's " + std::string(name)] = *from_hex(hex);
    }
  }
  return secrets;
}

std::string state_folder_of(const DemoRun& run) {
  static const std::string kLabel = "state folder ";
  const auto begin = run.output().find(kLabel) + kLabel.size();
  return run.output().substr(begin, run.output().find(' ', begin) - begin);
}

TEST(Secrets, StayOutOfWhatARunLeaves) {
  const TemporaryFolder folder;
  const auto run_folder = folder.path() / "run";
  DemoRun run(run_folder, {"--keep-state", "--verbose"});
  ASSERT_EQ(run.wait(), 0) << run.output();
  const fs::path state = state_folder_of(run);
  const auto secrets = secrets_of(state);
  const auto found_in_state = finds(secrets, state);
  const auto state_mode = fs::status(state).permissions();
  fs::remove_all(state);

  // K and OPc of PCID and MCIM; platform CA, SHO signer and six services.
  EXPECT_EQ(secrets.size(), 12U);
  for (const auto& [name, octets] : secrets) EXPECT_GE(octets.size(), 16U) << name;
  EXPECT_GE(found_in_state.size(), secrets.size()) << "the search would not find a secret where there is one";
  EXPECT_EQ(state_mode, fs::perms::owner_all);

  EXPECT_EQ(finds(secrets, run_folder), std::vector<std::string>{});
  for (const auto& [name, octets] : secrets) {
    for (const auto& form : forms_of(octets)) EXPECT_EQ(run.output().find(form), std::string::npos) << name;
  }
}

TEST(Secrets, TheStateIsGoneAfterTheRun) {
  const TemporaryFolder folder;
  const TemporaryFolder temporary;
  ::setenv("TMPDIR", temporary.path().c_str(), 1);
  DemoRun run(folder.path() / "run", {"--scenario", "pcid-unknown"});
  EXPECT_EQ(run.wait(), 1) << run.output();
  ::unsetenv("TMPDIR");
  EXPECT_TRUE(fs::is_empty(temporary.path()));
}

}  // namespace
}  // namespace foothold::e2e
