// SPDX-License-Identifier: AGPL-3.0-or-later
// `foothold card` as a person uses it: makes a card, lets it run, reads and writes its files, runs scripts.
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/e2e/demo_run.h"
#include "tests/e2e/started_program.h"

namespace foothold::e2e {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCardFile = R"(pcid = "001020000000001"
k = "465b5ce8b199b49faa5f0a2ee238a6bc"
opc = "cd63cb71954a9f4e48a5994e37a02baf"
adm1 = "3132333435363738"
)";
constexpr const char* kImsi = "080910200000000010";

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path) << text;
}

struct Ran {
  int code = 0;
  std::string output;
};

// One card that all tests share: each leaves it as it found it.
class CardTool : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    write(path("card.toml"), kCardFile);
    const auto made = tool({"create", path("card.toml"), "--out", path("card")});
    ASSERT_EQ(made.code, 0) << made.output;
    write(path("tre.toml"),
          "state = \"" + path("card/state").string() + "\"\nsocket = \"" + path("tre.sock").string() + "\"\n");
    tre_ = start({foothold_program().parent_path() / "foothold-tre", "--config", path("tre.toml")}, path("tre.out"));
    ASSERT_TRUE(wait_until_listening(path("tre.sock"))) << read_file(path("tre.out"));
  }
  static void TearDownTestSuite() {
    if (tre_ > 0) {
      ::kill(tre_, SIGTERM);
      EXPECT_EQ(finished(tre_), 0);
    }
    delete folder_;
  }

  static fs::path path(const std::string& name) { return folder_->path() / name; }
  static Ran tool(std::vector<std::string> arguments) {
    std::vector<std::string> line = {foothold_program(), "card"};
    line.insert(line.end(), arguments.begin(), arguments.end());
    const int code = finished(start(line, path("tool.out")));
    return {code, read_file(path("tool.out"))};
  }
  static Ran at_card(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--socket", path("tre.sock")});
    return tool(std::move(arguments));
  }

  static TemporaryFolder* folder_;
  static pid_t tre_;
};

TemporaryFolder* CardTool::folder_ = nullptr;
pid_t CardTool::tre_ = 0;

TEST_F(CardTool, TellsTheIssuersHalfOfACard) {
  const auto half = nlohmann::json::parse(read_file(path("card/ro.json")), nullptr, false);
  ASSERT_TRUE(half.is_object());
  EXPECT_NE(half.dump().find("465b5ce8b199b49faa5f0a2ee238a6bc"), std::string::npos);
}

