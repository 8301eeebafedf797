// SPDX-License-Identifier: AGPL-3.0-or-later
// The configurations are judged by the daemons that read them: a wrong line ends them at once.
#include <gtest/gtest.h>
#include <net/if.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>

#include "lab/daemons/osmo_ggsn.h"
#include "lab/daemons/osmo_hlr.h"
#include "lab/daemons/osmo_sgsn.h"
#include "lab/host/isolation.h"
#include "lab/run/run_folders.h"
#include "lab/run/run_loop.h"
#include "tests/temporary_folder.h"

namespace foothold::lab {
namespace {

namespace fs = std::filesystem;
constexpr std::chrono::seconds kPatience{60};

template <class Body>
void expect_success_in_isolation(const Body& body) {
  const auto code = run_isolated([&] {
    const Result<void> done = body();
    if (!done) std::fprintf(stderr, "%s\n", to_string(done.error()).c_str());
    return done ? 0 : 1;
  });
  ASSERT_TRUE(code) << to_string(code.error());
  EXPECT_EQ(*code, 0);
}

class RealDaemons : public testing::Test {
 protected:
  DaemonPaths paths(const std::string& name) const {
    return {folder_ / (name + ".cfg"), folder_ / (name + ".log"), folder_};
  }
  Result<Service> configured(const std::string& name, const std::string& text, const Service& service) const {
    if (auto written = write_text_file(paths(name).configuration, text); !written) {
      return tl::unexpected(written.error());
    }
    return service;
  }

  foothold::test::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
  std::vector<ProcessEnd> ends_;
};

TEST_F(RealDaemons, ComeUpTogetherAndStopCleanly) {
  expect_success_in_isolation([&]() -> Result<void> {
    RunLoop loop([](const trace::Event&) {}, [&](const ProcessEnd& end) { ends_.push_back(end); });
    const OsmoHlr hlr;
    const OsmoGgsn ggsn;
    OsmoSgsn sgsn;
    sgsn.gsup_address = hlr.address;
    const auto hlr_service = configured("hlr", hlr.configuration(), hlr.service(paths("hlr")));
    const auto ggsn_service = configured("ggsn", ggsn.configuration(folder_), ggsn.service(paths("ggsn")));
    const auto sgsn_service = configured("sgsn", sgsn.configuration(folder_), sgsn.service(paths("sgsn")));
    if (auto started = loop.start({*hlr_service, *ggsn_service}, kPatience); !started) return started;
    if (auto started = loop.start({*sgsn_service}, kPatience); !started) return started;
    for (const auto* tun : {"tun-ro", "tun-sho"}) {
      if (::if_nametoindex(tun) == 0) return fail("is not there", tun);
    }
    if (!ends_.empty()) return fail("ended too early", ends_.front().name);
    loop.stop_all();
    if (ends_.size() != 3) return fail("did not stop");
    return {};
  });
}

TEST_F(RealDaemons, AWrongConfigurationIsReportedWithTheDaemonsOwnWords) {
  expect_success_in_isolation([&]() -> Result<void> {
    RunLoop loop([](const trace::Event&) {}, [](const ProcessEnd&) {});
    const OsmoSgsn sgsn;
    const auto service = configured("sgsn", "no such line\n", sgsn.service(paths("sgsn")));
    const auto started = loop.start({*service}, kPatience);
    if (started) return fail("it started");
    if (started.error().field != "osmo-sgsn") return fail("wrong field", started.error().field);
    if (started.error().what.find("no such line") == std::string::npos) return fail(started.error().what);
    return {};
  });
}

}  // namespace
}  // namespace foothold::lab
