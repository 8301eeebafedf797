// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What Wireshark makes of our files. tshark belongs to what the tests need (see README): without it they fail.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <string>

#include "../sample_events.h"
#include "tests/temporary_folder.h"
#include "trace/file_sink.h"

namespace foothold::trace {
namespace {

class Tshark : public ::testing::Test {
 protected:
  void SetUp() override {
    auto sink = open_pcapng_file(path(), "test");
    ASSERT_TRUE(sink);
    for (const Event& event : test::sample_events()) (*sink)->write(event);
  }

  std::string path() const { return folder_.file("trace.pcapng"); }

  // What tshark prints; fails the test if it cannot run or does not like the file.
  std::string run(const std::string& options) const {
    const std::string command = "tshark -r " + path() + " " + options + " 2>/dev/null";
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) {
      ADD_FAILURE() << "cannot start " << command;
      return {};
    }
    std::string output;
    std::array<char, 4096> piece;
    while (const std::size_t got = std::fread(piece.data(), 1, piece.size(), pipe)) output.append(piece.data(), got);
    EXPECT_EQ(::pclose(pipe), 0) << "is tshark installed? " << command;
    return output;
  }

  foothold::test::TemporaryFolder folder_;
};

std::size_t lines_with(const std::string& text, std::string_view words) {
  std::size_t count = 0;
  for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++count;
  return count;
}

TEST_F(Tshark, FindsNoMalformedPacket) {
  const std::string tree = run("-V");
  EXPECT_EQ(lines_with(tree, "Malformed"), 0U) << tree;
  EXPECT_EQ(lines_with(tree, "Arrival Time"), test::sample_events().size());
}

TEST_F(Tshark, FindsOurChecksumsRight) {
  const std::string status = run("-o ip.check_checksum:TRUE -T fields -e ip.checksum.status");
  EXPECT_EQ(status.find('0'), std::string::npos) << status;  // 0 is bad, 1 good
  EXPECT_EQ(lines_with(status, "1"), test::sample_events().size()) << status;
}

TEST_F(Tshark, DecodesLlcAndGmm) {
  const std::string tree = run("-V -Y frame.number==1");
  EXPECT_NE(tree.find("ARFCN: 0 (Uplink)"), std::string::npos) << tree;
  EXPECT_NE(tree.find("MS-SGSN LLC"), std::string::npos) << tree;
  EXPECT_NE(tree.find("Attach Request"), std::string::npos) << tree;
  EXPECT_NE(tree.find("001010000000001"), std::string::npos) << tree;  // the IMSI of the recorded request
}

TEST_F(Tshark, DecodesApdus) {
  const std::string tree = run("-V -Y gsm_sim");
  EXPECT_NE(tree.find("SELECT"), std::string::npos) << tree;
  EXPECT_NE(tree.find("9000"), std::string::npos) << tree;
}

TEST_F(Tshark, ShowsEventsWithoutBytesAsLog) {
  const std::string tree = run("-V -Y gsmtap_log");
  EXPECT_EQ(lines_with(tree, "Subsystem:"), 3U) << tree;
  EXPECT_NE(tree.find("DLAB"), std::string::npos) << tree;
  EXPECT_NE(tree.find("ICF  LAB service.ready text="), std::string::npos) << tree;
}

TEST_F(Tshark, HasTheEventInTheComment) {
  const std::string comments = run("-T fields -e frame.comment");
  EXPECT_EQ(lines_with(comments, "\"name\":"), test::sample_events().size()) << comments;
  EXPECT_NE(comments.find("M2ME > SGSN  GMM attach_request imsi=001020000000001"), std::string::npos) << comments;
}

TEST_F(Tshark, KeepsNanoseconds) {
  EXPECT_EQ(lines_with(run("-T fields -e frame.time_epoch"), "1763963394.123456789"), test::sample_events().size());
}

TEST_F(Tshark, NamesTheActors) {
  const std::string list = run("-N n -Y frame.number==1 -T fields -e _ws.col.Source -e _ws.col.Destination");
  EXPECT_NE(list.find("M2ME\tSGSN"), std::string::npos) << list;
}

}  // namespace
}  // namespace foothold::trace