TEST_F(CardTool, MakesACardForEachLineOfATable) {
  write(path("cards.csv"), "pcid,mnc_digits\n001020000000007,2\n001020000000008,2\n");
  const auto made = tool({"create", "--csv", path("cards.csv"), "--out", path("batch")});
  EXPECT_EQ(made.code, 0) << made.output;
  for (const auto* pcid : {"001020000000007", "001020000000008"}) {
    EXPECT_TRUE(fs::exists(path("batch") / pcid / "state" / "store")) << pcid;
    EXPECT_EQ(fs::status(path("batch") / pcid / "card.toml").permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
  }
}

TEST_F(CardTool, RefusesAWrongCardFileWithoutRepeatingIt) {
  write(path("wrong.toml"), "pcid = \"001020000000001\"\nk = \"5ecre7\"\n");
  const auto made = tool({"create", path("wrong.toml"), "--out", path("wrong")});
  EXPECT_EQ(made.code, 1) << made.output;
  EXPECT_EQ(made.output.find("5ecre7"), std::string::npos);
  EXPECT_EQ(tool({"create", "--out", path("wrong")}).code, 2);
  EXPECT_NE(tool({"no-such-command"}).code, 0);
}

TEST_F(CardTool, ShowsTheFiles) {
  const auto shown = at_card({"show"});
  EXPECT_EQ(shown.code, 0) << shown.output;
  EXPECT_NE(shown.output.find("MF/ADF.USIM/EF.IMSI"), std::string::npos);
  EXPECT_NE(shown.output.find("9 octets"), std::string::npos);
  EXPECT_NE(shown.output.find("10 records of 176"), std::string::npos);
}

TEST_F(CardTool, ReadsAndWritesByName) {
  EXPECT_EQ(at_card({"read", "MF/ADF.USIM/EF.IMSI"}).output, std::string(kImsi) + "\n");
  EXPECT_EQ(at_card({"read", "MF/7F20/6F07"}).output, std::string(kImsi) + "\n");
  const auto before = at_card({"read", "MF/ADF.USIM/EF.FPLMN"});
  EXPECT_EQ(at_card({"write", "MF/ADF.USIM/EF.FPLMN", "62f224"}).code, 0);
  EXPECT_EQ(at_card({"read", "MF/DF.GSM/EF.FPLMN"}).output.substr(0, 6), "62f224");  // one file on both sides
  EXPECT_EQ(at_card({"write", "MF/ADF.USIM/EF.FPLMN", before.output.substr(0, before.output.size() - 1)}).code, 0);
  EXPECT_EQ(at_card({"read", "MF/ADF.USIM/EF.FPLMN"}).output, before.output);
}

TEST_F(CardTool, NeedsTheAdministratorsKeyForHisFiles) {
  const std::string name = "00" + std::string("466f6f74686f6c64") + "ffffffffffffffff";
  const auto before = at_card({"read", "MF/ADF.USIM/EF.SPN"});
  const auto refused = at_card({"write", "MF/ADF.USIM/EF.SPN", name});
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.output.find("6982"), std::string::npos) << refused.output;
  EXPECT_EQ(at_card({"write", "MF/ADF.USIM/EF.SPN", name, "--adm1", "12345678"}).code, 0);
  EXPECT_EQ(at_card({"read", "MF/ADF.USIM/EF.SPN"}).output.substr(0, name.size()), name);
  const auto old = before.output.substr(0, before.output.size() - 1);
  EXPECT_EQ(at_card({"write", "MF/ADF.USIM/EF.SPN", old, "--adm1", "3132333435363738"}).code, 0);
  EXPECT_EQ(at_card({"write", "MF/ADF.USIM/EF.IMSI", kImsi, "--adm1", "12345678"}).code, 1);
}

TEST_F(CardTool, ExportsAndImports) {
  const auto exported = at_card({"export", path("export.json")});
  EXPECT_EQ(exported.code, 0) << exported.output;
  const auto json = nlohmann::json::parse(read_file(path("export.json")), nullptr, false);
  ASSERT_TRUE(json.is_object());
  EXPECT_EQ(json["files"]["MF/ADF.USIM/EF.IMSI"]["body"], kImsi);
  EXPECT_EQ(at_card({"export"}).output, read_file(path("export.json")));
  ASSERT_EQ(at_card({"write", "MF/DF.TELECOM/EF.ADN", std::string(56, '1'), "--record", "3"}).code, 0);
  const auto imported = at_card({"import", path("export.json")});
  EXPECT_EQ(imported.code, 0) << imported.output;
  EXPECT_NE(imported.output.find("MF/DF.TELECOM/EF.ADN"), std::string::npos);
  EXPECT_EQ(at_card({"export"}).output, read_file(path("export.json")));
  write(path("no-export.json"), "[]");
  EXPECT_EQ(at_card({"import", path("no-export.json")}).code, 1);
}

TEST_F(CardTool, RunsScriptsWithTheAnswersThatAreExpected) {
  write(
      path("good"),
      "00A4040407A0000000871002 => 61xx\n00A4000C026F07 => 9000\n00B0000009 => *9000 # IMSI\n00A4000C026FFF => 6A82\n");
  const auto good = at_card({"run", path("good")});
  EXPECT_EQ(good.code, 0) << good.output;
  EXPECT_NE(good.output.find(std::string("< ") + kImsi + "9000"), std::string::npos) << good.output;
  write(path("bad"), "00A4000C023F00 => 9000\n00A4000C026FFF => 9000\n");
  const auto bad = at_card({"run", path("bad")});
  EXPECT_EQ(bad.code, 1);
  EXPECT_NE(bad.output.find('2'), std::string::npos) << bad.output;
}

TEST_F(CardTool, SaysThatThereIsNoCard) {
  const auto nobody = tool({"show", "--socket", path("nobody.sock")});
  EXPECT_EQ(nobody.code, 1);
  EXPECT_NE(nobody.output.find("no card there"), std::string::npos) << nobody.output;
}

}  // namespace
}  // namespace foothold::e2e
