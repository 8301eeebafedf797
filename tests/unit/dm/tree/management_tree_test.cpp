// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/tree/management_tree.h"

#include <gtest/gtest.h>

#include "../fake_device.h"
#include "dm/tree/node_rules.h"

namespace foothold::dm {
namespace {

const Principal kDpf{false, "dpf"};
const Principal kOther{false, "other"};
const Principal kBootstrap{true, {}};

Value object(std::size_t octets = 100) {
  return {Format::bin, Bytes(octets, 0x30)};
}

class Tree : public ::testing::Test {
 protected:
  std::string read(std::string_view uri) {
    const auto reply = tree_.get(uri, kDpf);
    return reply.value ? text_of(*reply.value) : "status " + std::to_string(static_cast<int>(reply.status));
  }
  StatusCode load(const std::string& transaction = "t-1") {
    const StatusCode added = tree_.add("./M2M/MCIM/MCIM-1/TransID", text_value(transaction), kDpf);
    EXPECT_TRUE(succeeded(added)) << static_cast<int>(added);
    return tree_.add("./M2M/MCIM/MCIM-1/Object", object(), kDpf);
  }
  ManagementTree::ExecReply exec(const std::string& operation, std::string_view correlator = {}) {
    return tree_.exec("./M2M/MCIM/MCIM-1/Operations/" + operation, correlator, kDpf);
  }

