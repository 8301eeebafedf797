// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/bootstrap/bootstrap.h"

#include <gtest/gtest.h>

#include "../fake_device.h"
#include "dm/syncml/message.h"

namespace foothold::dm {
namespace {

const Bootstrap kBootstrap{"https://10.23.1.4/dm", "00103", "<mcim sho=\"00103\"/>", "telemetry & more"};

Bytes document_with(Verb verb, const std::string& uri, const std::string& text) {
  Message message = *from_wbxml(*build_bootstrap(kBootstrap));
  Item item;
  item.target = uri;
  item.data.emplace(text.begin(), text.end());
  message.commands.emplace_back(request(verb, {item}));
  number_commands(message);
  return *to_wbxml(message);
}

TEST(Bootstrap, ComesBack) {
  const auto document = build_bootstrap(kBootstrap);
  ASSERT_TRUE(document) << to_string(document.error());
  const auto read = parse_bootstrap(*document);
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(*read, kBootstrap);
}

TEST(Bootstrap, HasTheNodesOfTheContract) {
  const auto message = from_wbxml(*build_bootstrap(kBootstrap));
  ASSERT_TRUE(message);
  std::vector<std::string> uris;
  for (const Command& command : message->commands) {
    const auto& add = std::get<Request>(command);
    EXPECT_EQ(add.verb, Verb::add);
    for (const Item& item : add.items) uris.push_back(item.target);
  }
  EXPECT_EQ(uris, (std::vector<std::string>{"./DMAcc/dpf", "./DMAcc/dpf/AppID", "./DMAcc/dpf/ServerID",
                                            "./DMAcc/dpf/Name", "./DMAcc/dpf/AppAddr/1/AddrType",
                                            "./DMAcc/dpf/AppAddr/1/Addr", "./M2M/Discovery/DPF", "./M2M/Discovery/SHO",
                                            "./M2M/Discovery/MCIMCtx", "./M2M/Discovery/AppCtx"}));
}

TEST(Bootstrap, GoesIntoTheTreeAndIsReplacedByTheNext) {
  FakeDevice device;
  ManagementTree tree({}, device, device, device);
  for (const std::string sho : {"00103", "00104"}) {
    Bootstrap bootstrap = kBootstrap;
    bootstrap.sho = sho;
    const auto applied = apply_bootstrap(bootstrap, tree);
    ASSERT_TRUE(applied) << to_string(applied.error());
    EXPECT_EQ(tree.text("./M2M/Discovery/SHO"), sho);
  }
  EXPECT_EQ(tree.text("./DMAcc/dpf/AppAddr/1/Addr"), kBootstrap.dpf);
  EXPECT_EQ(tree.text("./DMAcc/dpf/ServerID"), "dpf");
  EXPECT_EQ(tree.text("./M2M/Discovery/AppCtx"), kBootstrap.app_context);
}

TEST(Bootstrap, RefusesEverythingElse) {
  EXPECT_FALSE(parse_bootstrap(document_with(Verb::replace, "./M2M/Discovery/SHO", "00103")));
  EXPECT_FALSE(parse_bootstrap(document_with(Verb::exec, "./M2M/MCIM/a/Operations/Install", "")));
  EXPECT_FALSE(parse_bootstrap(document_with(Verb::add, "./M2M/Validation/Nonce", "x")));
  EXPECT_FALSE(parse_bootstrap(document_with(Verb::add, "./DMAcc/dpf/ServerID", "evil")));
  EXPECT_FALSE(parse_bootstrap(document_with(Verb::add, "./M2M/Discovery/DPF", "https://elsewhere/dm")));
}

TEST(Bootstrap, NeedsAnHttpsDpf) {
  for (const char* dpf : {"", "http://10.23.1.4/dm", "10.23.1.4"}) {
    Bootstrap bootstrap = kBootstrap;
    bootstrap.dpf = dpf;
    const auto document = build_bootstrap(bootstrap);
    ASSERT_TRUE(document);
    EXPECT_FALSE(parse_bootstrap(*document)) << dpf;
  }
}

TEST(Bootstrap, RefusesToBuildWhatCannotTravel) {
  Bootstrap bootstrap = kBootstrap;
  bootstrap.app_context = std::string("a\0b", 3);
  EXPECT_FALSE(build_bootstrap(bootstrap));
  bootstrap.app_context = std::string(4097, 'a');
  EXPECT_FALSE(build_bootstrap(bootstrap));
}

TEST(Bootstrap, EveryTruncationIsRefused) {
  const Bytes whole = *build_bootstrap(kBootstrap);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(parse_bootstrap(ByteView(whole).first(size))) << size;
  }
}

}  // namespace
}  // namespace foothold::dm
