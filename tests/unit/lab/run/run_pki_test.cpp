// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/run_pki.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>

#include "lab/run/foreign_object.h"
#include "lab/run/plan.h"
#include "lab/run/run_folders.h"
#include "pki/m2msimmobj.h"
#include "tests/temporary_folder.h"

namespace foothold::lab {
namespace {

namespace fs = std::filesystem;

class RunPkiTest : public testing::Test {
 protected:
  RunPkiTest() {
    fs::create_directory(folder_ / "pki");
    made_ = make_run_pki(folder_ / "pki", now_);
  }

  pki::Certificate certificate(const std::string& name) const {
    const auto text = read_text_file(folder_ / "pki" / (name + ".pem"));
    return *pki::Certificate::from_pem({reinterpret_cast<const std::uint8_t*>(text->data()), text->size()});
  }

  foothold::test::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
  const std::chrono::sys_seconds now_{std::chrono::seconds(1'800'000'000)};
  Result<void> made_;
};

TEST_F(RunPkiTest, EveryServiceHasACertificateOfTheOperatorsCa) {
  ASSERT_TRUE(made_) << to_string(made_.error());
  const std::vector<pki::Certificate> anchors{certificate("operators-ca")};
  for (const auto* name : {"icf", "ccif", "drf", "dpf", "sho", "pva"}) {
    const auto pair = load_pair(folder_ / "pki", name);
    ASSERT_TRUE(pair) << name;
    EXPECT_TRUE(pki::verify_chain(pair->certificate, anchors, pki::Purpose::tls_server, now_)) << name;
    EXPECT_TRUE(pki::verify_chain(pair->certificate, anchors, pki::Purpose::tls_client, now_)) << name;
  }
  EXPECT_EQ(certificate("dpf").common_name(), "DPF");
  EXPECT_EQ(certificate("dpf").organization(), "RO");
  EXPECT_EQ(certificate("sho-signer").common_name(), plan::kShoPlmnDigits);
  EXPECT_TRUE(pki::verify_chain(certificate("sho-signer"), anchors, pki::Purpose::cms_signer, now_));
}

TEST_F(RunPkiTest, KeysAreForTheirOwnerOnly) {
  int keys = 0;
  for (const auto& entry : fs::directory_iterator(folder_ / "pki")) {
    if (entry.path().extension() != ".key") continue;
    ++keys;
    struct stat status {};
    ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U) << entry.path();
  }
  EXPECT_EQ(keys, 8);  // six services, SHO signer, Platform CA; the Operators CA's is not kept
}

TEST_F(RunPkiTest, TheForeignObjectIsGenuineButForAnother) {
  RunSetup setup;
  setup.folders.state = folder_;
  ASSERT_TRUE(write_object_for_another_tre(setup, folder_ / "object", now_));
  const auto object = read_text_file(folder_ / "object");
  ASSERT_TRUE(object);

  // Our device, with a platform key of its own.
  const auto platform = load_pair(folder_ / "pki", "platform-ca");
  const auto key = pki::PrivateKey::generate();
  ASSERT_TRUE(platform && key);
  const auto pfc = pki::issue_pfc_enc(*platform, key->public_key(), plan::tre_identity(1), plan::pcid(1),
                                      {now_ - std::chrono::days(1), now_ + std::chrono::days(1)});
  ASSERT_TRUE(pfc);
  const auto opened =
      pki::open_m2msimmobj({reinterpret_cast<const std::uint8_t*>(object->data()), object->size()}, *key, *pfc,
                           certificate("operators-ca"), {plan::pcid(1), plan::tre_identity(1), now_});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().answer, pki::install_sw::kDecrypt) << to_string(opened.error());  // its signature is good
}

TEST_F(RunPkiTest, LoadPairTellsWhatIsMissing) {
  EXPECT_FALSE(load_pair(folder_ / "pki", "nosuch"));
  EXPECT_FALSE(load_pair(folder_ / "pki", "operators-ca"));
}

}  // namespace
}  // namespace foothold::lab