  FakeDevice device_;
  ManagementTree tree_{{}, device_, device_, device_};
};

TEST_F(Tree, TellsDevInfoToAnyServer) {
  const auto reply = tree_.get("./DevInfo/DmV", kOther);
  ASSERT_EQ(reply.status, StatusCode::ok);
  EXPECT_EQ(text_of(*reply.value), "1.2");
  EXPECT_EQ(tree_.replace("./DevInfo/DmV", text_value("x"), kDpf), StatusCode::command_not_allowed);
}

TEST_F(Tree, ListsChildren) {
  EXPECT_EQ(read("./DevInfo"), "DevId/DmV/Lang/Man/Mod");
  EXPECT_EQ(read("./M2M"), "Discovery/Identity/MCIM/TRE/Validation");
  EXPECT_EQ(read("./M2M/MCIM"), "");
  EXPECT_EQ(read("./M2M/MCIM/MCIM-1"), "status 404");
  load();
  EXPECT_EQ(read("./M2M/MCIM"), "MCIM-1");
  EXPECT_EQ(read("./M2M/MCIM/MCIM-1"), "Object/TransID");
  EXPECT_EQ(tree_.get("./M2M", kDpf).value->format, Format::node);
}

TEST_F(Tree, AsksTheTreForIdentities) {
  EXPECT_EQ(read("./M2M/Identity/PCID"), "001020000000001");
  EXPECT_EQ(read("./M2M/Identity/TREID"), "TRE-000001");
  EXPECT_EQ(tree_.get("./M2M/Identity/PfC/Sign", kDpf).value, (Value{Format::bin, Bytes(600, 0x51)}));
  EXPECT_EQ(tree_.get("./M2M/Identity/PfC/Enc", kDpf).value, (Value{Format::bin, Bytes(600, 0xec)}));
  EXPECT_EQ(read("./M2M/TRE/State"), "READY");
  device_.locked = true;
  EXPECT_EQ(read("./M2M/TRE/State"), "LOCKED");
}

TEST_F(Tree, EvidenceIsEmptyUntilANonceIsSetAndFreshAfterwards) {
  EXPECT_EQ(read("./M2M/Validation/Evidence"), "");
  EXPECT_TRUE(device_.nonces.empty());
  ASSERT_EQ(tree_.replace("./M2M/Validation/Nonce", {Format::bin, Bytes(32, 7)}, kDpf), StatusCode::ok);
  EXPECT_EQ(read("./M2M/Validation/Evidence"), "eyJhbGciOiJFUzI1NiJ9.e30.c2ln");
  EXPECT_EQ(device_.nonces, (std::vector<Bytes>{Bytes(32, 7)}));
  device_.locked = true;
  EXPECT_EQ(read("./M2M/Validation/Evidence"), "status 500");
}

TEST_F(Tree, NonceHas8To64Octets) {
  EXPECT_EQ(tree_.replace("./M2M/Validation/Nonce", {Format::bin, Bytes(7, 7)}, kDpf), StatusCode::bad_request);
  EXPECT_EQ(tree_.replace("./M2M/Validation/Nonce", {Format::bin, Bytes(8, 7)}, kDpf), StatusCode::ok);
  EXPECT_EQ(tree_.replace("./M2M/Validation/Nonce", {Format::bin, Bytes(64, 7)}, kDpf), StatusCode::ok);
  EXPECT_EQ(tree_.replace("./M2M/Validation/Nonce", {Format::bin, Bytes(65, 7)}, kDpf),
            StatusCode::request_entity_too_large);
  EXPECT_EQ(tree_.replace("./M2M/Validation/Nonce", text_value("12345678"), kDpf), StatusCode::unsupported_media_type);
}

// The ACL: ./M2M is the DPF's, an account its server's, and only the bootstrap writes Discovery.
TEST_F(Tree, RightsFollowTheServer) {
  EXPECT_EQ(tree_.get("./M2M/Identity/PCID", kOther).status, StatusCode::permission_denied);
  EXPECT_EQ(tree_.replace("./M2M/Validation/Nonce", {Format::bin, Bytes(8, 7)}, kOther), StatusCode::permission_denied);
  EXPECT_EQ(tree_.exec("./M2M/MCIM/a/Operations/Install", {}, kOther).status, StatusCode::permission_denied);
  EXPECT_EQ(tree_.replace("./M2M/Discovery/SHO", text_value("x"), kDpf), StatusCode::permission_denied);
  EXPECT_EQ(tree_.replace("./DMAcc/dpf/Name", text_value("x"), kDpf), StatusCode::permission_denied);
  ASSERT_EQ(tree_.replace("./M2M/Discovery/SHO", text_value("x"), kBootstrap), StatusCode::ok);
  ASSERT_EQ(tree_.replace("./DMAcc/dpf/Name", text_value("DPF"), kBootstrap), StatusCode::ok);
  EXPECT_EQ(read("./DMAcc/dpf/Name"), "DPF");
  EXPECT_EQ(tree_.get("./DMAcc/dpf/Name", kOther).status, StatusCode::permission_denied);
  EXPECT_EQ(tree_.add("./M2M/MCIM/a/TransID", text_value("t"), kBootstrap), StatusCode::permission_denied);
  EXPECT_EQ(tree_.replace("./M2M/Validation/Nonce", {Format::bin, Bytes(8, 7)}, kBootstrap),
            StatusCode::permission_denied);
}

TEST_F(Tree, UnknownAndMalformedUris) {
  for (const char* uri : {"", "x", "/", "./", "./Nope", "./M2M/", ".//M2M", "./M2M/../DevInfo", "./M2M/./TRE",
                          "M2M/TRE", "./M2M/MCIM/a b/ID", "./DMAcc/dpf/AppAuth/1/AAuthSecret"}) {
    EXPECT_EQ(tree_.get(uri, kDpf).status, StatusCode::not_found) << uri;
  }
  EXPECT_EQ(tree_.get("./M2M/MCIM/" + std::string(33, 'a') + "/ID", kDpf).status, StatusCode::not_found);
  EXPECT_EQ(tree_.get("./M2M?list=Struct", kDpf).status, StatusCode::optional_feature_not_supported);
}

TEST_F(Tree, ObjectIsWriteOnly) {
  load();
  EXPECT_EQ(tree_.get("./M2M/MCIM/MCIM-1/Object", kDpf).status, StatusCode::command_not_allowed);
  EXPECT_EQ(tree_.replace("./M2M/MCIM/MCIM-1/Object", object(), kDpf), StatusCode::command_not_allowed);
  EXPECT_EQ(tree_.add("./M2M/MCIM/MCIM-1/Object", object(), kDpf), StatusCode::already_exists);
  EXPECT_EQ(read("./M2M/MCIM/MCIM-1/State"), "RECEIVED");
  EXPECT_EQ(tree_.add("./M2M/MCIM/b/Object", object(ManagementTree::kMaxObjectOctets + 1), kDpf),
            StatusCode::request_entity_too_large);
}

TEST_F(Tree, InstallGivesTheObjectToTheTreOnce) {
  load();
  const auto first = exec("Install", "t-1");
  EXPECT_EQ(first.status, StatusCode::accepted_for_processing);
  EXPECT_EQ(first.result, InstallResult::ok);
  EXPECT_EQ(first.mcim, "MCIM-1");
  ASSERT_EQ(device_.installations.size(), 1U);
  EXPECT_EQ(device_.installations[0].object, object().octets);
  EXPECT_EQ(device_.installations[0].transaction, "t-1");
  EXPECT_EQ(read("./M2M/MCIM/MCIM-1/Result"), "0");
  EXPECT_EQ(read("./M2M/MCIM/MCIM-1/State"), "INSTALLED");
  EXPECT_EQ(read("./M2M/MCIM/MCIM-1/SHO"), "00103");

  const auto again = exec("Install", "t-1");
  EXPECT_EQ(again.result, InstallResult::ok);
  EXPECT_EQ(device_.installations.size(), 1U);
}

TEST_F(Tree, AnInterruptedDownloadStartsAnew) {
  load("t-1");
  tree_.begin_session();
  EXPECT_EQ(load("t-2"), StatusCode::ok);
  EXPECT_EQ(exec("Install", "t-2").result, InstallResult::ok);
}

// The answer was lost after the installation: the server sends everything again.
TEST_F(Tree, RepeatedTransactionGetsItsResult) {
  load("t-1");
  exec("Install", "t-1");
  tree_.begin_session();
  EXPECT_EQ(tree_.add("./M2M/MCIM/MCIM-1/TransID", text_value("t-1"), kDpf), StatusCode::already_exists);
  EXPECT_EQ(tree_.add("./M2M/MCIM/MCIM-1/Object", object(), kDpf), StatusCode::ok);
  EXPECT_EQ(exec("Install", "t-1").result, InstallResult::ok);
  EXPECT_EQ(device_.installations.size(), 1U);
}

TEST_F(Tree, TheMachinesRecordOutlivesARestart) {
  device_.record["t-1"] = InstallResult::policy;
  load("t-1");
  EXPECT_EQ(exec("Install", "t-1").result, InstallResult::policy);
  EXPECT_TRUE(device_.installations.empty());
}

TEST_F(Tree, AnotherTransactionCannotTakeAnInstalledMcimsResult) {
  load("t-1");
  exec("Install", "t-1");
  EXPECT_EQ(tree_.add("./M2M/MCIM/MCIM-1/TransID", text_value("t-2"), kDpf), StatusCode::already_exists);
  EXPECT_EQ(exec("Install", "t-2").status, StatusCode::command_failed);
}

TEST_F(Tree, ANewAttemptMayFollowAFailure) {
  device_.result = InstallResult::wrong_signature;
  load("t-1");
  EXPECT_EQ(exec("Install", "t-1").result, InstallResult::wrong_signature);
  device_.result = InstallResult::ok;
  EXPECT_EQ(load("t-2"), StatusCode::ok);
  EXPECT_EQ(exec("Install", "t-2").result, InstallResult::ok);
  EXPECT_EQ(device_.installations.size(), 2U);
}

TEST_F(Tree, InstallNeedsTransactionAndObject) {
  EXPECT_EQ(exec("Install").status, StatusCode::not_found);
  ASSERT_EQ(tree_.add("./M2M/MCIM/MCIM-1/TransID", text_value("t"), kDpf), StatusCode::ok);
  EXPECT_EQ(exec("Install").status, StatusCode::not_found);
  EXPECT_TRUE(device_.installations.empty());
}

TEST_F(Tree, ActivatesDeactivatesAndErases) {
  EXPECT_EQ(exec("Activate").status, StatusCode::command_failed);
  load();
  exec("Install");
  EXPECT_EQ(exec("Activate").status, StatusCode::ok);
  EXPECT_EQ(read("./M2M/MCIM/MCIM-1/State"), "ACTIVE");
  EXPECT_EQ(exec("Deactivate").status, StatusCode::ok);
  EXPECT_EQ(read("./M2M/MCIM/MCIM-1/State"), "INSTALLED");
  EXPECT_EQ(tree_.remove("./M2M/MCIM/MCIM-1", kDpf), StatusCode::command_not_allowed);
  EXPECT_EQ(exec("Delete").status, StatusCode::ok);
  EXPECT_EQ(read("./M2M/MCIM/MCIM-1/State"), "status 404");
  EXPECT_EQ(read("./M2M/MCIM/MCIM-1/Result"), "status 404");
}

TEST_F(Tree, DeleteForgetsADownload) {
  EXPECT_EQ(tree_.remove("./M2M/MCIM/MCIM-1", kDpf), StatusCode::not_found);
  load();
  EXPECT_EQ(tree_.remove("./M2M/MCIM/MCIM-1", kDpf), StatusCode::ok);
  EXPECT_EQ(read("./M2M/MCIM/MCIM-1/TransID"), "status 404");
  EXPECT_EQ(tree_.remove("./DevInfo/Man", kDpf), StatusCode::command_not_allowed);
}

TEST_F(Tree, CommandsThatANodeDoesNotKnow) {
  EXPECT_EQ(tree_.add("./M2M/Validation/Nonce", {Format::bin, Bytes(8, 1)}, kDpf), StatusCode::command_not_allowed);
  EXPECT_EQ(tree_.get("./M2M/Validation/Nonce", kDpf).status, StatusCode::command_not_allowed);
  EXPECT_EQ(tree_.exec("./M2M/Identity/PCID", {}, kDpf).status, StatusCode::command_not_allowed);
  EXPECT_EQ(tree_.replace("./M2M/Identity/PCID", text_value("1"), kDpf), StatusCode::command_not_allowed);
}

TEST_F(Tree, DoesNotGrowWithoutBound) {
  StatusCode last = StatusCode::ok;
  for (std::size_t i = 0; i <= ManagementTree::kMaxNodes && last == StatusCode::ok; ++i) {
    last = tree_.add("./M2M/MCIM/" + std::to_string(i) + "/TransID", text_value("t"), kDpf);
  }
  EXPECT_EQ(last, StatusCode::command_failed);
}

// No server may read a key: nothing under ./M2M/MCIM is readable but status, and no node is called a secret.
TEST(NodeRules, NothingSecretIsReadable) {
  for (const NodeRule& rule : node_rules()) {
    EXPECT_EQ(rule.pattern.find("Secret"), std::string_view::npos);
    EXPECT_FALSE(rule.pattern.ends_with("/Object") && allows(rule.access | rule.bootstrap, Access::get));
  }
}

TEST(InstallResults, AreThoseOfTheContract) {
  const std::pair<std::uint16_t, int> rows[] = {{0x9000, 0}, {0x6a80, 1}, {0x6988, 2}, {0x9862, 3},
                                                {0x6a88, 4}, {0x6a89, 5}, {0x6985, 6}, {0x6983, 7},
                                                {0x6a84, 8}, {0x6581, 9}, {0x6d00, 9}};
  for (const auto& [status_word, result] : rows) {
    EXPECT_EQ(static_cast<int>(install_result_of(status_word)), result) << status_word;
  }
}

}  // namespace
}  // namespace foothold::dm
