// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/vno/vno_service.h"

#include <gtest/gtest.h>

#include "trace/memory_sink.h"

namespace foothold::operators::vno {
namespace {

constexpr auto kGood = R"(
listen = "127.0.0.1:0"
upstreams = ["ro"]
[ro]
plmn = "001-02"
address = "127.0.1.1:4222"
kind = "icf"
)";

Result<std::unique_ptr<Service>> make(const std::string& text, trace::Sink& events) {
  auto config = config::ConfigFile::parse(text, "test");
  if (!config) return tl::unexpected(config.error());
  return VnoService::make(*config, events);
}

TEST(VnoService, ReadsItsConfiguration) {
  trace::MemorySink events;
  const auto service = make(kGood, events);
  ASSERT_TRUE(service) << to_string(service.error());
  EXPECT_TRUE((*service)->start());
}

TEST(VnoService, NamesTheKeyAtFault) {
  struct Case {
    std::string from, to, key;
  };
  for (const auto& [from, to, key] :
       {Case{"127.0.0.1:0", "here", "listen"}, Case{"001-02", "00102", "ro.plmn"}, Case{"\"icf\"", "\"x\"", "ro.kind"},
        Case{"127.0.1.1:4222", "127.0.1.1", "ro.address"}, Case{"kind =", "sort =", "ro.kind"},
        Case{"[\"ro\"]", "[\"a b\"]", "upstreams"}, Case{"listen", "nonsense = 1\nlisten", "nonsense"}}) {
    trace::MemorySink events;
    std::string text = kGood;
    text.replace(text.find(from), from.size(), to);
    const auto service = make(text, events);
    ASSERT_FALSE(service) << text;
    EXPECT_EQ(service.error().field, key);
  }
}

}  // namespace
}  // namespace foothold::operators::vno
